import * as z from 'zod';
import type { LogLine } from '../../logs/logs.ts';
import { BRIEF } from '../input.ts';
import type { Block, LogText } from './blocks.ts';

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
  mentioned_in: z.string().optional(),
  source: z.string(),
  rest: z.record(z.string(), z.unknown()).meta(BRIEF).optional(),
  fields_omitted: z.number().optional(),
});

type ShownLine = z.infer<typeof lineSchema>;

/** What the lines of one answer may weigh together, in characters of JSON; about 1,000 tokens. */
const PAGE_CHARS = 3_000;
const MOST_LINES = 20;

interface Page {
  page: ShownLine[];
  /** The position behind the last line of the page. */
  end: number;
}

/**
 * The page of `lines` that begins at `from`: as many lines as fit, at least one, then of their further
 * fields (`rest`) what still fits, telling ones of telling lines first. What is left out is counted.
 * A field that only repeats `id` is not shown.
 */
export function pageOf(lines: readonly LogLine[], from: number, id: string): Page {
  const page: LogLine[] = [];
  let weight = 0;
  for (const line of lines.slice(from, from + MOST_LINES)) {
    const { rest: _, ...core } = line;
    weight += JSON.stringify(core).length;
    if (page.length > 0 && weight > PAGE_CHARS) break;
    page.push(line);
  }

  const fields = page.flatMap(({ rest, ...line }, at) =>
    Object.entries(rest ?? {})
      .filter(([, value]) => value !== id || line.mentioned_in !== undefined)
      .map(([name, value]) => ({ at, name, value, rank: rankOf(line, name) })),
  );
  const kept = new Set<object>();
  let left = PAGE_CHARS - weight;
  for (const field of fields.toSorted((a, b) => a.rank - b.rank)) {
    left -= field.name.length + JSON.stringify(field.value ?? null).length + 4;
    if (left >= 0) kept.add(field);
  }
  const shown = page.map(({ rest: _, ...line }, at) => {
    const own = fields.filter((field) => field.at === at);
    const rest = own.filter((field) => kept.has(field)).map(({ name, value }) => [name, value] as const);
    const omitted = own.length - rest.length;
    return {
      ...line,
      ...(rest.length > 0 && { rest: Object.fromEntries(rest) }),
      ...(omitted > 0 && { fields_omitted: omitted }),
    };
  });
  return { page: shown, end: from + page.length };
}

const TELLING_FIELD =
  /err|detail|reason|cause|step|fail|retry|upstream|redirect|description|attempt|exception/i;
const NOISE =
  /(?:^|\.)(?:pid|hostname|v|size|bytes|proto|accept|content[-_]type|user[-_]?agent|remote_?(?:ip|addr\w*)|logger)$/i;
const QUIET_LEVELS: readonly (string | undefined)[] = ['trace', 'debug', 'info', undefined];

/** How late a field is to be shown: fields about the failure first, and those of lines about it before others. */
function rankOf({ level, code, status = 0 }: Omit<LogLine, 'rest'>, name: string): number {
  const tellingLine = code !== undefined || status >= 400 || !QUIET_LEVELS.includes(level);
  if (NOISE.test(name)) return 4;
  return (TELLING_FIELD.test(name) ? 0 : 2) + (tellingLine ? 0 : 1);
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
  message,
}: RelatedShown): string {
  const parts = [
    `${relation.replaceAll('_', ' ')}${same === undefined ? '' : ` (same ${same})`}:`,
    ...[request_id, method, path, status, code].map((part) => part != null && plain(String(part))),
    time !== null && `at ${time}`,
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
function plain(value: string): string {
  return /^[\w./:@?&=%+*~,#{}-]+$/.test(value) ? value : JSON.stringify(value);
}
