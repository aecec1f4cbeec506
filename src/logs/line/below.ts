import { jsonIn } from '../../base/objects.ts';
import type { Field, Scalar } from './json.ts';

/** Reads the fields that some loggers write below a line, each on a line of its own, indented and under its name. */

/** What the lines below the head of an event say in fields, and the lines that are left. */
export interface Below {
  fields: Field[];
  lines: string[];
}

/** `    reqId: "req_1"`, `      "method": "GET",`, `  status: 503,`: pino-pretty, and Node.js where it shows an object. */
const NAMED = /^(\s{1,40})(?:(["'])([^"'\n]{1,100})\2|([A-Za-z_$@][\w$.@-]{0,99})):(?: (.*))?$/;
/** The end of a block: `}`, `],`. */
const CLOSING = /^\s{0,40}[}\]],?$/;
/** The end of a frame behind which Node.js shows the further fields of its error: `    at place (/app/a.js:1:2) {`. */
const OPENING = /^(\s{0,40}(?:at \S|[A-Za-z.]{0,100}(?:Error|Exception)\b).{0,2000}) \{$/;
/** The spans and the place of Rust's tracing: `    in shop::request with method: GET, uri: /orders`. */
const SPAN = /^ {4}in [\w:]{1,200} with (\w{1,64}: .{1,2000})$/;
/** The request of which Phoenix tells that it crashed, and gin. */
const CRASHED = /^(?:Request: )?([A-Z]{3,16}) (\/\S{0,8192})(?: HTTP\/[\d.]{1,3})?$/;
/** The same of Play: `! @89ab - Internal server error, for (POST) [/orders] ->`. */
const PLAY = /^! @\w{1,40} - [^\n]{1,60}?, for \(([A-Z]{3,16})\) \[(\/[^\]\s]{0,8192})\]/;
/** The scopes of .NET's console: `      => RequestPath:/orders RequestId:0HN1:1 => Shop.Cart`. */
const SCOPE = /^\s{1,8}=> /;
/** What ASP.NET Core logs of a request and its response: `      Method: POST`, `      StatusCode: 500`. */
const HTTP_LOGGING = /^ {6}(?:(Method): ([A-Z]{3,16})|(Path|RequestId): (\S{1,8192}))$/;
/** How a call of a Lambda function in Python ended. */
const LEVELLED = /^\[(ERROR)\] [A-Z]/;
/** What nginx writes behind a trace of Lua, and CakePHP. */
const REQUEST = /(?:, request: "([A-Z]{3,16}) |^Request URL: )(\/[^\s"]{0,8192})/;
/** MySQL's slow query log, in seconds. */
const QUERY_TIME = /^# Query_time: (\d{1,9}\.\d{1,9}) /;
/** Rocket: `   >> Outcome: Error(500 Internal Server Error)`. */
const ROCKET = /^\s{0,6}(?:>>|=>) Outcome: \w{1,20}\(([1-5]\d{2})\b/;

/** Fields are read to this depth. */
const DEEPEST = 6;

/** The fields that stand below the head of an event, named by the blocks that they stand in. */
export function fieldsBelow(lines: readonly string[]): Below {
  const found: Below = { fields: [], lines: [] };
  let at = 0;
  while (at < lines.length) {
    const line = lines[at] ?? '';
    const opened = OPENING.exec(line)?.[1];
    const end = opened === undefined ? -1 : endOfBlock(lines, at);
    if (opened !== undefined && end !== -1) {
      found.lines.push(opened);
      readBlock(lines.slice(at + 1, end), '', 0, found);
      at = end + 1;
    } else {
      at = readLine(lines, at, '', 0, found);
    }
  }
  return found;
}

function readBlock(lines: readonly string[], name: string, depth: number, found: Below): void {
  for (let at = 0; at < lines.length; ) at = readLine(lines, at, name, depth, found);
}

/** Reads the line at an index, with the block that it opens; gives the index of the next. */
function readLine(lines: readonly string[], at: number, within: string, depth: number, found: Below): number {
  const line = lines[at] ?? '';
  const [, , , quoted, bare, value = ''] = NAMED.exec(line) ?? [];
  const key = quoted ?? bare;
  if (key === undefined) {
    found.fields.push(...fieldsOfPhrase(line));
    found.lines.push(line);
    return at + 1;
  }
  const name = within === '' ? key : `${within}.${key}`;
  const scalar = readScalar(value);
  if (scalar !== undefined) {
    found.fields.push({ name, value: scalar });
    return at + 1;
  }
  const end = /^(?:\w{1,60} )?[{[]$/.test(value) && depth < DEEPEST ? endOfBlock(lines, at) : -1;
  if (end === -1) {
    // A trace stands below its name, and needs none.
    found.fields.push(...fieldsOfPhrase(line));
    if (value !== '' || !/^stack$/i.test(key)) found.lines.push(line);
    return at + 1;
  }
  const inner = lines.slice(at + 1, end);
  if (value.endsWith('[')) found.fields.push({ name, value: inner.map(readItem) });
  else readBlock(inner, name, depth + 1, found);
  return end + 1;
}

/** The index of the line that closes the block opened at the end of the line at an index; -1 if none does. */
function endOfBlock(lines: readonly string[], at: number): number {
  const line = lines[at] ?? '';
  // What Node.js shows behind a trace is indented as the error is, not as its last frame.
  const indent = /^\s*at \S/.test(line) ? indentOf(lines[at + 1] ?? '') - 2 : indentOf(line);
  return lines.findIndex((each, index) => index > at && CLOSING.test(each) && indentOf(each) === indent);
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** A value as JSON or JavaScript writes it; undefined for any other text. */
function readScalar(text: string): Scalar | Scalar[] | undefined {
  const bare = text.trim().replace(/,$/, '');
  const single = /^'((?:[^'\\]|\\.)*)'$/.exec(bare)?.[1];
  if (single !== undefined) return single.replace(/\\(.)/g, '$1');
  if (bare === 'undefined') return null;
  if (/^(?:[{[]\s*[}\]])$/.test(bare)) return bare;
  if (!/^(?:"|-?\d|true$|false$|null$)/.test(bare)) return undefined;
  const value = jsonIn(/^\d{16,}$/.test(bare) ? `"${bare}"` : bare);
  return value === null || typeof value !== 'object' ? (value as Scalar | undefined) : undefined;
}

function readItem(line: string): Scalar {
  const value = readScalar(line);
  return value === undefined || Array.isArray(value) ? line.trim() : value;
}

/** What a phrase says in fields; they stay in it as well. */
function fieldsOfPhrase(line: string): Field[] {
  const [, method, path] = CRASHED.exec(line) ?? PLAY.exec(line) ?? REQUEST.exec(line) ?? [];
  if (path !== undefined)
    return [
      ...(method === undefined ? [] : [{ name: 'method', value: method }]),
      { name: 'path', value: path },
    ];
  const [, verb, own = '', name = verb, value = own] = HTTP_LOGGING.exec(line) ?? [];
  if (name !== undefined) return [{ name, value }];
  const level = LEVELLED.exec(line)?.[1];
  if (level !== undefined) return [{ name: 'level', value: level }];
  const took = QUERY_TIME.exec(line)?.[1];
  if (took !== undefined) return [{ name: 'duration_s', value: took }];
  const status = ROCKET.exec(line)?.[1];
  if (status !== undefined) return [{ name: 'status', value: Number(status) }];
  if (SCOPE.test(line))
    return [...line.matchAll(/ ([A-Z]\w{1,40}):([^\s,]{1,1000}),?(?=\s|$)/g)].map(
      ([, name = '', value = '']) => ({ name, value }),
    );
  const span = SPAN.exec(line)?.[1] ?? '';
  return [...span.matchAll(/(?:^|, )([\w.]{1,64}): ("(?:[^"\\]|\\.){0,1000}"|[^\s,]{1,1000})/g)].flatMap(
    ([, name = '', value = '']) => ({ name, value: value.replace(/^"(.*)"$/, '$1') }),
  );
}
