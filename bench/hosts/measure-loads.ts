import { realpathSync, statSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { withHost } from './host.ts';

/** The part of a built program that is loaded before it greets. */
export interface Loads {
  /** The names of the built files. */
  files: string[];
  /** Their size in bytes. */
  bytes: number;
}

/**
 * Which files beside a built entry have been read, itself among them, when the reply to `initialize` is written.
 * V8's code cache of these files is not counted.
 */
export async function loadsBeforeGreeting(entry: string, options: readonly string[] = []): Promise<Loads> {
  const hook = resolve('bench/hosts/note-loads.cjs');
  const args = ['--require', hook, entry, ...options];
  const stderr = await withHost({ name: 'loads', args }, async (host) => {
    await host.close();
    return host.stderr;
  });
  const own = realpathSync(entry);
  const read = (JSON.parse(stderr.split('\n')[0] ?? '') as string[]).filter(
    (path) => dirname(path) === dirname(own) && path.endsWith('.cjs'),
  );
  const all = [...new Set([own, ...read])];
  return { files: all.map((path) => basename(path)), bytes: sum(all.map((path) => statSync(path).size)) };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, each) => all + each, 0);
}
