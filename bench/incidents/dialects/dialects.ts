import { ACCESS_DIALECTS } from './access.ts';
import type { Dialect } from './dialect.ts';
import { JSON_DIALECTS } from './json.ts';
import { TEXT_DIALECTS } from './text.ts';

/** Every way of writing that the lab knows. */
export const DIALECTS: readonly Dialect[] = [...JSON_DIALECTS, ...TEXT_DIALECTS, ...ACCESS_DIALECTS];
export const APP_DIALECTS = DIALECTS.filter(({ use }) => use === 'app');
export const EDGE_DIALECTS = DIALECTS.filter(({ use }) => use === 'access');
