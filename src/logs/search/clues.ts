import type { SearchCriteria } from '../log.ts';
import { piecesOfPath, wordsOf } from './matcher.ts';

/** Something that stands in the raw text of every line that matches, whatever its format; both in lower case. */
export interface Clue {
  /** Where it begins in `text` at `from` or behind it; -1 if nowhere. */
  next(text: string, from: number): number;
}

/** Clues by which lines are chosen before they are read. */
export interface Clues {
  /** The one that is likely to be the rarest; null if nothing is known of the text. */
  lead: Clue | null;
  /** Whether a line (in lower case) that has the first also has all the others. */
  passes(line: string): boolean;
}

/** JSON and percent escapes leave these as they are. */
const PLAIN_RUN = /[a-z0-9_.-]+/g;

/** A line that certainly shows no failure: its level is one of these, and nothing in it can be a code or a failing status. */
const CALM = /"(?:level|severity|lvl|severity_text|severitytext)":"(?:info|debug|trace|notice)"/;
const MAY_FAIL = /(?<![\w.])[45]\d\d(?![\w]|\.\d)|err|code|\\u/;

export function cluesOf(criteria: SearchCriteria): Clues {
  const { text, code, path, workspace, within, status, method, isFailure } = criteria;
  const literals = [...wordsOf(text).flatMap(runsOf), ...(code === undefined ? [] : runsOf(code))];
  // The longer a run, the rarer it is; short ones stand in every line.
  const telling = literals.filter((run) => run.length > 2).toSorted((a, b) => b.length - a.length);
  const all = [
    ...telling.map(literal),
    ...(path === undefined ? [] : piecesOfPath(path).map((piece) => pattern(piece))),
    ...[within, workspace].flatMap((name) => (name === undefined ? [] : nameClue(name))),
    ...(status === undefined ? [] : [pattern(digitsOf(status.from, status.to))]),
    ...(method === undefined ? [] : runsOf(method).map(literal)),
  ];
  const [lead = null, ...others] = all;
  const needsFailure = isFailure === true && status === undefined && code === undefined;
  return {
    lead,
    passes: (line) => {
      if (needsFailure && CALM.test(line) && !MAY_FAIL.test(line)) return false;
      return others.every((clue) => clue.next(line, 0) !== -1);
    },
  };
}

/** Raw text in the form in which clues are looked for: a character a byte, in lower case. */
export function clueText(bytes: Buffer): string {
  return bytes.toString('latin1').toLowerCase();
}

function runsOf(text: string): string[] {
  // What is not ASCII may be escaped, and so may a letter next to it.
  return text.toLowerCase().match(PLAIN_RUN) ?? [];
}

function literal(run: string): Clue {
  return { next: (text, from) => text.indexOf(run, from) };
}

function pattern(source: string): Clue {
  const found = new RegExp(source, 'g');
  return {
    next(text, from) {
      found.lastIndex = from;
      return found.exec(text)?.index ?? -1;
    },
  };
}

/** The name of a workspace may be written with escapes of JSON, or in color. */
function nameClue(name: string): Clue[] {
  const lower = name.toLowerCase();
  if (!/^[a-z0-9_.-]+$/.test(lower)) return [];
  return [pattern(`${lower.replaceAll('.', '\\.')}|\\\\u|\\x1b`)];
}

/** A pattern of the digits that a status from `from` to `to` begins with. */
function digitsOf(from: number, to: number): string {
  if (from === to) return `(?<![\\w.])${from}(?!\\w|\\.\\d)`;
  const hundreds = new Set<string>();
  for (let hundred = Math.floor(from / 100); hundred <= Math.floor(to / 100); hundred += 1)
    hundreds.add(String(hundred));
  return `(?<![\\w.])[${[...hundreds].join('')}]\\d\\d(?!\\w|\\.\\d)`;
}
