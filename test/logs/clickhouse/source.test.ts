import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { renderHelp } from '../../../src/cli/commands/commands.ts';
import {
  isTableAddress,
  isUrl,
  readTableAddress,
  withoutLogins,
} from '../../../src/logs/clickhouse/source.ts';
import { fc } from '../../support/chance.ts';

const sourceOf = (address: string) => {
  const read = readTableAddress(address);
  if ('problems' in read) throw new Error(read.problems.join('\n'));
  return read.source;
};
const problemsOf = (address: string) => {
  const read = readTableAddress(address);
  return 'problems' in read ? read.problems : [];
};

const SECRET = 'hunter2';
const NO_LOGIN = expect.stringMatching(
  /^User and password do not belong into an address, .*ERROR_CATALOG_CLICKHOUSE_USER/,
);
/** Of an address without one, as where a shell took the rest. */
const NO_PRESET = expect.stringMatching(/^preset must be otel .*\. In a shell, the address stands in quotes/);
const PRESET = expect.stringMatching(/^preset must be otel \(.*\), flat \(.*\) or map \(.*\)\.$/);

describe('the address of a table', () => {
  it('says all that is needed with a preset alone', () => {
    const address = 'clickhouse://db.example/logs/requests?preset=otel';
    expect(sourceOf(address)).toEqual({
      name: 'clickhouse://db.example:8443/logs/requests',
      address,
      url: 'https://db.example:8443',
      database: 'logs',
      table: 'requests',
      columns: { preset: 'otel', time: '', id: null, attributes: null, text: null, rest: [], terms: {} },
      window: 24 * 3_600_000,
      limits: { time: 15_000, rows: 1e9, bytes: 1e11 },
      credentials: null,
    });
  });

  it.each([
    ['another port', 'h:9000/d/t?preset=flat', { url: 'https://h:9000', name: 'clickhouse://h:9000/d/t' }],
    ['no TLS', 'h:8123/d/t?preset=flat&tls=off', { url: 'http://h:8123' }],
    [
      'IPv6',
      '[::1]:8443/d/t?preset=flat',
      { url: 'https://[::1]:8443', name: 'clickhouse://[::1]:8443/d/t' },
    ],
    [
      'a host of another script',
      'm\u00fcnchen.example/d/t?preset=flat',
      { url: 'https://xn--mnchen-3ya.example:8443' },
    ],
    ['a host in capitals', 'H.EXAMPLE/d/t?preset=flat', { url: 'https://h.example:8443' }],
    ['names that are encoded', 'h/my%20db/a%2Fb?preset=flat', { database: 'my db', table: 'a/b' }],
    ['a slash at its end', 'h/d/t/?preset=flat', { table: 't' }],
    ['hours', 'h/d/t?preset=flat&window=6h', { window: 6 * 3_600_000 }],
    ['days', 'h/d/t?preset=flat&window=30d', { window: 30 * 24 * 3_600_000 }],
    [
      'limits',
      'h/d/t?preset=flat&timeout=300&max_rows=5&max_bytes=1000000',
      { limits: { time: 300_000, rows: 5, bytes: 1_000_000 } },
    ],
    ['a file with the login', 'h/d/t?preset=flat&credentials=/etc/ch.json', { credentials: '/etc/ch.json' }],
    [
      'further columns',
      'h/d/t?preset=otel&attributes=ResourceAttributes,Extra&text=Note',
      { columns: expect.objectContaining({ attributes: ['ResourceAttributes', 'Extra'], text: ['Note'] }) },
    ],
    [
      'columns of a table of any other form',
      'h/d/t?preset=map&time=ts&id=rid,trace&code=err&status=st&rest=a,b&text=msg&message=msg',
      {
        columns: {
          preset: 'map',
          time: 'ts',
          id: ['rid', 'trace'],
          attributes: null,
          text: ['msg'],
          rest: ['a', 'b'],
          terms: { code: 'err', status: 'st', message: 'msg' },
        },
      },
    ],
  ])('names %s: %s', (_, rest, source) => {
    expect(sourceOf(`clickhouse://${rest}`)).toMatchObject(source);
    expect(sourceOf(`ClickHouse://${rest}`)).toMatchObject(source);
  });

  it.each([
    ['h/d/t', [NO_PRESET]],
    ['h/d/t?preset=', [PRESET]],
    ['h/d/t?preset=OTEL', [PRESET]],
    ['h/d?preset=flat', [/must name a database and a table: clickhouse:/]],
    ['h?preset=flat', [/must name a database and a table/]],
    ['h//t?preset=flat', [/must name a database and a table/]],
    ['h/d/t/u?preset=flat', [/must name a database and a table/]],
    ['/d/t?preset=flat', [/It names no host/]],
    ['h:99999/d/t?preset=flat', [/no address of a table: it has the form/]],
    ['h/%zz/t?preset=flat', [/no address of a table/]],
    ['h:0/d/t?preset=flat', [/no address of a table/]],
    ['h:65536/d/t?preset=flat', [/no address of a table/]],
    ['h%2Fevil/d/t?preset=flat', [/no address of a table/]],
    ['h%40evil/d/t?preset=flat', [/no address of a table/]],
    ['h\\evil/d/t?preset=flat', [/no address of a table/]],
    ['[::1%25eth0]/d/t?preset=flat', [/no address of a table/]],
    ['h\t/d/t?preset=flat', [/no address of a table/]],
    ['h/d/t%0A?preset=flat', [/no address of a table/]],
    ['h/d/t?preset=flat#&tls=off', [/'#' would be left out/]],
    ['h/d/t?preset=flat&credentials=', [/^credentials must be the path of a file\.$/]],
    ['h/d/t?preset=flat&tls=no', [/^tls must be on or off\.$/]],
    ['h/d/t?preset=flat&window=0h', [/^window must be hours or days/]],
    ['h/d/t?preset=flat&window=90m', [/^window must be/]],
    ['h/d/t?preset=flat&timeout=301', [/^timeout must be a number of seconds from 1 to 300\.$/]],
    ['h/d/t?preset=flat&timeout=0', [/^timeout must be/]],
    ['h/d/t?preset=flat&max_rows=1e9', [/^max_rows must be a number of rows\.$/]],
    ['h/d/t?preset=flat&max_bytes=-1', [/^max_bytes must be a number of bytes\.$/]],
    ['h/d/t?preset=flat&max_bytes=', [/^max_bytes must be/]],
    ['h/d/t?preset=flat&windows=1h', [/^'windows' is no parameter; there are preset, tls, window, /]],
    ['h/d/t?preset=otel&time=ts', [/^'time' is no parameter but with preset=map; /]],
    ['h/d/t?preset=flat&window=1h&window=2h', [/^window may be given only once\.$/]],
    ['h/d/t?preset=map', [/needs time=COLUMN/, /needs id=COLUMN/]],
    ['h/d/t?preset=map&time=ts&id=,', [/needs id=COLUMN/]],
    [
      `u:${SECRET}@h/d?preset=x&nope=1&tls=2&window=3&timeout=4s`,
      [/do not belong/, /database and a table/, /'nope'/, /^preset/, /^tls/, /^window/, /^timeout/],
    ],
  ])('is refused with all that is wrong: %s', (rest, wanted) => {
    const problems = problemsOf(`clickhouse://${rest}`);
    expect(problems).toEqual(
      wanted.map((each) => (each instanceof RegExp ? expect.stringMatching(each) : each)),
    );
    expect(problems.join()).not.toContain(SECRET);
    for (const problem of problems) expect(problem).toMatch(/\.$/);
  });

  it.each([
    `u:${SECRET}@h/d/t?preset=flat`,
    `${SECRET}@h/d/t?preset=flat`,
    `:${SECRET}@h/d/t?preset=flat`,
    `h/d/t?preset=flat&password=${SECRET}`,
    `h/d/t?preset=flat&PASS=${SECRET}`,
    `h/d/t?preset=flat&username=${SECRET}`,
    `h/d/t?preset=flat&pa%73sword=${SECRET}`,
  ])('never takes a login, nor tells it: %s', (rest) => {
    expect(problemsOf(`clickhouse://${rest}`)).toEqual([NO_LOGIN]);
  });

  it.each([
    ['clickhouse://h', true, true],
    ['CLICKHOUSE://h', true, true],
    ['https://h', false, true],
    ['jdbc:clickhouse://h', false, true],
    ['clickhouse:/h', false, false],
    ['./clickhouse://h', false, false],
    ['C:\\logs', false, false],
    ['c://logs', false, false],
    ['', false, false],
  ])('is told from a path: %s', (value, isTable, isOther) => {
    expect([isTableAddress(value), isUrl(value)]).toEqual([isTable, isOther]);
  });
});

