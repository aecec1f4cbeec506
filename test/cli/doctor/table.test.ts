import { chmodSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { checkTable, examineTable } from '../../../src/cli/doctor/logs.ts';
import type { TableFacts } from '../../../src/logs/clickhouse/columns.ts';
import { openLogs, readTableAddress, type Table, type TableSource } from '../../../src/logs/logs.ts';
import { freshFolder } from '../../support/server.ts';

function sourceOf(address: string): TableSource {
  const read = readTableAddress(address);
  if ('problems' in read) throw new Error(read.problems.join('\n'));
  return read.source;
}

const FACTS: TableFacts = {
  rows: 1_234,
  bytes: 5_000_000,
  partitions: { oldest: '2026-11-18', newest: '2026-11-20', count: 3 },
  columns: [
    { column: 'request_id', isIndexed: true },
    { column: 'trace_id', isIndexed: true },
  ],
  hasWorkspace: true,
  untold: [],
};
const ABOUT = { workspace: null, isOpen: false, login: 'Login: user ada.' };
const FLAT = 'clickhouse://db:8443/logs/requests?preset=flat';

describe('the doctor says of a table that can be searched', () => {
  test('how much it holds, and what a lookup looks into', () => {
    expect(checkTable(sourceOf(FLAT), FACTS, ABOUT)).toEqual({
      name: 'logs',
      verdict: 'ok',
      summary: 'clickhouse://db:8443/logs/requests: fits preset=flat, 1,234 rows, 5.0 MB',
      details: [
        'Looked into: request_id (indexed), trace_id (indexed).',
        'Partitions: 3, 2026-11-18 to 2026-11-20.',
        'Login: user ada.',
      ],
      advice: [],
    });
  });

  test('which columns have no index, and how they get one', () => {
    const columns = [...FACTS.columns, { column: 'Body', isIndexed: false }];
    expect(checkTable(sourceOf(FLAT), { ...FACTS, columns }, ABOUT)).toMatchObject({
      verdict: 'warning',
      details: expect.arrayContaining([expect.stringMatching(/, Body \(no index\)\.$/)]),
      advice: [
        expect.stringMatching(/reads all of Body\. Add one: bloom_filter .*docs\/clickhouse-flat\.sql/),
      ],
    });
  });

  test('what its user may not see, which is no warning', () => {
    const facts: TableFacts = {
      ...FACTS,
      ...{ rows: null, bytes: null, partitions: null },
      columns: [{ column: 'request_id', isIndexed: null }],
      untold: [{ what: 'indexes', reason: 'The user may not read system.data_skipping_indices.' }],
    };
    expect(checkTable(sourceOf(FLAT), facts, ABOUT)).toMatchObject({
      verdict: 'ok',
      summary: 'clickhouse://db:8443/logs/requests: fits preset=flat',
      details: [
        'Looked into: request_id.',
        'Login: user ada.',
        'Not told, indexes: The user may not read system.data_skipping_indices.',
      ],
    });
  });

  test('that a server of one workspace cannot count without its column', () => {
    const facts = { ...FACTS, hasWorkspace: false };
    expect(checkTable(sourceOf(FLAT), facts, ABOUT)).toMatchObject({ verdict: 'ok' });
    expect(checkTable(sourceOf(FLAT), facts, { ...ABOUT, workspace: 'acme' })).toMatchObject({
      verdict: 'warning',
      advice: [expect.stringContaining('workspace=COLUMN')],
    });
  });

  test.each([
    ['clickhouse://db/d/t?preset=flat&tls=off', true],
    ['clickhouse://localhost.example/d/t?preset=flat&tls=off', true],
    ['clickhouse://localhost/d/t?preset=flat&tls=off', false],
    ['clickhouse://[::1]/d/t?preset=flat&tls=off', false],
    ['clickhouse://db/d/t?preset=flat', false],
  ])('whether it is read without encryption: %s', (address, isTold) => {
    const { details } = checkTable(sourceOf(address), FACTS, ABOUT);
    expect(details.some((detail) => detail.startsWith('Not encrypted (tls=off)'))).toBe(isTold);
  });
});

/** Answers as ClickHouse's HTTP interface does: with rows by what a query asks of, or never where that is null. */
async function database(answers: (query: string) => unknown[][] | number | null): Promise<string> {
  const server: Server = createServer((request, response) => {
    let query = '';
    request.on('data', (chunk: Buffer) => {
      query += chunk.toString();
    });
    request.on('end', () => {
      const answer = answers(query);
      if (answer === null) return;
      if (typeof answer === 'number') {
        response.writeHead(500, { 'x-clickhouse-exception-code': String(answer) });
        response.end(`Code: ${answer}. DB::Exception: ada: Not enough privileges. (ACCESS_DENIED)`);
        return;
      }
      response.end(answer.map((row) => `${JSON.stringify(row)}\n`).join(''));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(server);
  const { port } = server.address() as AddressInfo;
  return `clickhouse://127.0.0.1:${port}/logs/requests?preset=flat&tls=off`;
}
const open: Server[] = [];
afterEach(() => {
  for (const server of open.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

const COLUMNS = [
  ['time', "DateTime64(6, 'UTC')"],
  ...['request_id', 'trace_id', 'level', 'service', 'workspace', 'method', 'path', 'code', 'message'].map(
    (name) => [name, 'String'],
  ),
  ['status', 'UInt16'],
  ['duration_ms', 'Float64'],
  ['fields', 'Map(LowCardinality(String), String)'],
];
/** A table with these indexes and this primary key. */
const tableWith =
  (indexes: unknown[][] | number, key = 'toStartOfHour(time), request_id', engine = 'MergeTree') =>
  (query: string) => {
    if (query.startsWith('DESCRIBE')) return COLUMNS;
    if (query.includes('system.tables')) return [[engine, key, '1234', '5000000']];
    if (query.includes('system.parts')) return [['2026-11-18', '2026-11-20', '3']];
    return indexes;
  };

describe('the doctor asks a table', () => {
  const config = { tableLogin: { user: 'ada', password: 'hunter2' }, workspace: null };
  const examine = (address: string, patience?: number) => {
    const source = sourceOf(address);
    const { tables } = openLogs(
      { ...config, tables: [source], logs: [], idKeys: [], redact: [], stateFolder: null },
      { workerUrl: new URL('file:///nothing'), onTrouble: () => {} },
    );
    return examineTable(source, tables[0] as Table, config, patience);
  };

  test.each<[string, ReturnType<typeof tableWith>, string]>([
    [
      'that has an index for each of them',
      tableWith([
        ['bloom_filter', 'request_id'],
        ['bloom_filter', 'trace_id'],
      ]),
      'request_id (indexed), trace_id (indexed)',
    ],
    [
      'whose indexes are of other columns, or only tell the least and the greatest',
      tableWith([
        ['bloom_filter', 'request_id_2'],
        ['minmax', 'trace_id'],
      ]),
      'request_id (no index), trace_id (no index)',
    ],
    [
      'whose key begins with the id',
      tableWith([], '`request_id`, time'),
      'request_id (indexed), trace_id (no index)',
    ],
    [
      'over an expression',
      tableWith([['ngrambf_v1', 'lower(`trace_id`)']], ''),
      'request_id (no index), trace_id (indexed)',
    ],
    ['over shards', tableWith([], '', 'Distributed'), 'request_id, trace_id'],
    ['whose indexes the user may not see', tableWith(497), 'request_id, trace_id'],
  ])('which columns it looks into: %s', async (_, answers, columns) => {
    const { details, verdict, summary } = await examine(await database(answers));
    expect(details[0]).toBe(`Looked into: ${columns}.`);
    expect(summary).toMatch(/: fits preset=flat, 1,234 rows, 5\.0 MB$/);
    expect(verdict).toBe(columns.includes('no index') ? 'warning' : 'ok');
    expect(details.join()).toContain('Login: user ada, with a password, ');
    expect(details.join()).not.toContain('hunter2');
  });

  test('and says what it may not see', async () => {
    const { details } = await examine(await database(tableWith(497)));
    expect(details).toContain('Not told, indexes: The user may not read system.data_skipping_indices.');
  });

  test('that does not fit, cannot be reached or never answers, and says so', async () => {
    const misfit = await database((query) => (query.startsWith('DESCRIBE') ? COLUMNS.slice(1) : []));
    expect(await examine(misfit)).toMatchObject({
      verdict: 'problem',
      advice: [expect.stringMatching(/it has no column 'time'/)],
    });
    const gone = FLAT.replace('db:8443', '127.0.0.1:1');
    expect(await examine(gone)).toMatchObject({
      verdict: 'problem',
      summary: 'clickhouse://127.0.0.1:1/logs/requests: it cannot be searched',
      advice: [expect.stringMatching(/^Nothing answers at that address \(ECONNREFUSED\)\./)],
    });
    const silent = await database(() => null);
    expect(await examine(silent, 300)).toMatchObject({
      verdict: 'problem',
      advice: [expect.stringMatching(/^No answer came within 0\.3 seconds\. Check host and port/)],
    });
  });

  test.skipIf(process.platform === 'win32')(
    'whose file of credentials others can read, and warns',
    async () => {
      const file = join(freshFolder(), 'login.json');
      writeFileSync(file, '{"user":"ada","password":"hunter2"}', { mode: 0o600 });
      const indexes = ['request_id', 'trace_id'].map((column) => ['bloom_filter', column]);
      const address = `${await database(tableWith(indexes))}&credentials=${encodeURIComponent(file)}`;
      expect(await examine(address)).toMatchObject({
        verdict: 'ok',
        details: expect.arrayContaining([`Login: of ${file}.`]),
      });
      chmodSync(file, 0o640);
      expect(await examine(address)).toMatchObject({
        verdict: 'warning',
        advice: [`Others can read or change ${file}, which holds a password: chmod 600.`],
      });
    },
  );
});
