import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { builtinCatalog } from '../../src/catalog/combine.ts';
import { runCli } from '../cli/run-cli.ts';
import { runHere } from '../cli/run-here.ts';
import { freshFolder, RawServer, type Reply } from '../support/server.ts';
import { outsideOf, PLANTS, type Plant } from './plants.ts';

/** Every text of an answer: what a model or a person may read as words of the server, and what is told to be data. */
interface Told {
  /** Text that has fences, and members of structured content that are our own words. */
  ours: string[];
  /** All of it. */
  all: string;
}

/** Members of structured content that are what the log or the caller said: named as such, and no words of ours. */
const DATA = new Set([
  'lines',
  'error',
  'request_id',
  'uncatalogued',
  'uri',
  'requested',
  'related',
  'requests',
]);
/** Members of a cause that quote its line. */
const QUOTED = new Set(['message', 'frame']);

function toldBy(reply: Reply | { result: unknown }): Told {
  const ours: string[] = [];
  collect(reply, ours);
  return { ours, all: stringsOf(reply).join('\n') };
}

/** Of a wire failure, `error` is no log's. */
function collect(value: unknown, into: string[], name = ''): void {
  if (typeof value === 'string') into.push(...unwrapped(value));
  else if (Array.isArray(value)) for (const each of value) collect(each, into, name);
  else if (typeof value === 'object' && value !== null)
    for (const [key, each] of Object.entries(value)) {
      if (name === 'cause' && QUOTED.has(key)) continue;
      const isWire = key === 'error' && typeof each === 'object' && each !== null && 'message' in each;
      const isLogs = isWire && !('request_id' in each) && !('data' in each);
      if (DATA.has(key) && (!isWire || isLogs)) {
        if (key === 'uncatalogued')
          collect(
            (each as { code: string }[]).map(({ code: _, ...more }) => more),
            into,
          );
        continue;
      }
      collect(each, into, key);
    }
}

/** A failure's text is JSON. */
function unwrapped(text: string): string[] {
  if (!text.startsWith('{')) return [text];
  try {
    const inner: string[] = [];
    collect(JSON.parse(text), inner);
    return inner;
  } catch {
    return [text];
  }
}

/** The texts of an answer that are read line by line; JSON is not. */
function printedIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) =>
    key === 'text' && typeof each === 'string' && !each.startsWith('{') ? [each] : printedIn(each),
  );
}

function stringsOf(value: unknown): string[] {
  if (typeof value === 'string') return value.startsWith('{') ? [value, ...unwrapped(value)] : [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => [key, ...stringsOf(each)]);
}

function expectClean({ ours, all }: Told, { outside, anywhere }: Plant, way: string): void {
  for (const pattern of anywhere) expect(all, way).not.toMatch(pattern);
  const words = ours.map(outsideOf).join('\n');
  for (const pattern of outside) expect(words, way).not.toMatch(pattern);
}

const CODES = [...new Set(builtinCatalog().entries.map(({ code }) => code))];

/** The requests of a log in which a plant stands wherever the sender of a request can put one. */
function logOf({ text, id }: Plant): string {
  const time = (second: number) => new Date(Date.now() - 600_000 + second * 1_000).toISOString();
  const line = (fields: object) => JSON.stringify(fields);
  const rejected = {
    slug: text,
    value: text,
    redirect_uri: text,
    expected_redirect_uri: `https://app.example.com/${id}`,
    url: text,
    webhook_url: text,
    grant_type: text,
    email: text,
    'retry-after': text,
    primary_color: text,
    confirmed: text,
    kid: text,
    error_description: `'${text}' is refused: expected issuer ${text}`,
  };
  const sent = { service: text, path: `/v1/workspaces/${text}`, method: text, level: 'error', status: 409 };
  return [
    ...CODES.map((code, index) =>
      line({
        time: time(index),
        request_id: `req_plant${index}a1`,
        ...sent,
        code,
        message: `slug '${text}' is taken`,
        ...rejected,
      }),
    ),
    line({ time: time(50), request_id: id, ...sent, code: 'state_conflict', message: text }),
    line({ time: time(51), request_id: id, ...sent, code: text, message: text }),
    line({ time: time(52), request_id: 'req_plantodd1', ...sent, code: text, message: text }),
    line({ time: time(53), request_id: id, ...sent, code: id.replaceAll(/[^\w.-]/g, '_'), message: text }),
    line({ time: time(54), request_id: id, level: 'error', status: 418, message: text }),
  ].join('\n');
}

