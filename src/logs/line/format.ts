import type { LogLine } from '../log.ts';
import type { UnitRule } from './duration.ts';

/** A line as a system writes it, and what it must read as. */
interface Sample {
  line: string;
  /** Terms of the record that is read, those that are named; `rest` may name some of its fields. */
  reads: Partial<Omit<LogLine, 'source'>>;
  /** When its file was last written, ISO 8601, for a format without a year. */
  modified?: string;
}

/** A field of JSON, or of pairs, that means a term of a line only in this format. */
export type Term = 'time' | 'level' | 'service' | 'method' | 'path' | 'status' | 'message' | 'code';

/**
 * A format of log lines, as data: how it is recognized, what its parts mean, and samples that are its test.
 *
 * A text format has layouts, a format of JSON is known by names that it `has`. What it names in the common
 * way (`aliases.ts`) needs no word here.
 */
export interface Format {
  /** As people call it. */
  name: string;
  /** Where it is documented. */
  docs: string;
  /** How a line of text is written; the first that fits counts. */
  layouts?: readonly string[];
  /** Names that a record of this format has, all of them, and other formats do not. */
  has?: readonly string[];
  /** What its words or numbers for levels mean, where they are not the common ones. */
  levels?: Readonly<Record<string, string>>;
  /** Fields that mean a term only here. */
  terms?: Partial<Record<Term, string>>;
  /** The units of bare numbers, by the name of their field; the first that a line has is its duration. */
  units?: Readonly<Record<string, UnitRule>>;
  /** Fields in seconds that add up to the duration. */
  sum?: readonly string[];
  /** Set where its times are in UTC without saying so. */
  zone?: 'UTC';
  samples: readonly Sample[];
}

/**
 * Layouts say how a text line is written, part by part: `[{time}] [{level}] [{thread}] {service} - {message}`.
 *
 * - A blank stands for one blank or more; other characters stand for themselves.
 * - `{name}` is a field: behind an opening bracket, a quote or a bar it goes to what follows it in the layout, else it
 *   has no blanks. `{name:kind}` restricts it to a kind of `KINDS`, `{name:a|b}` to words, and `{name:*}` lets it have
 *   blanks.
 * - `{time}`, or `{time:form}` in a form that only the format knows; `{clock}` is a time of day without a date.
 * - `{message}` is the rest of the line; `{inner}` is the rest, read like a line of its own.
 * - `{_:…}` only repeats what another part says, and is not kept.
 * - `((…))` may be left out.
 *
 * A match takes no step twice, so it is linear in the text.
 */

/** The parts of a layout in their order. */
export type Layout = readonly Part[];

export type Part = {
  /** Parts of equal keys take the same of any text. */
  key: string;
} & (
  | { kind: 'text'; text: string }
  | { kind: 'blank' }
  | { kind: 'time'; form: string | undefined }
  | { kind: 'level' }
  | { kind: 'field'; name: string; scan: Scan }
  | { kind: 'option'; parts: Layout }
);

/** Where a value that begins at an index of a text ends; -1 if none does. */
type Scan = (text: string, at: number) => number;

/** Fields to the end of the line. */
const REST = new Set(['message', 'inner', 'extra']);

