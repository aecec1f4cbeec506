import type { Said } from './dialects/dialect.ts';
import { Random } from './random.ts';
import type { Scene, Voice } from './scene.ts';
import { CLIENTS, NOISE_FAILURES, NOISE_ROUTES, NOISE_WORDS } from './world.ts';

/** Healthy traffic begins so long before the story, and ends so long after it. */
const BEFORE_MS = 2 * 3_600_000;
const AFTER_MS = 3_600_000;

/** An entry of the logs with the file that it stands in. */
export interface LogEntry {
  file: string;
  at: number;
  text: string;
}

/**
 * All entries of an incident's logs, the story's among so many lines of healthy traffic, in the order in which they are
 * written. The same scene and count give the same entries.
 */
export function* entriesOf(scene: Scene, seed: string, count: number): Generator<LogEntry> {
  const voices = [...scene.voices.values()];
  const waiting = voices
    .flatMap(({ file, entries }) => entries.map((entry) => ({ file, ...entry })))
    .sort((a, b) => a.at - b.at);
  const from = (waiting[0]?.at ?? scene.start) - BEFORE_MS;
  const to = (waiting.at(-1)?.at ?? scene.start) + AFTER_MS;
  let next = 0;
  for (const entry of traffic(scene, new Random(`${seed}/noise`), from, to, count)) {
    for (let story = waiting[next]; story !== undefined && story.at <= entry.at; story = waiting[next]) {
      yield story;
      next++;
    }
    yield entry;
  }
  yield* waiting.slice(next);
}

function* traffic(
  scene: Scene,
  random: Random,
  from: number,
  to: number,
  count: number,
): Generator<LogEntry> {
  const [edge, api, ...deep] = [...scene.voices.values()];
  if (edge === undefined || api === undefined) return;
  const step = (to - from) / count;
  let written = 0;
  while (written < count) {
    const at = Math.round(from + written * step + random.next() * step);
    const quiet = deep.length > 0 && random.chance(0.3);
    if (quiet) {
      const voice = random.pick(deep);
      yield printed(voice, {
        at,
        level: random.chance(0.02) ? 'warn' : 'info',
        message: random.pick(NOISE_WORDS),
        fields: { took_ms: random.int(1, 90), shard: random.int(1, 16) },
      });
      written++;
      continue;
    }
    const both = exchange(scene, random, at, scene.newId(random));
    yield printed(api, both.api);
    yield printed(edge, both.edge);
    written += 2;
  }
}

function exchange(scene: Scene, random: Random, at: number, id: string): { api: Said; edge: Said } {
  const [method = '', path = ''] = random.pick(NOISE_ROUTES).split(' ');
  const failure = !scene.noFailuresInNoise && random.chance(0.03) ? random.pick(NOISE_FAILURES) : null;
  const mine = failure === null && random.chance(0.1) && method === 'GET';
  const http = {
    method,
    path,
    status: failure?.status ?? (method === 'POST' ? 201 : 200),
    ms: random.int(8, 240),
    ...(mine ? scene.client : random.pick(CLIENTS)),
    bytes: random.int(90, 9_000),
  };
  const workspace = mine ? scene.workspace : random.pick(scene.others);
  return {
    api: {
      at,
      level: failure ? 'warn' : 'info',
      message: 'request completed',
      id,
      http,
      fields: failure ? { workspace, code: failure.code, error: failure.message } : { workspace },
    },
    edge: { at: at + 1, level: 'info', message: 'request', id, http: { ...http, ms: http.ms + 1 } },
  };
}

function printed({ dialect, speaker, file }: Voice, said: Said): LogEntry {
  return { file, at: said.at, text: dialect.print(said, speaker) };
}