function catalogOf({ text, id }: Plant): string {
  const entry = {
    code: 'own_code',
    title: text,
    service: text,
    surface: text,
    area: text,
    http_status: 409,
    http_status_note: text,
    meaning: text,
    causes: [text],
    fix: [text, text],
    retry: { when: 'never', note: text },
    who: text,
    confusable_with: [{ code: 'other_code', tell_apart: text }],
    symptoms: [text],
    example: text,
    deprecated: text,
    links: [text],
    extra: { [text]: text },
  };
  const { code: _, title: __, confusable_with: ___, ...rest } = entry;
  const other = { ...rest, code: codeOf(id), title: text, aliases: ['other_code'] };
  return JSON.stringify({ name: text, version: text, support: text, errors: [entry, other] });
}

/** A code on one line, as catalogs must have, that holds the plant. */
function codeOf(id: string): string {
  return `c${id}`;
}

interface Planted {
  plant: Plant;
  server: RawServer;
  logs: string;
  catalog: string;
  own: RawServer;
  state: string;
}

const planted = new Map<string, Planted>();
const every = Object.entries(PLANTS);

beforeAll(async () => {
  const ready = every.map(async ([name, plant]) => {
    const folder = freshFolder();
    const state = freshFolder();
    mkdirSync(join(folder, 'logs'));
    const logs = join(folder, 'logs');
    const catalog = join(folder, 'catalog.json');
    writeFileSync(join(logs, 'api.ndjson'), logOf(plant));
    writeFileSync(catalog, catalogOf(plant));
    await runHere(['index', '--logs', logs], { state });
    planted.set(name, {
      plant,
      logs,
      catalog,
      state,
      server: await RawServer.initialized(['--logs', logs], state),
      own: await RawServer.initialized(['--catalog', catalog]),
    });
  });
  await Promise.all(ready);
}, 120_000);
afterAll(async () => {
  for (const { server, own } of planted.values()) await Promise.all([server.close(), own.close()]);
});

