import { isMark, isName, type Source, tokenAt } from './source.ts';

const CONVERSIONS = [
  'into',
  'to_string',
  'to_owned',
  'into_boxed_str',
  'freeze',
  'intern',
  'as_str',
  'to_sym',
];
const AFTER_WHOLE = new Set([
  '',
  ',',
  ';',
  ')',
  ']',
  '}',
  '{',
  '|',
  '?',
  ':',
  '||',
  '??',
  '=>',
  '&',
  '!',
  '@',
  '#',
]);
const AFTER_WHOLE_NAMES = ['as', 'satisfies', 'if', 'else', 'unless', 'or', 'and', 'end', 'do', 'in', 'not'];

/** What the string at `index` says, if the literal is the whole of the value there; else null. */
export function wholeString(source: Source, index: number): string | null {
  const { kind, text } = tokenAt(source, index);
  if (kind !== 'string') return null;
  return isWholeBefore(source, behindConversion(source, index + 1)) ? text : null;
}

/** `"x".into()`, `'x'.freeze`: the value stays the same. */
function behindConversion(source: Source, index: number): number {
  if (!isMark(source, index, '.') || !isName(source, index + 1, ...CONVERSIONS)) return index;
  return isMark(source, index + 2, '(') ? source.outline.behind(index + 2) : index + 2;
}

function isWholeBefore(source: Source, index: number): boolean {
  const next = tokenAt(source, index);
  if (next.kind === 'mark')
    return AFTER_WHOLE.has(next.text) || (next.first && next.text !== '.' && next.text !== '+');
  if (next.kind !== 'name') return false;
  return next.first || AFTER_WHOLE_NAMES.includes(next.text);
}

/** The number at `index`, with its sign, if it is the whole of the value there; else null. */
export function wholeNumber(source: Source, index: number): string | null {
  const isNegative = isMark(source, index, '-');
  const at = isNegative ? index + 1 : index;
  const { kind, text } = tokenAt(source, at);
  if (kind !== 'number' || !isWholeBefore(source, at + 1)) return null;
  return isNegative ? `-${text}` : text;
}

const CASES = new Set([',', ')', ']', '}', ';', '']);
const BEFORE_BRANCH = new Set(['?', ':', '??', '||', '|']);
const BEFORE_BRANCH_NAMES = ['else', 'or', 'then'];
/** Behind so many tokens without a branch that is a string, there comes none. */
const LONGEST_BRANCH = 60;

/**
 * The strings that the value which begins at `index` can be: itself, or the branches of `a ? 'x' : 'y'`, `a ?? 'x'`,
 * `"x" if a else "y"`, and the members of a union.
 */
export function* possibleStrings(source: Source, index: number): Generator<{ at: number; text: string }> {
  const { outline } = source;
  const start = isMark(source, index, '|', '&') ? index + 1 : index;
  for (let at = start, steps = 0; steps < LONGEST_BRANCH; at = outline.behind(at), steps += 1) {
    const token = tokenAt(source, at);
    if (token.kind === 'mark' && CASES.has(token.text)) return;
    if (at !== start && token.first && !isContinued(source, at)) return;
    const before = tokenAt(source, at - 1);
    const isBranch =
      at === start ||
      (before.kind === 'mark' && BEFORE_BRANCH.has(before.text)) ||
      (before.kind === 'name' && BEFORE_BRANCH_NAMES.includes(before.text));
    const text = isBranch ? wholeString(source, at) : null;
    if (text !== null) {
      steps = 0;
      yield { at, text };
    }
    if (at === start && token.kind === 'mark' && (token.text === '{' || token.text === '[')) return;
  }
}

function isContinued(source: Source, at: number): boolean {
  return (
    isMark(source, at, '?', ':', '??', '||', '|', '.', '&&') ||
    isMark(source, at - 1, '?', ':', '??', '||', '|', '&&', '=', '(')
  );
}
