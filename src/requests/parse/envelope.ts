import type { Draft } from './draft.ts';
import { type Field, flatten } from './flatten.ts';
import { knownLevel, syslogLevel } from './level.ts';
import { readPairs } from './logfmt.ts';
import { readTime, readTimeAt } from './time.ts';

/** What stands round a line: what it said, and the line within. */
export interface Envelope {
  outer: Draft;
  inner: string;
}

/** RFC 5424, 6: `<PRI>1 TIME HOST APP PROCID MSGID `. */
const SYSLOG_5424 = /^<(\d{1,3})>1 (\S{1,40}) (\S{1,255}) (\S{1,48}) (\S{1,128}) (\S{1,32}) ?/;

/** RFC 3164, 4.1: `<PRI>Nov 22 10:00:00 host tag[pid]: `; files leave the priority out. */
const SYSLOG_3164 =
  /^(?:<(\d{1,3})>)?([A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2}) (\S{1,255}) ([^\s:[\]]{1,48})(?:\[([\w.-]{1,48})\])?: ?/;

/** The head of a Kubernetes container log (CRI): `TIME stdout F `. */
const CRI = /^ (stdout|stderr) [FP] /;

/** Behind a time: `host tag[pid]: ` (rsyslog) or `heroku[router]: `. */
const TAG = /^ (?:(\S{1,255}) )?([\w./-]{1,48})\[([\w.-]{1,48})\]: ?/;

/** Takes the head of a syslog or CRI line off; null if the line has none. */
export function openTextEnvelope(text: string): Envelope | null {
  return open5424(text) ?? open3164(text) ?? openTimed(text);
}

/**
 * Takes a line out of the object in which a container runtime or log shipper put it (`{"log": …}` with `time`,
 * `stream` or `kubernetes`: Docker's json-file, Fluent Bit); null if `object` is none.
 */
export function openObjectEnvelope(object: Record<string, unknown>): Envelope | null {
  const { log, time, ...others } = object;
  if (typeof log !== 'string') return null;
  if (!['time', 'stream', 'kubernetes'].some((key) => Object.hasOwn(object, key))) return null;
  return { outer: { fields: flatten(others), text: '', instant: readTime(time) }, inner: log.trimEnd() };
}

function open5424(text: string): Envelope | null {
  const match = SYSLOG_5424.exec(text);
  if (!match) return null;
  const [head, priority, time, host = '-', app = '-', procid = '-', msgid = '-'] = match;
  const { fields, end } = readStructuredData(text, head.length);
  const outer: Draft = {
    fields: [...named({ host, procid, msgid }), ...fields],
    text: text.slice(0, end),
    instant: readTime(time),
    level: syslogLevel(Number(priority)),
    service: app === '-' ? undefined : app,
  };
  return { outer, inner: text.slice(end) };
}

/** RFC 5424, 6.3: `-` or `[id name="value"]…`; Heroku leaves it out. */
function readStructuredData(text: string, start: number): { fields: Field[]; end: number } {
  if (text.startsWith('- ', start)) return { fields: [], end: start + 2 };
  const fields: Field[] = [];
  let end = start;
  while (text[end] === '[') {
    let close = end + 1;
    while (close < text.length && text[close] !== ']') close += text[close] === '\\' ? 2 : 1;
    if (close >= text.length) break;
    fields.push(...readPairs(text.slice(end + 1, close)).fields);
    end = close + 1;
  }
  return { fields, end: text[end] === ' ' ? end + 1 : end };
}

function open3164(text: string): Envelope | null {
  const match = SYSLOG_3164.exec(text);
  if (!match) return null;
  const [head, priority, time = '', host = '-', service, procid = '-'] = match;
  const outer: Draft = {
    // It has neither year nor zone, so it is no time that could be told for sure.
    fields: named({ syslog_time: time, host, procid }),
    text: head,
    level: priority === undefined ? undefined : syslogLevel(Number(priority)),
    service,
  };
  return { outer, inner: text.slice(head.length) };
}

function openTimed(text: string): Envelope | null {
  const time = readTimeAt(text, 0);
  if (!time) return null;
  const behind = text.slice(time.end, time.end + 400);
  const cri = CRI.exec(behind);
  if (cri) {
    const end = time.end + cri[0].length;
    const outer: Draft = { fields: named({ stream: cri[1] ?? '-' }), text: '', instant: time.instant };
    return { outer, inner: text.slice(end) };
  }
  const tag = TAG.exec(behind);
  if (!tag) return null;
  const [head, host = '-', service, procid = '-'] = tag;
  const level = knownLevel(host);
  const outer: Draft = {
    fields: named({ host: level ? '-' : host, procid }),
    text: head,
    instant: time.instant,
    level,
    service,
  };
  return { outer, inner: text.slice(time.end + head.length) };
}

function named(values: Record<string, string>): Field[] {
  return Object.entries(values).flatMap(([name, value]) => (value === '-' ? [] : [{ name, value }]));
}
