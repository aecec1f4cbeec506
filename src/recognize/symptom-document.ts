import type { Entry } from '../catalog/entry.ts';

/** The weight of each field: what people say counts more than what the document says. */
export const BOOST = { symptoms: 3, title: 2.5, name: 2, meaning: 1.5, causes: 1 } as const;

type Field = keyof typeof BOOST;
export const FIELDS = Object.keys(BOOST) as Field[];

/** The words of an entry by which a description finds it. */
export function documentOf({
  code,
  symptoms,
  example,
  title,
  meaning,
  causes,
}: Entry): Record<Field, string> {
  return {
    // Where nobody wrote down how people describe it, the API's own message comes nearest.
    symptoms: symptoms.length > 0 ? symptoms.join('\n') : (example ?? ''),
    title: title ?? '',
    name: code.replaceAll('_', ' '),
    meaning: meaning ?? '',
    causes: causes.join('\n'),
  };
}
