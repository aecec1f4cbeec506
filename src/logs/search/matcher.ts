import { type OwnNames, redactText } from '../../redact/redact.ts';
import { isErrorLevel, type LogLine, type SearchCriteria } from '../log.ts';
import { PLAIN, writtenAs } from '../token.ts';
import { namedWorkspaces, sideOf } from '../workspace.ts';

/** Matches paths against what a person writes of them. */

/** `/v1/apps/{app}` and `/v1/apps/:app` leave a segment open. */
const OPEN_SEGMENT = /\/(?:\{[^/{}]*\}|:[A-Za-z]\w*)(?=\/|$)/g;

/** Stands for one segment; no path holds it. */
const SEGMENT = '\0';

/**
 * A test of paths: `*` stands for any characters, also none; `{name}` and `:name` for one segment. Query string, host, a
 * slash at the end and case do not count.
 */
function pathTest(pattern: string): (path: string) => boolean {
  const wanted = plainPath(pattern).replace(OPEN_SEGMENT, `/${SEGMENT}`).toLowerCase();
  if (!/[*\0]/.test(wanted)) return (path) => plainPath(path).toLowerCase() === wanted;
  return (path) => matches(wanted, plainPath(path).toLowerCase());
}

/** The segments that each path has which matches `pattern`, as far as they are written as they are in any log. */
export function segmentsOfPath(pattern: string): string[] {
  const segments = plainPath(pattern).replace(OPEN_SEGMENT, '/*').split('/');
  return segments.filter((segment) => /^[\w.-]+$/.test(segment));
}

/** The runs of letters and digits that each path has which matches `pattern`: they are written as they are in any log. */
export function wordsOfPath(pattern: string): string[] {
  const fixed = plainPath(pattern).replace(OPEN_SEGMENT, '/*');
  return fixed.match(/[\w.-]+/g) ?? [];
}

/** What stands between two segments: JSON may escape it, once or more. */
const SLASH = '[\\\\/]{1,8}';
/** What may not follow the last segment of a path: more of it, or another segment. */
const END = `(?![\\w-]|${SLASH}[\\w%])`;

/** Sources of patterns, each of which every line holds (in lower case) that shows a path which matches `pattern`. */
function piecesOfPath(pattern: string): string[] {
  const fixed = plainPath(pattern).replace(OPEN_SEGMENT, '/*').toLowerCase();
  return fixed.split('*').flatMap((piece, index, all) => {
    const segments = piece.split('/').map((segment) => segment.match(/^[\w.-]+$/)?.[0] ?? null);
    const isEnd = index === all.length - 1;
    const runs: string[][] = [[]];
    for (const segment of segments) {
      // What may be written with escapes is left out, and parts the path.
      if (segment === null) runs.push([]);
      else runs.at(-1)?.push(segment.replaceAll('.', '\\.'));
    }
    return runs.flatMap((run, at) => {
      if (run.length === 0 || run.join('').length < 3) return [];
      const isLast = isEnd && at === runs.length - 1;
      return [`${run.join(SLASH)}${isLast ? END : ''}`];
    });
  });
}

