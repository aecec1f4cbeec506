import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { middle } from '../../bench/hosts/figures.ts';
import { Host, withHost } from '../../bench/hosts/host.ts';
import { PIPELINED } from '../../bench/hosts/measure-calls.ts';
import { measureLives, memoryNow } from '../../bench/hosts/measure-life.ts';
import { loadsBeforeGreeting } from '../../bench/hosts/measure-loads.ts';
import { packedSize } from '../../bench/hosts/measure-size.ts';
import { tokensOf, toolTokens } from '../../bench/hosts/measure-tokens.ts';
import { ECHO, type HostedServer, ours, oursWithLogs, type ToolCall } from '../../bench/hosts/servers.ts';
import { median } from '../../bench/logs/stats.ts';
import { ENTRY, freshFolder, SAMPLE_LOGS } from '../support/server.ts';

const ROOT = dirname(dirname(ENTRY));
const KILOBYTE = 1_024;
const MEGABYTE = 1_048_576;
const LIST: ToolCall = { name: 'list_errors', args: {} };
/** As data, each of the 34 errors repeats the names of its six fields. */
const LIST_TOKENS = { text: 900, data: 1_200 };

/** What a call gave, as a host may show it. */
interface Answer {
  text: string;
  data: Record<string, unknown>;
}

describe('what a host installs', () => {
  it('is one package of at most 1.8 MB, that runs nothing when it is installed', () => {
    const { scripts, ...manifest } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    for (const kind of ['dependencies', 'optionalDependencies', 'peerDependencies', 'bundleDependencies']) {
      expect(manifest).not.toHaveProperty(kind);
    }
    for (const name of ['preinstall', 'install', 'postinstall']) expect(scripts).not.toHaveProperty(name);
    expect(packedSize(ROOT).bytes).toBeLessThanOrEqual(1_800_000);
  });

  it('loads at most 300 KB of it before it greets', async () => {
    const { files, bytes } = await loadsBeforeGreeting(ENTRY);
    expect(files).toContain('server.cjs');
    expect(bytes).toBeLessThanOrEqual(300 * KILOBYTE);
  });

  it('loads no client of a database before it greets, though a table is named', async () => {
    const plain = await loadsBeforeGreeting(ENTRY);
    const options = ['--logs', 'clickhouse://127.0.0.1:1/d/t?preset=otel'];
    expect((await loadsBeforeGreeting(ENTRY, options)).files.sort()).toEqual(plain.files.sort());
    const built = readdirSync(dirname(ENTRY)).filter((name) => name.endsWith('.cjs'));
    const holdsClient = (name: string) =>
      readFileSync(join(dirname(ENTRY), name), 'utf8').includes('clickhouse_settings');
    expect(built.filter(holdsClient)).toEqual([expect.stringMatching(/^open-table-/)]);
  });
});

describe('what an agent pays, in tokens', () => {
  let host: Host;
  beforeAll(async () => {
    host = await Host.start(oursWithLogs(ENTRY, SAMPLE_LOGS));
  });
  afterAll(() => host.kill());

  let looked: Promise<Answer[]> | undefined;
  /** What the requests of the sample logs give, looked up once for both forms. */
  function answersToRequests(): Promise<Answer[]> {
    const logs = readdirSync(SAMPLE_LOGS).map((name) => readFileSync(join(SAMPLE_LOGS, name), 'utf8'));
    const ids = [...new Set(logs.join('\n').match(/\breq_[a-z0-9]+\b/g))];
    looked ??= answersTo(ids.map((id) => ({ name: 'lookup_request', args: { request_id: id } })));
    return looked;
  }

  /** What calls gave, all asked at once; one that fails has no data. */
  async function answersTo(calls: readonly ToolCall[]): Promise<Answer[]> {
    const requests = calls.map(({ name, args }) => {
      return { method: 'tools/call', params: { name, arguments: args } };
    });
    const { replies } = await host.exchange(requests);
    return replies.map(({ result }) => {
      const { content, structuredContent } = result as { content: { text: string }[] } & typeof result;
      return { text: content[0]?.text ?? '', data: (structuredContent ?? {}) as Record<string, unknown> };
    });
  }

  it('for the list of tools', async () => {
    expect((await toolTokens(host)).all).toBeLessThanOrEqual(2_000);
  });

  it('for the list of tools without output schemas, as most hosts show it', async () => {
    expect((await toolTokens(host)).withoutOutput).toBeLessThanOrEqual(700);
  });

  it('for the instructions', () => {
    const tokens = tokensOf(host.greeting['instructions']);
    expect(tokens).toBeGreaterThan(0);
    expect(tokens).toBeLessThanOrEqual(120);
  });

  describe.each(['text', 'data'] as const)('as %s', (form) => {
    const costs = (answers: Answer[]) => answers.map((each) => tokensOf(each[form])).sort((a, b) => a - b);

    it('for the whole list of errors', async () => {
      const answers = await answersTo([LIST]);
      expect(answers[0]?.data).toMatchObject({ total: 34 });
      expect(costs(answers)[0]).toBeLessThanOrEqual(LIST_TOKENS[form]);
    });

    it('for the explanation of each error', async () => {
      const errors = (await answersTo([LIST])).flatMap(({ data }) => data['errors'] as { code: string }[]);
      const calls = errors.map(({ code: error }) => ({ name: 'explain_error', args: { error } }));
      const answers = await answersTo(calls);
      expect(answers.map(({ data }) => data['code'])).toEqual(errors.map(({ code }) => code));
      expect(answers).toHaveLength(34);
      expect(median(costs(answers))).toBeLessThanOrEqual(400);
      expect(costs(answers).at(-1)).toBeLessThanOrEqual(700);
    });

    it('for a request that failed', async () => {
      const answers = await answersToRequests();
      const failed = answers.filter(({ data }) => data['error'] !== undefined);
      expect(failed.length).toBeGreaterThan(15);
      expect(costs(failed).at(-1)).toBeLessThanOrEqual(1_500);
    });
  });
});

