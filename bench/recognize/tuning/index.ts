import type { Case } from '../cases/case.ts';
import { misspelt } from './misspelt.ts';
import { nothing } from './nothing.ts';
import { status } from './status.ts';
import { symptoms } from './symptoms.ts';

/** The cases to tune on, by kind; written without sight of the recogniser or its other tables. */
export const TUNING: Record<'misspelt' | 'status' | 'symptom' | 'nothing', readonly Case[]> = {
  misspelt,
  status,
  symptom: symptoms,
  nothing,
};