const KINDS: Readonly<Record<string, RegExp>> = {
  /** A number, or the dash that stands for none. */
  n: /-?\d{1,20}(?:\.\d{1,12})?(?![\w.])|-(?=\s|$)/y,
  /** A number with whatever is glued to it left out. */
  digits: /\d{1,20}/y,
  status: /-?\d{1,3}(?![\w.])|-(?=\s|$)/y,
  method: /[A-Z]{3,16}(?![\w-])|-(?=\s|$)/y,
  word: /[\w.-]{1,128}/y,
  /** A name of parts, such as a class: only that tells it from a word of the message, or the name of a pair. */
  logger: /[A-Za-z_$][\w$-]{0,100}(?:(?:\.|::|[/\\#])[\w$<>-]{1,100}){1,30}(?![\w$<>-]|[ \t]{0,3}:?=)/y,
  /** A name of one part or more. */
  name: /[A-Za-z_$][\w$-]{0,100}(?:(?:\.|::|[/\\#])[\w$<>-]{1,100}){0,30}/y,
  ip: /\[?[\da-fA-F]{0,4}[.:][\da-fA-F.:]{2,60}\]?/y,
  /** A duration with its unit, or a bare number. */
  took: /\d{1,12}(?:\.\d{1,9})?(?: ?(?:[nuµμm]s|s|m|h|secs?|msecs?)(?:\d[\w.]{0,20})?)?(?!\w)/y,
  clock: /\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?(?: ?[AP]M)?(?![\w:])/y,
  /** Addresses, as a chain of proxies adds them. */
  addrs: /[^\s,]{1,200}(?:, ?[^\s,]{1,100}){0,10}/y,
  /** A name in capitals. */
  component: /[A-Z][A-Z_]{1,40}(?![\w-])|[A-Z][A-Z_\d]{1,40}(?=-\d-)/y,
  /** A pod of a deployment. */
  pod: /[a-z\d-]{1,200}-[a-z\d]{5,10}-[a-z\d]{5}(?![\w-])/y,
  host: /[\w.:[\]-]{1,255}/y,
  path: /(?:\/|https?:\/\/|\*)\S{0,16384}/y,
  /** A name as Python gives its loggers. */
  plain: /[A-Za-z_][\w.]{0,100}/y,
  /** What stands before the level in Monolog. */
  channel: /[\w-]{1,60}/y,
  /** A path of Rust's modules. */
  rust: /[a-z_]\w{0,60}(?:::\w{1,60}){1,20}/y,
  /** Spans of Rust's tracing: `request{method=GET}:inner{a=b}`. */
  spans: /[\w.-]{1,64}(?:\{[^{}\n]{0,2000}\})?(?::[\w.-]{1,64}\{[^{}\n]{0,2000}\}){0,8}(?=: )/y,
  /** A file of source and its line. */
  source: /[\w./@-]{1,200}:\d{1,6}/y,
  script: /[\w./@-]{1,200}\.[cm]?[jt]sx?:\d{1,6}/y,
  /** structlog pads its event. */
  event: /[^[\]=\n]{1,200}?(?= {2,60}(?:\[|[\w.]{1,60}=))/y,
  hex: /[\da-f-]{16,80}(?=\])/y,
  uuid: /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}(?![\w-])/iy,
  /** An id between brackets that can be nothing else. */
  tag: /(?:[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|req[_-][\w-]{6,64}|[\da-f]{16,64})(?=\])/iy,
  /** Anything without a blank. */
  any: /\S{1,16384}/y,
  /** A stream of CloudWatch: that of a Lambda function, or of a container of ECS. */
  stream: /\d{4}\/\d\d\/\d\d\/\[[$\w]{1,20}\][\da-f]{4,40}|[\w.-]{1,100}\/[\w.-]{1,100}\/[\da-f]{32}(?!\w)/y,
  braces: /\{[^{}\n]{0,400}\}/y,
};

/** The kinds of fields whose names say it. */
const KIND_OF: Readonly<Record<string, string>> = {
  status: 'status',
  method: 'method',
  path: 'path',
  pid: 'digits',
  tid: 'digits',
  bytes: 'n',
  duration_ms: 'n',
  duration_s: 'n',
  duration_us: 'n',
  duration: 'took',
  clock: 'clock',
  pri: 'digits',
};

const LONGEST = 16_384;

/** Reads a layout. Throws where it is not well formed, which is a mistake of ours. */
export function layoutOf(source: string): Layout {
  const parts: Part[] = [];
  let index = 0;
  while (index < source.length) {
    const rest = source.slice(index);
    const field = /^\{([\w.]+)(?::([^{}]+))?\}/.exec(rest);
    const option = rest.startsWith('((') ? rest.indexOf('))') : -1;
    const blank = /^ +/.exec(rest);
    if (field) {
      const [all, name = '', kind] = field;
      const before = source.slice(0, index);
      const behind = source.slice(index + all.length);
      if (name === 'time') parts.push({ key: all, kind: 'time', form: kind });
      else if (name === 'level' && kind === undefined) parts.push({ key: all, kind: 'level' });
      else {
        const key = `${before.slice(-2)}${all}${stopsOf(behind).join('\n')}`;
        parts.push({ key, kind: 'field', name, scan: scanFor(name, kind, before, behind) });
      }
      index += all.length;
    } else if (option !== -1) {
      const inside = optionOf(rest.slice(2, option), rest.slice(option + 2));
      parts.push({ key: `((${inside.map(({ key }) => key).join('\t')}))`, kind: 'option', parts: inside });
      index += option + 2;
    } else if (blank) {
      parts.push({ key: ' ', kind: 'blank' });
      index += blank[0].length;
    } else {
      const text = /^[^{ (]+|^./.exec(rest)?.[0] ?? '';
      const last = parts.at(-1);
      const whole = last?.kind === 'text' ? last.text + text : text;
      if (last?.kind === 'text') parts.pop();
      parts.push({ key: whole, kind: 'text', text: whole });
      index += text.length;
    }
  }
  return parts;
}

/** What stands behind an option is where a field at its end stops. */
function optionOf(source: string, behind: string): Layout {
  const parts = layoutOf(`${source}${behind}`);
  return parts.slice(0, layoutOf(source).length);
}

function scanFor(name: string, kind: string | undefined, before: string, behind: string): Scan {
  if (REST.has(name)) return (text) => text.length;
  const open = before.at(-1) ?? '';
  const stops = stopsOf(behind);
  if (open === '"' && stops[0]?.startsWith('"')) return quotedEnd;
  if (kind?.includes('|')) return oneOf(kind.split('|'));
  const known = kind ?? KIND_OF[name];
  const pattern = known === undefined || known === '*' ? undefined : KINDS[known];
  if (pattern) return matching(pattern);
  if (known === '*' || /[[({<|]/.test(open)) return before.endsWith('((') ? word(stops) : until(stops);
  return word(stops);
}

/** The texts that may follow a field: what stands next, or first in and behind an option. */
function stopsOf(behind: string): string[] {
  if (behind.startsWith('((')) {
    const end = behind.indexOf('))');
    return [...stopsOf(behind.slice(2, end)), ...stopsOf(behind.slice(end + 2))];
  }
  const text = /^ ?(?:[^{ (]|\((?!\())+/.exec(behind)?.[0];
  return text === undefined ? (behind.startsWith(' ') ? [' '] : []) : [text];
}

function oneOf(words: readonly string[]): Scan {
  return (text, at) => {
    const found = words.find((each) => text.startsWith(each, at));
    return found === undefined ? -1 : at + found.length;
  };
}

function matching(pattern: RegExp): Scan {
  return (text, at) => {
    pattern.lastIndex = at;
    return pattern.test(text) ? pattern.lastIndex : -1;
  };
}

function quotedEnd(text: string, at: number): number {
  let end = at;
  while (end < text.length && text[end] !== '"') {
    end += text[end] === '\\' ? 2 : 1;
    if (end - at > LONGEST) return -1;
  }
  return end < text.length ? end : -1;
}

function until(stops: readonly string[]): Scan {
  return (text, at) => {
    let end = -1;
    for (const stop of stops) {
      const found = text.indexOf(stop, at);
      if (found !== -1 && (end === -1 || found < end)) end = found;
    }
    if (stops.length === 0) return text.length;
    return end - at > 1_000 ? -1 : end;
  };
}

function word(stops: readonly string[]): Scan {
  const texts = stops.filter((stop) => !stop.startsWith(' '));
  return (text, at) => {
    let end = at;
    while (end < text.length && end - at < LONGEST && !isBlank(text.charCodeAt(end))) {
      if (texts.some((stop) => text.startsWith(stop, end))) break;
      end += 1;
    }
    return end === at ? -1 : end;
  };
}

/** Whether a unit of UTF-16 is white space between the words of a line. */
export function isBlank(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}
