import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { load } from 'js-yaml';
import { writeYaml } from '../../src/catalog/format.ts';
import { manyErrors } from '../../test/support/catalog.ts';
import { Host, withHost } from '../hosts/host.ts';
import { ECHO, type HostedServer, ours, type ToolCall } from '../hosts/servers.ts';
import { median } from '../logs/stats.ts';

/**
 * What a catalog of thousands costs beside one of 34: at the start of a server, and for a call; beside Node's and
 * js-yaml's own reading of the same files, and a call of the least server on the SDK. Build first.
 */

const ROUNDS = Number(process.argv[2] ?? 9);
const SMALL = 34;
const LARGE = 5_000;
const CALLS = 200;
/** Until a server has kept its catalog, in milliseconds. */
const KEPT_AFTER = 1_500;

const folder = mkdtempSync(join(tmpdir(), 'error-catalog-bench-'));
const small = manyErrors(SMALL);
const large = manyErrors(LARGE);
const FORMS = {
  json: (data: object) => JSON.stringify(data, null, 2),
  yaml: writeYaml,
} as const;
type Form = keyof typeof FORMS;

function fileOf(name: string, form: Form, data: object): string {
  const path = join(folder, `${name}.${form}`);
  writeFileSync(path, FORMS[form](data));
  return path;
}

const FILES = {
  json: { small: fileOf('small', 'json', small), large: fileOf('large', 'json', large) },
  yaml: { small: fileOf('small', 'yaml', small), large: fileOf('large', 'yaml', large) },
} as const;

/** Our server with a catalog; `state` is kept between its starts, without it each start is the first. */
function serving(file: string, state?: string): HostedServer {
  const { args, ...rest } = ours(resolve('dist/entry.cjs'));
  const env = state === undefined ? {} : { env: () => ({ XDG_STATE_HOME: state }) };
  return { ...rest, args: [...args, '--catalog', file], ...env };
}

const ASKED: Readonly<Record<string, string>> = {
  'a code': 'ticket_locked_7',
  'a body':
    '{"error":{"code":"ticket_locked_7","message":"The ticket is locked.","request_id":"req_abc123"}}',
  'a misspelt code': 'tiket_locked_7',
  'a class in a trace': 'com.acme.TicketLocked_7Exception: no\n  at com.acme.Main.run(Main.java:12)',
  'a status alone': 'HTTP/1.1 409 Conflict',
  'a description': 'the ticket that my request names is locked and nothing was changed',
  'no error at all': 'lorem ipsum dolor sit amet consectetur',
};

async function startMs(server: HostedServer): Promise<number> {
  return await withHost(server, async ({ startMs: ms }) => ms);
}

async function callMs(host: Host, call: ToolCall): Promise<{ first: number; middle: number }> {
  const times: number[] = [];
  const request = { method: 'tools/call', params: { name: call.name, arguments: call.args } };
  for (let index = 0; index < CALLS; index += 1) times.push((await host.exchange([request])).ms);
  return { first: times[0] ?? Number.NaN, middle: median(times) };
}

function readingMs(form: Form, text: string): number {
  const start = performance.now();
  if (form === 'json') JSON.parse(text);
  else load(text);
  return performance.now() - start;
}

async function starts(): Promise<Record<string, object>> {
  const rows: Record<string, object> = {};
  for (const form of ['json', 'yaml'] as const) {
    const state = mkdtempSync(join(folder, 'state-'));
    const measured = {
      small: [] as number[],
      first: [] as number[],
      later: [] as number[],
      reading: [] as number[],
    };
    await withHost(serving(FILES[form].large, state), () => setTimeout(KEPT_AFTER));
    for (let round = 0; round < ROUNDS; round += 1) {
      measured.small.push(await startMs(serving(FILES[form].small)));
      measured.first.push(await startMs(serving(FILES[form].large)));
      measured.later.push(await startMs(serving(FILES[form].large, state)));
      measured.reading.push(readingMs(form, FORMS[form](large)));
    }
    const base = median(measured.small);
    rows[form] = {
      [`${SMALL} entries, ms`]: base.toFixed(0),
      [`${LARGE}, first start: ms more`]: (median(measured.first) - base).toFixed(0),
      [`${LARGE}, later starts: ms more`]: (median(measured.later) - base).toFixed(0),
      'size, MB': (FORMS[form](large).length / 1e6).toFixed(1),
      [`${form === 'json' ? 'JSON.parse' : 'js-yaml'} alone, ms`]: median(measured.reading).toFixed(0),
    };
  }
  return rows;
}

async function calls(): Promise<Record<string, object>> {
  const rows: Record<string, object> = {};
  const echo = await Host.start(ECHO);
  const few = await Host.start(serving(FILES.json.small));
  const many = await Host.start(serving(FILES.json.large));
  const echoed = await callMs(echo, ECHO.call ?? { name: 'echo', args: {} });
  for (const [what, error] of Object.entries(ASKED)) {
    const call = { name: 'explain_error', args: { error } };
    const [small, large] = [await callMs(few, call), await callMs(many, call)];
    rows[what] = {
      [`of ${SMALL}: ms`]: small.middle.toFixed(3),
      [`of ${LARGE}: ms`]: large.middle.toFixed(3),
      'beside an SDK echo': `${(large.middle / echoed.middle).toFixed(2)}x`,
      'first call, ms': large.first.toFixed(1),
    };
  }
  await Promise.all([echo.close(), few.close(), many.close()]);
  return rows;
}

console.log(`${ROUNDS} rounds in turn, medians; one call: ${CALLS} times\n`);
console.table(await starts());
console.table(await calls());
