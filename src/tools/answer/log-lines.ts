import * as z from 'zod';
import { foldStack, type LogLine } from '../../logs/logs.ts';
import { PART } from '../json-schema.ts';
import type { Block, LogText } from './blocks.ts';
import { type FieldValue, fieldValueOf, fieldValueSchema } from './parts.ts';

const SHOWN = 'the line shows it';

/** A log line as an answer shows it. */
export const lineSchema = z
  .strictObject({
    time: z.string().nullable().meta({
      description: 'When it was written; null where the line shows no time that could be read',
      unit: 'ISO 8601, UTC',
    }),
    level: z.string().optional().meta({
      description: '`trace`, `debug`, `info`, `warn`, `error` or `fatal`; another word in lower case',
      when: SHOWN,
    }),
    service: z.string().optional().meta({ description: 'The service that wrote it', when: SHOWN }),
    method: z.string().optional().meta({ description: 'The HTTP method', when: SHOWN }),
    path: z.string().optional().meta({ description: 'The path of the request', when: SHOWN }),
    status: z.number().optional().meta({ description: 'The HTTP status of the response', when: SHOWN }),
    duration_ms: z
      .number()
      .optional()
      .meta({ description: 'How long it took', unit: 'milliseconds', when: SHOWN }),
    workspace: z.string().optional().meta({ description: 'The workspace', when: SHOWN }),
    message: z.string().optional().meta({ description: 'The message', when: SHOWN }),
    code: z.string().optional().meta({ description: 'The error code that it names', when: SHOWN }),
    mentioned_in: z.string().optional().meta({
      description: 'The field that mentions the id',
      when: 'the line belongs to another request and only mentions this one',
    }),
    source: z.string().describe('Where it stands: `file:line`'),
    rest: z
      .record(z.string(), fieldValueSchema)
      .optional()
      .meta({ description: 'Its other fields, by dotted names', when: 'it has more fields and they fit' }),
    fields_omitted: z.number().optional().meta({
      description: 'How many of its fields are not shown, or not in full',
      unit: 'fields',
      when: 'there are such; `fields_cursor` shows them',
    }),
  })
  .meta(PART);

type ShownLine = z.infer<typeof lineSchema>;

/** What the lines of one answer may weigh together, in characters of JSON; about 1,000 tokens. */
const PAGE_CHARS = 2_800;
const MOST_LINES = 20;
/** What of that is kept for the trace of a line that says an error, before any field of another line. */
const TRACE_CHARS = 1_200;

/** How much of its lines an answer shows: a page; a page of lines with all of their fields; all there is. */
export type Extent = 'page' | 'fields' | 'all';

interface Page {
  page: ShownLine[];
  /** The position behind the last line of the page. */
  end: number;
}

/**
 * The page of `lines` that begins at `from`: as many lines as fit, at least one, then of their further
 * fields (`rest`) what still fits: traces of errors first, then telling ones of telling lines. What is left out is
 * counted. A field that only repeats `id` is not shown.
 */
export function pageOf(lines: readonly LogLine[], from: number, id: string, extent: Extent = 'page'): Page {
  const page: LogLine[] = [];
  let weight = 0;
  for (const line of lines.slice(from, extent === 'all' ? undefined : from + MOST_LINES)) {
    weight += weightOf(line, extent);
    if (extent !== 'all' && page.length > 0 && weight > PAGE_CHARS) break;
    page.push(line);
  }

  const fields = page.map(({ rest, ...line }) =>
    Object.entries(rest ?? {})
      .filter(([name, value]) => (value !== id || line.mentioned_in !== undefined) && name !== 'time_zone')
      .map(([name, value]) => ({ name, value: fieldValueOf(value), rank: rankOf(line, name) })),
  );
  const cores = page.reduce((sum, { rest: _, ...core }) => sum + JSON.stringify(core).length, 0);
  let left = extent === 'page' ? PAGE_CHARS - cores : Number.POSITIVE_INFINITY;
  const kept = new Map<object, FieldValue>();
  const whole = new Set<object>();
  for (const field of fields.flat().sort((a, b) => a.rank - b.rank)) {
    const fitting = fittingValue(field, left);
    if (fitting === undefined) continue;
    left -= costOf(field.name, fitting);
    kept.set(field, fitting);
    if (fitting === field.value) whole.add(field);
  }
  const shown = page.map(({ rest: _, ...line }, at) => {
    const own = fields[at] ?? [];
    const rest = own
      .filter((field) => kept.has(field))
      .map((field) => [field.name, kept.get(field) ?? null] as const);
    const omitted = own.filter((field) => !whole.has(field)).length;
    return {
      ...line,
      ...(rest.length > 0 && { rest: Object.fromEntries(rest) }),
      ...(omitted > 0 && { fields_omitted: omitted }),
    };
  });
  return { page: shown, end: from + page.length };
}

/** What a line takes of a page at least. */
function weightOf(line: LogLine, extent: Extent): number {
  const { rest = {}, ...core } = line;
  const size = JSON.stringify(core).length;
  if (extent === 'fields') return JSON.stringify(line).length;
  const traces = isTelling(line) ? Object.entries(rest).filter(([name]) => TRACE.test(name)) : [];
  const ofTraces = traces.reduce((sum, [name, value]) => sum + costOf(name, value), 0);
  return size + Math.min(TRACE_CHARS, ofTraces);
}

function costOf(name: string, value: unknown): number {
  return name.length + JSON.stringify(value ?? null).length + 4;
}

