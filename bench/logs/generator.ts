import { closeSync, mkdirSync, openSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chance, lineCount, makeRequest, type Request, requestId } from './requests.ts';

/** A log that was written, and what stands in it. */
export interface Log {
  path: string;
  seed: number;
  lines: number;
  bytes: number;
  /** How many requests have begun in it: those with the numbers from 0 up. */
  requests: number;
}

/** An id to ask for, and how many lines carry it. */
export interface KnownId {
  id: string;
  lines: number;
}

/** Changes whenever other bytes come out of the same seed, so that no older file is taken for it. */
const FORMAT = 1;

/** Through how many days up to now the time of a log rises. */
export const DAYS = 5;
const IN_FLIGHT = 40;
const CHUNK = 131_072;

const HOSTS = ['api-6d8f7-x2lqp', 'api-6d8f7-m7w4k', 'api-6d8f7-9kzc2', 'api-6d8f7-tq5vd'];
const AGENTS = ['acme-storefront/4.2.0 node/20.20.2', 'python-requests/2.32.3', 'Go-http-client/2.0'];
const STEPS = [
  '"module":"auth","scopes":["workspaces:read","apps:write"],"msg":"token accepted"',
  '"module":"db","statement":"select_workspace_by_slug","rows":1,"duration_ms":1.8,"msg":"query done"',
  '"module":"cache","key":"workspace:settings","hit":true,"msg":"cache read"',
  '"module":"limits","remaining":4711,"window_s":60,"msg":"rate limit checked"',
  '"module":"db","statement":"list_members_page","rows":50,"duration_ms":7.4,"msg":"query done"',
  '"module":"events","topic":"workspace.audit","partition":7,"msg":"event published"',
];

/** One line of a request; its last line is the access line, the only one with the trace id. */
export function logLine(request: Request, step: number, time: number, random: number): string {
  const host = HOSTS[random & 3];
  if (step === request.lines - 1) {
    return `{"level":${request.level},"time":${time},"pid":17,"hostname":"${host}","name":"api","request_id":"${request.id}","trace_id":"${request.traceId}",${request.where},"remote_address":"203.0.113.${random % 250}","user_agent":"${AGENTS[random % 3]}",${request.outcome}}\n`;
  }
  return `{"level":30,"time":${time},"pid":17,"hostname":"${host}","name":"api","request_id":"${request.id}",${request.where},"build":"2026.11.4",${STEPS[random % 6]}}\n`;
}

/**
 * The log of so many lines: one request's lines stand near each other, between those of some tens of others.
 * A file of an earlier run is taken if its size and seed fit. Time rises through some days up to now.
 */
export function makeLog(folder: string, lines: number, seed: number): Log {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `api-${lines}-${seed}.ndjson`);
  const about = `${path}.about.json`;
  const kept = readAbout(about);
  if (kept?.format === FORMAT && statSync(path, { throwIfNoEntry: false })?.size === kept.log.bytes) {
    return { ...kept.log, path };
  }
  const written = { path, seed, lines, ...writeLines(`${path}.part`, lines, seed) };
  renameSync(`${path}.part`, path);
  writeFileSync(about, JSON.stringify({ format: FORMAT, log: written }));
  return written;
}

function readAbout(path: string): { format: number; log: Log } | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as { format: number; log: Log };
  } catch {
    return null;
  }
}

/** Writes so many lines, the first of them at `start`, in milliseconds since the epoch, each `gap` later than the one before. */
export function writeLines(
  path: string,
  lines: number,
  seed: number,
  start = Date.now() - DAYS * 86_400_000,
  gap = (DAYS * 86_400_000) / lines,
): { bytes: number; requests: number } {
  const file = openSync(path, 'w');
  const open: { request: Request; step: number }[] = [];
  let bytes = 0;
  let requests = 0;
  let text = '';
  for (let line = 0; line < lines; line++) {
    const random = chance(seed + 4, line);
    const slot = (random >>> 8) % IN_FLIGHT;
    let own = open[slot];
    if (own === undefined || own.step === own.request.lines) {
      own = { request: makeRequest(seed, requests++), step: 0 };
      open[slot] = own;
    }
    text += logLine(own.request, own.step++, Math.floor(start + line * gap), random);
    if (text.length > CHUNK || line === lines - 1) {
      writeFileSync(file, text, 'latin1');
      bytes += text.length;
      text = '';
    }
  }
  closeSync(file);
  return { bytes, requests };
}

/** Ids that occur in the log, spread over all of it, every fourth a trace id; its unfinished end is left out. */
export function presentIds({ seed, requests }: Log, count: number, salt = 0): KnownId[] {
  const whole = Math.max(1, requests - IN_FLIGHT * 10);
  return Array.from({ length: count }, (_, index) => {
    const number = chance(seed + 5 + salt, index) % whole;
    if (index % 4 === 3) return { id: makeRequest(seed, number).traceId, lines: 1 };
    return { id: requestId(seed, number), lines: lineCount(seed, number) };
  });
}

/** Ids of the same shape that occur nowhere in the log. */
export function absentIds({ seed }: Log, count: number): KnownId[] {
  return Array.from({ length: count }, (_, index) => ({ id: requestId(seed + 1_000, index), lines: 0 }));
}
