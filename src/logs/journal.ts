import { randomUUID } from 'node:crypto';
import { appendFileSync, lstatSync, mkdirSync, readdirSync, renameSync, unlinkSync } from 'node:fs';
import { appendFile, lstat, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { attempt } from '../base/objects.ts';
import { OWN_SERVICE, type RequestLog } from './log.ts';
import type { JournalRecord, readJournal } from './read-journal.ts';

const FILE = 'journal.ndjson';
/** A full journal is put aside under a name of its own, so that two processes cannot overwrite each other's. */
const ASIDE = /^journal\.\d+\.[0-9a-f]+\.ndjson$/;
const MAX_BYTES = 1_048_576;
/** How many of a journal, and of an audit. */
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
  attempt(() => renameSync(join(folder, FILE), aside));
  for (const name of asides(folder).slice(0, -KEPT_ASIDE)) attempt(() => unlinkSync(join(folder, name)));
}

/** The files put aside, the oldest first. */
function asides(folder: string): string[] {
  const names = attempt(() => readdirSync(folder)) ?? [];
  return names.filter((name) => ASIDE.test(name)).sort();
}

/** A call as it is written down; nothing in it may hold secrets. */
interface AuditedCall {
  tool: string;
  /** As JSON. */
  arguments: string;
  /** In milliseconds. */
  duration: number;
  /** Of a call that failed: its code and, where it was given one, its request id. */
  failure: { code: string; requestId?: string } | null;
  client: { name: string; version: string } | null;
  trace: { traceId: string; spanId: string } | null;
}

/** Writes a line for every call, for whoever has to know who asked what. */
export interface Audit {
  /** Returns at once: what cannot be written is told once, and is lost. */
  record(call: AuditedCall): void;
  /** Resolves when all that was recorded is written. */
  idle(): Promise<void>;
}

/** An audit of this size is put aside as `FILE.1`, and that as `FILE.2`; older ones are gone. */
const MAX_AUDIT_BYTES = 10 * 1_048_576;

/** An audit in `file`, which is made with mode 0600 when it is first needed. */
export function openAudit(file: string, onTrouble: (error: unknown) => void): Audit {
  let pending: string[] = [];
  let writing: Promise<void> | null = null;
  let isTold = false;

  async function write(): Promise<void> {
    while (pending.length > 0) {
      const text = pending.join('');
      pending = [];
      try {
        await makeRoom(file);
        await appendFile(file, text, { mode: 0o600 });
      } catch (error) {
        if (!isTold) onTrouble(error);
        isTold = true;
      }
    }
    writing = null;
  }

  return {
    record(call) {
      pending.push(`${JSON.stringify(lineOf(call))}\n`);
      writing ??= write();
    },
    idle: () => writing ?? Promise.resolve(),
  };
}

async function makeRoom(file: string): Promise<void> {
  const found = await lstat(file).catch(() => null);
  if (found === null) return;
  if (!found.isFile()) throw new Error(`${file} is not a regular file.`);
  if (found.size < MAX_AUDIT_BYTES) return;
  for (let age = KEPT_ASIDE; age > 1; age -= 1)
    await rename(`${file}.${age - 1}`, `${file}.${age}`).catch(() => {});
  await rename(file, `${file}.1`);
}

/**
 * A call in OpenTelemetry's names ("Semantic conventions for Model Context Protocol"); those that it has none for are
 * the names of answers. As a line of a log it can be looked up by its request or its trace.
 */
function lineOf({ tool, arguments: given, duration, failure, client, trace }: AuditedCall): object {
  return {
    time: new Date().toISOString(),
    level: failure === null ? 'info' : 'warn',
    'service.name': OWN_SERVICE,
    message: `tools/call ${tool}`,
    'mcp.method.name': 'tools/call',
    'gen_ai.operation.name': 'execute_tool',
    'gen_ai.tool.name': tool,
    'gen_ai.tool.call.arguments': given,
    outcome: failure === null ? 'success' : 'failure',
    ...(failure !== null && { 'error.type': failure.code }),
    ...(failure?.requestId !== undefined && { request_id: failure.requestId }),
    duration_ms: Math.round(duration * 1_000) / 1_000,
    ...(trace !== null && { trace_id: trace.traceId, span_id: trace.spanId }),
    ...(client !== null && { 'mcp.client.name': client.name, 'mcp.client.version': client.version }),
  };
}