/** A path, or a URL, without host, query string, fragment and a slash at its end. */
function plainPath(path: string): string {
  const [bare = ''] = path.split(/[?#]/, 1);
  const local = bare.replace(/^[a-z][a-z0-9+.-]{1,20}:\/\/[^/]*/i, '');
  return local.length > 1 && local.endsWith('/') ? local.slice(0, -1) : local;
}

/** Walks both once, and goes back no further than to the last `*`: the time is bounded by the product of the lengths. */
function matches(pattern: string, path: string): boolean {
  let at = 0;
  let star = -1;
  let mark = 0;
  let place = 0;
  while (place < path.length) {
    const wanted = pattern[at];
    if (wanted === SEGMENT && path[place] !== '/') {
      // All of the segment at once.
      const slash = path.indexOf('/', place);
      place = slash === -1 ? path.length : slash;
      at += 1;
    } else if (wanted === '*') {
      star = at;
      at += 1;
      mark = place;
    } else if (wanted === path[place]) {
      at += 1;
      place += 1;
    } else if (star !== -1) {
      at = star + 1;
      mark += 1;
      place = mark;
    } else {
      return false;
    }
  }
  while (pattern[at] === '*') at += 1;
  return at === pattern.length;
}

/** What decides whether a line is one that is looked for. */
export interface Matcher {
  /** Whether all but the time and the words hold for a line. */
  fits(line: LogLine): boolean;
  /**
   * Whether all words stand in a line, by its raw text and its values: as they are shown, so that nobody learns of a
   * secret by asking for it. `isWhole` says whether the raw text is of this record alone.
   */
  holdsWords(raw: string, line: LogLine, isWhole: boolean): boolean;
  /** Which of the texts of `eachOf` stand in it, as `holdsWords` looks for them; undefined where there are none. */
  textsIn(raw: string, line: LogLine, isWhole: boolean): string[] | undefined;
}

/** Whether a line says that something failed: a status of 400 or above, a level of error or worse, or a code. */
function saysFailure(line: LogLine): boolean {
  return (line.status ?? 0) >= 400 || line.code !== undefined || isErrorLevel(line);
}

export function matcherOf(criteria: SearchCriteria, own: OwnNames): Matcher {
  const tests = testsOf(criteria);
  const words = wordsOf(criteria.text);
  const texts = criteria.eachOf?.map((text) => [text, text.toLowerCase()] as const);
  const finderIn = (raw: string, line: LogLine, isWhole: boolean) => {
    // An escape inside of a string of JSON does not make it another word.
    const text = isWhole ? redactText(raw, own).toLowerCase() : '';
    const plain = text.replaceAll('\\', '');
    const values = JSON.stringify(line).toLowerCase();
    return (word: string) => text.includes(word) || plain.includes(word) || values.includes(word);
  };
  return {
    fits: (line) => tests.every((test) => test(line)),
    holdsWords: (...of) => words.length === 0 || words.every(finderIn(...of)),
    textsIn(...of) {
      const isIn = texts && finderIn(...of);
      return isIn && texts.flatMap(([text, lower]) => (isIn(lower) ? [text] : []));
    },
  };
}

/** The words of `text`, in lower case; what stands between double quotes is one. */
export function wordsOf(text: string | undefined): string[] {
  const words = [...(text ?? '').matchAll(/"([^"]+)"|(\S+)/g)].map(
    ([, quoted, bare]) => quoted ?? bare ?? '',
  );
  return words.map((word) => word.trim().toLowerCase()).filter((word) => word !== '');
}

function testsOf(criteria: SearchCriteria): ((line: LogLine) => boolean)[] {
  const { method, path, status, code, workspace, within, isFailure } = criteria;
  const tests: ((line: LogLine) => boolean)[] = [];
  if (within !== undefined) tests.push((line) => sideOf(line, within.toLowerCase()) === 'ours');
  if (status !== undefined)
    tests.push((line) => line.status !== undefined && line.status >= status.from && line.status <= status.to);
  if (method !== undefined) tests.push((line) => line.method?.toUpperCase() === method.toUpperCase());
  if (code !== undefined) tests.push((line) => line.code?.toLowerCase() === code.toLowerCase());
  if (workspace !== undefined) tests.push((line) => isOf(line, workspace.toLowerCase()));
  if (path !== undefined) {
    const test = pathTest(path);
    tests.push((line) => line.path !== undefined && test(line.path));
  }
  if (isFailure === true) tests.push(saysFailure);
  return tests;
}

function isOf(line: LogLine, workspace: string): boolean {
  if (line.workspace !== undefined) return line.workspace.toLowerCase() === workspace;
  return namedWorkspaces(line).some((name) => name.toLowerCase() === workspace);
}

/** Something that stands in the raw text of every line that matches, whatever its format; both in lower case. */
interface Clue {
  /** Where it begins in `text` at `from` or behind it; -1 if nowhere. */
  next(text: string, from: number): number;
  /** A part of it that has no letters, so that it can be looked for in bytes; null if it has none that tells enough. */
  uncased: string | null;
}

/** Clues by which lines are chosen before they are read. */
export interface Clues {
  /** The one that is likely to be the rarest; null if nothing is known of the text. */
  lead: Clue | null;
  /** Whether a line (in lower case) that has the first also has all the others. */
  passes(line: string): boolean;
  /** Texts, as they are written, of which each line has one; empty where nothing is known of it. */
  oneOf: readonly string[];
}

/** JSON and percent escapes leave these as they are. */
const PLAIN_RUN = /[a-z0-9_.-]+/g;

/** A line that certainly shows no failure: its level is one of these, and nothing in it can be a code or a failing status. */
const CALM = /"(?:level|severity|lvl|severity_text|severitytext)":"(?:info|debug|trace|notice)"/;
const MAY_FAIL = /(?<![\w.])[45]\d\d(?![\w]|\.\d)|err|code|\\u/;

export function cluesOf(criteria: SearchCriteria): Clues {
  const { id, text, code, path, workspace, within, status, method, isFailure, eachOf } = criteria;
  const oneOf = criteria.oneOf ?? (eachOf === undefined ? [] : writtenAs(eachOf));
  const named = [id, code].filter((each) => each !== undefined);
  const literals = [...wordsOf(text), ...named].flatMap(runsOf);
  // The longer a run, the rarer it is; short ones stand in every line.
  const telling = literals.filter((run) => run.length > 2).toSorted((a, b) => b.length - a.length);
  const all = [
    ...telling.map(literal),
    ...tellingSegments(path).map(literal),
    ...(path === undefined ? [] : piecesOfPath(path).map((piece) => pattern(piece))),
    ...[within, workspace].flatMap((name) => (name === undefined ? [] : nameClue(name))),
    ...(status === undefined ? [] : [pattern(digitsOf(status.from, status.to))]),
    ...(method === undefined ? [] : runsOf(method).map(literal)),
  ];
  const [lead = null, ...others] = all;
  const needsFailure = isFailure === true && status === undefined && code === undefined;
  return {
    lead,
    oneOf: oneOf.every((each) => PLAIN.test(each)) ? oneOf : [],
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

/** The segments of a path that name single things, which are rarer than the others and found sooner. */
function tellingSegments(path: string | undefined): string[] {
  const named =
    path === undefined ? [] : segmentsOfPath(path).filter((segment) => /^(?=.*\d).{4}/.test(segment));
  return named.map((segment) => segment.toLowerCase()).toSorted((a, b) => b.length - a.length);
}

function runsOf(text: string): string[] {
  // What is not ASCII may be escaped, and so may a letter next to it.
  return text.toLowerCase().match(PLAIN_RUN) ?? [];
}

function literal(run: string): Clue {
  const parts = run.match(/[^a-z]{3,}/g) ?? [];
  const [uncased = null] = parts.toSorted((a, b) => b.length - a.length);
  return { next: (text, from) => text.indexOf(run, from), uncased };
}

function pattern(source: string): Clue {
  const found = new RegExp(source, 'g');
  return {
    uncased: null,
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
