import { isHexId, tokenTest } from '../token.ts';
import type { Draft } from './draft.ts';
import type { Field } from './flatten.ts';
import { isIdName, isOthersName, ownId } from './id-names.ts';

const TEXT_NAMES = /^(?:msg|message|body|log|text|event|line|short_message|full_message)$/i;

/**
 * The name of the field in which `id` stands, if the line is another request's: it has an id of its own, and that
 * is not `id`. Undefined for a line about `id` itself, and for one without any id of its own.
 */
export function mentionedIn(draft: Draft, id: string): string | undefined {
  const hasId = tokenTest(id);
  const holds = (field: Field): boolean => valuesOf(field).some((value) => hasId(`${field.name}=${value}`));
  const holders = draft.fields.filter(holds);
  const own = draft.fields.flatMap((field) => {
    const known = ownId(field.name);
    return known && valuesOf(field).some((value) => !/^(?:|-|null|none|0+)$/i.test(value))
      ? [{ field, ...known }]
      : [];
  });
  const ids = draft.ids ?? [];
  if (own.some(({ field }) => holders.includes(field)) || ids.some((each) => hasId(`id=${each}`)))
    return undefined;
  const isOthers = ids.length > 0 || own.some(({ kind, sure }) => kind === 'request' && sure);
  const [first] = holders;
  if (isOthers) return plainName(first?.name ?? placeInText(draft, hasId));
  // A trace has many requests, so its id says nothing against the id of a request that the line's text names.
  if (!own.some(({ kind, sure }) => kind === 'trace' && sure)) return undefined;
  if (holders.some(({ name }) => isIdName(name) && !isOthersName(name))) return undefined;
  const place = first?.name ?? placeInText(draft, hasId);
  return isHexId(id) || !TEXT_NAMES.test(place) ? plainName(place) : undefined;
}

function placeInText(draft: Draft, hasId: (text: string) => boolean): string {
  return draft.path !== undefined && hasId(draft.path) ? 'path' : 'message';
}

/** Names come from the line as well, and this one is shown outside of it. */
function plainName(name: string): string {
  return /^[\w.:@/ -]{1,100}$/.test(name) ? name : 'another field';
}

function valuesOf({ value }: Field): string[] {
  return (Array.isArray(value) ? value : [value]).map(String);
}
