import { type Dialect, type Fields, httpFields, iso, pairs, type Said, spaced } from './dialect.ts';

const KLOG = { debug: 'I', info: 'I', warn: 'W', error: 'E', fatal: 'F' } as const;
const DOTNET = { debug: 'dbug', info: 'info', warn: 'warn', error: 'fail', fatal: 'crit' } as const;

/** The words with the fields behind them, as plain-text services write. */
function sentence({ message, fields, http, trace }: Said): string {
  const all: Fields = { ...(http && httpFields(http)), ...fields, ...(trace && { trace_id: trace }) };
  const tail = pairs(all);
  return tail === '' ? message : `${message} ${tail}`;
}

function goPanic({ thrown }: Said): string {
  if (thrown === undefined) return '';
  const frames = thrown.frames.map((f) => `${f.call}(...)\n\t/src/${f.file}.go:${f.line} +0x1d4`);
  return `\n${thrown.type}: ${thrown.message}\n\ngoroutine 4117 [running]:\n${frames.join('\n')}`;
}

function javaTrace({ thrown }: Said): string {
  if (thrown === undefined) return '';
  const at = thrown.frames.map((f) => `\tat ${f.call}(${f.file.split('/').at(-1)}.java:${f.line})`);
  return `\n\n${[`${thrown.type}: ${thrown.message}`, ...at].join('\n')}`;
}

function pythonTrace({ thrown }: Said): string {
  if (thrown === undefined) return '';
  const frames = [...thrown.frames]
    .reverse()
    .map((f) => `  File "/app/${f.file}.py", line ${f.line}, in ${f.call}`);
  return `\nTraceback (most recent call last):\n${frames.join('\n')}\n${thrown.type}: ${thrown.message}`;
}

const logfmt: Dialect = {
  name: 'logfmt',
  use: 'app',
  ending: 'log',
  print(said, { service }) {
    const { at, level, message, id, http, fields, trace, thrown } = said;
    return pairs({
      ts: iso(at),
      level,
      msg: message,
      service,
      ...(id && { request_id: id }),
      ...(trace && { trace_id: trace }),
      ...(http && httpFields(http)),
      ...fields,
      ...(thrown && {
        err: `${thrown.type}: ${thrown.message}`,
        stack: thrown.frames.map((f) => `${f.call} ${f.file}.go:${f.line}`).join(' < '),
      }),
    });
  },
};

/** `slog.NewTextHandler` of Go; a panic goes to the same stream as the runtime prints it. */
const slog: Dialect = {
  name: 'slog',
  use: 'app',
  ending: 'log',
  print(said, { service }) {
    const { at, level, message, id, http, fields, trace } = said;
    const line = pairs({
      time: iso(at),
      level: level === 'fatal' ? 'ERROR' : level.toUpperCase(),
      msg: message,
      service,
      ...(id && { request_id: id }),
      ...(trace && { trace_id: trace }),
      ...(http && httpFields(http)),
      ...fields,
    });
    return line + goPanic(said);
  },
};

/** Spring Boot with the id as correlation. */
const spring: Dialect = {
  name: 'spring-boot',
  use: 'app',
  ending: 'log',
  print(said, { service, pid }) {
    const level = (said.level === 'fatal' ? 'ERROR' : said.level.toUpperCase()).padStart(5);
    const logger = `c.platform.${service.replaceAll('-', '')}.${said.http ? 'RequestLog' : 'Service'}`;
    const correlation = said.id ? ` [${said.id}]` : '';
    return `${iso(said.at)} ${level} ${pid} --- [${service}] [nio-8080-exec-${(said.at % 9) + 1}]${correlation} ${logger.padEnd(40)} : ${sentence(said)}${javaTrace(said)}`;
  },
};