describe('the documentation', () => {
  const read = (file: string) => readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8');
  const page = read('docs/clickhouse.md');

  it.each([
    ['the page about ClickHouse', page],
    ['server.json', read('server.json')],
    ['the bundle', read('mcpb/manifest.template.json')],
    ['lookup --help', renderHelp('lookup')],
  ])('of %s gives addresses that are understood', (_, text) => {
    const addresses = text.match(/clickhouse:\/\/[a-z][\w.:/-]+\?preset=[\w.:/=&,-]+/g) ?? [];
    expect(addresses.length).toBeGreaterThan(0);
    for (const address of addresses)
      expect(readTableAddress(address.replace(/,$/, ''))).toHaveProperty('source');
  });

  it('names every parameter', () => {
    const [problem = ''] = problemsOf('clickhouse://h/d/t?preset=map&time=t&id=i&none=1');
    const names = problem.replace(/^.*there are (.*)\.$/, '$1').split(', ');
    expect(names).toHaveLength(21);
    const table = page.split('\n').filter((line) => line.startsWith('| `'));
    const told = table
      .flatMap((line) => [...(line.split('|')[1] ?? '').matchAll(/`(\w+)`/g)])
      .map(([, name]) => name);
    for (const name of names) {
      expect(told).toContain(name);
      expect(renderHelp('lookup')).toMatch(new RegExp(`\\b${name}\\b`));
    }
  });
});

