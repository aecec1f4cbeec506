import { isObject, jsonIn } from '../../base/objects.ts';
import { isCsvHeader } from '../line/csv.ts';
import { beginsFieldLines } from '../line/field-lines.ts';
import { knownLevel, stripAnsi } from '../line/level.ts';
import { CRASH_OF_NODE, EXCEPTIONS, foldStack } from '../stack.ts';

/** An event of one line or several, ready to be read. */
export interface LogEvent {
  /** The line that it begins with, put together where it was cut, and with all of its JSON. */
  text: string;
  /** The lines that continue it, out of their wrapping; no blank ones, and of very many only the most telling. */
  following: string[];
}

/** What an open event makes of the next line of its file. */
type Taken =
  /** It belongs to it. */
  | 'taken'
  /** It is of another stream, between the lines of this one. */
  | 'passed'
  /** The event ended before it. */
  | 'ended';

export interface OpenEvent {
  add(raw: string): Taken;
  /** The event as far as it goes. */
  event(): LogEvent;
}

/** Bounds of what is put together: an object over many lines, a line in many parts. In UTF-16 units. */
const LONGEST_JOINED = 1_048_576;
/** How many lines are looked at for the end of an event, and how many blank ones in a row are within it. */
const MOST_LINES = 3_000;
const MOST_BLANK = 3;
/** How much of a line that continues an event is kept. */
const LONGEST_LINE = 2_000;
/** How much is held until an event ends. */
const HELD = { lines: 400, size: 65_536 };