/** Rails: Ruby's formatter with tagged ids; a request has two lines. */
const rails: Dialect = {
  name: 'rails',
  use: 'app',
  ending: 'log',
  print(said, { pid }) {
    const name = (said.level === 'fatal' ? 'FATAL' : said.level.toUpperCase()).padStart(5);
    const at = spaced(said.at, '.').replace(' ', 'T');
    const head = `${name.trim()[0]}, [${at}${String(pid).padStart(3, '0').slice(-3)} #${pid}] ${name} -- : ${said.id ? `[${said.id}] ` : ''}`;
    const { http, thrown } = said;
    const frames = thrown
      ? `\n${head}${thrown.type} (${thrown.message}):\n${thrown.frames.map((f) => `${head}app/${f.file}.rb:${f.line}:in '${f.call}'`).join('\n')}`
      : '';
    if (http === undefined) return `${head}${sentence(said)}${frames}`;
    const fields = { ...said.fields, ...(said.trace && { trace_id: said.trace }) };
    const more = Object.keys(fields).length > 0 ? ` ${pairs(fields)}` : '';
    return (
      `${head}${said.message} method=${http.method} path=${http.path} format=json status=${http.status} ` +
      `duration=${http.ms.toFixed(2)} view=0.00${more}${frames}`
    );
  },
};

/** .NET's console with scopes: the id stands on a line of its own, above the words. */
const dotnet: Dialect = {
  name: 'dotnet-console',
  use: 'app',
  ending: 'log',
  print(said, { service, pid }) {
    const { thrown } = said;
    const scope = said.id ? `\n      => RequestId:${said.id} ConnectionId:0HN${pid}` : '';
    const frames = thrown
      ? `\n      ${thrown.type}: ${thrown.message}\n${thrown.frames.map((f) => `         at ${f.call}() in /src/${f.file}.cs:line ${f.line}`).join('\n')}`
      : '';
    return `${iso(said.at)} ${DOTNET[said.level]}: Platform.${service}[${said.http ? 2 : 0}]${scope}\n      ${sentence(said)}${frames}`;
  },
};

/** Python's logging with the id from a filter; the zone is not written and is UTC. */
const python: Dialect = {
  name: 'python-logging',
  use: 'app',
  ending: 'log',
  print(said, { service }) {
    const level =
      said.level === 'warn' ? 'WARNING' : said.level === 'fatal' ? 'CRITICAL' : said.level.toUpperCase();
    return `${spaced(said.at, ',')} ${level.padEnd(8)} [${said.id ?? '-'}] ${service}.views: ${sentence(said)}${pythonTrace(said)}`;
  },
};

/** klog of Kubernetes components: no year, quoted words, pairs behind them. */
const klog: Dialect = {
  name: 'klog',
  use: 'app',
  ending: 'log',
  print(said, { service, pid }) {
    const time = iso(said.at);
    const fields: Fields = {
      ...(said.id && { requestID: said.id }),
      ...(said.trace && { traceID: said.trace }),
      ...(said.http && httpFields(said.http)),
      ...said.fields,
    };
    const day = time.slice(5, 10).replace('-', '');
    return `${KLOG[said.level]}${day} ${time.slice(11, 23)}${String(pid % 1_000).padStart(3, '0')} ${String(pid).padStart(7)} ${service}.go:${60 + said.message.length}] ${JSON.stringify(said.message)} ${pairs(fields)}${goPanic(said)}`;
  },
};

/** tracing of Rust: the id is a field of the span. */
const tracing: Dialect = {
  name: 'rust-tracing',
  use: 'app',
  ending: 'log',
  print(said, { service }) {
    const level = (said.level === 'fatal' ? 'ERROR' : said.level.toUpperCase()).padStart(5);
    const span = said.id ? `request{id=${said.id}}: ` : '';
    const frames = said.thrown
      ? `\nthread 'tokio-runtime-worker' panicked at src/${said.thrown.frames[0]?.file}.rs:${said.thrown.frames[0]?.line}:21:\n${said.thrown.message}`
      : '';
    return `${iso(said.at).replace('Z', '204Z')} ${level} ${span}${service}: ${sentence(said)}${frames}`;
  },
};

export const TEXT_DIALECTS: readonly Dialect[] = [logfmt, slog, spring, rails, dotnet, python, klog, tracing];
