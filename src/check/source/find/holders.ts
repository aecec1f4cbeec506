import { type Sureness, saysErrorCodes } from '../says-error.ts';
import type { Declaration } from './declarations.ts';
import { isMark, type Source, tokenAt } from './source.ts';

/** `Code` says enough as a type where all is about errors; elsewhere a status or a country may be meant. */
export function typeSays(source: Source, types: readonly string[]): Sureness | null {
  for (const type of types) {
    const says = saysErrorCodes(type);
    if (says === 'sure') return says;
    if (source.isAboutErrors && /^Codes?$/.test(type)) return 'sure';
  }
  return null;
}

/** What the class, module or object that a declaration stands in says of it; null also within a function. */
export function holderSays(source: Source, { at }: Declaration): Sureness | null {
  for (const head of source.outline.heads(at)) {
    if (head.kind === 'function') return null;
    const says = saysErrorCodes(head.name);
    if (says !== null) return says;
    if (source.isAboutErrors && /^Codes?$/i.test(head.name)) return 'sure';
  }
  return null;
}

/** Whether a declaration stands within a function. */
export function isLocal(source: Source, { at }: Declaration): boolean {
  return source.outline.enclosing(at, 'function') !== null;
}

/** Whether the class that a declaration of Python stands in is an enum; the codes are then the values of its members. */
export function isEnumClass(source: Source, { at }: Declaration): boolean {
  const head = source.outline.enclosing(at, 'type');
  if (head === null || source.language.name !== 'python') return false;
  return source.tokens
    .slice(head.from + 2, head.to)
    .some(({ kind, text }) => kind === 'name' && /Enum$/.test(text));
}

/** Whether the class's members take their lower-case name by `auto()`. */
export function isStringEnum(source: Source, { at }: Declaration): boolean {
  const head = source.outline.enclosing(at, 'type');
  if (head === null) return false;
  return source.tokens
    .slice(head.from + 2, head.to)
    .some(({ kind, text }) => kind === 'name' && text === 'StrEnum');
}

/** The bracket that a value begins with, behind names that wrap it: `new Set([`, `frozenset({`, `[]string{`, `&[`. */
export function collectionAt(source: Source, value: number): number {
  let at = value;
  for (let steps = 0; steps < 14; steps += 1) {
    const token = tokenAt(source, at);
    if (steps > 0 && token.first && !isMark(source, at, '{', '[', '(')) return -1;
    const isOpen = isMark(source, at, '[', '{');
    // `[]string{`, `map[K]V{`: the brackets are of the type.
    if (isOpen && token.text === '[' && source.language.name === 'go') at = source.outline.behind(at);
    else if (isOpen) return source.outline.pair(at) === -1 ? -1 : at;
    else if (isMark(source, at, '(')) {
      const isInner =
        isMark(source, at + 1, '[', '{') ||
        (tokenAt(source, at + 1).kind === 'name' && isMark(source, at + 2, '(', '.'));
      if (!isInner) return source.outline.pair(at) === -1 ? -1 : at;
      at += 1;
    } else if (token.kind === 'name' || isMark(source, at, '.', '&', '::', '!', '<', '>', '*')) at += 1;
    else return -1;
  }
  return -1;
}
