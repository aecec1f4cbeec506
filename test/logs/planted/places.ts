import type { Dice } from './dice.ts';
import type { Secret } from './secrets.ts';

interface Planting extends Secret {
  id: string;
  dice: Dice;
}

/** A place of a log line in which a secret may stand, as the line that holds it; null where it could not stand. */
type Place = (planting: Planting) => string | null;

const TIME = '2026-11-20T09:00:00.000Z';
const json = (value: unknown) => JSON.stringify(value);
const line = (id: string, more: object) => json({ time: TIME, level: 'error', request_id: id, ...more });
const oneLine = ({ value }: Secret) => !value.includes('\n');
/** Whether a text without quotes can hold the value whole. */
const isWord = ({ value }: Secret) => !/[\s"'\\,;&]/.test(value);
const query = ({ name, value }: Secret) => `${name}=${encodeURIComponent(value)}`;

/** `value` under `depth` objects and lists. */
function buried(value: unknown, depth: number, dice: Dice): unknown {
  if (depth === 0) return value;
  const inner = buried(value, depth - 1, dice);
  return dice.pick<() => unknown>([
    () => ({ [dice.pick(['data', 'inner', 'ctx', 'request', 'body'])]: inner }),
    () => ({ items: [{ n: 1 }, inner] }),
    () => ({ a: 'x', [dice.pick(['payload', 'args', 'headers'])]: inner, z: [1, 2] }),
  ])();
}

/** A text in which other lines come first, so that the secret stands behind an escape. */
const behindEscapes = (text: string, dice: Dice) =>
  `call failed${dice.pick(['\n', '\r\n', '\t', '\n\n  ', ' \u001b[31m', '\u0000', '\\n', '"', '\u200b '])}${text}`;

/** What a person or a program writes of a value under its name. */
function written({ name, value, kind }: Secret, dice: Dice): string {
  const pair = { [name]: value };
  const quotable = !value.includes("'");
  return dice.pick([
    json(pair),
    json({ user: 'bob', ...pair, ok: true }),
    ` ${json(name)} : ${json(value)} `,
    ...(quotable
      ? [`{'${name}': '${value}', 'a': 1}`, `{ ${json(name)}: '${value}' }`, `${name}='${value}'`]
      : []),
    `${name}="${value}"`,
    `${name}: ${json(value)}`,
    `${name} => ${json(value)}`,
    `#<Req ${json(name)}=>${json(value)}>`,
    ...(kind === 'named' || /\s/.test(value)
      ? []
      : [`${name}=${value}`, `${name}: ${value}`, `(${name}=${value})`]),
    ...(/auth|cookie/i.test(name) ? [`${name}: ${value}`, `> ${name}: ${value}\n> Accept: */*`] : []),
  ]);
}

/** What a text says of a value that needs no name. */
function mentioned({ value, name }: Secret, dice: Dice): string {
  return dice.pick([
    `got ${value} from the caller`,
    `<${value}>`,
    `"${value}"`,
    `(${value})`,
    `${name}=${value}`,
    value,
    `x:${value}`,
    `[${value}]`,
  ]);
}

const said = (secret: Secret, dice: Dice) =>
  secret.shaped && dice.roll(2) ? mentioned(secret, dice) : written(secret, dice);

const filler = (dice: Dice, length: number) => dice.text(length, 'abcdefgh ijklmnop qrst ');

export const PLACES: Record<string, Place> = {
  'a field of JSON': ({ id, name, value }) => line(id, { [name]: value }),
  'a field deep in JSON': ({ id, name, value, dice }) =>
    line(id, { deep: buried({ [name]: value }, 1 + dice.roll(9), dice) }),
  'a field deeper than is read': ({ id, name, value, dice }) =>
    line(id, { deep: buried({ [name]: value }, 14 + dice.roll(30), dice) }),
  'a list under the name': ({ id, name, value }) => line(id, { [name]: ['x', value] }),
  'an object under the name': ({ id, name, value, shaped }) =>
    shaped ? null : line(id, { [name]: { raw: value, more: [{ of: value }] } }),
  'JSON in a string': ({ id, name, value, dice }) =>
    line(id, { [dice.pick(['body', 'msg', 'payload', 'detail'])]: json({ a: 1, [name]: value, z: 'q' }) }),
  'JSON in a string in a string': ({ id, name, value }) =>
    line(id, { body: json({ inner: json({ [name]: value, z: 1 }), y: 2 }) }),
  'JSON in a string thrice': ({ id, name, value }) =>
    line(id, { detail: json({ b: json({ c: json([{ [name]: value }]) }) }) }),
  'an object in JSON in a string': ({ id, name, value, shaped }) =>
    shaped ? null : line(id, { body: json({ [name]: { 'a}]': ['}"', value] }, z: 1 }) }),
  'a text in JSON': ({ id, dice, ...secret }) =>
    line(id, { msg: `it broke: ${said(secret, dice)} was sent` }),
  'a text behind escapes': ({ id, dice, ...secret }) =>
    line(id, { [dice.pick(['msg', 'detail'])]: behindEscapes(said(secret, dice), dice) }),
  'a stack trace': ({ id, dice, ...secret }) =>
    line(id, {
      err: {
        stack: `Error: refused ${said(secret, dice)}\n    at send (/app/http.js:10:3)\n    at async run (/app/x.js:1:2)`,
      },
    }),
  'a list of headers as objects': ({ id, name, value, shaped }) =>
    shaped
      ? null
      : line(id, {
          headers: [
            { name: 'Accept', value: '*/*' },
            { name, value },
          ],
        }),
  'a list of headers in turn': ({ id, name, value, shaped }) =>
    shaped ? null : line(id, { rawHeaders: ['Accept', '*/*', name, value, 'Host', 'h'] }),
  'a list of headers in a string': ({ id, name, value, shaped }) =>
    shaped
      ? null
      : line(id, {
          msg: json({
            headers: [
              { name: 'Accept', value: '*/*' },
              { name, value },
            ],
          }),
        }),
  'OTLP attributes': ({ id, name, value }) =>
    json({
      timeUnixNano: '1795165233271000000',
      body: { stringValue: 'it broke' },
      severityText: 'ERROR',
      attributes: [
        { key: 'request_id', value: { stringValue: id } },
        { key: name, value: { stringValue: value } },
      ],
    }),
  logfmt: ({ id, name, value, ...secret }) =>
    isWord({ name, value, ...secret })
      ? `ts=${TIME} level=error request_id=${id} ${name}=${value} n=1`
      : null,
  'logfmt in quotes': ({ id, name, value }) =>
    `ts=${TIME} level=error msg="it broke" ${name}=${json(value)} request_id=${id} n=1`,
  'text with pairs': ({ id, name, value }) =>
    `${TIME} ERROR could not send ${name}=${json(value)} for request_id=${id} at once`,
  text: ({ id, dice, ...secret }) =>
    oneLine(secret) ? `${TIME} ERROR [${id}] refused: ${said(secret, dice)} (again)` : null,
  'text that ends in it': ({ id, name, value }) =>
    value.includes('\n')
      ? null
      : `${TIME} ERROR request_id=${id} upstream said ${name}: ${/^\w+$|auth|cookie/i.test(`${name}${value}`) ? value : json(value)}`,
  'an object behind a text': ({ id, name, value, shaped }) =>
    shaped ? null : `${TIME} ERROR request_id=${id} ${name}=${json({ raw: value, b: [value] })} done`,
  'text in colors': ({ id, dice, ...secret }) =>
    oneLine(secret)
      ? `\u001b[31mERROR\u001b[0m ${TIME} request_id=${id} \u001b[1m${said(secret, dice)}\u001b[0m`
      : null,
  'a URL of an access log': ({ id, dice, ...secret }) =>
    oneLine(secret)
      ? `10.0.0.1 - - [20/Nov/2026:09:00:00 +0000] "GET /cb?a=1&${query(secret)}&z=2 HTTP/1.1" 400 12 "-" "curl/8" ${id}`
      : null,
  'the referrer of an access log': ({ id, ...secret }) =>
    oneLine(secret)
      ? `10.0.0.1 - - [20/Nov/2026:09:00:00 +0000] "GET /x HTTP/1.1" 400 12 "https://a.example/cb?${query(secret)}" "curl/8" ${id}`
      : null,
  'a URL': ({ id, dice, ...secret }) =>
    line(id, { req: { method: 'GET', url: `/cb?a=1&${query(secret)}${dice.pick(['', '#x', '&b'])}` } }),
  'a URL in a URL': ({ id, ...secret }) =>
    line(id, { url: `/login?next=${encodeURIComponent(`https://a.example/cb?x=1&${query(secret)}`)}&y=1` }),
  'a form': ({ id, dice, ...secret }) =>
    line(id, { body: `${dice.pick(['grant_type=x&', '', 'a=&'])}${query(secret)}&scope=openid` }),
  'a form in text': ({ id, ...secret }) =>
    `${TIME} WARN body was grant_type=refresh&${query(secret)}&a=1 request_id=${id}`,
  'a form with plus signs': ({ id, name, value }) =>
    line(id, { body: `a=1&${new URLSearchParams([[name, value]])}&b=2` }),
  'a multipart part': ({ id, name, value, shaped }) =>
    shaped
      ? null
      : line(id, { body: `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n--b--` }),
  'an element': ({ id, name, value, shaped }) =>
    shaped || /[<&]/.test(value) ? null : line(id, { body: `<a><${name}>${value}</${name}><b>1</b></a>` }),
  'a text across the cut': ({ id, dice, ...secret }) =>
    line(id, { msg: `${filler(dice, 1_960 + dice.roll(45))} ${said(secret, dice)}` }),
  'a value across the cut': ({ id, dice, ...secret }) =>
    line(id, { detail: `${filler(dice, 460 + dice.roll(45))} ${said(secret, dice)}` }),
  'a path across the cut': ({ id, dice, ...secret }) =>
    line(id, { path: `/${'p'.repeat(960 + dice.roll(40))}?${query(secret)}` }),
  'a list across the cut': ({ id, dice, ...secret }) =>
    line(id, {
      list: Array.from({ length: 23 }, () => `${filler(dice, 150 + dice.roll(50))} ${said(secret, dice)}`),
    }),
  'a line that was cut off': ({ id, kind, name, value }) => {
    // Without its last digit, only its name tells a card's number.
    if (kind === 'card' && name !== 'pan') return null;
    const whole = line(id, { body: { a: 1, [name]: value } });
    return whole.slice(0, -4);
  },
  'a line that Docker wrapped': ({ id, name, value }) =>
    json({ log: `${line(id, { [name]: value })}\n`, stream: 'stdout', time: TIME }),
  'a text that Docker wrapped': ({ id, dice, ...secret }) =>
    json({ log: `ERROR request_id=${id} ${said(secret, dice)}\n`, stream: 'stdout', time: TIME }),
  'JSON behind a text': ({ id, name, value }) =>
    `${TIME} ERROR [app] ${json({ request_id: id, inner: { [name]: value } })} and more`,
  'the lines behind a line': ({ id, dice, ...secret }) =>
    oneLine(secret)
      ? `${TIME} ERROR request_id=${id} Error: refused\n    at send (${said(secret, dice)})\n    at run (/x.js:1:2)`
      : null,
  'a syslog line': ({ id, dice, ...secret }) =>
    oneLine(secret) ? `<11>1 ${TIME} host app 7 - - request_id=${id} ${said(secret, dice)}` : null,
  'the user agent of an access log': ({ id, dice, ...secret }) =>
    oneLine(secret)
      ? `10.0.0.1 - - [20/Nov/2026:09:00:00 +0000] "GET /x HTTP/1.1" 400 12 "-" "${written(secret, dice).replace(/"/g, '\\"')}" ${id}`
      : null,
  'an error body': ({ id, name, value }) =>
    line(id, { err: { response: { data: { error: { code: 'invalid_grant', [name]: value } } } } }),
  'a list of records': ({ id, name, value }) =>
    json([{ request_id: id, time: TIME, [name]: value }, { request_id: 'req_else' }]),
};

const PADDING = 1_300_000;

/** Lines that are too long to be kept whole: the secret stands near the id, or where the line begins. */
export const LONG_PLACES: Record<string, Place> = {
  'a record in a long list': ({ id, name, value }) => {
    const other = json({ request_id: 'req_else', x: 'y'.repeat(900) });
    const others = Array.from({ length: PADDING / 1_000 }, () => other).join(',');
    return `{"records":[${others},${json({ request_id: id, [name]: value })},${others}]}`;
  },
  'a text before and behind the id': ({ id, dice, ...secret }) => {
    if (!oneLine(secret)) return null;
    const [before, behind] = [said(secret, dice), said(secret, dice)];
    const near = filler(dice, dice.roll(220));
    return `${TIME} ERROR ${before} ${filler(dice, 2_000)} ${'pad '.repeat(PADDING / 4)} ${before} ${near} request_id=${id} ${near} ${behind} ${'pad '.repeat(9)}`;
  },
  'a member beside the id': ({ id, name, value, dice }) =>
    json({
      time: TIME,
      [name]: value,
      pad: 'x '.repeat(PADDING / 2),
      near: { [name]: value, n: filler(dice, dice.roll(220)), request_id: id, [`${name}`]: value },
    }),
  'a string round the id': ({ id, name, value, dice }) =>
    json({
      time: TIME,
      body: `${'x '.repeat(PADDING / 2)} ${json({ [name]: value, n: filler(dice, dice.roll(220)), request_id: id, z: { [name]: value } })}`,
    }),
};
