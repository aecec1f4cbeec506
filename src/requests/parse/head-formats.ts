/** Heads of text lines in which a place says what a word means: loggers of Ruby, Java, Python, and servers. */

import type { Draft } from './draft.ts';
import { knownLevel } from './level.ts';
import { readTimeAt } from './time.ts';

/** Ruby's Logger: `I, [2026-09-21T14:13:20.123456 #1]  INFO -- app: `. */
const RUBY =
  /^[A-Z], \[(?<time>[^\]#]{10,40}?) ?#\d{1,10}\] +(?<level>[A-Z]{3,8}) -- (?<service>[^:]{0,80}): ?/;

/** Spring Boot's logback, behind the time: ` ERROR 1 --- [thread] logger : `. */
const SPRING =
  /^ {1,3}(?<level>[A-Z]{3,8}) +\d{1,10} --- (?:\[[^\]]{0,100}\] ?){1,3}(?<service>[\w.$[\]/-]{1,200}) *: /;

/** structlog's console, behind the time: ` [error    ] event   [logger] `. */
const STRUCTLOG =
  /^ \[(?<level>[a-z]{3,8}) *\] (?<message>[^[\]=]{1,200}?) {1,60}(?:\[(?<service>[\w.$/-]{1,200})\] *)?(?=[\w.]{1,60}=|$)/;

/** gin: `[GIN] 2026/09/21 - 14:13:20 | 409 |  18.5ms |  1.2.3.4 | POST  "/a"`. */
const GIN =
  /^\[GIN\] (?<date>[\d/]{10}) - (?<clock>[\d:]{8}) \| *(?<status>\d{3}) \| *(?<dur>[\w.µ]{2,20}) \| *(?<addr>\S{1,60}) \| *(?<method>[A-Z]{3,16}) +"(?<path>[^"\s]{1,8192})"/;

/** A request line in quotes with its status (uvicorn, Envoy), and morgan's `GET /a 409 18.5 ms`. */
const QUOTED_REQUEST =
  /"(?<method>[A-Z]{3,16}) (?<path>[^\s"]{1,8192}) HTTP\/[\d.]{1,3}" (?<status>[1-5]\d{2})(?![\w.])/;
const MORGAN =
  /(?:^|\s)(?<method>[A-Z]{3,16}) (?<path>\/\S{0,8192}) (?<status>[1-5]\d{2}) (?<dur>\d{1,9}(?:\.\d{1,6})? ms)(?!\w)/;

/** What the head of a line says, and where the line goes on behind it; null if it has none of these heads. */
export function readHead(text: string): { draft: Partial<Draft>; rest: string } | null {
  const ruby = RUBY.exec(text);
  if (ruby)
    return headOf(
      ruby.groups,
      text.slice(ruby[0].length),
      readTimeAt(ruby.groups?.['time'] ?? '', 0)?.instant,
    );
  const time = readTimeAt(text, 0);
  if (!time) return null;
  const behind = text.slice(time.end);
  const match = SPRING.exec(behind) ?? STRUCTLOG.exec(behind);
  return match && knownLevel(match.groups?.['level'] ?? '') !== undefined
    ? headOf(match.groups, behind.slice(match[0].length), time.instant)
    : null;
}

function headOf(groups: Record<string, string> | undefined, rest: string, instant: Draft['instant']) {
  const { level = '', service, message } = groups ?? {};
  const draft: Partial<Draft> = { instant, level: knownLevel(level), service: service || undefined };
  if (message) draft.message = message.trim();
  return { draft, rest };
}

/** The request and the status that a server's line of text shows; null if it shows none. */
export function readRequest(text: string): Partial<Draft> | null {
  const gin = GIN.exec(text)?.groups;
  const { method, path, status, dur } =
    gin ?? QUOTED_REQUEST.exec(text)?.groups ?? MORGAN.exec(text)?.groups ?? {};
  if (method === undefined) return null;
  const fields = dur === undefined ? [] : [{ name: 'duration', value: dur }];
  const instant = gin ? readTimeAt(`${gin['date']} ${gin['clock']}`, 0)?.instant : undefined;
  return { method, path, status: Number(status), fields, ...(instant ? { instant } : {}) };
}
