/** Which lines begin an event of their own, and which continue the one above: told from their text alone. */

import { isObject } from '../../base/objects.ts';
import { knownLevel } from '../line/level.ts';
import { EXCEPTIONS } from '../stack.ts';

/** A line as its program wrote it, out of what a runtime or a shipper put round it. */
export interface Written {
  text: string;
  /** What tells the stream of this line from others in the same file; '' where the file is one stream. */
  stream: string;
  /** Whether the line was cut here and goes on in the next one of its stream. */
  isPartial: boolean;
  /** The line with another text in its wrapping, and as one that is whole. */
  wrap(text: string): string;
}

/** Kubernetes (CRI): `TIME stdout P text`, where `P` stands for a part and `F` for the last one. */
const CRI = /^(\d{4}-\d\d-\d\dT[\d:.]{8,18}(?:Z|[+-]\d\d:?\d\d) (stdout|stderr)) ([FP])(?::\w+)? /;

/** Docker Compose (`web-1  | text`), kubectl (`[pod/web-1/app] text`). */
const PREFIX = /^(?:[\w.-]{1,63} {1,40}\| ?|\[pod\/[^\]\s]{1,200}\] )/;

/** Syslog and journald, with the old time or the new one: `Mar  4 10:11:12 host tag[1]: text`. */
const SYSLOG =
  /^(?:<\d{1,3}>)?(?:1 )?(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?:\.\d{1,6})?|\d{4}-\d\d-\d\dT[\d:.]{8,18}(?:Z|[+-]\d\d:?\d\d)) (\S{1,255} [\w./-]{1,48}\[[\w.-]{1,48}\]): ?/;

/** A container runtime cuts lines at 16 KB. */
const CUT_AT = 16_000;

/** Takes a raw line out of its wrapping. */
export function writtenOf(raw: string): Written {
  const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
  const cri = CRI.exec(line);
  if (cri) {
    const [head, time = '', stream = '', part] = cri;
    return {
      text: line.slice(head.length),
      stream,
      isPartial: part === 'P',
      wrap: (text) => `${time} F ${text}`,
    };
  }
  const prefix = PREFIX.exec(line)?.[0] ?? SYSLOG.exec(line)?.[0];
  if (prefix !== undefined) {
    // The time is another one on every line, the place is not.
    const stream = SYSLOG.exec(line)?.[1] ?? prefix.trim();
    return {
      text: line.slice(prefix.length),
      stream,
      isPartial: false,
      wrap: (text) => `${prefix}${text}`,
    };
  }
  return (
    (line.startsWith('{"') && dockerLine(line)) || { text: line, stream: '', isPartial: false, wrap: same }
  );
}

function same(text: string): string {
  return text;
}

/** A line of Docker's json-file, or of a shipper that keeps its shape: `{"log":"text\n","stream":"stdout","time":…}`. */
function dockerLine(line: string): Written | null {
  if (!/"log"\s?:\s?"/.test(line) || !/"(?:stream|time|kubernetes)"\s?:/.test(line)) return null;
  let object: unknown;
  try {
    object = JSON.parse(line);
  } catch {
    return null;
  }
  if (!isObject(object) || typeof object['log'] !== 'string') return null;
  const { log, stream = '', _p: part, logtag = part, ...others } = object;
  const isBare = Object.keys(others).every((name) => name === 'time' || name === 'attrs');
  const isCut = !log.endsWith('\n') && (isBare || log.length >= CUT_AT) && logtag === undefined;
  return {
    text: log.replace(/\n$/, ''),
    stream: `docker ${String(stream)}`,
    isPartial: logtag === 'P' || isCut,
    wrap: (text) => JSON.stringify({ ...object, log: `${text}\n` }),
  };
}

/** What PostgreSQL says further of the line above, each part behind a head of its own and before two blanks. */
const POSTGRES_PART =
  /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})? [A-Z+-][^\n]{0,160}?[ :](?=(?:DETAIL|HINT|CONTEXT|QUERY|STATEMENT|LOCATION|BACKTRACE): {2})/;

/** A line that continues another without the head that it repeats. */
export function withoutHead(text: string): string {
  return text.replace(POSTGRES_PART, '');
}