const METER = fileURLToPath(new URL('../support/usage-meter.cjs', import.meta.url));

/** The processor time of a life that answers so many calls, one after another or all at once; the least of some. */
async function workOf(server: HostedServer, rounds: number, calls = 0, atOnce = 1): Promise<number> {
  const works: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const file = join(freshFolder(), 'usage');
    const env = () => ({ NODE_OPTIONS: `--require ${JSON.stringify(METER)}`, USAGE_FILE: file });
    await withHost({ ...server, env }, async (host) => {
      for (let done = 0; done < calls; done += atOnce) await host.call(server.call ?? LIST, atOnce);
      await host.close();
    });
    const { user, system } = JSON.parse(readFileSync(file, 'utf8')) as NodeJS.CpuUsage;
    works.push(user + system);
  }
  return Math.min(...works);
}

const OURS = ours(ENTRY);
const lives = new Map<HostedServer, Promise<number>>();

/** What a life without calls costs, measured once; the first start, which fills V8's code cache, does not count. */
function workOfLife(server: HostedServer): Promise<number> {
  const known = lives.get(server) ?? workOf(server, 1).then(() => workOf(server, 15));
  lives.set(server, known);
  return known;
}

/** What the calls of a life cost beyond its start and end. */
async function workOfCalls(server: HostedServer, calls: number, atOnce: number): Promise<number> {
  return (await workOf(server, 3, calls, atOnce)) - (await workOfLife(server));
}

/**
 * In processor time, beside a peer: other work on the machine does not count. What a host waits for by the clock on
 * the wall is measured by `npm run bench:hosts`.
 */
describe('what a host pays, in work', { retry: 2 }, () => {
  // A retry measures anew.
  beforeEach(({ task }) => {
    if ((task.result?.retryCount ?? 0) > 0) lives.clear();
  });

  it('to start and to end', async () => {
    expect((await workOfLife(OURS)) / (await workOfLife(ECHO))).toBeLessThanOrEqual(0.5);
  });

  it('for one call after another', async () => {
    expect((await workOfCalls(OURS, 400, 1)) / (await workOfCalls(ECHO, 400, 1))).toBeLessThanOrEqual(2);
  });

  it('for thousands of calls at once', async () => {
    const [own, echo] = [
      await workOfCalls(OURS, PIPELINED, PIPELINED),
      await workOfCalls(ECHO, PIPELINED, PIPELINED),
    ];
    expect(own / echo).toBeLessThanOrEqual(1 / 0.35);
  });

  it('in memory, once it has settled', async () => {
    const [, own = [], echo = []] = [...(await measureLives([ours(ENTRY), ECHO], 3)).values()];
    expect(middle(own, 'memory')).toBeLessThanOrEqual(1.1 * middle(echo, 'memory'));
  });
});

describe('a host that does not read', () => {
  it('is waited for without piling up its answers, and gets every one of them', async () => {
    const call = { name: 'explain_error', args: { error: 'rate_limited', value: 'v'.repeat(2_000) } };
    await withHost(ours(ENTRY), async (host) => {
      await host.call(call);
      const before = memoryNow(host.child.pid);
      host.child.stdout.pause();
      const all = host.call(call, PIPELINED);
      await setTimeout(1_000);
      const unread = host.child.stdin.writableLength;
      const grown = memoryNow(host.child.pid) - before;
      host.child.stdout.resume();
      expect((await all).replies).toHaveLength(PIPELINED);
      await host.close();
      expect(unread).toBeGreaterThan(0);
      expect(grown).toBeLessThanOrEqual(40 * MEGABYTE);
      expect(host.stderr).toBe('');
    });
  });
});
