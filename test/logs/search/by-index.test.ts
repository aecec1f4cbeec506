import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { RequestLog, SearchCriteria } from '../../../src/logs/log.ts';
import { tempFolder } from '../files/temp-folder.ts';
import { indexOf, randomNumbers } from '../index/indexed.ts';

const START = Date.parse('2026-11-20T00:00:00Z');
const SECOND = 1_000;
const CODES = ['slug_taken', 'rate_limited', 'not_found', 'upstream_error'];
const STATUSES = [409, 429, 404, 502];

interface Said {
  at: number;
  time: string;
  id: string;
  path: string;
  /** Which of the failures it is; null for none. */
  failure: number | null;
  workspace: string;
}

/** How programs write what they did; some of it in several lines. */
const DIALECTS: Record<string, (said: Said) => string> = {
  JSON: ({ time, id, path, failure, workspace }) =>
    `${JSON.stringify({ time, level: 'info', request_id: id, workspace, path, status: failure === null ? 200 : STATUSES[failure], ...(failure !== null && { error: { code: CODES[failure] } }) })}\n`,
  'JSON in which a code is no error': ({ time, id, path, failure, workspace }) =>
    `${JSON.stringify({ time, level: 'info', request_id: id, workspace, path, code: failure === null ? 'PROMO_10' : CODES[failure] })}\n`,
  'JSON, some of it without a time': ({ at, time, id, path, failure }) =>
    `${JSON.stringify({ ...(at % 3 === 0 && { time }), request_id: id, path, status: failure === null ? 200 : STATUSES[failure] })}\n`,
  'JSON over several lines': ({ time, id, path, failure }) =>
    `${JSON.stringify({ time, request_id: id, path, status: failure === null ? 200 : STATUSES[failure] }, null, 2)}\n`,
  'lists of records': ({ time, id, path, failure }) =>
    `${JSON.stringify([
      { time, request_id: id, path, status: 200 },
      { time, request_id: id, path, status: failure === null ? 200 : STATUSES[failure] },
    ])}\n`,
  logfmt: ({ time, id, path, failure }) =>
    `time=${time} level=info request_id=${id} path=${path} status=${failure === null ? 200 : STATUSES[failure]}${failure === null ? '' : ` code=${CODES[failure]}`}\n`,
  'an access log': ({ at, path, failure }) =>
    `203.0.113.9 - - [20/Nov/2026:${new Date(START + at * SECOND).toISOString().slice(11, 19)} +0000] "GET ${path} HTTP/1.1" ${failure === null ? 200 : STATUSES[failure]} ${400 + (at % 200)} "-" "curl"\n`,
  'text with traces': ({ time, id, path, failure }) =>
    failure === null
      ? `${time} INFO request_id=${id} path=${path} status=200 done\n`
      : `${time} ERROR request_id=${id} path=${path} failed\n  com.example.ApiException: code=${CODES[failure]} status=${STATUSES[failure]}\n    at com.example.Api.call(Api.java:88)\n`,
  'the console of .NET': ({ time, id, path, failure }) =>
    `${time} warn: Shop.Api[2]\n      => RequestId:${id} ConnectionId:0HN1\n      done method=POST path=${path} status=${failure === null ? 200 : STATUSES[failure]}\n`,
  'streams of containers in turn': ({ at, time, id, path, failure }) =>
    failure === null
      ? `${time} stdout F ${time} INFO request_id=${id} path=${path} status=200 done\n`
      : `${time} stderr F ${time} ERROR request_id=${id} path=${path} failed\n${time} stdout F ${time} INFO heartbeat ${at}\n${time} stderr F   ApiException: code=${CODES[failure]} status=${STATUSES[failure]}\n`,
  'lines that a container runtime cut': ({ time, id, path, failure }) => {
    const line = JSON.stringify({ request_id: id, path, status: failure === null ? 200 : STATUSES[failure] });
    return `${time} stdout P ${line.slice(0, 60)}\n${time} stdout F ${line.slice(60)}\n`;
  },
  Docker: ({ time, id, path, failure }) =>
    `${JSON.stringify({ log: `level=info request_id=${id} path=${path} status=${failure === null ? 200 : STATUSES[failure]}\n`, stream: 'stdout', time })}\n`,
  'the lines of containers': ({ time, id, path, failure }) =>
    `${time} stdout F ${JSON.stringify({ request_id: id, path, status: failure === null ? 200 : STATUSES[failure] })}\n`,
  'text without a year': ({ at, id, path, failure }) =>
    `Nov 20 ${new Date(START + at * SECOND).toISOString().slice(11, 19)} web-1 api[7]: request_id=${id} path=${path} status=${failure === null ? 200 : STATUSES[failure]}\n`,
};

const LINES = 1_200;

/** A log in which one line of a hundred fails; lines of one request stand near each other. */
function logOf(write: (said: Said) => string): { text: string; ids: string[] } {
  const random = randomNumbers(7);
  const ids: string[] = [];
  const text = Array.from({ length: LINES }, (_, at) => {
    const id = at % 3 === 0 ? `req_${random(2 ** 30).toString(36)}${at}x` : (ids.at(-1) ?? '');
    if (at % 3 === 0) ids.push(id);
    const workspace = `acme-${1_000 + random(300)}`;
    const path = `/v1/workspaces/${workspace}/apps`;
    const time = new Date(START + at * SECOND).toISOString();
    return write({ at, time, id, path, workspace, failure: random(100) === 0 ? random(4) : null });
  });
  return { text: text.join(''), ids };
}

