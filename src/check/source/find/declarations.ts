import { isMark, isName, type Source, tokenAt } from './source.ts';

/** `NAME = …`, `NAME: Type = …`, `Type NAME = …`, `NAME Type = …`, `#define NAME …`, `type NAME = …`. */
export interface Declaration {
  name: string;
  /** The token of the name. */
  at: number;
  /** The names in its type, and before it. */
  types: readonly string[];
  /** Where its value begins. */
  value: number;
  /** Whether it is a member that is assigned: `error.code = …`. */
  isMember: boolean;
  /** Whether it stands in the brackets of a call. */
  isArgument: boolean;
}

const MODIFIERS = new Set(
  'public private protected internal static final const val var let readonly export pub mut ref override open lateinit companion extern constexpr inline declare def type typealias newtype abstract volatile transient async unsafe fileprivate'.split(
    ' ',
  ),
);
const LONGEST_TYPE = 24;

/** Every declaration or assignment of a name. */
export function* declarations(source: Source): Generator<Declaration> {
  for (let at = 0; at < source.tokens.length; at += 1) {
    const { kind, text } = tokenAt(source, at);
    if (kind === 'mark' && (text === '=' || text === ':=')) {
      const declaration = declarationBefore(source, at);
      if (declaration !== null) yield declaration;
    } else if (kind === 'name' && text === 'define' && isMark(source, at - 1, '#')) {
      const name = tokenAt(source, at + 1);
      if (name.kind === 'name' && !tokenAt(source, at + 2).first)
        yield { name: name.text, at: at + 1, types: [], value: at + 2, isMember: false, isArgument: false };
    }
  }
}

/** Reads back from the `=` at `equals`: over a type to its `:`, or over names that stand one behind the other. */
function declarationBefore(source: Source, equals: number): Declaration | null {
  const parent = source.outline.parent(equals);
  const isArgument = parent !== -1 && isMark(source, parent, '(') && !isGoGroup(source, parent);
  const types: string[] = [];
  let at = equals - 1;
  let colon = -1;
  for (let steps = 0; steps < LONGEST_TYPE; steps += 1) {
    const token = tokenAt(source, at);
    if (token.kind === 'name') types.unshift(token.text);
    else if (token.kind === 'mark') {
      if (token.text === ':') {
        colon = at;
        break;
      }
      if (token.text === ']' || token.text === ')') {
        const open = source.outline.pair(at);
        if (open === -1) return null;
        for (let inner = at - 1; inner > open; inner -= 1)
          if (tokenAt(source, inner).kind === 'name') types.unshift(tokenAt(source, inner).text);
        at = open;
      } else if (
        !'.&*<>,?|!::'.includes(token.text) ||
        (token.text === ',' && !isInAngles(source, at, equals))
      )
        break;
    } else if (token.kind !== 'string') break;
    const isStart = tokenAt(source, at).first && source.outline.parent(at) === parent;
    at -= 1;
    if (isStart && !isMark(source, at, ':', '|', ',')) break;
  }
  if (colon !== -1) return withColon(source, colon, types, equals, isArgument);
  return withoutColon(source, at + 1, equals, isArgument);
}

/** `const ( … )` and `var ( … )` */
function isGoGroup(source: Source, parent: number): boolean {
  return isName(source, parent - 1, 'const', 'var', 'type');
}

function isInAngles(source: Source, at: number, equals: number): boolean {
  for (let index = at; index < equals; index += 1) if (isMark(source, index, '>')) return true;
  return false;
}

function withColon(
  source: Source,
  colon: number,
  types: string[],
  equals: number,
  isArgument: boolean,
): Declaration | null {
  const at = isMark(source, colon - 1, '?', '!') ? colon - 2 : colon - 1;
  const { kind, text } = tokenAt(source, at);
  if (kind !== 'name') return null;
  return { name: text, at, types, value: equals + 1, isMember: isMark(source, at - 1, '.'), isArgument };
}

/** Names between the start of the statement and `=`: in Go the first is declared, else the last. */
function withoutColon(
  source: Source,
  start: number,
  equals: number,
  isArgument: boolean,
): Declaration | null {
  let at = equals - 1;
  // `NAME[]` of C and Java.
  if (isMark(source, at, ']') && isMark(source, at - 1, '[')) at -= 2;
  if (source.language.name === 'go') {
    let first = start;
    while (isName(source, first, 'const', 'var', 'type')) first += 1;
    const isTyped =
      tokenAt(source, first).kind === 'name' && first < at && !isMark(source, first + 1, '.', ',');
    if (isTyped) at = first;
  }
  const { kind, text } = tokenAt(source, at);
  if (kind !== 'name') return null;
  const types: string[] = [];
  for (let index = start; index < equals; index += 1) {
    const token = tokenAt(source, index);
    if (index !== at && token.kind === 'name' && !MODIFIERS.has(token.text)) types.push(token.text);
  }
  const isMember =
    isMark(source, at - 1, '.', '->', '?.') || (isMark(source, at - 1, '::') && source.language.name !== 'c');
  return { name: text, at, types: isMember ? [] : types, value: equals + 1, isMember, isArgument };
}
