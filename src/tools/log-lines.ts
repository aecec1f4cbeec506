import * as z from 'zod';
import type { LogLine } from '../requests/request-log.ts';
import { fence } from '../requests/visible.ts';

/** A log line as an answer shows it. */
export const lineSchema = z.strictObject({
  time: z.string().nullable(),
  level: z.string().optional(),
  service: z.string().optional(),
  method: z.string().optional(),
  path: z.string().optional(),
  status: z.number().optional(),
  duration_ms: z.number().optional(),
  workspace: z.string().optional(),
  message: z.string().optional(),
  code: z.string().optional(),
  source: z.string(),
  rest: z.record(z.string(), z.unknown()).optional(),
});

type ShownLine = z.infer<typeof lineSchema>;

/** What the lines of one answer may weigh together, in characters of JSON; about 1,000 tokens. */
const PAGE_CHARS = 3_000;
const MOST_LINES = 20;
const LEAST_REST = 60;

interface Page {
  page: ShownLine[];
  /** The position behind the last line of the page. */
  end: number;
}

/**
 * The page of `lines` that begins at `from`: as many lines as fit, at least one, then of their further
 * fields (`rest`) as many as still fit, shared evenly. Fields that are left out are counted.
 */
export function pageOf(lines: readonly LogLine[], from: number): Page {
  const page: LogLine[] = [];
  let weight = 0;
  for (const line of lines.slice(from, from + MOST_LINES)) {
    const { rest: _, ...core } = line;
    weight += JSON.stringify(core).length;
    if (page.length > 0 && weight > PAGE_CHARS) break;
    page.push(line);
  }
  const room = Math.max(LEAST_REST, (PAGE_CHARS - weight) / Math.max(1, page.length));
  return { page: page.map((line) => withRest(line, room)), end: from + page.length };
}

function withRest({ rest, ...core }: LogLine, room: number): ShownLine {
  const kept: Record<string, unknown> = {};
  let left = room;
  let omitted = 0;
  for (const [name, value] of Object.entries(rest ?? {})) {
    left -= name.length + JSON.stringify(value ?? null).length + 4;
    if (left < 0) omitted++;
    else kept[name] = value;
  }
  if (omitted > 0) kept['…'] = `${omitted} more fields`;
  return Object.keys(kept).length === 0 ? core : { ...core, rest: kept };
}

/** Lines as text between markers that the text itself cannot hold: it comes from outside. */
export function renderLines(lines: readonly ShownLine[]): string {
  return fence(lines.map(renderLine).join('\n'));
}

function renderLine(line: ShownLine): string {
  const { time, level, service, method, path, status, duration_ms, workspace, message, code, source, rest } =
    line;
  const parts = [
    time ?? 'no time',
    level,
    service,
    method,
    path,
    status,
    duration_ms === undefined ? undefined : `${duration_ms}ms`,
    workspace === undefined ? undefined : `workspace=${workspace}`,
    code,
    message === undefined ? undefined : JSON.stringify(message),
    ...Object.entries(rest ?? {}).map(([name, value]) => `${name}=${JSON.stringify(value)}`),
    `(${source})`,
  ];
  return parts.filter((part) => part !== undefined).join(' ');
}
