import { gzipSync } from 'node:zlib';
import type { Asked } from './asked.ts';
import { type Exception, httpStatus } from './exception.ts';
import type { Result } from './library.ts';

/** A whole HTTP answer, before it is sent. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: Uint8Array;
}

/** Names what stands around an exception in the body, so that rows cannot be taken for one. */
export const TAG_HEADER = 'X-ClickHouse-Exception-Tag';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  JSON: 'application/json; charset=UTF-8',
  JSONCompact: 'application/json; charset=UTF-8',
  JSONEachRow: 'application/x-ndjson; charset=UTF-8',
  JSONCompactEachRow: 'application/x-ndjson; charset=UTF-8',
};

/** What a query answers, with the headers that ClickHouse gives it. */
export function resultAnswer(asked: Asked, result: Result, isInsert: boolean): Answer {
  const format = /\bFORMAT\s+(\w+)\s*;?\s*$/i.exec(asked.sql)?.[1] ?? asked.format;
  return {
    status: 200,
    headers: {
      'Content-Type': CONTENT_TYPES[format] ?? 'text/plain; charset=UTF-8',
      ...(isInsert ? {} : { 'X-ClickHouse-Format': format }),
      'X-ClickHouse-Query-Id': asked.queryId,
      'X-ClickHouse-Summary': summary(result),
      [TAG_HEADER]: 'qwertyuiopasdfgh',
      'X-ClickHouse-Timezone': 'UTC',
    },
    body: result.bytes(),
  };
}

/** An exception before the first byte of a result. `version` is the engine's. */
export function exceptionAnswer(queryId: string, exception: Exception, version: string): Answer {
  return {
    status: httpStatus(exception.code),
    headers: {
      'Content-Type': 'text/plain; charset=UTF-8',
      'X-ClickHouse-Exception-Code': String(exception.code),
      'X-ClickHouse-Query-Id': queryId,
      'X-ClickHouse-Summary': summary({ rowsRead: 0, bytesRead: 0, elapsed: 0 }),
    },
    body: Buffer.from(`${worded(exception, version)}\n`),
  };
}

/** The exception's text as a server words it. */
export function worded(exception: Exception, version: string): string {
  return `${exception.message} (version ${version} (official build))`;
}

export function textAnswer(status: number, text: string, headers: Record<string, string> = {}): Answer {
  return { status, headers: { 'Content-Type': 'text/plain', ...headers }, body: Buffer.from(text) };
}

/** The same answer compressed, if the client takes that and asked for it by setting. */
export function compressed(answer: Answer, asked: Asked, accepted: unknown): Answer {
  if (asked.settings['enable_http_compression'] !== '1' || !String(accepted).includes('gzip')) return answer;
  return {
    ...answer,
    headers: { ...answer.headers, 'Content-Encoding': 'gzip' },
    body: gzipSync(answer.body),
  };
}

function summary({
  rowsRead,
  bytesRead,
  elapsed,
}: Pick<Result, 'rowsRead' | 'bytesRead' | 'elapsed'>): string {
  return JSON.stringify({
    read_rows: String(rowsRead),
    read_bytes: String(bytesRead),
    written_rows: '0',
    written_bytes: '0',
    total_rows_to_read: '0',
    result_rows: '0',
    result_bytes: '0',
    elapsed_ns: String(Math.round(elapsed * 1e9)),
  });
}