const CRITERIA: [string, SearchCriteria][] = [
  ['a code', { code: 'SLUG_TAKEN' }],
  ['a class of statuses', { status: { from: 500, to: 599 } }],
  ['a status and a path', { status: { from: 404, to: 404 }, path: '/v1/workspaces/{workspace}/apps' }],
  ['a code of a workspace', { code: 'not_found', workspace: 'acme-1007' }],
  ['a path with an id in it', { path: '/v1/workspaces/ACME-1042/apps' }],
  ['what is below such a path', { path: '/v1/workspaces/acme-1042/*' }],
];
const STRETCH: SearchCriteria = { since: START + 600 * SECOND, until: START + 960 * SECOND };

async function told(log: RequestLog, criteria: SearchCriteria) {
  const { lines, searched } = await log.search({ most: { ms: 600_000 }, limit: 5_000, ...criteria });
  return { lines, bytes: searched.bytes, searched: { ...searched, bytes: 0 } };
}

/** A log with an index, which has grown by a line since. */
async function grownLog(write: (said: Said) => string) {
  const { text, ids } = logOf(write);
  const path = join(await tempFolder(), 'app.log');
  writeFileSync(path, text);
  const indexed = await indexOf(path);
  await indexed.catchUp();
  const time = new Date(START + LINES * SECOND).toISOString();
  const late = { at: LINES, time, id: 'req_late1234', workspace: 'acme-1042', failure: 3 };
  appendFileSync(path, write({ ...late, path: '/v1/workspaces/acme-1042/apps' }));
  return { fast: indexed.open(), slow: indexed.raw(), id: ids[Math.floor(ids.length / 2)] ?? '' };
}

describe('a search with an index finds what one without does, and tells of as many lines', () => {
  test.each(Object.entries(DIALECTS))('%s', async (_, write) => {
    const { fast, slow, id } = await grownLog(write);
    for (const [name, criteria] of [...CRITERIA, ['an id', { id }] as const])
      for (const stretch of [{}, STRETCH]) {
        const byIndex = await told(fast, { ...criteria, ...stretch });
        const whole = await told(slow, { ...criteria, ...stretch });
        expect(byIndex.lines, name).toEqual(whole.lines);
        expect(byIndex.searched, name).toEqual(whole.searched);
      }
  });
});

test.each(['JSON', 'logfmt', 'the lines of containers'])(
  'a search for what failed reads little else of %s, and the newest first',
  async (name) => {
    const { fast, slow } = await grownLog(DIALECTS[name] ?? (() => ''));
    const status = { from: 500, to: 599 };
    const [byIndex, whole, none] = await Promise.all([
      told(fast, { status }),
      told(slow, { status }),
      told(fast, { status: { from: 503, to: 503 } }),
    ]);
    expect(byIndex.lines.length).toBeGreaterThan(0);
    expect(byIndex.bytes).toBeLessThan(whole.bytes / 20);
    expect(none.lines).toEqual([]);
    expect(none.searched).toMatchObject({ files: 1, lines: whole.searched.lines, stopped: null });
    const [newest] = (await told(fast, { status, limit: 1 })).lines;
    expect(newest).toEqual(whole.lines[0]);
  },
);

test('a compressed log in which nothing failed so is not decompressed', async () => {
  const path = join(await tempFolder(), 'app.log.gz');
  writeFileSync(path, gzipSync(logOf((said) => DIALECTS['JSON']?.({ ...said, failure: null }) ?? '').text));
  const indexed = await indexOf(path);
  await indexed.catchUp();
  const { lines, bytes, searched } = await told(indexed.open(), { status: { from: 500, to: 599 } });
  expect([lines, bytes]).toEqual([[], 0]);
  expect(searched).toMatchObject({ files: 1, lines: LINES, stopped: null });
});

test('a compressed log is decompressed only for a stretch of time that it reaches, or nearly', async () => {
  const path = join(await tempFolder(), 'app.log.gz');
  writeFileSync(path, gzipSync(logOf((said) => DIALECTS['JSON']?.(said) ?? '').text));
  const indexed = await indexOf(path);
  await indexed.catchUp();
  const HOUR = 3_600 * SECOND;
  const end = START + LINES * SECOND;
  const within = async (since: number, until: number) => {
    const { lines, bytes } = await told(indexed.open(), { since, until, path: '/v1/*' });
    return { found: lines.length > 0, isRead: bytes > 0 };
  };
  expect(await within(START, end)).toEqual({ found: true, isRead: true });
  expect(await within(end + HOUR / 2, end + HOUR)).toEqual({ found: false, isRead: true });
  expect(await within(end + 2 * HOUR, end + 3 * HOUR)).toEqual({ found: false, isRead: false });
  expect(await within(START - 3 * HOUR, START - 2 * HOUR)).toEqual({ found: false, isRead: false });
});
