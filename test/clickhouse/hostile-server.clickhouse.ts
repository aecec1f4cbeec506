import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { Failure } from '../../src/base/failure.ts';
import { openTable } from '../../src/logs/clickhouse/open-table.ts';
import { readTableAddress } from '../../src/logs/clickhouse/source.ts';
import { NO_ID_NAMES } from '../../src/logs/line/ids.ts';
import { NO_OWN_NAMES } from '../../src/redact/redact.ts';

const COLUMNS = [
  ['at', 'DateTime64(6)'],
  ['rid', 'String'],
  ['txt', 'String'],
  ['err', 'String'],
  ['tags', 'Map(String, String)'],
];
const SECRETS = /hunter2|reader|row-data|FROM|DESCRIBE|evil/;

type Answering = (request: IncomingMessage, response: ServerResponse, sql: string) => void;

interface Hostile {
  /** What opens the table at the server, which answers descriptions as ClickHouse does. */
  table: ReturnType<typeof openTable>;
  sockets: ReadonlySet<Socket>;
}

/** A server that answers queries for rows as `answer` does. Of `describes`, also those for columns. */
async function hostile(answer: Answering, { describes = false, seconds = 1 } = {}): Promise<Hostile> {
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    let sql = '';
    response.on('error', () => {});
    request.on('data', (chunk: Buffer) => {
      sql += chunk.toString();
    });
    request.on('end', () => {
      if (sql.startsWith('DESCRIBE') && !describes) {
        response.end(COLUMNS.map((column) => `${JSON.stringify(column)}\n`).join(''));
      } else {
        answer(request, response, sql);
      }
    });
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  const port = await listening(server);
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = `clickhouse://127.0.0.1:${port}/d/t?tls=off&timeout=${seconds}&preset=map&time=at&id=rid&text=txt&message=txt&code=err&attributes=tags`;
  const read = readTableAddress(address);
  if ('problems' in read) throw new Error(read.problems.join());
  const table = openTable(read.source, {
    name: 'the table',
    idNames: NO_ID_NAMES,
    ownNames: NO_OWN_NAMES,
    suffices: () => true,
    now: Date.now,
    login: { user: 'reader', password: 'hunter2hunter2' },
    workspace: null,
  });
  return { table, sockets };
}

