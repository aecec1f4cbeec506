import type { FailureCode, WireError } from '../base/failure.ts';
import { INDENT, indented, safeLines, visible } from '../redact/redact.ts';
import type { Log } from '../services.ts';
import { type Block, HANG, type Line, linesOf, nextLine, type Piece } from '../tools/tools.ts';
import { type Lane, LEGEND, type Timeline, type Tone } from '../view/timeline.ts';
import { type Painter, painter, type Style, type Terminal } from './command.ts';

interface Look {
  /** How wide lines may be; null for any width. */
  columns: number | null;
  paint: Painter;
  /** The arguments that a person gave for the server too, to be given again. */
  shared: readonly string[];
}

/** How eager a person may be to try again. */
const RETRIES: Readonly<Record<string, Style>> = {
  never: 'bad',
  after_fix: 'caution',
  after_delay: 'good',
  with_backoff: 'good',
};
const LEVELS: Readonly<Record<string, Style>> = {
  warn: 'caution',
  error: 'bad',
  fatal: 'bad',
  critical: 'bad',
};

/**
 * A tool's answer for a person: the same words, with styles, broken at the width of the terminal. Whatever could
 * steer a terminal is written as an escape. Of what is said to an agent, only the next calls change: into commands.
 */
export function printAnswer(blocks: readonly Block[], { columns, paint, shared }: Look): string {
  return blocks
    .flatMap((block) => linesFor(block, shared))
    .flatMap(paragraphsOf)
    .map((paragraph) => wrap(paragraph, columns, paint))
    .join('\n');
}

function linesFor(block: Block, shared: readonly string[]): Line[] {
  const command = block.kind === 'next' ? commandFor(block, shared) : null;
  return block.kind === 'next' && command !== null
    ? [nextLine({ is: 'code', text: command }, block.reason)]
    : linesOf(block);
}

/** A line as a paragraph, and each further line of a text in it as one of its own, indented. */
function paragraphsOf({ pieces, hang: first }: Line): Paragraph[] {
  const paragraphs: Paragraph[] = [];
  let spans: Span[] = [];
  let hang = first;
  for (const piece of pieces) {
    const style = styleOf(piece);
    for (const [index, text] of piece.text.split('\n').entries()) {
      if (index > 0) {
        paragraphs.push({ spans, hang });
        spans = [{ text: INDENT, style: null }];
        hang = HANG;
      }
      spans.push({ text: visible(text), style });
    }
  }
  return [...paragraphs, { spans, hang }];
}

function styleOf(piece: Piece): Style | null {
  switch (piece.is) {
    case 'text':
      return null;
    case 'label':
      return 'heading';
    case 'mark':
      return 'quiet';
    case 'suggestion':
      return 'use';
    case 'code':
    case 'title':
    case 'finding':
      return piece.is;
    case 'status':
      if (piece.status >= 500) return 'bad';
      return piece.status >= 400 ? 'caution' : 'quiet';
    case 'retry':
      return RETRIES[piece.when] ?? null;
    case 'level':
      return LEVELS[piece.level] ?? 'quiet';
  }
}

/** A piece of a line, in one style. */
export interface Span {
  text: string;
  style: Style | null;
}

/** A line of any length: where it is broken, what follows stands `hang` columns in. */
interface Paragraph {
  spans: readonly Span[];
  hang: number;
}

/** What must stay together, with the spaces in front of it. */
interface Word {
  space: string;
  spans: Span[];
}

/**
 * A paragraph as painted lines of at most `columns`; null leaves it on one line. Broken at spaces only: what holds
 * none, such as a URL, stays whole, so that it can be copied.
 */
export function wrap({ spans, hang }: Paragraph, columns: number | null, paint: Painter): string {
  if (columns === null) return painted(spans, paint);
  const lines: Span[][] = [];
  let line: Span[] = [];
  let width = 0;
  for (const { space, spans: parts } of wordsOf(spans)) {
    const size = parts.reduce((sum, { text }) => sum + displayWidth(text), 0);
    if (line.length > 0 && width + space.length + size > columns) {
      lines.push(line);
      line = [{ text: ' '.repeat(hang), style: null }];
      width = hang;
    } else if (space !== '') {
      const before = line.at(-1)?.style ?? null;
      line.push({ text: space, style: before === parts[0]?.style ? before : null });
      width += space.length;
    }
    line.push(...parts);
    width += size;
  }
  return [...lines, line].map((each) => painted(each, paint)).join('\n');
}

/** Words may reach over spans: `code` and the colon behind it. */
function wordsOf(spans: readonly Span[]): Word[] {
  const words: Word[] = [{ space: '', spans: [] }];
  for (const { text, style } of spans) {
    for (const part of text.match(/ +|[^ ]+/g) ?? []) {
      if (part.startsWith(' ')) words.push({ space: part, spans: [] });
      else words.at(-1)?.spans.push({ text: part, style });
    }
  }
  return words.filter(({ space, spans: parts }) => space !== '' || parts.length > 0);
}

