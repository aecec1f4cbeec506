import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileLog } from '../../../src/logs/file-log.ts';
import { CatchUp } from '../../../src/logs/index/catch-up.ts';
import { IndexFolder } from '../../../src/logs/index/index-folder.ts';
import { LogIndex } from '../../../src/logs/index/log-index.ts';
import type { IdNames } from '../../../src/logs/line/ids.ts';
import type { Found } from '../../../src/logs/log.ts';
import { tempFolder } from '../files/temp-folder.ts';
import { newScanner } from '../wasm/scan-all.ts';

/** Numbers that look random, always the same for a seed. */
export function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

export interface LogLines {
  text: string;
  ids: string[];
}

/** A log of some requests, with errors and lines that are no JSON in between. */
export function someLog(lines: number, seed = 1, start = Date.UTC(2026, 10, 20)): LogLines {
  const random = randomNumbers(seed);
  const ids = Array.from({ length: Math.ceil(lines / 3) }, () => {
    const hex = Array.from({ length: 6 }, () => random(65_536).toString(16).padStart(4, '0')).join('');
    return `req_${hex}`;
  });
  const text = Array.from({ length: lines }, (_, line) => {
    const request_id = ids[Math.max(0, Math.floor(line / 3) - random(5))] ?? '';
    const time = new Date(start + line * 250).toISOString();
    if (line % 17 === 16)
      return `${time} ERROR worker failed request_id=${request_id}\n    at handler (/app/${line}.js)\n`;
    const error =
      line % 23 === 0 ? { error: { code: 'state_conflict', message: 'x'.repeat(random(300)) } } : {};
    const status = line % 23 === 0 ? 409 : 200;
    return `${JSON.stringify({ time, level: 'info', request_id, workspace: `acme-${random(4)}`, status, ...error })}\n`;
  });
  return { text: text.join(''), ids };
}

/** The index of some logs, kept in a folder of its own. */
export async function indexOf(...paths: string[]) {
  const folder = join(await tempFolder(), 'index');
  const indexFolder = new IndexFolder(folder);
  return {
    folder,
    paths,
    /** Indexes all that is there; gives how many bytes that took. */
    async catchUp(worth = 1): Promise<number> {
      const catchUp = new CatchUp(indexFolder, newScanner());
      let bytes = 0;
      for (const task of (await catchUp.plan(paths, worth)).tasks) {
        const { problem } = await catchUp.run(task, (count) => {
          bytes += count;
        });
        if (problem !== null) throw new Error(problem);
      }
      return bytes;
    },
    /** A log with the index as another process sees it that has just started. */
    open(onSearched?: (unindexed: number) => void, idNames?: IdNames) {
      const index = new LogIndex(indexFolder);
      return fileLog({ paths, index, ...(idNames && { idNames }), ...(onSearched && { onSearched }) });
    },
    raw: () => fileLog({ paths }),
  };
}

type Indexed = Awaited<ReturnType<typeof indexOf>>;

/** What the index and the logs themselves say about an id. */
export async function bothWays(
  indexed: Indexed,
  id: string,
): Promise<{ fast: Found; slow: Found; unindexed: number }> {
  let unindexed = -1;
  const fast = await indexed.open((bytes) => (unindexed = bytes)).find(id);
  return { fast, slow: await indexed.raw().find(id), unindexed };
}

/** The segments under a folder, sorted by path; none if it is not there. */
export function segmentsIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names
    .filter((name) => name.endsWith('.seg'))
    .map((name) => join(folder, name))
    .sort();
}
