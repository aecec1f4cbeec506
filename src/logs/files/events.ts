import { foldStack } from '../stack.ts';
import {
  completesHead,
  continues,
  hasHead,
  isOtherHalf,
  isWholeJson,
  openBrackets,
  type Written,
  withoutHead,
  writtenOf,
} from './event-lines.ts';

/** An event of one line or several, ready to be read. */
export interface LogEvent {
  /** The line that it begins with, put together where it was cut, and with all of its JSON. */
  text: string;
  /** The lines that continue it, out of their wrapping and shortened; no blank ones. */
  following: string[];
}

/** What an open event makes of the next line of its file. */
export type Taken =
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
const SHOWN = { lines: 60, size: 8_192 };
/** How much is held until an event ends. */
const HELD = { lines: 400, size: 65_536 };

/** How the record begins behind which a last line may have any name: `StockGone: no more`. */
const TRACEBACK = /Traceback \(most recent/;
const ANY_NAME = /^[A-Za-z_][\w.]{0,200}(?::(?: |$)|$)/;

/** Heads of .NET's console, whose message stands on the next line: `fail: Shop.Orders[0]`. */
const BARE_HEAD = /(?:^|\s)(?:trce|dbug|info|warn|fail|crit): [\w.`+<>]{1,200}\[\d{1,9}\]\s*$/;

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
    headed = hasHead(head);
    open = /[{[]\s*$/.test(head) || /^\s*[{[]/.test(head) ? openBrackets(head.slice(-LONGEST_JOINED)) : 0;
    if (open > 0) block = [];
    else isOver = isWholeJson(head);
  };
  if (cut === null) readHead();

  const keep = (line: string): void => {
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
    return headed && !hasHead(text);
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
        following: foldStack(lines, SHOWN),
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
  try {
    JSON.parse(text.slice(start, Math.max(text.lastIndexOf('}'), text.lastIndexOf(']')) + 1));
    return true;
  } catch {
    return false;
  }
}

/** Whether the line `raw` may belong to an event that begins above it. */
export function mayBeWithin(raw: string): boolean {
  const { text, stream } = writtenOf(raw);
  return stream !== '' || continues(text) || !hasHead(text) || isOtherHalf(text);
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
  /** Whether the text above, up to here, has a head: then only parts of the same line may stand before it. */
  let isBegun = isHead;
  let found = 0;
  let nearest: number | null = null;
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
    if (continues(text)) continue;
    if (hasHead(text)) {
      if (isWholeJson(text)) return nearest ?? found;
      const over = above[above.length - back - 1];
      return over !== undefined && completesHead(writtenOf(over).text, text) ? back + 1 : back;
    }
    if (isRunSure) nearest ??= back;
    isRunSure = false;
    prose += 1;
  }
  return all ? (nearest ?? found) : null;
}
