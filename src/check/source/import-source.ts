import { isStatus, statusCalled } from '../../base/http-status.ts';
import { plainForm, wordsAndNumbersOf } from '../../base/words.ts';
import type { Imported, ImportedEntry } from '../../import/import.ts';
import { codesInText } from './codes-in-text.ts';
import { languageOf } from './languages.ts';
import { knownCodes } from './learn.ts';
import { Outline } from './outline.ts';
import { type Token, tokensOf } from './tokens.ts';

/** In characters; what is longer is no message. */
const LONGEST = 2000;

/**
 * The codes that a source text declares or emits, each with the message and the HTTP status that stand in the same
 * bracket or statement, and the comment above it.
 */
export function importSource(text: string, file: string): Imported {
  const language = languageOf(file);
  if (language === null) return { entries: [], unplaced: [] };
  const { emitted, mapped } = codesInText(text, { language, file, known: knownCodes(new Set()) });
  const tokens = tokensOf(text, language);
  const outline = new Outline(tokens, language.endsWithLine === true);
  const lines = text.split('\n');
  const starts = startsOf(lines);
  const byPlace = new Map(tokens.map(({ start }, at) => [start, at]));
  const entries = emitted.map(({ code, line, column }): ImportedEntry => {
    const at = byPlace.get((starts[line - 1] ?? 0) + column - 1) ?? -1;
    const said = saidBeside(tokens, outline, at, code);
    const comment = commentAbove(lines, line);
    const data = {
      code,
      ...(said.status !== null && { http_status: said.status }),
      ...(comment !== '' && { meaning: comment }),
      ...(said.message !== '' && { example: said.message }),
    };
    return { data, line };
  });
  return { entries: entries.filter(({ data }) => !mapped.has(plainForm(String(data.code)))), unplaced: [] };
}

function startsOf(lines: readonly string[]): number[] {
  let at = 0;
  return lines.map((line) => {
    const start = at;
    at += line.length + 1;
    return start;
  });
}

/** How far a bracket is looked through. */
const MOST_TOKENS = 80;

/** The first text of several words and the first status in the bracket of a code, or in its statement. */
function saidBeside(
  tokens: readonly Token[],
  outline: Outline,
  at: number,
  code: string,
): { message: string; status: number | null } {
  const found = { message: '', status: null as number | null };
  if (at === -1) return found;
  const [from, to] = stretchOf(tokens, outline, at);
  for (let index = from; index < to; index += 1) {
    const token = tokens[index];
    if (token === undefined || index === at) continue;
    const { kind, text } = token;
    if (kind === 'string' && found.message === '' && /\S\s+\S/.test(text) && text !== code)
      found.message = text.slice(0, LONGEST);
    found.status ??= statusOf(kind, text);
  }
  return found;
}

/** The parts of the bracket round a token, or else what stands from it to the end of its statement. */
function stretchOf(tokens: readonly Token[], outline: Outline, at: number): [number, number] {
  const open = outline.parent(at);
  const close = open === -1 ? -1 : outline.pair(open);
  const isBlock = open !== -1 && tokens[open]?.text === '{' && outline.head(open) !== null;
  if (close !== -1 && !isBlock && close - open <= MOST_TOKENS && !isListOfCodes(tokens, open, close))
    return [open + 1, close];
  let to = at + 1;
  while (to < at + MOST_TOKENS && to < tokens.length && !endsPart(tokens[to], tokens[at]))
    to = outline.behind(to);
  let from = at;
  while (from > at - 12 && from > 0 && !endsPart(tokens[from - 1], tokens[at])) from -= 1;
  return [from, to];
}

function endsPart(token: Token | undefined, of: Token | undefined): boolean {
  if (token === undefined || of === undefined) return true;
  return token.kind === 'mark' && /^[;{}]$/.test(token.text) ? true : token.first && token.line > of.line;
}

/** Whether a bracket holds rows or codes of several errors, so that what stands in it belongs to none alone. */
function isListOfCodes(tokens: readonly Token[], open: number, close: number): boolean {
  let rows = 0;
  for (let at = open + 1; at < close; at += 1) {
    const token = tokens[at];
    if (token?.kind === 'mark' && /^[[({]$/.test(token.text) && /^[[{(,]$/.test(tokens[at - 1]?.text ?? ''))
      rows += 1;
  }
  return rows > 1;
}

function statusOf(kind: Token['kind'], text: string): number | null {
  if (kind === 'number') return isStatus(Number(text)) && Number(text) >= 400 ? Number(text) : null;
  if (kind !== 'name') return null;
  const words = wordsAndNumbersOf(text).filter((word) => !/^(?:http|status|code|sc)$/.test(word));
  return words.length === 0 ? null : statusCalled(words.join(' '));
}

const COMMENT = /^(?:\/\/+!?|#(?!\[|define|include|!)|\*(?!\/)|\/\*\*?)/;
const NO_WORDS = /^[@\\]\w|^[-=*/]{3,}|^(?:eslint|prettier|nolint|noqa|TODO|FIXME)/;
const MOST_LINES = 8;
const LONGEST_LINE = 400;

/** The comment on the lines right above a line. */
function commentAbove(lines: readonly string[], line: number): string {
  const found: string[] = [];
  for (let at = line - 2; at >= 0 && found.length < MOST_LINES; at -= 1) {
    const text = (lines[at] ?? '').slice(0, LONGEST_LINE).trim();
    if (text === '*/') continue;
    if (!COMMENT.test(text)) break;
    const words = text.replace(COMMENT, '').replace('*/', '').trim();
    if (words !== '' && !NO_WORDS.test(words)) found.unshift(words);
    if (text.startsWith('/*')) break;
  }
  return found.join(' ');
}