/** A value if there is room for it; of a trace as much as there is room for; else undefined. */
function fittingValue(
  { name, value }: { name: string; value: FieldValue },
  left: number,
): FieldValue | undefined {
  if (costOf(name, value) <= left) return value;
  const size = Math.min(left, TRACE_CHARS) - 60;
  if (!TRACE.test(name) || size < LEAST_TRACE) return undefined;
  // Line feeds of a text from outside are shown as escapes.
  const lines = Array.isArray(value) ? value.map(String) : String(value).split('\\n');
  if (lines.length < 2) return undefined;
  // Quotes and escapes lengthen it.
  const folded = foldStack(lines, {
    lines: Math.max(3, Math.floor(size / 20)),
    size: Math.floor(size * 0.8),
  });
  const fitting = Array.isArray(value) ? folded : folded.join('\\n');
  return costOf(name, fitting) <= left ? fitting : undefined;
}

/** Less of a trace is not worth its place. */
const LEAST_TRACE = 120;
/** Where a trace stands. */
const TRACE = /(?:^|[._])(?:stack|stack_?trace|backtrace|trace_?back|exc_info|exception)$/i;
const TELLING_FIELD =
  /err|detail|reason|cause|step|fail|retry|upstream|redirect|description|attempt|exception/i;
const NOISE =
  /(?:^|\.)(?:pid|hostname|v|size|bytes|proto|accept|content[-_]type|user[-_]?agent|remote_?(?:ip|addr\w*)|logger)$/i;
const QUIET_LEVELS: readonly (string | undefined)[] = ['trace', 'debug', 'info', undefined];

/** Whether a line says an error, or a warning. */
function isTelling({ level, code, status = 0 }: Omit<LogLine, 'rest'>): boolean {
  return code !== undefined || status >= 400 || !QUIET_LEVELS.includes(level);
}

/** How late a field is to be shown: fields about the failure first, and those of lines about it before others. */
function rankOf(line: Omit<LogLine, 'rest'>, name: string): number {
  if (NOISE.test(name)) return 4;
  if (TRACE.test(name) && isTelling(line)) return -1;
  return (TELLING_FIELD.test(name) ? 0 : 2) + (isTelling(line) ? 0 : 1);
}

/** Lines, what explains the ending, and what the failure said where that is not the same, as a block of what comes from outside. */
export function logBlock(
  lines: readonly ShownLine[],
  failure: string | null,
  cause?: { message: string | null; frame?: string | undefined },
  related: readonly RelatedShown[] = [],
): Block {
  const last = [
    ...(cause?.message ? [`cause: ${JSON.stringify(cause.message)}`] : []),
    ...(cause?.frame === undefined ? [] : [`in: ${JSON.stringify(cause.frame)}`]),
    ...(failure === null || failure === cause?.message ? [] : [`ended with: ${JSON.stringify(failure)}`]),
    ...related.map(relatedText),
  ];
  return {
    kind: 'log',
    lines: [...lines.map(logText), ...last.map((rest) => ({ time: null, level: null, rest }))],
  };
}

/** Another request as a line of an answer shows it. */
interface RelatedShown {
  request_id: string;
  relation: string;
  same?: string | undefined;
  time: string | null;
  method?: string | undefined;
  path?: string | undefined;
  status: number | null;
  code: string | null;
  carried_out?: 'yes' | undefined;
  message?: string | undefined;
}

/** `earlier call: req_7f3 POST /v1/workspaces 201 at 2026-11-20T09:12:04.340Z` */
function relatedText({
  request_id,
  relation,
  same,
  time,
  method,
  path,
  status,
  code,
  carried_out,
  message,
}: RelatedShown): string {
  const parts = [
    `${relation.replaceAll('_', ' ')}${same === undefined ? '' : ` (same ${same})`}:`,
    ...[request_id, method, path, status, code].map((part) => part != null && plain(String(part))),
    time !== null && `at ${time}`,
    carried_out !== undefined && '(carried out all the same)',
    message !== undefined && JSON.stringify(message),
  ];
  return parts.filter((part) => part !== false).join(' ');
}

function logText(line: ShownLine): LogText {
  const { level, service, method, path, status, duration_ms, workspace, message, code, rest = {} } = line;
  const { mentioned_in, fields_omitted, source } = line;
  const parts = [
    ...[service, method, path].map((value) => value && plain(value)),
    status,
    duration_ms === undefined ? undefined : `${duration_ms}ms`,
    workspace === undefined ? undefined : `workspace=${plain(workspace)}`,
    code === undefined ? undefined : plain(code),
    message === undefined ? undefined : JSON.stringify(message),
    mentioned_in === undefined ? undefined : `[another request, mentions it in ${plain(mentioned_in)}]`,
    ...Object.entries(rest).map(([name, value]) => `${plain(name)}=${JSON.stringify(value)}`),
    fields_omitted === undefined ? undefined : `[fields not shown: ${fields_omitted}]`,
    `(${plain(source)})`,
  ];
  return {
    time: line.time ?? 'no time',
    level: level ? plain(level) : null,
    rest: parts.filter((part) => part !== undefined && part !== '').join(' '),
  };
}

/** A value as it is if it cannot be taken for several, else quoted: log text must not forge fields. */
export function plain(value: string): string {
  return /^[\w./:@?&=%+*~,#{}-]+$/.test(value) ? value : JSON.stringify(value);
}
