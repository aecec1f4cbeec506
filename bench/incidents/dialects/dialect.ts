export type Level = 'debug' | 'info' | 'warn' | 'error' | 'fatal';
export type Fields = Readonly<Record<string, string | number | boolean>>;

/** A request as an access line tells it. */
export interface Http {
  method: string;
  path: string;
  status: number;
  ms: number;
  ip: string;
  agent: string;
  bytes: number;
  /** Response headers worth a field, such as `Retry-After`. */
  headers?: Fields;
  /** What the proxy notes about its upstream: Envoy's response flags, nginx's upstream status. */
  flags?: string;
}

/** An exception or panic with its stack, as runtimes print it. */
export interface Thrown {
  type: string;
  message: string;
  /** Innermost first; how a frame is written is the language's. */
  frames: readonly Frame[];
}

export interface Frame {
  call: string;
  /** Without its ending, which is the language's. */
  file: string;
  line: number;
}

/** What a service says at a time; a dialect decides how it looks. */
export interface Said {
  /** Epoch milliseconds. */
  at: number;
  level: Level;
  message: string;
  /** The request's id, where the service knows it. */
  id?: string | undefined;
  /** A trace id, where the service writes one. */
  trace?: string | undefined;
  fields?: Fields | undefined;
  http?: Http | undefined;
  thrown?: Thrown | undefined;
}

/** Who speaks: one process of one service. */
export interface Speaker {
  service: string;
  /** The host or pod. */
  host: string;
  pid: number;
}

/** A way of writing log lines. */
export interface Dialect {
  name: string;
  /** `access`: only lines of requests, as proxies write; `app`: what services write. */
  use: 'access' | 'app';
  /** The ending of its files. */
  ending: string;
  /** One entry, without the last newline; it may hold several physical lines. */
  print(said: Said, speaker: Speaker): string;
}

/** `2026-11-20T09:12:04.322Z` */
export function iso(at: number): string {
  return new Date(at).toISOString();
}

/** `2026-11-20 09:12:04` and what is to stand before the milliseconds. */
export function spaced(at: number, beforeMs: string): string {
  return iso(at).replace('T', ' ').replace('.', beforeMs).slice(0, -1);
}

/** The fields of a finished request, under names that every dialect shares. */
export function httpFields({ method, path, status, ms }: Http): Fields {
  return { method, path, status, duration_ms: ms };
}

/** `key=value key="two words"` */
export function pairs(fields: Fields): string {
  return Object.entries(fields)
    .map(([key, value]) => `${key}=${bare(value)}`)
    .join(' ');
}

function bare(value: string | number | boolean): string {
  const text = String(value);
  return /^[^\s"=]+$/.test(text) ? text : JSON.stringify(text);
}