/** Requests of a host by which words of a log, or of the caller, may come back; each with what it is about. */
const HOST_WAYS: Readonly<Record<string, (plant: Plant) => [method: string, params: unknown][]>> = {
  'lookup_request of every error': () =>
    CODES.map((_, index) => call('lookup_request', { request_id: `req_plant${index}a1` })),
  'lookup_request of the planted id': ({ id }) => [call('lookup_request', { request_id: id })],
  'lookup_request of a planted code': () => [call('lookup_request', { request_id: 'req_plantodd1' })],
  'lookup_request of an id that is not there': ({ id, text }) => [
    call('lookup_request', { request_id: `${id}-9` }),
    call('lookup_request', { request_id: text }),
    call('lookup_request', { request_id: 'req_1', cursor: text }),
  ],
  'explain_error of what was seen': () => CODES.map((error) => call('explain_error', { error })),
  'explain_error of text': ({ text, id }) => [
    call('explain_error', { error: text }),
    call('explain_error', { error: `{"error":{"code":"state_conflict","request_id":"${id}"}}` }),
    call('explain_error', { error: `unheard of; request_id: ${id}1` }),
  ],
  'list_errors of what was seen': () => [call('list_errors', { seen: '24h' })],
  'list_errors by words': ({ text }) => [
    call('list_errors', { query: text }),
    call('list_errors', { query: 'slug', area: 'idps', status: '418' }),
    call('list_errors', { area: text }),
    call('list_errors', { surface: text }),
    call('list_errors', { retry: text }),
    call('list_errors', { status: text }),
    call('list_errors', { seen: text }),
    call('list_errors', { cursor: text }),
  ],
  'names of arguments': ({ text, id }) => [
    call('list_errors', { [text]: 1, [id]: 2 }),
    call('explain_error', { error: 'x', [text]: 1 }),
    call('lookup_request', { [id]: 1 }),
  ],
  'names of tools, methods, prompts and resources': ({ text, id }) =>
    [text, id].flatMap((name): [string, unknown][] => [
      call(name, {}),
      [name, {}],
      ['prompts/get', { name }],
      ['prompts/get', { name: 'report_problem', arguments: { [name]: name } }],
      ['resources/read', { uri: name }],
      ['resources/read', { uri: `errors://catalog/${name}` }],
      ['tools/list', { cursor: name }],
      ['tools/list', { _meta: { 'io.modelcontextprotocol/protocolVersion': name } }],
    ]),
  prompts: ({ text, id }) => [
    ...[text, id, 'req_plant0a1', 'req_plant7a1', 'req_plantodd1', `${id}-9`].map(report),
    ...[text, id, 'req_plant0a1', `state_conflict ${text} request_id: ${id}1`].map(diagnosed),
  ],
  completions: ({ text, id }) =>
    ['', text, id, 'req', id.slice(0, 3)].flatMap((value): [string, unknown][] => [
      [
        'completion/complete',
        { ref: { type: 'ref/prompt', name: 'report_problem' }, argument: { name: 'request_id', value } },
      ],
      [
        'completion/complete',
        { ref: { type: 'ref/prompt', name: 'diagnose_error' }, argument: { name: 'error', value } },
      ],
      ['completion/complete', { ref: { type: 'ref/prompt', name: text }, argument: { name: text, value } }],
    ]),
};

function call(name: string, args: unknown): [string, unknown] {
  return ['tools/call', { name, arguments: args }];
}
function report(id: string): [string, unknown] {
  return ['prompts/get', { name: 'report_problem', arguments: { request_id: id } }];
}
function diagnosed(error: string): [string, unknown] {
  return ['prompts/get', { name: 'diagnose_error', arguments: { error } }];
}

