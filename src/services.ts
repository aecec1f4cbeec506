import { randomUUID } from 'node:crypto';
import { toFailure, toWire } from './base/failure.ts';
import { clip } from './base/text.ts';
import { builtinCatalog } from './catalog/catalog.ts';
import type { LiveCatalog } from './catalog/files/files.ts';
import type { Config } from './config/config.ts';
import { type Journal, type Logs, openAudit, openJournal, openLogs } from './logs/logs.ts';
import type { Origin, Services } from './protocol/protocol.ts';
import { prepare } from './recognize/recognize.ts';
import { type OwnNames, ownNames, redactText, safeLines } from './redact/redact.ts';
import { PROMPTS, TOOLS } from './tools/tools.ts';

/** A line for whoever keeps the server's log: never protocol, never an answer. */
export type Log = (level: 'warn' | 'error', message: string, fields?: Record<string, unknown>) => void;

interface ServiceOptions {
  /** The built worker that indexes logs. */
  workerUrl: URL;
  log: Log;
}

/** In characters; what a failure says is short, unless it repeats what it was given. */
const LONGEST_MESSAGE = 10_000;

/**
 * The services that a configuration asks for. But for a catalog file, nothing is read or started before it is needed.
 *
 * @throws CatalogError if the catalog file cannot be served
 */
export async function openServices(config: Config, { workerUrl, log }: ServiceOptions): Promise<Services> {
  const { workspace, stateFolder, tables } = config;
  const redacted = ownNames(config.redact);
  const onJournal = (error: unknown) =>
    log('warn', 'The journal cannot be written; failures are kept in memory.', { cause: String(error) });
  const onIndex = (problem: string) =>
    log('warn', 'The index cannot be kept; lookups read the logs instead.', { cause: problem });
  const onAudit = (error: unknown) =>
    log('warn', 'The audit cannot be written; calls are answered all the same.', { cause: String(error) });
  const isServer = config.command.name === 'serve';
  const journal = openJournal(stateFolder, onJournal, workspace);
  const { find, search, seen, ...logs } = openLogs(config, { workerUrl, onTrouble: onIndex });
  // Ready when a first lookup comes, without a host that waits for it to be greeted.
  if (isServer) setTimeout(() => logs.load().catch(() => {}), SOON).unref();
  if (isServer && tables.length > 0) setTimeout(checkTables, LATER, logs.tables, log).unref();
  const live = config.catalogs.length === 0 ? null : await liveCatalogOf(config, log, workerUrl);
  const served = live ?? { catalog: builtinCatalog(), note: null };
  const context = {
    // Asked for by every call, as it may change between two.
    get catalog() {
      return served.catalog;
    },
    get catalogNote() {
      return served.note;
    },
    isCatalogFixed: live === null,
    logs: find && search && { find, search },
    seen,
    hasTables: tables.length > 0,
    journal,
    workspace,
    redacted,
    now: Date.now,
  };
  return {
    tools: TOOLS,
    prompts: PROMPTS,
    context,
    onCatalogChange: (listener) => live?.onChange(listener),
    fail: failuresInto(journal, log, redacted),
    audit: isServer && config.audit !== null ? openAudit(config.audit, onAudit) : null,
  };
}

/** After how many milliseconds a server loads what reads logs; before `AFTER_LOADING` of `server.ts`. */
const SOON = 100;
/** After how many milliseconds it does what no host waits for. */
const LATER = 250;

/** Says early what lookups would fail of; lookups ask anew. */
async function checkTables(tables: Logs['tables'], log: Log): Promise<void> {
  const checks = tables.map(({ check, name }) =>
    check().catch((thrown: unknown) => {
      log('warn', `The request logs in ${name} cannot be searched now.`, {
        cause: toFailure(thrown).message,
      });
    }),
  );
  await Promise.all(checks);
}

/** A server follows the files of its catalog; a command is soon gone. */
async function liveCatalogOf(
  { catalogs, onInvalidCatalog, stateFolder, command }: Config,
  log: Log,
  workerUrl: URL,
): Promise<LiveCatalog> {
  // What reads catalog files is loaded where there are some.
  const { LiveCatalog } = await import('./catalog/files/files.ts');
  const isServer = command.name === 'serve';
  const live = new LiveCatalog(catalogs, {
    onInvalid: onInvalidCatalog,
    stateFolder,
    // Beside that of the logs.
    workerUrl: isServer ? new URL('catalog-worker.cjs', workerUrl) : null,
    later: (job) => {
      if (isServer) setTimeout(job, LATER).unref();
      else job();
    },
    onTrouble: (message, problems) => log('warn', message, { problems }),
  });
  if (isServer) {
    live.watch();
    const begin = () => setTimeout(prepareWhileIdle, LATER, live).unref();
    live.onChange(begin);
    begin();
  }
  return live;
}

/** Fewer entries are prepared within the call that needs it first. */
const WORTH_PREPARING = 500;
/** For how many milliseconds at a time a catalog is prepared: a call waits no longer for it. */
const AT_ONCE = 5;

/** Prepares a large catalog in small pieces, between which calls are answered; keeps no process alive. */
function prepareWhileIdle(live: LiveCatalog): void {
  const { catalog } = live;
  if (catalog.entries.length < WORTH_PREPARING) return;
  const end = performance.now() + AT_ONCE;
  while (prepare(catalog)) {
    if (performance.now() < end) continue;
    setTimeout(prepareWhileIdle, 1, live).unref();
    return;
  }
}

/** Writes failures down in a journal before they go out, without secrets and the values of fields that are `redacted`. */
export function failuresInto(journal: Journal, log: Log, redacted?: OwnNames): Services['fail'] {
  return async (thrown, during, origin) => {
    const { code, message: words, details, cause } = toFailure(thrown);
    const requestId = `req_${randomUUID().replaceAll('-', '')}`;
    const message = safeLines(clip(words, LONGEST_MESSAGE), LONGEST_MESSAGE, redacted);
    const told = cause === undefined ? {} : { cause: redactText(stackOf(cause), redacted) };
    if (told.cause !== undefined) log('error', 'Unexpected exception', { request_id: requestId, ...told });
    const time = new Date().toISOString();
    const of = origin?.trace ? tracedOf(origin.trace) : {};
    await journal.record({ time, request_id: requestId, tool: during, code, message, ...of, ...told });
    return toWire({ code, message, details }, requestId);
  };
}

function tracedOf({ traceId, spanId, state }: NonNullable<Origin['trace']>) {
  return { trace_id: traceId, span_id: spanId, ...(state !== null && { tracestate: state }) };
}

/** What was thrown, with where it came from; of any value. */
function stackOf(cause: unknown): string {
  return cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
}
