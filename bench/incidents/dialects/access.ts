import { type Dialect, type Http, iso, pairs } from './dialect.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `20/Nov/2026:09:12:04 +0000` */
function clfTime(at: number): string {
  const [year, month, day] = iso(at).slice(0, 10).split('-');
  return `${day}/${MONTHS[Number(month) - 1]}/${year}:${iso(at).slice(11, 19)} +0000`;
}

function headerPairs({ headers }: Http): string {
  const shown = Object.entries(headers ?? {}).map(([name, value]) => [
    `sent_http_${name.toLowerCase().replaceAll('-', '_')}`,
    value,
  ]);
  return shown.length === 0 ? '' : ` ${pairs(Object.fromEntries(shown))}`;
}

/** nginx: the combined format with its usual additions; the error log's form for what is no request. */
const nginx: Dialect = {
  name: 'nginx',
  use: 'access',
  ending: 'log',
  print({ at, id, http, level, message, fields }, { pid }) {
    if (http === undefined) {
      const time = iso(at).slice(0, 19).replaceAll('-', '/').replace('T', ' ');
      const more = Object.entries(fields ?? {}).map(([key, value]) => `, ${key}: "${value}"`);
      return `${time} [${level}] ${pid}#${pid}: *${pid * 7} ${message}${more.join('')}${id ? `, request_id: "${id}"` : ''}`;
    }
    // Flags are Envoy's: where there are some, the upstream gave no status.
    const upstream = http.flags === undefined ? http.status : '-';
    return (
      `${http.ip} - - [${clfTime(at)}] "${http.method} ${http.path} HTTP/1.1" ${http.status} ${http.bytes} ` +
      `"-" "${http.agent}" rt=${(http.ms / 1_000).toFixed(3)} us=${upstream} rid=${id ?? '-'}${headerPairs(http)}`
    );
  },
};

/** Envoy's default access log: when the request began, and response flags after the status. */
const envoy: Dialect = {
  name: 'envoy',
  use: 'access',
  ending: 'log',
  print({ at, id, http, level, message, fields }, { pid }) {
    if (http === undefined) {
      const time = iso(at).replace('T', ' ').replace('Z', '');
      return `[${time}][${pid}][${level}][router] ${message} ${pairs({ ...fields, ...(id && { request_id: id }) })}`;
    }
    const { method, path, status, bytes, ms, ip, agent } = http;
    const flags = /^[A-Z,]+$/.test(http.flags ?? '') ? http.flags : '-';
    return (
      `[${iso(at - ms)}] "${method} ${path} HTTP/2" ${status} ${flags} 0 ${bytes} ${ms} ${Math.max(0, ms - 2)} ` +
      `"${ip}" "${agent}" "${id ?? '-'}" "api.platform.example" "10.0.0.4:8080"${headerPairs(http)}`
    );
  },
};

export const ACCESS_DIALECTS: readonly Dialect[] = [nginx, envoy];
