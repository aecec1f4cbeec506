import type { IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';

/** A request as ClickHouse's `HTTPHandler` reads it. */
export interface Asked {
  path: string;
  /** The whole query, with the FORMAT that the client adds. */
  sql: string;
  /** The database that the request names, or `default`. */
  database: string;
  format: string;
  queryId: string;
  params: Record<string, string>;
  /** The settings of the request itself, without those of the user's profile. */
  settings: Record<string, string>;
}

/** Names in the URL that are no settings, as in ClickHouse's `HTTPHandler.cpp`. */
const RESERVED = new Set([
  'buffer_size',
  'client_protocol_version',
  'close_session',
  'compress',
  'database',
  'decompress',
  'default_format',
  'password',
  'query',
  'query_id',
  'quota_key',
  'role',
  'session_check',
  'session_id',
  'session_timeout',
  'stacktrace',
  'user',
  'wait_end_of_query',
]);

/** Reads the whole request: its URL, and the body with the query or a form with query and parameters. */
export async function read(request: IncomingMessage): Promise<Asked> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const raw = await buffer(request);
  const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw;
  const fields = [...url.searchParams];
  const type = request.headers['content-type'] ?? '';
  if (type.startsWith('multipart/form-data')) fields.push(...(await formFields(body, type)));
  else fields.push(['query', body.toString()]);

  const queries = fields.filter(([name, value]) => name === 'query' && value !== '');
  const ofPrefix = fields.filter(([name]) => name.startsWith('param_'));
  const others = fields.filter(([name]) => !RESERVED.has(name) && !name.startsWith('param_'));
  return {
    path: url.pathname,
    sql: queries.map(([, value]) => value).join('\n'),
    database: url.searchParams.get('database') ?? 'default',
    format: url.searchParams.get('default_format') ?? 'TabSeparated',
    queryId: url.searchParams.get('query_id') ?? crypto.randomUUID(),
    params: Object.fromEntries(ofPrefix.map(([name, value]) => [name.slice('param_'.length), value])),
    settings: Object.fromEntries(others),
  };
}

async function formFields(body: Buffer, type: string): Promise<[string, string][]> {
  const form = await new Response(body, { headers: { 'content-type': type } }).formData();
  return [...form].map(([name, value]) => [name, String(value)]);
}