/** What continues the line above, whatever that is: indented lines, frames, causes, the ends of blocks. */
const CONTINUES: readonly RegExp[] = [
  /^[ \t]+\S/,
  /^(?:at |#\d{1,4} |\.\.\.|--- |\*\*\* |[}\])]|"\})/,
  /^(?:Traceback \(most recent|During handling of the above|The above exception was|Stack trace:|\[stacktrace\]|stack backtrace:|Next [\w\\]{1,200}[: ]|note: run with)/,
  /^(?:Caused by|caused by|Suppressed|DETAIL|HINT|CONTEXT|QUERY|STATEMENT|Backtrace)\b ?:/,
  /^(?:panic: |fatal error: |goroutine \d{1,12} |created by |exit status \d|\[signal |thread '[^']{0,200}' (?:\(\d+\) )?panicked)/,
  // PostgreSQL repeats the head of the line above.
  POSTGRES_PART,
  ...EXCEPTIONS,
];

/** Whether a text can only be the continuation of the line above. */
export function continues(text: string): boolean {
  const start = text.slice(0, 600);
  return CONTINUES.some((pattern) => pattern.test(start)) && !INDENTED_HEAD.test(start);
}

/** Some loggers indent the time of a record by a few blanks. */
const INDENTED_HEAD = /^ {1,4}[[(]?\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d/;

/** A time at the beginning of a word. */
const DATE =
  /^[^\w]{0,4}(?:\d{4}[-/.]\d\d[-/.]\d\d|\d{1,2}[-/.](?:\d\d|[A-Z][a-z]{2})[-/.]\d{4}|\d{8}[T ]?\d{6}|1\d{9}(?:\.\d{3,9}|\d{3}|\d{6}|\d{9})?(?!\w))/;
const CLOCK = /^[^\w]{0,4}\d{1,2}:\d\d:\d\d/;
const MONTH_DAY =
  /^[^\w]{0,4}(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? )?(?:(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) {1,2}\d{1,2}|\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)),? (?:\d{4} )?/;

/** How lines begin that need neither time nor level in front. */
const OTHER_HEADS =
  /^(?:(?:time|ts|t|timestamp|level|lvl|severity|at|msg|date|event|logger)=|CEF:\d|LEEF:\d|\[pid: |#\w|(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) [/h]|Started [A-Z]{3,7} "|Completed \d{3} |Processing by |[A-Z], \[|[IWEF]\d{4} |<\d{1,3}>|(?:START|END|REPORT) RequestId:|=[A-Z]+ REPORT=|.{1,160} \[\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d)/;

/** How many words in front of a time or a level are looked at: a host, a process, a thread. */
const MOST_WORDS = 6;

/** Whether a text has a head of its own: a time, a level, the names of fields, or the beginning of JSON. */
export function hasHead(text: string): boolean {
  const start = text.slice(0, 240).replace(/\x1b\[[\d;]{0,12}m/g, '');
  if (INDENTED_HEAD.test(start) || /^(?:\{\s*(?:"|$|\})|\[\s*(?:\{|$))/.test(start)) return true;
  if (OTHER_HEADS.test(start)) return true;
  let rest = start;
  for (let word = 0; word < MOST_WORDS && rest !== ''; word += 1) {
    if (DATE.test(rest) || MONTH_DAY.test(rest)) return true;
    const [first = ''] = rest.split(/[\s|]/, 1);
    const isPlain = /^[A-Za-z]+[,.]?$/.test(first);
    if (!isPlain && CLOCK.test(rest)) return true;
    if (isLevelWord(first)) return true;
    // Prose is no head: of plain words only one may stand before a date, such as the name of a host.
    if (isPlain && word > 0) return false;
    rest = rest.slice(first.length).replace(/^[\s|]{1,12}/, '');
    if (isPlain && !DATE.test(rest) && !MONTH_DAY.test(rest)) return false;
  }
  return false;
}

/** The first of the two lines in which java.util.logging writes a record: a time, a class and a method. */
const HALF_HEAD =
  /^[A-Z][a-z]{2} \d{1,2}, \d{4} \d{1,2}:\d\d:\d\d[ \u202f][AP]M [\w.$]{1,200} [\w$<>]{1,100}\s*$/;
const OTHER_HALF = /^(?:SEVERE|WARNING|INFO|CONFIG|FINE|FINER|FINEST): /;

/** Whether a text may be the second line of a head of two lines. */
export function isOtherHalf(text: string): boolean {
  return OTHER_HALF.test(text);
}

/** Whether a text is the second line of the head that begins with the line above it. */
export function completesHead(above: string, text: string): boolean {
  return isOtherHalf(text) && HALF_HEAD.test(above.slice(0, 400));
}

/** A level that stands for itself: `[error]`, `ERROR`, `ERROR:name:`, `fail:`; `Error:` is the name of an exception. */
function isLevelWord(word: string): boolean {
  const [, mark = '', name = '', end = ''] =
    /^([[(<|*]{0,2})([A-Za-z]{3,13})([\])>|:,*]{0,2})/.exec(word) ?? [];
  if (
    name === '' ||
    (knownLevel(name) === undefined && !/^(?:SEVERE|fail|trce|dbug|WRN|INF|ERR|FTL|DBG|VRB)$/.test(name))
  )
    return false;
  if (name === name.toUpperCase()) return true;
  return name === name.toLowerCase() && (mark !== '' || end.includes(':'));
}

/** Whether a text is JSON that ends on its own line, so that nothing continues it. */
export function isWholeJson(text: string): boolean {
  return /^\s*[{[]\s*["{[}\]]/.test(text.slice(0, 20)) && /[}\]]\s*$/.test(text.slice(-20));
}

/** How many brackets of JSON a text leaves open, less those that it closes; brackets in strings do not count. */
export function openBrackets(text: string): number {
  let open = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charCodeAt(at);
    if (inString) {
      if (char === 92) at += 1;
      else if (char === 34) inString = false;
    } else if (char === 34) inString = true;
    else if (char === 123 || char === 91) open += 1;
    else if (char === 125 || char === 93) open -= 1;
  }
  return open;
}

/** The names of the columns that hold below these lines: the last ones given (W3C `#Fields:`, Zeek `#fields`). */
export function headerIn(lines: readonly string[]): string | null {
  return lines.findLast((line) => /^#fields[:\t ]/i.test(line))?.trimEnd() ?? null;
}