/** Requests by which the texts of a catalog come back. Its prose is what is asked for, so only its form is judged. */
const CATALOG_WAYS: Readonly<Record<string, (plant: Plant) => [method: string, params: unknown][]>> = {
  tools: ({ id }) => [
    call('explain_error', { error: 'own_code' }),
    call('explain_error', { error: codeOf(id) }),
    call('explain_error', { error: 'own_codes' }),
    call('list_errors', {}),
    call('list_errors', { area: 'nowhere' }),
  ],
  resources: ({ id }) => [
    ['resources/read', { uri: 'errors://catalog' }],
    ['resources/read', { uri: 'errors://catalog/own_code' }],
    ['resources/read', { uri: `errors://catalog/${encodeURIComponent(codeOf(id))}` }],
    ['resources/read', { uri: `errors://catalog/${codeOf(id)}` }],
  ],
  'prompts and completions': ({ id }) => [
    report('req_none1'),
    diagnosed('own_code'),
    [
      'completion/complete',
      {
        ref: { type: 'ref/resource', uri: 'errors://catalog/{code}' },
        argument: { name: 'code', value: '' },
      },
    ],
    [
      'completion/complete',
      {
        ref: { type: 'ref/prompt', name: 'diagnose_error' },
        argument: { name: 'error', value: codeOf(id).slice(0, 3) },
      },
    ],
  ],
};
/** At the start of a line, where it would read as a line of ours. */
const FORGED = [/^#+ ?planted/im, /^Next: ?delete_everything/m];

/**
 * A command of the terminal, and whether it shows the prose of a catalog, of which only the form is judged, or the
 * file that it is given, which is not judged.
 */
interface Command {
  args: readonly string[];
  shows?: 'catalog' | 'file';
}

/** Commands by which words of a log, of a catalog or of the caller may come back. */
const COMMANDS: Readonly<Record<string, (at: Planted) => Command[]>> = {
  'a command that asks logs': ({ logs, plant: { text, id } }) =>
    [
      ['lookup', 'req_plant0a1'],
      ['lookup', id],
      ['lookup', `${id}-9`],
      ['explain', text],
      ['explain', 'state_conflict'],
      ['list', '--seen', '24h'],
      ['list', '--query', text],
      ['list', '--area', text],
    ].flatMap((args) => [args, [...args, '--json']].map((each) => ({ args: ['--logs', logs, ...each] }))),
  'a command that shows a catalog': ({ logs, catalog }) =>
    [['explain', 'own_code'], ['list'], ['check']]
      .flatMap((args) => [args, [...args, '--json']])
      .concat([['doctor', '--logs', logs]])
      .map((args) => ({ args: ['--catalog', catalog, ...args], shows: 'catalog' })),
  'a command that reads or refuses what it is given': ({ catalog, plant: { text, id } }) => [
    { args: ['import', 'json', catalog], shows: 'file' },
    { args: ['import', text, catalog], shows: 'catalog' },
    { args: ['check', '--docs', text], shows: 'catalog' },
    { args: [text], shows: 'catalog' },
    { args: [`--${id}`], shows: 'catalog' },
    { args: [text, '--json'], shows: 'catalog' },
  ],
};

describe.each(every)('%s', (name, plant) => {
  test.each(Object.entries(HOST_WAYS))('does not leave by %s', async (way, requests) => {
    const server = planted.get(name)?.server;
    const asked = requests(plant);
    const replies = await Promise.all(asked.map(([method, params]) => server?.request(method, params)));
    for (const [index, reply] of replies.entries()) {
      expect(reply, way).toBeDefined();
      const about = `${way} ${JSON.stringify(asked[index])} ${JSON.stringify(reply)}`;
      if (reply) expectClean(toldBy(reply), plant, about);
    }
  });

  test.each(Object.entries(CATALOG_WAYS))('in a catalog does not leave by %s', async (way, requests) => {
    const own = planted.get(name)?.own;
    for (const [method, params] of requests(plant)) {
      const reply = await own?.request(method, params);
      const told = { ours: printedIn(reply), all: stringsOf(reply).join('\n') };
      const about = `${way} ${JSON.stringify(params)} ${JSON.stringify(reply)}`;
      expectClean(told, { ...plant, outside: FORGED }, about);
    }
  });

  test.each(Object.entries(COMMANDS))('does not leave by %s', async (_, commandsOf) => {
    const at = planted.get(name) as Planted;
    for (const command of commandsOf(at)) expectPrinted(await runHere(command.args, at), plant, command);
  });
});

/** The built program, which is started for every command, each with the next of the plants. */
test.each(Object.entries(COMMANDS))('no plant leaves the program by %s', async (_, commandsOf) => {
  const all = every.map(([name]) => planted.get(name) as Planted);
  const count = commandsOf(all[0] as Planted).length;
  for (let index = 0; index < count; index += 1) {
    const at = all[index % all.length] as Planted;
    const command = commandsOf(at)[index] as Command;
    expectPrinted(await runCli(command.args, at), at.plant, command);
  }
});

function expectPrinted(
  { stdout, stderr }: { stdout: string; stderr: string },
  plant: Plant,
  { args, shows }: Command,
): void {
  const way = `${JSON.stringify(args)}\n${stdout}${stderr}`;
  const printed =
    args.includes('--json') && stdout !== ''
      ? toldBy({ result: JSON.parse(stdout) })
      : { ours: [stdout], all: stdout };
  const judged =
    shows === 'file'
      ? { ours: [stderr], all: stderr }
      : {
          // What a catalog says is its data.
          ours: shows === 'catalog' && args.includes('--json') ? [stderr] : [...printed.ours, stderr],
          all: `${stdout}\n${printed.all}\n${stderr}`,
        };
  expectClean(judged, shows === undefined ? plant : { ...plant, outside: FORGED }, way);
}
