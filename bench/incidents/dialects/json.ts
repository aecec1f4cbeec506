import { type Dialect, type Fields, iso, type Level, type Said, type Thrown } from './dialect.ts';

const PINO = { debug: 20, info: 30, warn: 40, error: 50, fatal: 60 } as const satisfies Record<Level, number>;
const CLEF = { debug: 'Debug', info: '', warn: 'Warning', error: 'Error', fatal: 'Fatal' } as const;

/** A stack as the message of its language prints it. */
function nodeStack({ type, message, frames }: Thrown): string {
  return [
    `${type}: ${message}`,
    ...frames.map((f) => `    at ${f.call} (/app/src/${f.file}.ts:${f.line}:17)`),
  ].join('\n');
}

function goStack({ frames }: Thrown): string {
  return frames.map((f) => `${f.call}\n\t/src/${f.file}.go:${f.line}`).join('\n');
}

function javaStack({ type, message, frames }: Thrown): string {
  const at = frames.map((f) => `\tat ${f.call}(${f.file.split('/').at(-1)}.java:${f.line})`);
  return [`${type}: ${message}`, ...at].join('\n');
}

function all({ fields }: Said): Fields {
  return fields ?? {};
}

/** pino-http of Node.js services: epoch milliseconds, numeric levels, the id in `req`. */
const pino: Dialect = {
  name: 'pino',
  use: 'app',
  ending: 'ndjson',
  print(said, { service, host, pid }) {
    const { http, id, thrown } = said;
    return JSON.stringify({
      level: PINO[said.level],
      time: said.at,
      pid,
      hostname: host,
      name: service,
      ...(http
        ? { req: { id, method: http.method, url: http.path }, res: { statusCode: http.status } }
        : { reqId: id }),
      ...(said.trace && { trace_id: said.trace }),
      ...all(said),
      ...(thrown && { err: { type: thrown.type, message: thrown.message, stack: nodeStack(thrown) } }),
      ...(http && { responseTime: http.ms }),
      msg: said.message,
    });
  },
};

/** zap of Go services: epoch seconds, `caller`. */
const zap: Dialect = {
  name: 'zap',
  use: 'app',
  ending: 'json.log',
  print(said, { service }) {
    const { http, thrown } = said;
    return JSON.stringify({
      level: said.level,
      ts: said.at / 1_000,
      logger: service,
      caller: `${service}/server.go:${90 + said.message.length}`,
      msg: said.message,
      request_id: said.id,
      ...(said.trace && { trace_id: said.trace }),
      ...(http && {
        'http.method': http.method,
        'http.path': http.path,
        'http.status': http.status,
        elapsed: http.ms / 1_000,
      }),
      ...all(said),
      ...(thrown && { error: `${thrown.type}: ${thrown.message}`, stacktrace: goStack(thrown) }),
    });
  },
};

/** structlog of Python services: the words stand under `event`. */
const structlog: Dialect = {
  name: 'structlog',
  use: 'app',
  ending: 'ndjson',
  print(said, { service }) {
    const { http, thrown } = said;
    const stack = thrown && [
      'Traceback (most recent call last):',
      ...[...thrown.frames].reverse().map((f) => `  File "/app/${f.file}.py", line ${f.line}, in ${f.call}`),
      `${thrown.type}: ${thrown.message}`,
    ];
    return JSON.stringify({
      timestamp: iso(said.at).replace('Z', '417Z'),
      level: said.level === 'warn' ? 'warning' : said.level === 'fatal' ? 'critical' : said.level,
      logger: `${service}.main`,
      event: said.message,
      request_id: said.id,
      ...(said.trace && { trace_id: said.trace }),
      ...(http && {
        method: http.method,
        path: http.path,
        status_code: http.status,
        duration_ms: http.ms,
      }),
      ...all(said),
      ...(stack && { exception: stack.join('\n') }),
    });
  },
};

/** Serilog's compact JSON of .NET services; `@l` is left out for information. */
const clef: Dialect = {
  name: 'serilog-clef',
  use: 'app',
  ending: 'clef',
  print(said, { service, host }) {
    const { http, thrown } = said;
    return JSON.stringify({
      '@t': iso(said.at).replace('Z', '1180Z'),
      '@m': http
        ? `HTTP ${http.method} ${http.path} responded ${http.status} in ${http.ms} ms`
        : said.message,
      ...(CLEF[said.level] && { '@l': CLEF[said.level] }),
      ...(thrown && {
        '@x': [
          `${thrown.type}: ${thrown.message}`,
          ...thrown.frames.map((f) => `   at ${f.call}() in /src/${f.file}.cs:line ${f.line}`),
        ].join('\n'),
      }),
      RequestId: said.id,
      ...(said.trace && { '@tr': said.trace }),
      ...(http && {
        RequestMethod: http.method,
        RequestPath: http.path,
        StatusCode: http.status,
        Elapsed: http.ms,
      }),
      ...all(said),
      SourceContext: `Platform.${service}`,
      MachineName: host,
    });
  },
};

/** ECS of Java services with Elastic's encoder: dotted names. */
const ecs: Dialect = {
  name: 'ecs',
  use: 'app',
  ending: 'json',
  print(said, { service, host }) {
    const { http, thrown } = said;
    return JSON.stringify({
      '@timestamp': iso(said.at),
      'log.level': said.level.toUpperCase(),
      message: said.message,
      'ecs.version': '1.2.0',
      'service.name': service,
      'host.name': host,
      'http.request.id': said.id,
      ...(said.trace && { 'trace.id': said.trace }),
      ...(http && {
        'http.request.method': http.method,
        'url.path': http.path,
        'http.response.status_code': http.status,
        'event.duration': http.ms * 1_000_000,
      }),
      labels: all(said),
      ...(thrown && {
        'error.type': thrown.type,
        'error.message': thrown.message,
        'error.stack_trace': javaStack(thrown),
      }),
    });
  },
};

/** Caddy's access log. */
const caddy: Dialect = {
  name: 'caddy',
  use: 'access',
  ending: 'ndjson',
  print({ at, id, http, level, message, fields }) {
    if (http === undefined) {
      return JSON.stringify({
        level,
        ts: at / 1_000,
        logger: 'http.log.error',
        msg: message,
        ...(id && { request: { headers: { 'X-Request-Id': [id] } } }),
        ...fields,
      });
    }
    return JSON.stringify({
      level: http.status >= 500 ? 'error' : 'info',
      ts: at / 1_000,
      logger: 'http.log.access.log0',
      msg: 'handled request',
      request: {
        remote_ip: http.ip,
        proto: 'HTTP/2.0',
        method: http.method,
        host: 'api.platform.example',
        uri: http.path,
        headers: { 'User-Agent': [http.agent] },
      },
      duration: http.ms / 1_000,
      size: http.bytes,
      status: http.status,
      resp_headers: {
        ...Object.fromEntries(
          Object.entries(http.headers ?? {}).map(([name, value]) => [name, [String(value)]]),
        ),
        ...(id && { 'X-Request-Id': [id] }),
      },
    });
  },
};

export const JSON_DIALECTS: readonly Dialect[] = [pino, zap, structlog, clef, ecs, caddy];