function listening(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

async function failureOf(finding: Promise<unknown>): Promise<Failure> {
  const thrown = await finding.then(
    (found) => new Error(`It was believed: ${JSON.stringify(found).slice(0, 500)}`),
    (error: unknown) => error,
  );
  if (!(thrown instanceof Failure)) throw thrown;
  expect(thrown.message).not.toMatch(SECRETS);
  expect(thrown.message.length).toBeLessThan(1_000);
  return thrown;
}

const now = (): string => String(BigInt(Date.now() - 60_000) * 1_000_000n);
const row = (values: readonly unknown[] = [now(), '1', 'req_1', '', 'text', {}]) =>
  `${JSON.stringify(values)}\n`;

/** Writes pieces for as long as they are taken. */
function forever(response: ServerResponse, piece: string | Buffer): void {
  const write = () => {
    while (!response.destroyed && response.write(piece));
    if (!response.destroyed) response.once('drain', write);
  };
  write();
}

const NO_CODE = 'evil row-data';

describe('a server that is none of ours is told as a failure, with nothing that it said', () => {
  test.each<[string, Answering, RegExp]>([
    [
      'leads elsewhere',
      (_, to) => to.writeHead(302, { location: 'http://evil.example/' }).end(NO_CODE),
      /not ClickHouse's/,
    ],
    [
      'asks for a login',
      (_, to) => to.writeHead(401, { 'www-authenticate': 'Basic realm="evil"' }).end(NO_CODE),
      /not ClickHouse's/,
    ],
    ['answers 200 with words', (_, to) => to.end(NO_CODE), /cannot be read/],
    ['answers with a page', (_, to) => to.end('<html>\n<body>row-data</body>\n</html>\n'), /cannot be read/],
    ['answers with an object', (_, to) => to.end('{"row-data":1}\n'), /cannot be read/],
    ['has other rows', (_, to) => to.end('["x"]\n'), /cannot be read/],
    ['has rows of nothing', (_, to) => to.end('[]\n'), /cannot be read/],
    ['has half a row', (_, to) => to.end(row().slice(0, 30)), /cannot be read/],
    ['has words for moments', (_, to) => to.end(row(['row-data', '1'])), /cannot be read/],
    ['has moments without end', (_, to) => to.end(row(['9'.repeat(100_000), '1'])), /cannot be read/],
    ['has numbers without end', (_, to) => to.end(`["1",1e999,"x"]\n`), /cannot be read/],
    ['has counts below zero', (_, to) => to.end(row([now(), -5, 'req_1'])), /cannot be read/],
    ['has no counts', (_, to) => to.end(row([now(), null, 'req_1'])), /cannot be read/],
    [
      'ends rows with an exception',
      (_, to) =>
        to.end(
          `${row()}Code: 241. DB::Exception: row-data (SECRET_evil): (MEMORY_LIMIT_EXCEEDED) (version 24.8.1 (official build))\n`,
        ),
      /MEMORY_LIMIT_EXCEEDED, code 241/,
    ],
    [
      'hides words in the name of an exception',
      (_, to) => to.writeHead(500).end('Code: 49. DB::Exception: (HUNTER_ROW) row-data'),
      /ClickHouse failed \(code 49\)/,
    ],
    [
      'has an exception in its headers alone',
      (_, to) => to.writeHead(500, { 'X-ClickHouse-Exception-Code': '60' }).end('evil'),
      /no such database or table \(code 60\)/,
    ],
    [
      'unfolds',
      (_, to) => to.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(row().repeat(10_000))),
      /cannot be read/,
    ],
    [
      'unfolds an error',
      (_, to) => to.writeHead(500, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(50_000_000))),
      /cannot be read/,
    ],
    ['has endless rows', (_, to) => forever(to, row().repeat(1_000)), /cannot be read/],
    ['has endless rows and no sense', (_, to) => forever(to, '{}\n'.repeat(10_000)), /cannot be read/],
    ['has an endless row', (_, to) => forever(to, Buffer.alloc(1_000_000, '[')), /cannot be read/],
    [
      'has an endless error',
      (_, to) => forever(to.writeHead(500), 'Error: 1 Exception: '.repeat(10_000)),
      /not ClickHouse's/,
    ],
    [
      'has an error of endless lines',
      (_, to) => forever(to.writeHead(500), 'Error: 1 Exception: (\n'.repeat(10_000)),
      /not ClickHouse's/,
    ],
    [
      'has endless headers',
      ({ socket }) => forever(socket as never, `HTTP/1.1 200 OK\r\nx-evil: ${'x'.repeat(1_000_000)}`),
      /broke off.*HPE_HEADER_OVERFLOW/,
    ],
    [
      'is slow with its headers',
      ({ socket }) => void socket.write('HTTP/1.1 200 OK\r\nx-evil: '),
      /took longer/,
    ],
    ['speaks no HTTP', ({ socket }) => void socket.end('evil row-data\r\n\r\n'), /broke off/],
  ])('that %s', async (_, answer, says) => {
    // Only what is slow may come to the limit of time, however busy the machine is.
    const { table, sockets } = await hostile(answer, { seconds: says.test('took longer') ? 1 : 10 });
    const before = process.memoryUsage().rss;
    const [failure, seen] = await Promise.all([
      failureOf(table.log.find('req_1')),
      table.seen.since(Date.now() - 3_600_000),
    ]);
    expect(failure.message).toMatch(says);
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1_048_576);
    expect(JSON.stringify(seen)).not.toMatch(SECRETS);
    expect(seen.troubles).toHaveLength(1);
    await expect.poll(() => sockets.size, { timeout: 5_000 }).toBeLessThanOrEqual(8);
  });

  test.each<[string, string, RegExp]>([
    ['none', '', /has no column 'at'/],
    ['words', 'evil row-data\n', /cannot be read/],
    ['other rows', '[1,2]\n', /cannot be read/],
    [
      'hostile types',
      COLUMNS.map(([name]) => row([name, `Enum8('row-data' = 1)\u001b[31m`])).join(''),
      /column 'at' is Enum8, where/,
    ],
  ])('that describes the table as %s', async (_, text, says) => {
    const { table } = await hostile((__, response) => response.end(text), { describes: true });
    expect((await failureOf(table.log.find('req_1'))).message).toMatch(says);
  });
});