/** Neighbors of one style share their escapes. */
function painted(spans: readonly Span[], paint: Painter): string {
  let shown = '';
  let run: Span = { text: '', style: null };
  for (const span of spans) {
    if (span.style === run.style) {
      run = { ...run, text: run.text + span.text };
    } else {
      shown += paint(run.style, run.text);
      run = span;
    }
  }
  return shown + paint(run.style, run.text);
}

/** Characters that take two columns of a terminal. */
const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303f\uff01-\uff60]/u;
const MARK = /\p{M}/u;

/** How many columns of a terminal `text` takes. It holds no controls. */
export function displayWidth(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  let width = 0;
  for (const char of text) width += MARK.test(char) ? 0 : WIDE.test(char) ? 2 : 1;
  return width;
}

/** Which command asks each tool, and which argument of the tool is its operand. */
export const ASKED: Readonly<
  Record<'explain' | 'list' | 'lookup', { tool: string; operand: string | null }>
> = {
  explain: { tool: 'explain_error', operand: 'error' },
  list: { tool: 'list_errors', operand: null },
  lookup: { tool: 'lookup_request', operand: 'request_id' },
};

/** The command for a person that asks what a next call of an answer asks; null if there is none. */
function commandFor(
  { tool, arguments: args }: Extract<Block, { kind: 'next' }>,
  shared: readonly string[],
): string | null {
  const found = Object.entries(ASKED).find(([, asked]) => asked.tool === tool);
  if (found === undefined) return null;
  const [name, { operand }] = found;
  const options = Object.entries(args).filter(([key]) => key !== operand);
  const operands = Object.entries(args).filter(([key]) => key === operand);
  const words = [
    ...operands.map(([, value]) => value),
    ...options.map(([key, value]) => `--${key}=${value}`),
    ...shared,
  ];
  const command = ['error-catalog-mcp', name, ...words.map(shellWord)].join(' ');
  // What is shown as an escape would be another command.
  const isSafe = visible(command) === command && !operands.some(([, value]) => value.startsWith('-'));
  return isSafe ? command : null;
}

