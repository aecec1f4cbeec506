import { combine } from '../../src/catalog/combine.ts';
import type { Catalog } from '../../src/catalog/entries.ts';
import { type CatalogData, catalogSchema, type EntryInput } from '../../src/catalog/schema.ts';

/** A catalog of some entries. */
export function catalogWith(errors: readonly EntryInput[]): Catalog {
  return combine([catalogSchema.parse({ name: 'mine', errors })]).catalog;
}

const THINGS =
  'card account invoice shipment device report region policy ticket order quota session key bucket'.split(
    ' ',
  );
const STATES =
  'not_found expired too_large already_exists locked forbidden missing rejected unsupported revoked'.split(
    ' ',
  );

/** Data of a catalog with `count` entries, each with about as much text as a well-kept one has. */
export function manyErrors(count: number): CatalogData {
  const errors = Array.from({ length: count }, (_, index) => {
    const thing = THINGS[index % THINGS.length] ?? '';
    const state = STATES[Math.floor(index / THINGS.length) % STATES.length] ?? '';
    const part = Math.floor(index / (THINGS.length * STATES.length));
    const said = state.replaceAll('_', ' ');
    return {
      code: `${thing}_${state}_${part}`,
      title: `The ${thing} of part ${part} is ${said}`,
      area: `${thing}s`,
      surface: 'api',
      http_status: 400 + (index % 30),
      meaning: `The ${thing} that the request names in part ${part} is ${said}, so nothing was changed.`,
      causes: [`Somebody else changed the ${thing} meanwhile.`, `The ${thing} was never in part ${part}.`],
      fix: [`Read the ${thing} again and look at its state.`, 'Repeat the request with what it says.'],
      retry: { when: 'after_fix' as const, note: 'Safe to repeat.' },
      who: 'caller',
    };
  });
  return catalogSchema.parse({ name: 'many', errors });
}
