import type { BuiltinEntry } from '../builtin-schema.ts';
import type { CodeOf } from '../codes.ts';
import type { Area } from '../vocabulary.ts';

/**
 * What an area's file says about one of its codes. `code`, `area` and `surface` follow from where it
 * stands, `confusable_with` from the pairs in `neighbours.ts`.
 */
export type EntryText = Omit<BuiltinEntry, 'code' | 'area' | 'surface' | 'confusable_with'>;

/** Total over the codes of the area: a code without a text does not compile. */
export type AreaEntries<A extends Area> = Record<CodeOf<A>, EntryText>;

/** The document lists the area-specific codes without an HTTP status, and we do not invent one. */
export const NO_STATUS = {
  http_status: null,
  http_status_note: 'The platform does not document one.',
} as const;
