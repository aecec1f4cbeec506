import { randomUUID } from 'node:crypto';
import { appendFileSync, lstatSync, mkdirSync, readdirSync, renameSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { RequestLog } from './log.ts';
import type { JournalRecord, readJournal } from './read-journal.ts';

const FILE = 'journal.ndjson';
/** A full journal is put aside under a name of its own, so that two processes cannot overwrite each other's. */
const ASIDE = /^journal\.\d+\.[0-9a-f]+\.ndjson$/;
const MAX_BYTES = 1_048_576;
const KEPT_ASIDE = 2;
const KEPT_IN_MEMORY = 200;
const LONGEST_CAUSE = 4_000;

/** The server's record of its own failures, so that a request id it handed out can be looked up later. */
export interface Journal extends RequestLog {
  /**
   * Takes a record that holds no secrets; resolves when it can be found. Never rejects: a journal that
   * cannot be written is kept in memory.
   */
  record(record: JournalRecord): Promise<void>;
}

/**
 * A journal in `folder` (made when first needed, 0700; files 0600) of at most three files of 1 MiB, or in
 * memory alone if `folder` is null. Several processes may share it: a record is one append. With a `workspace`,
 * only what was recorded under it is found or counted, and answers are held back.
 */
export function openJournal(
  folder: string | null,
  onTrouble: (error: unknown) => void,
  workspace: string | null = null,
): Journal {
  const owner = workspace?.toLowerCase();
  const unwritten: JournalRecord[] = [];
  let told = false;
  let loading: Promise<ReturnType<typeof readJournal>> | null = null;
  // Failures are written far more often than looked up: what reads them is loaded when it is first asked.
  const reading = () => {
    const files = () => (folder === null ? [] : [...asides(folder), FILE].map((name) => join(folder, name)));
    loading ??= import('./read-journal.ts').then((module) => module.readJournal(files, unwritten, owner));
    return loading;
  };

  return {
    record(record) {
      const kept = {
        ...record,
        ...(owner !== undefined && { workspace: owner }),
        ...(record.cause !== undefined && { cause: record.cause.slice(0, LONGEST_CAUSE) }),
      };
      try {
        if (folder === null) throw new Error('The user has no folder for state.');
        append(folder, `${JSON.stringify(kept)}\n`);
      } catch (error) {
        if (!told) onTrouble(error);
        told = true;
        unwritten.push(kept);
        if (unwritten.length > KEPT_IN_MEMORY) unwritten.shift();
      }
      return Promise.resolve();
    },
    find: async (id, how) => (await reading()).find(id, how),
    search: async (criteria, how) => (await reading()).search(criteria, how),
  };
}

function append(folder: string, line: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, FILE);
  const found = lstatSync(file, { throwIfNoEntry: false });
  if (found && !found.isFile()) throw new Error(`${file} is not a regular file.`);
  if (found && found.size >= MAX_BYTES) putAside(folder);
  appendFileSync(file, line, { mode: 0o600 });
}

function putAside(folder: string): void {
  const aside = join(folder, `journal.${Date.now()}.${randomUUID().slice(0, 8)}.ndjson`);
  // Another process may have been quicker: then there is room already.
  ignoringErrors(() => renameSync(join(folder, FILE), aside));
  for (const name of asides(folder).slice(0, -KEPT_ASIDE))
    ignoringErrors(() => unlinkSync(join(folder, name)));
}

/** The files put aside, the oldest first. */
function asides(folder: string): string[] {
  const names = ignoringErrors(() => readdirSync(folder)) ?? [];
  return names.filter((name) => ASIDE.test(name)).sort();
}

function ignoringErrors<T>(act: () => T): T | null {
  try {
    return act();
  } catch {
    return null;
  }
}