/** How the record begins behind which a last line may have any name: `StockGone: no more`. */
const TRACEBACK = /Traceback \(most recent/;
const ANY_NAME = /^[A-Za-z_][\w.]{0,200}(?::(?: |$)|$)/;

/** Heads of .NET's console, whose message stands on the next line: `fail: Shop.Orders[0]`. */
const BARE_HEAD = /(?:^|\s)(?:trce|dbug|info|warn|fail|crit): [\w.`+<>-]{1,200}\[\d{1,9}\]\s*$/;

const SCOPE = /^ {6}=> /;

/** The event that begins with the line `raw`, to which the lines behind it are offered in turn. */
export function openEvent(raw: string): OpenEvent {
  const first = writtenOf(raw);
  let head = first.text;
  /** The part that was cut last, if the next one of its stream goes on with it. */
  let cut: 'head' | 'line' | null = first.isPartial ? 'head' : null;
  /** Lines of JSON behind the head, until it is closed. */
  let block: string[] | null = null;
  let open = 0;
  let isOver = false;
  let headed = false;
  let inTraceback = TRACEBACK.test(head.slice(0, 2_000));
  let following: string[] = [];
  let size = 0;
  let seen = 0;
  let blank = 0;

  /** What can be told once the head is whole. */
  const readHead = (): void => {
    headed = hasHead(head) || isException(head) || CRASH_OF_NODE.test(head);
    open = /[{[]\s*$/.test(head) || /^\s*[{[]/.test(head) ? openBrackets(head.slice(-LONGEST_JOINED)) : 0;
    if (open > 0) block = [];
    else isOver = isWholeJson(head);
  };
  if (cut === null) readHead();

  const keep = (raw: string): void => {
    const line = stripAnsi(raw);
    following.push(line.slice(0, LONGEST_LINE));
    size += Math.min(line.length, LONGEST_LINE);
    if (following.length > HELD.lines || size > HELD.size) {
      following = foldStack(following, { lines: HELD.lines / 2, size: HELD.size / 2 });
      size = following.reduce((sum, each) => sum + each.length, 0);
    }
  };

  /** Whether a whole line continues the record. */
  const goesOn = (text: string): boolean => {
    if (following.length === 0 && completesHead(head, text)) return true;
    if (continues(text)) {
      if (TRACEBACK.test(text)) inTraceback = true;
      return true;
    }
    if (inTraceback && ANY_NAME.test(text)) {
      inTraceback = false;
      return true;
    }
    return (headed && !hasHead(text)) || explains(head, text);
  };

  const giveUpBlock = (): void => {
    for (const line of block ?? []) if (line.trim() !== '') keep(line.trimEnd());
    block = null;
  };

  const addTo = (where: 'head' | 'line', { text, isPartial }: Written): void => {
    if (where === 'head' && head.length + text.length <= LONGEST_JOINED) head += text;
    else if (where === 'line' && size + text.length <= HELD.size) following[following.length - 1] += text;
    cut = isPartial ? where : null;
    if (cut === null && where === 'head') readHead();
  };

  return {
    add(raw) {
      if (isOver) return 'ended';
      const line = writtenOf(raw);
      if (line.stream !== first.stream) {
        seen += 1;
        // Without a wrapping there is one stream, so this is another log.
        return seen > MOST_LINES || first.stream === '' ? 'ended' : 'passed';
      }
      if (cut !== null) {
        addTo(cut, line);
        return 'taken';
      }
      seen += 1;
      if (seen > MOST_LINES) return 'ended';
      if (block !== null) {
        // A head of its own shows that what was open was no JSON.
        if (!/^[\s"{}[\]]/.test(line.text) && hasHead(line.text)) giveUpBlock();
        else {
          block.push(line.text);
          open += openBrackets(line.text);
          const held = block.reduce((sum, each) => sum + each.length, head.length);
          if (open <= 0) {
            const whole = [head, ...block].join('\n');
            if (isJsonAtEnd(whole)) {
              head = whole;
              block = null;
              isOver = isWholeJson(head);
            } else giveUpBlock();
          } else if (held > LONGEST_JOINED) giveUpBlock();
          return 'taken';
        }
      }
      if (line.text.trim() === '') {
        blank += 1;
        if (blank > MOST_BLANK) isOver = true;
        return isOver ? 'ended' : 'taken';
      }
      if (!goesOn(line.text)) {
        isOver = true;
        return 'ended';
      }
      blank = 0;
      keep(withoutHead(line.text).trimEnd());
      if (line.isPartial) cut = 'line';
      return 'taken';
    },
    event() {
      const lines = [
        ...following,
        ...(block ?? []).map((line) => line.trimEnd()).filter((line) => line !== ''),
      ];
      // The scopes of a .NET event stand between its head and its message.
      const scopes = BARE_HEAD.test(head) ? lines.findIndex((line) => !SCOPE.test(line)) : 0;
      const message = lines[scopes];
      const isMessage =
        message !== undefined &&
        (BARE_HEAD.test(head)
          ? !/^\s/.test(message) || continuesMessage(message)
          : completesHead(head, message));
      const [bare] = isMessage ? lines.splice(scopes, 1) : [];
      return {
        text: first.wrap(bare === undefined ? head : `${head.trimEnd()} ${bare.trim()}`),
        following: lines,
      };
    },
  };
}

/** A line of a message in .NET's console: indented by six blanks, and no frame. */
function continuesMessage(line: string): boolean {
  return /^ {6}(?! *at )\S/.test(line);
}

function isJsonAtEnd(text: string): boolean {
  const start = text.search(/[{[]/);
  return jsonIn(text.slice(start, Math.max(text.lastIndexOf('}'), text.lastIndexOf(']')) + 1)) !== undefined;
}

/** Whether the line `raw` may belong to an event that begins above it. */
export function mayBeWithin(raw: string): boolean {
  const { stream, begins } = roleOf(raw);
  return stream !== '' || !begins;
}

/** Of which stream of its file a line is, and whether an event begins with it, unless it is the end of one that was cut. */
export function roleOf(raw: string): { stream: string; begins: boolean } {
  const { text, stream, isPartial } = writtenOf(raw);
  const isWithin =
    isPartial ||
    continues(text) ||
    !hasHead(text) ||
    isOtherHalf(text) ||
    explains(text, text) ||
    WHOLE_REQUEST.test(text);
  return { stream, begins: !isWithin };
}

/** How a line ends whose object or list goes on in the next one. */
const GOES_ON = /[{[,]\s*$/;

/** Whether the line `raw` is surely a record of its own, of which no line round it is a part. */
export function standsAlone(raw: string): boolean {
  return roleOf(raw).begins && !GOES_ON.test(raw);
}

/** How many lines without a head are passed in search of one, and how many of them may be prose. */
const MOST_ABOVE = 400;
const MOST_PROSE = 40;

/**
 * How many of the lines above, the nearest last, belong to the event in which the line `raw` stands; 0 if it begins
 * its own. Null if these lines do not tell and more of them can be had, that is, they are not `all`.
 */
export function linesAbove(raw: string, above: readonly string[], all: boolean): number | null {
  const line = writtenOf(raw);
  const isSure = continues(line.text);
  const isHead = !isSure && hasHead(line.text);
  const explained = isHead ? linesExplained(line.text, above) : 0;
  if (explained > 0) return explained;
  /** Whether the text above, up to here, has a head: then only parts of the same line may stand before it. */
  let isBegun = isHead;
  let found = 0;
  let nearest: number | null = null;
  /** The exception or trace furthest up, if no head stands over it: a panic of Rust begins with none. */
  let bare = 0;
  let isRunSure = isSure;
  let prose = isSure ? 0 : 1;
  let blank = 0;
  for (let back = 1; back <= above.length; back += 1) {
    const { text, stream, isPartial } = writtenOf(above[above.length - back] ?? '');
    if (stream !== line.stream) {
      // Without a wrapping there is one stream, so this is the end of another log.
      if (line.stream === '') return nearest ?? found;
      continue;
    }
    if (isPartial && (back === 1 || isBegun || found === back - 1)) {
      found = back;
      isBegun ||= hasHead(text) && !continues(text);
      continue;
    }
    if (back === 1 && completesHead(text, line.text)) return 1;
    if (isBegun) return found;
    if (back > MOST_ABOVE || prose > MOST_PROSE || blank > MOST_BLANK) return nearest ?? found;
    if (text.trim() === '') {
      blank += 1;
      continue;
    }
    blank = 0;
    if (continues(text)) {
      if (isException(text) || TRACEBACK.test(text)) bare = back;
      continue;
    }
    if (hasHead(text)) {
      if (isWholeJson(text)) return nearest ?? found;
      const over = above[above.length - back - 1];
      if (over === undefined) return back;
      const outer = writtenOf(over).text;
      return completesHead(outer, text) || explains(outer, text) ? back + 1 : back;
    }
    if (CRASH_OF_NODE.test(text)) bare = back;
    if (isRunSure) nearest ??= back;
    isRunSure = false;
    prose += 1;
  }
  return all ? (nearest ?? (found || bare)) : null;
}

/** How many of the lines above end with the one that `text` explains, other lines that explain it between them. */
function linesExplained(text: string, above: readonly string[]): number {
  let back = 0;
  while (explains(above.at(-1 - back) ?? '', text)) {
    back += 1;
    const last = above.at(-back) ?? '';
    // Its own head shows whether a line explains another itself.
    if (!explains(last, last)) break;
  }
  return back;
}

/** Which lines begin an event of their own, and which continue the one above: told from their text alone. */

/** A line as its program wrote it, out of what a runtime or a shipper put round it. */
interface Written {
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

/** Docker Compose (`web-1  | text`), kubectl (`[pod/web-1/app] text`), stern (`web-6d5f7-x2x4z app text`). */
const PREFIX =
  /^(?:[\w.-]{1,63} {1,40}\| ?|\[pod\/[^\]\s]{1,200}\] |[a-z][a-z\d-]{1,200}-[a-z\d]{5,10}-[a-z\d]{5} [a-z\d-]{1,63} )/;

/** PM2, with its time or without: `0|web  | 2026-03-04T10:11:12: text`. */
const PM2 =
  /^(\d{1,4}\|[\w.-]{1,63} {1,40}\| ?)(?:\d{4}-\d\d-\d\d[T ][\d:.]{8,12}(?:Z|[ +-]{1,2}\d\d:?\d\d)?: )?/;

/** Syslog and journald, with the old time or the new one: `Mar  4 10:11:12 host tag[1]: text`; Heroku names no host. */
const SYSLOG =
  /^(?:<\d{1,3}>)?(?:1 )?(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?:\.\d{1,6})?|\d{4}-\d\d-\d\dT[\d:.]{8,18}(?:Z|[+-]\d\d:?\d\d)|[A-Z][a-z]{2} \d{4}-\d\d-\d\d [\d:.]{8,15} [A-Z]{3,5}) ((?:\S{1,255} [\w./-]{1,48}|app|heroku)\[[\w.-]{1,48}\]): ?/;

/**
 * A runtime's own time before a line that can only go on with the one above it: `docker logs -t`, `kubectl logs
 * --timestamps`, Azure's App Service. An exception must be named in full.
 */
const RUNTIME_TIME =
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{8,9}Z (?=(?:[ \t]+(?!(?:TRACE|DEBUG|INFO|WARN|ERROR|FATAL)\b)|Caused by: |Traceback \(most|\.\.\. \d|(?:[\w$]{1,60}\.){2,12}[\w$]{0,60}(?:Error|Exception)\b)\S?)/;

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
  const timed = SYSLOG.exec(line) ?? PM2.exec(line);
  const prefix = PREFIX.exec(line)?.[0] ?? timed?.[0];
  if (prefix !== undefined) {
    // The time is another one on every line, the place is not.
    const stream = (timed?.[1] ?? prefix).trim();
    return {
      text: line.slice(prefix.length),
      stream,
      isPartial: false,
      wrap: (text) => `${prefix}${text}`,
    };
  }
  const time = RUNTIME_TIME.exec(line)?.[0];
  if (time !== undefined) {
    return {
      text: line.slice(time.length),
      stream: '',
      isPartial: false,
      wrap: (text) => `${time}${text}`,
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
  const object = jsonIn(line);
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

/** Sidekiq's head, with its process and its thread, before the exception of the job in the line above, or its trace. */
const SIDEKIQ_PART =
  /^\d{4}-\d\d-\d\dT[\d:.]{8,15}Z (pid=\d{1,10} tid=\w{1,20}(?: \w{1,20}=\S{1,200}){0,4} (?:WARN|ERROR|FATAL): )(?=(?:[A-Z]\w{0,100}(?:::[A-Z]\w{0,100}){0,8}(?:: |\s*$)|[/.]\S{1,300}:\d))/;

/** What ended a call of a Lambda function in Python, below a line of that call. */
const LAMBDA_PART = /^\[ERROR\] [A-Z]\w{0,100}(?:: |$)/;
const OF_LAMBDA =
  /^(?:START RequestId: |(?:\[[A-Z]{4,8}\]\t)?\d{4}-\d\d-\d\dT[\d:.]{8,15}Z\t[\da-f]{8}-[\da-f-]{27}\t)/;

/** A line that continues another without the head that it repeats. */
function withoutHead(text: string): string {
  return text.replace(POSTGRES_PART, '').replace(SIDEKIQ_PART, '');
}

/** A request as a client writes it, below a line that announces it: gin's `panic recovered:`. */
const WHOLE_REQUEST = /^[A-Z]{3,16} \/\S{0,8192} HTTP\/[\d.]{1,3}$/;

/** Whether a text with a head of its own tells the exception, the trace or the request of what the text above it says. */
function explains(above: string, text: string): boolean {
  if (/:\s*$/.test(above) && WHOLE_REQUEST.test(text)) return true;
  if (LAMBDA_PART.test(text)) return OF_LAMBDA.test(above);
  const head = SIDEKIQ_PART.exec(text.slice(0, 600))?.[1];
  return head !== undefined && above.slice(0, 600).includes(head);
}

/** What continues the line above, whatever that is: indented lines, frames, causes, the ends of blocks. */
const CONTINUES: readonly RegExp[] = [
  /^[ \t]+\S/,
  /^(?:at |#\d{1,4} |\.\.\.|--- |\*\*\* |! |✘ |[}\])]|"\})/,
  /^(?:Traceback \(most recent|During handling of the above|The above exception was|Stack trace:|\[stacktrace\]|stack backtrace:|Next [\w\\]{1,200}[: ]|note: run with)/,
  /^(?:Caused by|caused by|Suppressed|DETAIL|HINT|CONTEXT|QUERY|STATEMENT|Backtrace)\b ?:/,
  // The sides of a box, as Julia and others draw it round an event.
  /^[│├└╰]/,
  // Frames of Ruby without indentation, and what shows where Prisma's query stands.
  /^(?:\/[\w./@+-]{1,300}\.rb:\d{1,6}:in |→ )/,
  /^(?:goroutine \d{1,12} |created by |exit status \d|\[signal )/,
  // PostgreSQL repeats the head of the line above.
  POSTGRES_PART,
  ...EXCEPTIONS,
];

/** Whether a text can only be the continuation of the line above. */
export function continues(text: string): boolean {
  const start = plainStart(text);
  if (FLUENTD_FRAME.test(start)) return true;
  return CONTINUES.some((pattern) => pattern.test(start)) && !INDENTED_HEAD.test(start);
}

/** Fluentd repeats its head before each frame, indented: `  2026-03-04 10:11:12 +0000 [warn]: #0 /a/b.rb:9:in …`. */
const FLUENTD_FRAME =
  /^ {2}\d{4}-\d\d-\d\d [^\n]{8,24} \[[a-z]{4,5}\]: (?:#\d{1,3} )?\/\S{1,300}:\d{1,6}:in /;

/** Whether a text begins with the name of an exception. */
function isException(text: string): boolean {
  const start = text.slice(0, 600);
  return EXCEPTIONS.some((pattern) => pattern.test(start));
}

/** Some loggers indent a record by a few blanks: its time, or its request (Koa, Next.js). */
const INDENTED_HEAD =
  /^ {1,4}(?:[[(]?\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d|(?:(?:<--|-->|xxx|-x-) )?(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) \/|[⨯✓⚠○] )/;

/** A line without its colours. */
function plainStart(text: string): string {
  const start = text.slice(0, 600);
  return start.includes('\x1b') ? stripAnsi(start) : start;
}

/** A time at the beginning of a word. */
const DATE =
  /^[^\w]{0,4}(?:\d{4}[-/.]\d\d[-/.]\d\d|\d{1,2}[-/.](?:\d\d|[A-Z][a-z]{2})[-/.]\d{4}|\d{8}[T ]?\d{6}|1\d{9}(?:\.\d{3,9}|\d{3}|\d{6}|\d{9})?(?!\w))/;
const CLOCK = /^[^\w]{0,4}\d{1,2}:\d\d:\d\d/;
const MONTH_DAY =
  /^[^\w]{0,4}(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? )?(?:(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) {1,2}\d{1,2}|\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)),? (?:\d{4} )?/;

/** How lines begin that need neither time nor level in front. */
const OTHER_HEADS =
  /^(?:prisma:\w|(?:time|ts|t|timestamp|level|lvl|severity|at|msg|date|event|logger)=|CEF:\d|LEEF:\d|\[pid: |#\w|(?:(?:<--|-->|<=|=>) )?(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) [/h]|(?:<--|-->|<=|=>) [1-5]\d\d |Started [A-Z]{3,7} "|Completed \d{3} |Processing by |[A-Z], \[|[IWEF]\d{4}(?:\d\d)? |<\d{1,3}>|(?:START|END|REPORT) RequestId:|=[A-Z]+ REPORT=|.{1,160} \[\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d)/;

/** How many words in front of a time or a level are looked at: a host, a process, a thread. */
const MOST_WORDS = 6;

/** Whether a text has a head of its own: a time, a level, the names of fields, or the beginning of JSON. */
function hasHead(text: string): boolean {
  const start = text.slice(0, 240).replace(/\x1b\[[\d;]{0,12}m/g, '');
  if (INDENTED_HEAD.test(start) || /^(?:\{\s*(?:"|$|\})|\[\s*(?:\{|$))/.test(start)) return true;
  if (OTHER_HEADS.test(start) || beginsFieldLines(start)) return true;
  if (NAMED_FIELD.test(start)) return false;
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

/** A time or a level under its name, in records with one field a line. */
const NAMED_FIELD =
  /^ {0,2}(?:(?:Date|(?:Observed)?Timestamp|SeverityText): |Time: \d\d:\d\d:\d\d UTC \d|severity: [A-Z]{4,9}$|trace: projects\/|(?:receiveT|t)imestamp: '[\d:.TZ-]{20,35}'$)/;

/** The first of the two lines in which java.util.logging writes a record: a time, a class and a method. */
const HALF_HEAD =
  /^[A-Z][a-z]{2} \d{1,2}, \d{4} \d{1,2}:\d\d:\d\d[ \u202f][AP]M [\w.$]{1,200}(?: [\w$<>]{1,100})?\s*$/;
/** The same of GlassFish and Payara: `[…] [SEVERE] […] [levelValue: 1000] [[`. */
const PAYARA_HEAD = /^\[\d{4}-\d\d-\d\dT[^\n]{20,900} \[levelValue: \d{1,5}\] \[\[$/;
const OTHER_HALF = /^(?:SEVERE|WARNING|INFO|CONFIG|FINE|FINER|FINEST): /;

/** Whether a text may be the second line of a head of two lines. */
function isOtherHalf(text: string): boolean {
  return OTHER_HALF.test(text);
}

/** Whether a text is the second line of the head that begins with the line above it. */
function completesHead(above: string, text: string): boolean {
  return (
    (isOtherHalf(text) && HALF_HEAD.test(above.slice(0, 400))) || PAYARA_HEAD.test(above.slice(0, 1_000))
  );
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
function openBrackets(text: string): number {
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

/**
 * The names of the columns that the first bytes of a file give, '' if they come later; null if it gives none: those of
 * W3C and Zeek in lines that begin with `#`, those of CSV in its first line.
 */
export function headerOf(first: Buffer): string | null {
  const found = headerIn(first.toString().split('\n'));
  return found ?? (first.toString('latin1', 0, 1) === '#' ? '' : null);
}

/** Whether such names may change within their file. */
export function mayChange(header: string | null): boolean {
  return header !== null && !isCsvHeader(header);
}

/** The names of the columns that hold below these lines: the last ones given (W3C `#Fields:`, Zeek `#fields`), or CSV's. */
export function headerIn(lines: readonly string[]): string | null {
  const first = lines[0]?.trimEnd() ?? '';
  const header = lines.findLast((line) => /^#fields[:\t ]/i.test(line))?.trimEnd();
  return header ?? (isCsvHeader(first) ? first : null);
}
