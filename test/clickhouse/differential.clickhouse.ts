import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fileLog } from '../../src/logs/file-log.ts';
import type { LogLine, RequestLog } from '../../src/logs/log.ts';
import { needsName } from '../../src/logs/token.ts';
import { isoWithNanoseconds, type LogRecord, momentOf } from '../logs/contract/records.ts';
import { fc } from '../support/chance.ts';
import { freshFolder } from '../support/server.ts';
import { type RunningEngine, startEngine } from './engine/start.ts';
import { KINDS, opened, tableWith } from './tables.ts';

let engine: RunningEngine;
beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine.stop());

const HEX = '4bf92f3577b34da6a3ce929d0e0e4736';
const SPAN = '00f067aa0ba902b7';
const UUID = '6f9619ff-8b86-4011-b42d-00cf4fc964ff';
const IDS = [
  ...[
    'req_1',
    'req_12',
    'REQ_1',
    'req_1-retry',
    'xreq_1',
    '42',
    '200',
    '12345678901234567890',
    'api',
    'a1b2c3',
  ],
  ...[HEX, HEX.toUpperCase(), SPAN, SPAN.toUpperCase(), UUID, UUID.toUpperCase()],
  ...[
    'a/b.c:d',
    'req"1',
    "req'1",
    String.raw`req\1`,
    'req=1;x',
    '{id:String}',
    'job@host',
    '0-0-0x',
    '..--..',
    'Root=1-67891233-abcdef012345678912345678',
  ],
];
const id = fc.constantFrom(...IDS);
const words = fc.constantFrom(
  '',
  'took',
  'ü€😀',
  '请求',
  'GET /v1/x',
  '{"a":1}',
  'status 200',
  "it's",
  '\t',
  'id',
  'request_id',
);
const message = fc.oneof(
  fc.constant(''),
  fc.tuple(words, id, words).map(([a, b, c]) => `${a} ${b} ${c}`),
  fc.tuple(words, id).map(([a, b]) => `${a} request_id=${b}`),
  fc.tuple(words, id).map(([a, b]) => `${a} "${b}".`),
  fc.tuple(id).map(([b]) => JSON.stringify({ error: { code: 'not_found', message: 'x', request_id: b } })),
);
const fields = fc.dictionary(
  fc.constantFrom(
    'correlation_id',
    'parent_request_id',
    'size',
    'user_agent',
    'note',
    'span_id',
    'order.request_id',
    'X-Request-Id',
    'traceparent',
    'ids',
  ),
  fc.oneof(id, fc.constantFrom('', 'x', '7', '请求', 'ü')),
  { maxKeys: 3 },
);
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 2 });
const record = fc
  .record({
    ago: fc.constantFrom(1_000, 2_000, 2_000.001, 3_000, 3_600_000 * 23.5, 3_600_000 * 24.5, 3_600_000 * 100),
    request_id: maybe(fc.oneof(id, fc.constantFrom('', 'ünïcode'))),
    trace_id: maybe(fc.constantFrom(HEX, HEX.toUpperCase(), 'req_1', '')),
    level: maybe(fc.constantFrom('error', '')),
    service: maybe(fc.constantFrom('api', 'app', 'gateway')),
    workspace: maybe(fc.constantFrom('acme', 'globex')),
    status: maybe(fc.constantFrom(200, 409, 500)),
    code: maybe(fc.constantFrom('not_found', 'state_conflict')),
    message,
    fields,
  })
  .map(
    (all) =>
      Object.fromEntries(
        Object.entries(all).filter(([, value]) => value !== undefined),
      ) as unknown as LogRecord,
  );

function filesWith(records: readonly LogRecord[]): RequestLog {
  const now = Date.now();
  const path = join(freshFolder(), 'requests.ndjson');
  const lines = records.map((each) => {
    const { ago: _, fields: more, ...terms } = each;
    return JSON.stringify({ time: isoWithNanoseconds(momentOf(each, now)), ...terms, ...more });
  });
  writeFileSync(path, `${lines.join('\n')}\n`);
  return fileLog({ paths: [path] });
}

/** What a line says. A line that mentions the id in several fields is named by the first, which a table orders its own way. */
function said({ level, service, workspace, status, code, message: text, mentioned_in }: LogLine): string {
  const isMention = mentioned_in !== undefined;
  return JSON.stringify({ level, service, workspace, status, code, message: text, isMention });
}

/** The lines in time order. What stands at the same time has no order in a table, so it is sorted here. */
function story(lines: readonly LogLine[]): string[] {
  const [first] = lines;
  const begin = Date.parse(first?.time ?? '');
  return lines
    .map((line) => ({ line, at: Date.parse(line.time ?? '') - begin }))
    .toSorted((a, b) => a.at - b.at || (said(a.line) < said(b.line) ? -1 : 1))
    .map(({ line, at }) => `${at} ${said(line)}`);
}

/** Whether a field of the line is the id: of a bare number, tables do not look into texts. */
function isInField(id: string) {
  return ({ rest = {} }: LogLine) => Object.values(rest).includes(id);
}

test.each(['otel', 'otel before 0.151', 'flat, with all columns looked into', 'map'] as const)(
  'a table of %s gives what a file with the same records gives',
  async (name) => {
    const samples = fc.sample(fc.array(record, { minLength: 25, maxLength: 40 }), { numRuns: 4, seed: 11 });
    for (const records of samples) {
      const files = filesWith(records);
      const source = await tableWith(engine, KINDS[name], records, '&window=30d');
      const table = opened(source, { suffices: () => true }).log;
      for (const each of IDS) {
        const inFiles = (await files.find(each)).lines;
        const inTable = (await table.find(each)).lines;
        expect
          .soft(story(inTable), each)
          .toEqual(story(needsName(each) ? inFiles.filter(isInField(each)) : inFiles));
      }
    }
  },
);