/** A word that a POSIX shell takes as it is. */
export function shellWord(text: string): string {
  return /^[\w./:@%+,=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** `data` as JSON: on one line for programs, laid out for a person, who sees every hidden character as an escape. */
export function jsonText(data: object, isForPerson: boolean): string {
  if (!isForPerson) return JSON.stringify(data);
  return JSON.stringify(data, null, 2).replace(/[^\x20-\x7e\n]/gu, (char) => {
    return visible(char) === char ? char : escaped(char);
  });
}

/** As JSON writes what is not to be seen: by UTF-16 units. */
function escaped(char: string): string {
  const units = Array.from({ length: char.length }, (_, index) => char.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}

/** How a command ends. */
export const EXIT = {
  /** An answer was found; everything is well. */
  ok: 0,
  /** There is no answer; the doctor found something wrong; not all could be indexed. */
  notFound: 1,
  /** Wrong arguments. */
  usage: 2,
  /** Anything else. */
  failed: 3,
} as const;

const BY_FAILURE: Readonly<Record<FailureCode, number>> = {
  not_found: EXIT.notFound,
  validation_failed: EXIT.usage,
  invalid_request: EXIT.usage,
  internal_error: EXIT.failed,
  unauthorized: EXIT.failed,
  forbidden_by_scope: EXIT.failed,
  state_conflict: EXIT.failed,
  rate_limited: EXIT.failed,
  upstream_error: EXIT.failed,
  service_unavailable: EXIT.failed,
};

/** The exit code for a failure. */
function exitCodeOf(code: FailureCode): number {
  return BY_FAILURE[code];
}

/** Tells a person of a trouble that did not keep the answer from coming. */
export function troubleLog(terminal: Terminal): Log {
  return (level, message, { cause } = {}) => {
    const why = typeof cause === 'string' ? ` ${cause}` : '';
    printTrouble(terminal, `${level === 'error' ? 'Error' : 'Warning'}: ${message}${why}`);
  };
}

/** In characters. */
const LONGEST = 20_000;

/** Text on stderr for a person, without secrets; it cannot steer the terminal. */
export function printTrouble({ err, errColumns }: Pick<Terminal, 'err' | 'errColumns'>, text: string): void {
  for (const line of safeLines(text, LONGEST).split('\n')) {
    const paragraph = { spans: [{ text: line, style: null }], hang: 2 };
    err(`${wrap(paragraph, errColumns, painter(false))}\n`);
  }
}

/** Shows why there is no answer: to a program on stdout, to a person on stderr. Gives the exit code. */
export async function showFailure(wire: WireError, json: boolean, terminal: Terminal): Promise<number> {
  const { code, message, request_id } = wire.error;
  if (json) await terminal.out(`${jsonText(wire, terminal.columns !== null)}\n`);
  else printTrouble(terminal, `${indented(message)}\n(${code}, noted as ${request_id})`);
  return exitCodeOf(code);
}

/** What stands for a line of each tone, for the cause and for how long something took. */
const SIGNS = {
  unicode: { plain: '│', quiet: '·', caution: '▲', bad: '✖', cause: '◉', span: '━', pause: '⋯', cut: '…' },
  ascii: { plain: '|', quiet: '.', caution: '!', bad: 'x', cause: '@', span: '=', pause: '~', cut: '~' },
} as const;

type Signs = (typeof SIGNS)[keyof typeof SIGNS];

const STYLES: Readonly<Record<Tone, Style | null>> = {
  plain: null,
  quiet: 'quiet',
  caution: 'caution',
  bad: 'bad',
};

/** The more a line wants to be seen, the later it is drawn over others. */
const RANKS: Readonly<Record<Tone, number>> = { quiet: 1, plain: 2, caution: 3, bad: 4 };
const CAUSE = 5;

/** Lanes need so many columns to tell anything. */
export const LEAST_COLUMNS = 60;
const WIDEST_NAME = 24;

interface LaneLook {
  columns: number;
  paint: Painter;
  /** Whether the terminal shows no more than ASCII. */
  isAscii: boolean;
}

/** A timeline as lines of a terminal: a row for each service, then what the signs mean. */
export function drawLanes(
  { lanes, ticks, breaks }: Timeline,
  { columns, paint, isAscii }: LaneLook,
): string[] {
  const signs = isAscii ? SIGNS.ascii : SIGNS.unicode;
  const names = lanes.map(({ name }) =>
    clipped(visible(name), Math.min(WIDEST_NAME, Math.floor(columns / 4)), signs),
  );
  const room = Math.max(...names.map(displayWidth));
  const width = columns - room - 3;
  const axis = Array.from({ length: width }, () => ' ');
  for (const { at, text } of ticks) write(axis, columnOf(at, width), text);
  for (const { from, to, length } of breaks) {
    const text = `${signs.pause} ${length}`;
    write(axis, Math.round((columnOf(from, width) + columnOf(to, width) - text.length) / 2), text);
  }
  const rows = lanes.map((lane, index) => {
    const name = names[index] ?? '';
    return `${name}${' '.repeat(room - displayWidth(name))}  ${painted(filled(cellsOf(lane, width, signs)), paint)}`;
  });
  return [
    `${' '.repeat(room + 2)}${paint('quiet', axis.join('').trimEnd())}`,
    ...rows,
    legendOf(lanes, signs, paint),
  ];
}

function columnOf(at: number, width: number): number {
  return Math.round(at * (width - 1));
}

/** Writes over blanks only: two labels are told apart, or the later one is left out. */
function write(row: string[], from: number, text: string): void {
  const start = Math.max(0, Math.min(from, row.length - text.length));
  const around = row.slice(Math.max(0, start - 1), start + text.length + 1);
  if (text.length > row.length || around.some((char) => char !== ' ')) return;
  for (const [index, char] of [...text].entries()) row[start + index] = char;
}

interface Cell extends Span {
  rank: number;
}

function cellsOf({ marks, spans }: Lane, width: number, signs: Signs): Cell[] {
  const cells: Cell[] = Array.from({ length: width }, () => ({ text: ' ', style: null, rank: -1 }));
  const put = (at: number, cell: Cell): void => {
    if (cell.rank >= (cells[at]?.rank ?? 0)) cells[at] = cell;
  };
  for (const { from, to, tone } of spans) {
    for (let at = columnOf(from, width); at <= columnOf(to, width); at += 1)
      put(at, { text: signs.span, style: tone === 'plain' ? 'quiet' : STYLES[tone], rank: 0 });
  }
  for (const { at, tone, isCause } of marks) {
    const rank = isCause ? CAUSE : RANKS[tone];
    put(columnOf(at, width), { text: isCause ? signs.cause : signs[tone], style: STYLES[tone], rank });
  }
  return cells;
}

/** Cells as far as something stands in them. */
function filled(cells: readonly Cell[]): Cell[] {
  return cells.slice(0, 1 + cells.findLastIndex(({ text }) => text !== ' '));
}

/** Only what is drawn is explained. */
function legendOf(lanes: readonly Lane[], signs: Signs, paint: Painter): string {
  const drawn = new Set<string>(
    lanes.flatMap(({ marks, spans }) => [
      ...marks.map(({ tone, isCause }) => (isCause ? 'cause' : tone)),
      ...spans.map(() => 'span'),
    ]),
  );
  const words = LEGEND.filter(([what]) => drawn.has(what)).map(
    ([what, meaning]) => `${signs[what]} ${meaning}`,
  );
  return paint('quiet', words.join('   '));
}

/** As much of a name as there is room for: of a long one the end is cut. */
function clipped(name: string, room: number, { cut }: Signs): string {
  if (displayWidth(name) <= room) return name;
  let kept = '';
  for (const char of name) {
    if (displayWidth(kept + char) > room - 1) break;
    kept += char;
  }
  return kept + cut;
}
