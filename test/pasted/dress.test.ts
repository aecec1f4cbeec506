import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findRequestId, readPasted, retryAfter } from '../../src/pasted/pasted.ts';
import { findings, NOW } from '../diagnose/facts.ts';

/** An error's code and a paste in which something is found. */
const FINDINGS: [code: string, text: string][] = JSON.parse(
  readFileSync(new URL('findings.json', import.meta.url), 'utf8'),
);

const escapeHtml = (text: string) =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
const lines = (text: string, dress: (line: string) => string) => text.split('\n').map(dress).join('\n');
/** Names and values in colors, as jq, httpie and loggers print them. */
const colored = (text: string, color: string, reset: string) =>
  text.replace(/"[^"\n]*"|^[\w-]+(?=:)/gm, (part) => `${color}${part}${reset}`);
const quotedPrintable = (text: string) =>
  text.replaceAll('=', '=3D').replace(/[^\n]{70}(?=[^\n])/g, (line) => {
    const end = /=.?$/.exec(line)?.[0] ?? '';
    return `${line.slice(0, line.length - end.length)}=\n${end}`;
  });
/** Breaks long lines at spaces, as mail programs do. */
const wrapped = (text: string) => text.replace(/([^\n]{40}[^\n ]*) (?=[^\n])/g, '$1\n');
const smart = (text: string) =>
  text
    .replace(/(^|[\s{[(:,=])"/g, '$1“')
    .replaceAll('"', '”')
    .replace(/(^|[\s{[(:,=“])'/g, '$1‘')
    .replaceAll("'", '’');
const string = (text: string, levels: number): string =>
  levels === 0 ? text : JSON.stringify(string(text, levels - 1));

/** What transport, tools and people put round a text. */
const DRESSES: Record<string, (text: string) => string> = {
  'in a sentence': (text) => `Our log says:\n${text}\n\nwhat now?`,
  'HTML entities': escapeHtml,
  'HTML entities, twice': (text) => escapeHtml(escapeHtml(text)),
  'HTML entities in a page': (text) => `<html><body><pre>${escapeHtml(text)}</pre></body></html>`,
  'numbered entities': (text) => text.replace(/[&<>"'{}:_]/g, (char) => `&#${char.charCodeAt(0)};`),
  colors: (text) => colored(text, '\u001b[1;32m', '\u001b[0m'),
  'colors of whole lines': (text) => lines(text, (line) => `\u001b[38;5;196m${line}\u001b[m`),
  'colors that lost their escape': (text) => colored(text, '[31m', '[0m'),
  'colors with a written escape': (text) => lines(text, (line) => `\\x1b[31m${line}\\x1b[39m`),
  'colors in a JSON string': (text) => `{"log":${JSON.stringify(`\u001b[31m${text}\u001b[0m`)}}`,
  'smart quotes': smart,
  'percent-encoding': encodeURIComponent,
  'percent-encoding, twice': (text) => encodeURIComponent(encodeURIComponent(text)),
  'a form': (text) => `source=app&payload=${encodeURIComponent(text).replaceAll('%20', '+')}&v=1`,
  'a mail': (text) => lines(text, (line) => `> ${line}`),
  'a mail in a mail': (text) => lines(text, (line) => `> > ${line}`),
  'a mail with what was written above': (text) =>
    `Hi,\n\nsee below.\n\nOn Friday Kim wrote:\n${lines(text, (line) => `> ${line}`)}`,
  'a cell of a table': (text) => `| ${text.replaceAll('\n', '<br>').replaceAll('|', '\\|')} |`,
  'a table with a head': (text) =>
    `| time | answer |\n|---|---|\n| 09:14 | ${text.replaceAll('\n', '<br>').replaceAll('|', '\\|')} |`,
  'a table of Jira': (text) => `|${text.replaceAll('\n', '<br>')}|`,
  'escapes of Markdown': (text) => text.replace(/[_*#~]/g, '\\$&'),
  'more escapes of Markdown': (text) => text.replace(/[_*[\]{}]/g, '\\$&'),
  'a block of code': (text) => `\`\`\`json\n${text}\n\`\`\``,
  'a quoted block of code': (text) => lines(`\`\`\`\n${text}\n\`\`\``, (line) => `> ${line}`),
  'a block of Jira': (text) => `{code:json}\n${text}\n{code}`,
  bold: (text) => text.replace(/^[\w-]+:/gm, '**$&**'),
  'quoted-printable': quotedPrintable,
  'quoted-printable of a mail': (text) => quotedPrintable(lines(text, (line) => `> ${line}`)),
  'a JSON string': (text) => string(text, 1),
  'a JSON string, twice': (text) => string(text, 2),
  'a JSON string, three times': (text) => string(text, 3),
  'a string without its quotes': (text) => JSON.stringify(text).slice(1, -1),
  'a field of a log line': (text) => JSON.stringify({ level: 'error', msg: text, pid: 7 }),
  'a field of a log line, twice': (text) =>
    JSON.stringify({ log: JSON.stringify({ level: 'error', msg: text }), stream: 'stderr' }),
  'escapes of Go': (text) =>
    JSON.stringify({ body: text })
      .replaceAll("'", '\\u0027')
      .replaceAll('<', '\\u003c')
      .replaceAll('&', '\\u0026'),
  CDATA: (text) => `<answer><![CDATA[${text}]]></answer>`,
  'hard wraps': wrapped,
  'a wrapped mail': (text) => lines(wrapped(text), (line) => `> ${line}`),
  'line ends of Windows': (text) => text.replaceAll('\n', '\r\n'),
  'spaces that do not break': (text) => text.replaceAll(' ', '\u00a0'),
};

describe.each(Object.entries(DRESSES))('%s', (_, dress) => {
  it.each(FINDINGS)('changes no finding: %s %s', async (code, text) => {
    const plain = await findings(code, { text });
    expect(plain).not.toEqual([]);
    expect(await findings(code, { text: dress(text) })).toEqual(plain);
  });
});

/** A body as the languages of clients print it. */
const LANGUAGES: Record<string, (body: Value) => string> = {
  'indented JSON': (body) => JSON.stringify(body, null, 2),
  Python: (body) => python(body),
  'Python, of bytes': (body) => `b'${JSON.stringify(body)}'`,
  'Ruby before 3.4': (body) => ruby(body, (name) => `"${name}"=>`),
  'Ruby with symbols': (body) => ruby(body, (name) => `:${name}=>`),
  'Ruby since 3.4': (body) => ruby(body, (name) => `${name}: `),
  JavaScript: (body) => python(body).replace(/'(\w+)': /g, '$1: '),
  'a map of Go': (body) => go(body),
  'a map of Java': (body) => java(body),
  'PHP print_r': (body) => `Array\n(\n${php(body, 1)}\n)\n`,
  'a PHP array': (body) =>
    ruby(body, (name) => `'${name}' => `)
      .replaceAll('{', '[')
      .replaceAll('}', ']'),
  YAML: (body) => yaml(body, 0),
  XML: (body) => `<?xml version="1.0"?>\n<Response>${xml(body)}</Response>`,
  'indented XML': (body) => `<Response>\n${xml(body).replaceAll('><', '>\n  <')}\n</Response>`,
};

type Value = string | number | { [name: string]: Value };

const pairs = (body: Value, pair: (name: string, value: Value) => string, between: string) =>
  Object.entries(body as Record<string, Value>)
    .map(([name, value]) => pair(name, value))
    .join(between);

function python(body: Value): string {
  if (typeof body === 'string') return body.includes("'") ? `"${body}"` : `'${body}'`;
  return typeof body === 'number'
    ? `${body}`
    : `{${pairs(body, (name, value) => `'${name}': ${python(value)}`, ', ')}}`;
}

function ruby(body: Value, key: (name: string) => string): string {
  if (typeof body !== 'object') return JSON.stringify(body);
  return `{${pairs(body, (name, value) => `${key(name)}${ruby(value, key)}`, ', ')}}`;
}

function go(body: Value): string {
  return typeof body === 'object'
    ? `map[${pairs(body, (name, value) => `${name}:${go(value)}`, ' ')}]`
    : `${body}`;
}

function java(body: Value): string {
  return typeof body === 'object'
    ? `{${pairs(body, (name, value) => `${name}=${java(value)}`, ', ')}}`
    : `${body}`;
}

function php(body: Value, depth: number): string {
  const indent = '    '.repeat(depth);
  return pairs(
    body,
    (name, value) =>
      typeof value === 'object'
        ? `${indent}[${name}] => Array\n${indent}    (\n${php(value, depth + 2)}\n${indent}    )\n`
        : `${indent}[${name}] => ${value}`,
    '\n',
  );
}

function yaml(body: Value, depth: number): string {
  if (typeof body !== 'object') return /[:#]/.test(`${body}`) ? JSON.stringify(body) : `${body}`;
  const lines = pairs(body, (name, value) => `${'  '.repeat(depth)}${name}: ${yaml(value, depth + 1)}`, '\n');
  return depth === 0 ? lines : `\n${lines}`;
}

function xml(body: Value): string {
  return typeof body === 'object'
    ? pairs(body, (name, value) => `<${name}>${xml(value)}</${name}>`, '')
    : `${body}`.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

const BODIES: [code: string, body: Value][] = [
  [
    'workspace_slug_invalid',
    {
      error: {
        code: 'workspace_slug_invalid',
        message: "The slug 'Acme_Corp' has bad characters.",
        request_id: 'req_77aa',
      },
    },
  ],
  ['workspace_slug_invalid', { code: 'workspace_slug_invalid', slug: 'Acme_Corp', request_id: 'a/b' }],
  [
    'validation_failed',
    {
      error: { code: 'validation_failed', message: "brand_color: '#12G' is not a valid hex color." },
      request_id: 'req_abc',
    },
  ],
  [
    'validation_failed',
    { error: { code: 'validation_failed', field: 'slug', value: 'ab' }, request_id: 'req_abc' },
  ],
  [
    'rate_limited',
    { error: { code: 'rate_limited', message: 'Too many requests.', retry_after: 42, request_id: 'zz-1' } },
  ],
  [
    'rate_limited',
    {
      error: {
        code: 'rate_limited',
        message: 'Too many requests, retry after 42 seconds.',
        request_id: 77123,
      },
    },
  ],
  [
    'webhook_url_invalid',
    { code: 'webhook_url_invalid', url: 'http://hooks.example.com/in', request_id: 'req_1' },
  ],
  [
    'invalid_grant',
    {
      error: 'invalid_grant',
      error_description: 'The authorization code has expired.',
      request_id: 'Root=1-67891233-abcdef',
    },
  ],
  [
    'redirect_uri_invalid',
    {
      error: { code: 'redirect_uri_invalid', redirect_uri: 'http://app.example.com/cb' },
      request_id: 'req_1',
    },
  ],
];

describe.each(Object.entries(LANGUAGES))('a body in %s', (_, dress) => {
  it.each(BODIES)('says what it says in JSON: %s', async (code, body) => {
    const plain = JSON.stringify(body);
    const found = await findings(code, { text: plain });
    expect(found).not.toEqual([]);
    for (const text of [
      dress(body),
      `ERROR 10:12 call failed: ${dress(body)}`,
      dress(body).replaceAll('"', '&quot;'),
    ]) {
      expect(await findings(code, { text })).toEqual(found);
      expect(retryAfter(readPasted(text), NOW)).toEqual(retryAfter(plain, NOW));
      expect(readPasted(text).requestId).toBe(findRequestId(plain));
    }
  });
});

describe('the id under request_id', () => {
  it.each(['req_abc', '77123', 'a/b/c', 'Root=1-67891233-abcdef', 'abcdef', 'x'])(
    'is %s, whatever it looks like, before every other id',
    (id) => {
      for (const [name, dress] of Object.entries(DRESSES)) {
        const body = JSON.stringify({
          reqId: 'other-1',
          traceId: '00f067aa0ba902b7',
          note: 'see req_zz99',
          error: { code: 'x', request_id: id },
        });
        expect([name, readPasted(dress(body)).requestId]).toEqual([name, id]);
      }
    },
  );
});
