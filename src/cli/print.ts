import { isObject } from '../base/objects.ts';
import { visible } from '../redact/redact.ts';
import type { Painter, Style } from './terminal.ts';

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

const CODE = /^([a-z][a-z0-9]*(?:_[a-z0-9]+)+|[a-z][a-z0-9]*(?=: [A-Z]))(?=[ :])/;
const MARKER = /^(?:- |\d{1,2}\. )/;
const FENCE = /^<log ([0-9a-f]+)>$/;

/**
 * A tool's answer for a person: the same words, with styles, broken at the width of the terminal. Whatever could
 * steer a terminal is written as an escape. Of the lines for an agent, only `Next:` changes: into a command.
 */
export function dress(text: string, { columns, paint, shared }: Look): string {
  let fence: string | null = null;
  let section = '';
  const dressed = text.split('\n').map((raw) => {
    const line = visible(raw);
    const opens = FENCE.exec(line)?.[1];
    const closes = fence !== null && line === `</log ${fence}>`;
    let paragraph: Paragraph;
    if (closes || (fence === null && opens !== undefined)) {
      fence = closes ? null : (opens ?? null);
      paragraph = { spans: [{ text: line, style: 'quiet' }], hang: 0 };
    } else if (fence !== null) {
      paragraph = ofLog(line);
    } else {
      if (!MARKER.test(line)) section = line;
      paragraph = ofAnswer(line, section, shared);
    }
    return wrap(paragraph, columns, paint);
  });
  return dressed.join('\n');
}

/** A line of a log is only told from others: what it says is for its reader to judge. */
function ofLog(line: string): Paragraph {
  const [, time = '', level = ''] =
    /^([+-]?\d{4,6}-\d\d-\d\dT[\d:.]{1,30}Z|no time)(?: ([a-z]+)(?= ))?/.exec(line) ?? [];
  const spans: Span[] = [{ text: time, style: 'quiet' }];
  if (level !== '') spans.push({ text: ' ', style: null }, { text: level, style: LEVELS[level] ?? 'quiet' });
  const rest = line.slice(time.length + (level === '' ? 0 : level.length + 1));
  return { spans: [...spans, { text: rest, style: null }], hang: 2 };
}

function ofAnswer(line: string, section: string, shared: readonly string[]): Paragraph {
  const marker = MARKER.exec(line)?.[0];
  if (marker !== undefined) {
    const rest = line.slice(marker.length);
    const spans = section === 'Found:' ? ofFinding(rest) : ofItem(rest);
    return { spans: [{ text: marker, style: 'quiet' }, ...spans], hang: marker.length };
  }
  const next = nextCommand(line, shared);
  if (next !== null) {
    const reason = { text: ` (${next.reason})`, style: null };
    return { spans: [heading('Next: '), { text: next.command, style: 'code' }, reason], hang: 6 };
  }
  const labelled = ofLabel(line);
  if (labelled !== null) return { spans: labelled, hang: 2 };
  if (/^[A-Z].*:$/.test(line) || /^[a-z]+ \([a-z]+\)$/.test(line)) return { spans: [heading(line)], hang: 2 };
  return { spans: ofItem(line, 'title'), hang: 2 };
}

function ofLabel(line: string): Span[] | null {
  const [whole = '', label = ''] = /^([A-Z][\w ]*?|request_id): (?=\S)/.exec(line) ?? [];
  const rest = line.slice(whole.length);
  if (label === 'HTTP status') return ofPlace(rest);
  if (label === 'Retry') return [heading(whole), ...ofRetry(rest)];
  if (label === 'Ended by') return [heading(whole), { text: rest, style: 'code' }];
  if (label === 'It may be instead') return [heading(whole), ...ofItem(rest)];
  return LABELS.test(label) ? [heading(whole), { text: rest, style: null }] : null;
}

const LABELS = /^(?:Meaning|Named .*|Seen in .*|Most seen first|Searched|More|request_id)$/;

function heading(text: string): Span {
  return { text, style: 'heading' };
}

/** `409 | surface: api | area: workspaces` */
function ofPlace(rest: string): Span[] {
  const [status = '', ...others] = rest.split(' | ');
  const [number = ''] = /^\d{3}/.exec(status) ?? [];
  return [
    heading('HTTP status: '),
    { text: number, style: styleOf(number) },
    { text: status.slice(number.length), style: null },
    ...others.flatMap((other): Span[] => {
      const [name = '', value = ''] = other.split(': ');
      return [heading(` | ${name}: `), { text: value, style: null }];
    }),
  ];
}

function ofRetry(rest: string): Span[] {
  const [when = ''] = /^\w+/.exec(rest) ?? [];
  return [
    { text: when, style: RETRIES[when] ?? null },
    { text: rest.slice(when.length), style: null },
  ];
}

function ofFinding(rest: string): Span[] {
  const at = rest.lastIndexOf(' Use: ');
  if (at === -1) return [{ text: rest, style: 'finding' }];
  return [
    { text: rest.slice(0, at), style: 'finding' },
    heading(' Use: '),
    { text: rest.slice(at + ' Use: '.length), style: 'use' },
  ];
}

/** `state_conflict 409: A title [after_fix] | 3 log lines`, or a sentence. */
function ofItem(rest: string, title: Style | null = null): Span[] {
  const [code = ''] = CODE.exec(rest) ?? [];
  if (code === '') return [{ text: rest, style: null }];
  const [, status = '', words = '', when = '', seen = ''] =
    /^( \d{3}| status unknown)?(:?.*?)( \[\w+\])?((?: \|).*)?$/s.exec(rest.slice(code.length)) ?? [];
  return [
    { text: code, style: 'code' },
    { text: status, style: styleOf(status.trim()) ?? 'quiet' },
    { text: words, style: title },
    { text: when, style: RETRIES[when.slice(2, -1)] ?? null },
    { text: seen, style: null },
  ];
}

function styleOf(status: string): Style | null {
  if (/^5\d\d$/.test(status)) return 'bad';
  return /^4\d\d$/.test(status) ? 'caution' : null;
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

/** Neighbours of one style share their escapes. */
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
function displayWidth(text: string): number {
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

/** The command for a person of an answer's line `Next: tool {"argument":"value"} (reason)`; null if it is none. */
export function nextCommand(
  line: string,
  shared: readonly string[],
): { command: string; reason: string } | null {
  const [, tool, rest = ''] = /^Next: (\w+) (\{.*)\)$/.exec(line) ?? [];
  const at = rest.lastIndexOf('} (');
  const [json, reason] = at < 0 ? ['', ''] : [rest.slice(0, at + 1), rest.slice(at + 3)];
  const found = Object.entries(ASKED).find(([, asked]) => asked.tool === tool);
  const args = parsed(json);
  if (found === undefined || args === null) return null;
  const [name, { operand }] = found;
  const options = Object.entries(args).filter(([key]) => key !== operand);
  const operands = Object.entries(args).filter(([key]) => key === operand);
  const words = [
    ...operands.map(([, value]) => value),
    ...options.map(([key, value]) => `--${key}=${value}`),
    ...shared,
  ];
  const command = ['error-catalog-mcp', name, ...words.map(shellWord)].join(' ');
  // What JSON wrote as an escape may steer a terminal.
  const isSafe = visible(command) === command && !operands.some(([, value]) => value.startsWith('-'));
  return isSafe ? { command, reason } : null;
}

function parsed(json: string): Record<string, string> | null {
  try {
    const value: unknown = JSON.parse(json);
    if (!isObject(value)) return null;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, String(each)]));
  } catch {
    return null;
  }
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