describe('rows that are odd', () => {
  const answered = async (...values: unknown[]) => {
    const { table } = await hostile((_, response) => response.end(row([now(), '1', ...values])));
    return await table.log.find('req_1');
  };

  test('keep their names from doing harm', async () => {
    const text = `[${JSON.stringify(now())},"1","req_1","","x",{"__proto__":"p","constructor":"c","toString":"t"}]\n`;
    const { table } = await hostile((_, response) => response.end(text));
    const { lines } = await table.log.find('req_1');
    expect(JSON.stringify(lines[0]?.rest)).toContain('"tags.constructor":"c"');
    expect(({} as Record<string, unknown>)['p']).toBeUndefined();
    expect(Object.getPrototypeOf(lines[0]?.rest ?? null)).toBe(Object.prototype);
  });

  test('may be nested deeply', async () => {
    const depth = 100_000;
    const text = `[${JSON.stringify(now())},"1","req_1","","x",${'['.repeat(depth)}${']'.repeat(depth)}]\n`;
    const { table } = await hostile((_, response) => response.end(text));
    expect((await table.log.find('req_1')).lines.length).toBeGreaterThan(0);
  });

  test('of other types than their columns are read as they are', async () => {
    const { lines } = await answered('req_1', 7, true, [], null);
    expect(lines[0]).toMatchObject({ rest: { request_id: 'req_1' } });
  });

  test('that are too long are passed over and counted', async () => {
    const { table } = await hostile(
      (_, response) => {
        const long = row([now(), '2', 'req_1', '', 'x'.repeat(50_000_000), {}]);
        response.end(long + row([now(), '2', 'req_1', '', 'short', {}]));
      },
      { seconds: 60 },
    );
    const { lines, omitted } = await table.log.find('req_1');
    expect(lines.map(({ message }) => message)).toContain('short');
    expect(omitted).toBeGreaterThanOrEqual(1);
  });
});

test('a server that is slow, resets and refuses leaves no connections behind', async () => {
  let turn = 0;
  const { table, sockets } = await hostile((request, response) => {
    turn += 1;
    if (turn % 4 === 0) request.socket.resetAndDestroy();
    else if (turn % 4 === 1) response.writeHead(500).end('no');
    else if (turn % 4 === 2) response.write('[');
    else response.end(row());
  });
  const ends = await Promise.allSettled(Array.from({ length: 60 }, () => table.log.find('req_1')));
  for (const end of ends) if (end.status === 'rejected') expect(end.reason).toBeInstanceOf(Failure);
  await expect.poll(() => sockets.size, { timeout: 5_000 }).toBeLessThanOrEqual(8);
});

test('of two queries at once, the other ends with the one that fails', async () => {
  const ended: string[] = [];
  let otherHasCome = () => {};
  const other = new Promise<void>((resolve) => {
    otherHasCome = resolve;
  });
  const { table } = await hostile(
    async (_, response, sql) => {
      response.on('close', () => ended.push(response.writableFinished ? 'answered' : 'cancelled'));
      if (sql.includes('hasToken(')) {
        otherHasCome();
        return;
      }
      await other;
      response.writeHead(403, { 'X-ClickHouse-Exception-Code': '497' }).end();
    },
    { seconds: 60 },
  );
  expect((await failureOf(table.log.find('req_1'))).code).toBe('forbidden_by_scope');
  await expect.poll(() => ended, { timeout: 30_000 }).toEqual(['answered', 'cancelled']);
});
