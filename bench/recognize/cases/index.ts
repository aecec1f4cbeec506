import type { Case } from './case.ts';
import { dressed } from './dressed.ts';
import { foreign } from './foreign.ts';
import { misspelt } from './misspelt.ts';
import { nothing } from './nothing.ts';
import { status } from './status.ts';
import { symptoms } from './symptoms.ts';

/** The whole table, by kind. */
export const CASES: Record<
  'dressed' | 'misspelt' | 'status' | 'symptom' | 'nothing' | 'foreign',
  readonly Case[]
> = {
  dressed,
  misspelt,
  status,
  symptom: symptoms,
  nothing,
  foreign,
};
