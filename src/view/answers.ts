/**
 * What the view reads of answers: the fields of `structuredContent` (docs/answers.md) that are shown to a person. A test
 * holds that what the tools answer fits these types.
 */

/** A log line. */
export interface LineData {
  time: string | null;
  level?: string | undefined;
  service?: string | undefined;
  method?: string | undefined;
  path?: string | undefined;
  status?: number | undefined;
  duration_ms?: number | undefined;
  workspace?: string | undefined;
  message?: string | undefined;
  code?: string | undefined;
  mentioned_in?: string | undefined;
  source: string;
  rest?: Readonly<Record<string, unknown>> | undefined;
  fields_omitted?: number | undefined;
}

/** An entry of the catalog; a short one, beside a request, lacks causes and neighbors. */
export interface EntryData {
  code: string;
  title: string | null;
  http_status: number | null;
  service?: string | undefined;
  meaning: string | null;
  example?: string | undefined;
  causes?: readonly string[] | null;
  fix: readonly string[] | null;
  retry: { when: string; note: string | null } | null;
  who: string | null;
  confusable_with?: readonly { code: string; tell_apart: string }[];
  cut?: readonly string[] | undefined;
}

/** Another request, or other work. */
export interface RelatedData {
  request_id: string;
  relation: string;
  same?: string | undefined;
  time: string | null;
  method?: string | undefined;
  path?: string | undefined;
  status: number | null;
  code: string | null;
  carried_out?: string | undefined;
  message?: string | undefined;
}

interface FindingData {
  message: string;
  suggestion?: string | undefined;
}

/** What is common to every answer of `lookup_request`. */
interface LookupData {
  lines: readonly LineData[];
  total: number;
  searched: {
    files?: number | undefined;
    lines?: number | undefined;
    from?: string | null | undefined;
    to?: string | null | undefined;
    skipped?: readonly { source: string; reason: string }[] | undefined;
  };
  note?: string | undefined;
  next_cursor?: string | undefined;
}

/** An answer of `lookup_request` that tells of one request. */
export interface StoryData extends LookupData {
  request_id: string;
  outcome: {
    ended: 'succeeded' | 'failed' | 'unknown';
    status: number | null;
    at: string | null;
    carried_out: string;
    evidence: string;
  };
  cause?: { line: string; message: string | null; why: string; frame?: string | undefined } | undefined;
  error?: { code: string | null; message: string | null } | undefined;
  explanation?: EntryData | undefined;
  who?: string | undefined;
  findings?: readonly FindingData[] | undefined;
  related?: readonly RelatedData[] | undefined;
  similar?: { count: number; from: string; to: string } | undefined;
}

/** An answer of `lookup_request` that lists requests. */
export interface RequestsData extends LookupData {
  requests: readonly {
    request_id: string;
    time: string | null;
    method?: string | undefined;
    path?: string | undefined;
    status?: number | undefined;
    duration_ms?: number | undefined;
    code?: string | undefined;
    lines: number;
  }[];
}

/** An answer of `explain_error`. */
export interface ExplanationData extends EntryData {
  matched: { by: string; confidence: number };
  alternatives?: readonly { code: string; title: string | null }[] | undefined;
  findings?: readonly FindingData[] | undefined;
  retry_after?: { seconds: number; at: string } | undefined;
  request_id?: string | undefined;
  seen?:
    | { count: number; last?: string | undefined; request_ids?: readonly string[] | undefined }
    | undefined;
  note?: string | undefined;
}

/** What can be shown, by what it is. */
export type Shown =
  | { kind: 'story'; data: StoryData }
  | { kind: 'requests'; data: RequestsData }
  | { kind: 'explanation'; data: ExplanationData }
  | { kind: 'failure'; code: string; message: string };

/** What an answer is; null for one that the view does not know, whose text is then shown. */
export function shownOf(data: unknown): Shown | null {
  if (typeof data !== 'object' || data === null) return null;
  if ('outcome' in data && 'lines' in data) return { kind: 'story', data: data as StoryData };
  if ('requests' in data && 'lines' in data) return { kind: 'requests', data: data as RequestsData };
  if ('matched' in data) return { kind: 'explanation', data: data as ExplanationData };
  return null;
}

/** The failure of which a tool's text is the JSON; null if it is none. */
export function failureOf(text: string): Shown | null {
  try {
    const { code, message } = JSON.parse(text).error;
    return { kind: 'failure', code: String(code), message: String(message) };
  } catch {
    return null;
  }
}
