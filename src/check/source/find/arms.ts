import { isCodeValue, literalShape } from '../../../base/code-shape.ts';
import { errorCodeSureness, isErrorWord, wordsOfName } from '../words.ts';
import { type Finding, isMark, isName, type Mapped, type Source, tokenAt, wholeString } from './source.ts';

/** What a function that gives the code of an error is named by. */
const GIVES_CODE = new Set(
  'code codes str string display fmt slug wire key name id identifier kind value raw'.split(' '),
);
const GIVES_OTHER = new Set(
  'message title description detail details help hint severity level category color icon label url status docs link text retry'.split(
    ' ',
  ),
);

/**
 * Codes that a function gives for an error: the arms of a `match` or `switch` over the members of an enum, and what a
 * function like `code()` of an error returns. The members are mapped.
 */
export function* findInArms(source: Source): Generator<Finding | Mapped> {
  for (let at = 0; at < source.tokens.length; at += 1) {
    if (tokenAt(source, at).kind !== 'string') continue;
    const text = wholeString(source, at);
    if (text === null || !isCodeValue(text)) continue;
    const pattern = patternBefore(source, at);
    const shape = literalShape(text);
    // What a member stands for may be `1001` too.
    if (shape === null && (pattern === null || !/^[\d.]+$/.test(text))) continue;
    if (pattern !== null && givesCodes(source, at, pattern)) {
      yield { at, code: text, found: 'enum', isName: false };
      for (const name of pattern) yield { name };
    } else if (pattern === null && isResult(source, at) && givesCodes(source, at, [])) {
      if (shape === 'compound' || isErrorHead(source, at) !== null)
        yield { at, code: text, found: 'constant', isName: false };
    }
  }
}

/** The names of the pattern whose arm gives the string at `at`, the last of each path; null if it is none. */
function patternBefore(source: Source, at: number): string[] | null {
  let end = at - 1;
  if (isName(source, end, 'return')) end -= 1;
  if (isMark(source, end, '{') && isMark(source, end - 1, '=>')) end -= 1;
  const hasBareArms = ['rust', 'csharp', 'php', 'scala'].includes(source.language.name);
  if (isMark(source, end, '=>', '->')) return namesBack(source, end - 1, hasBareArms);
  if (!isMark(source, end, ':')) return null;
  return namesBack(source, end - 1, false);
}

const LONGEST_PATTERN = 40;

function namesBack(source: Source, last: number, mayBeBare: boolean): string[] | null {
  const names: string[] = [];
  let isArm = mayBeBare;
  let at = last;
  for (let steps = 0; steps < LONGEST_PATTERN; steps += 1) {
    const token = tokenAt(source, at);
    if (token.kind === 'name') {
      if (token.text === 'case') {
        isArm = true;
        break;
      }
      const isOperator = token.text === 'is' && source.language.name === 'kotlin';
      if (!isOperator && !isMark(source, at + 1, '.', '::')) names.push(token.text);
      if (source.language.name === 'kotlin' && token.first && !isMark(source, at - 1, ',')) {
        isArm = true;
        break;
      }
    } else if (token.kind === 'mark' && (token.text === '}' || token.text === ')')) {
      const open = source.outline.pair(at);
      // What ends the arm before, or binds what is in the member.
      if (open === -1 || token.first || tokenAt(source, open - 1).kind !== 'name') break;
      at = open;
    } else if (
      !(token.kind === 'mark' && ['.', '::', '|'].includes(token.text)) &&
      !(token.text === ',' && isArmList(source, at))
    )
      break;
    at -= 1;
  }
  return isArm && names.length > 0 && names.every((name) => /^\p{Lu}/u.test(name)) ? names : null;
}

/** `case A, B:` */
function isArmList(source: Source, at: number): boolean {
  return source.language.name !== 'rust' && source.language.name !== 'csharp' && isMark(source, at, ',');
}

function isResult(source: Source, at: number): boolean {
  if (isName(source, at - 1, 'return')) return true;
  const isOnly = isMark(source, at - 1, '{') && isMark(source, at + 1, '}');
  const isBody = isMark(source, at - 1, '=') && isMark(source, at - 2, ')');
  return (
    isOnly ||
    isBody ||
    (isMark(source, at - 1, '=>') && source.language.name === 'csharp' && isMark(source, at + 1, ';'))
  );
}

/** Whether the function round `at` gives the code of an error, by its own name and that of what it belongs to. */
function givesCodes(source: Source, at: number, pattern: readonly string[]): boolean {
  const head = source.outline.enclosing(at, 'function');
  const all = wordsOfName(head?.name ?? '');
  const words = /^(?:of|for|from)$/.test(all.at(-1) ?? '') ? all.slice(0, -1) : all;
  if (words.some((word) => GIVES_OTHER.has(word))) return false;
  if (pattern.length === 0) {
    const isCode = words.at(-1) === 'code' || words.at(-1) === 'errcode';
    return isCode && (words.some(isErrorWord) || isErrorHead(source, at) !== null);
  }
  const givesCode = words.some((word) => GIVES_CODE.has(word) || isErrorWord(word));
  return (
    givesCode && (isErrorHead(source, at) !== null || words.some(isErrorWord) || isErrorPattern(source, at))
  );
}

/** Whether the head of the function, or of the type that it belongs to, names errors. */
function isErrorHead(source: Source, at: number): true | null {
  for (const head of source.outline.heads(at))
    if (source.outline.wordsOfHead(head).some((word) => isErrorWord(word) && word !== 'err')) return true;
  return source.isAboutErrors ? true : null;
}

function isErrorPattern(source: Source, at: number): boolean {
  for (let index = at - 1; index > at - 8; index -= 1)
    if (isMark(source, index, '.', '::') && errorCodeSureness(tokenAt(source, index - 1).text) !== null)
      return true;
  return false;
}