test('whatever is given is refused in sentences, or asked at the host that it names', () => {
  const text = fc.string({ unit: 'binary' });
  const address = fc.oneof(
    text,
    text.map((each) => `clickhouse://${each}`),
    text.map((each) => `clickhouse://${each}/d/t?preset=flat`),
    text.map((each) => `clickhouse://h/${each}/t?preset=flat`),
    text.map((each) => `clickhouse://h/d/t?preset=map&time=${each}&id=${each}`),
    fc
      .string({ unit: fc.constantFrom(...'@:/?#&=%[]2F40hd.t'), maxLength: 40 })
      .map((each) => `clickhouse://${each}?preset=flat`),
  );
  fc.assert(
    fc.property(address, (each) => {
      const read = readTableAddress(each);
      withoutLogins(each);
      if ('problems' in read) return read.problems.length > 0;
      const { protocol, username, password, hostname, pathname, search } = new URL(read.source.url);
      expect([protocol, username, password, pathname, search]).toEqual(['https:', '', '', '/', '']);
      return read.source.name.startsWith(`clickhouse://${hostname}:`);
    }),
    { numRuns: 2_000 },
  );
});

describe('what is shown of an address', () => {
  it.each([
    ['clickhouse://h:8443/d/t?preset=otel', 'clickhouse://h:8443/d/t?preset=otel'],
    [`clickhouse://u:${SECRET}@h/d/t?preset=otel`, 'clickhouse://***@h/d/t?preset=otel'],
    [`clickhouse://u:${SECRET}/?#@${SECRET} \n@h/d/t`, 'clickhouse://***@h/d/t'],
    [`https://u:${SECRET}@h/d/t`, 'https://***@h/d/t'],
    [`clickhouse://h/d/t?password=${SECRET}&preset=otel`, 'clickhouse://h/d/t?password=***&preset=otel'],
    [
      `clickhouse://h/d/t?preset=otel&pwd=${SECRET}&pa%73s=${SECRET}`,
      'clickhouse://h/d/t?preset=otel&pwd=***&pa%73s=***',
    ],
    [`--logs=clickhouse://u:${SECRET}@h/d/t`, '--logs=clickhouse://***@h/d/t'],
    ['/var/log/a@b?x=y', '/var/log/a@b?x=y'],
  ])('is %s as %s', (text, shown) => {
    expect(withoutLogins(text)).toBe(shown);
  });

  it('takes no longer for a text of any form', () => {
    const hostile = `${'clickhouse://'.repeat(20_000)}?`;
    expect(withoutLogins(hostile)).toBe(hostile);
  });
});
