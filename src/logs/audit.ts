import { appendFile, lstat, rename } from 'node:fs/promises';
import { OWN_SERVICE } from './log.ts';

/** A call as it is written down; nothing in it may hold secrets. */
export interface AuditedCall {
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

/** A file of this size is put aside as `FILE.1`, and that as `FILE.2`; older ones are gone. */
const MAX_BYTES = 10 * 1_048_576;
const KEPT_ASIDE = 2;

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
  if (found.size < MAX_BYTES) return;
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
