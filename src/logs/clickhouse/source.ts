import { DAY, HOUR } from '../../base/time.ts';

/** What a map may name by one column. */
const MAP_TERMS = [
  ...['level', 'service', 'workspace', 'method', 'path'],
  ...['status', 'duration_ms', 'code', 'message'],
] as const;

/** Which columns an address chooses. */
export interface ColumnChoice {
  preset: 'otel' | 'flat' | 'map';
  /** Empty but for a map. */
  time: string;
  /** Columns of ids to look into; null for those of the preset, as below. */
  id: readonly string[] | null;
  /** Maps of attributes to look into. */
  attributes: readonly string[] | null;
  /** Texts to look into. */
  text: readonly string[] | null;
  /** Columns that are shown beside. */
  rest: readonly string[];
  terms: Readonly<Partial<Record<(typeof MAP_TERMS)[number], string>>>;
}

/** How much one query may take. */
export interface Limits {
  /** In milliseconds. */
  time: number;
  /** Rows that the database may read; null for any number. */
  rows: number | null;
  /** Bytes that the database may read, uncompressed; null for any number. */
  bytes: number | null;
}

/** What this server says that it is to ClickHouse. */
export interface Login {
  user: string;
  password: string;
}

/** A table of request logs in ClickHouse, as its address says; it holds no secret. */
export interface TableSource {
  /** The address without its parameters, as answers name it. */
  name: string;
  /** The address as it was given; it holds no login. */
  address: string;
  /** Where ClickHouse's HTTP interface is. */
  url: string;
  database: string;
  table: string;
  columns: ColumnChoice;
  /** How far back a lookup looks first, in milliseconds. */
  window: number;
  limits: Limits;
  /** The file with user and password; null where these are in the environment. */
  credentials: string | null;
}

const SCHEME = 'clickhouse://';
const DEFAULT_PORT = '8443';
const FORM = 'clickhouse://HOST:PORT/DATABASE/TABLE?preset=otel';
const SECOND = 1_000;

/** The parameters with one value: what they are where they are left out, how they are read, and what they want. */
const VALUES = {
  preset: {
    otherwise: '',
    read: (text: string) => (['otel', 'flat', 'map'] as const).find((preset) => preset === text) ?? null,
    wants: "otel (the OpenTelemetry Collector's table), flat (our own) or map (columns that you name)",
  },
  tls: {
    otherwise: 'on',
    read: (text: string) => (text === 'on' || text === 'off' ? text : null),
    wants: 'on or off',
  },
  window: { otherwise: '24h', read: durationOf, wants: 'hours or days, such as 24h or 7d' },
  timeout: { otherwise: '15', read: countUpTo(300), wants: 'a number of seconds from 1 to 300' },
  max_rows: { otherwise: '1000000000', read: countUpTo(1e15), wants: 'a number of rows' },
  max_bytes: { otherwise: '100000000000', read: countUpTo(1e18), wants: 'a number of bytes' },
} as const;
const KNOWN = [...Object.keys(VALUES), 'credentials', 'id', 'attributes', 'text'];
const KNOWN_OF_MAP = [...KNOWN, 'time', 'rest', ...MAP_TERMS];
const LOGIN = /^(?:user|username|password|pass)$/i;
const NO_LOGIN =
  'User and password do not belong into an address, where lists of processes show them: set ERROR_CATALOG_CLICKHOUSE_USER and ERROR_CATALOG_CLICKHOUSE_PASSWORD, or name a file with credentials=FILE.';

const QUOTED = ' In a shell, the address stands in quotes: an & would end it.';

/** How answers name a table: to people of one `workspace` it is nothing where logs are kept. */
export function toldName({ name }: TableSource, workspace: string | null): string {
  return workspace === null ? name : 'a table of request logs';
}

/** Whether a value of `--logs` is the address of a table and no path. */
export function isTableAddress(value: string): boolean {
  return value.slice(0, SCHEME.length).toLowerCase() === SCHEME;
}

/** Whether a value of `--logs` begins as a URL of any kind does, so that it is no path. */
export function isUrl(value: string): boolean {
  return /^[a-z][a-z0-9+.:-]+:\/\//i.test(value);
}

/**
 * A text in which there may be addresses, without what may be secret in them: all before the last `@` behind a scheme,
 * as passwords are written with characters that no address may have, and the values of parameters that none has.
 */
export function withoutLogins(text: string): string {
  const scheme = /[a-z][a-z0-9+.-]{1,20}:\/\//i.exec(text);
  if (scheme === null) return text;
  const begin = scheme.index + scheme[0].length;
  const at = text.lastIndexOf('@');
  const shown = at < begin ? text : `${text.slice(0, begin)}***${text.slice(at)}`;
  return shown.replace(/([?&])([^=&\s]{1,80})=[^&\s']*/g, (whole, mark: string, name: string) =>
    KNOWN_OF_MAP.includes(name) ? whole : `${mark}${name}=***`,
  );
}

/**
 * Reads `clickhouse://HOST:PORT/DATABASE/TABLE?preset=otel|flat|map`: the table, or what is wrong with the address,
 * each in a sentence that shows no credentials. TLS is used unless `tls=off` says otherwise.
 */
export function readTableAddress(value: string): { source: TableSource } | { problems: string[] } {
  const url = parsed(value);
  if (url === null) return { problems: [`This is no address of a table: it has the form ${FORM}.`] };
  const { searchParams: given } = url;
  const problems = [...problemsOfPlace(url), ...problemsOfNames(given)];
  const read = <Name extends keyof typeof VALUES>(name: Name): ReturnType<(typeof VALUES)[Name]['read']> => {
    const { otherwise, read: readValue, wants } = VALUES[name];
    const found = readValue(given.get(name) ?? otherwise);
    // In a shell, what stands behind an & that is not quoted does not come here.
    const isCutOff = name === 'preset' && !given.has(name);
    if (found === null) problems.push(`${name} must be ${wants}.${isCutOff ? QUOTED : ''}`);
    return found as ReturnType<(typeof VALUES)[Name]['read']>;
  };
  const [preset, tls, window] = [read('preset'), read('tls'), read('window')];
  const [time, rows, bytes] = [read('timeout'), read('max_rows'), read('max_bytes')];
  const [database = '', table = ''] = partsOf(url);
  if (preset === 'map') problems.push(...problemsOfMap(given));
  if (given.get('credentials') === '') problems.push('credentials must be the path of a file.');
  if (problems.length > 0 || !preset || !window || !time || !rows || !bytes) return { problems };
  const host = `${hostOf(url)}:${url.port || DEFAULT_PORT}`;
  return {
    source: {
      name: `${SCHEME}${host}/${database}/${table}`,
      address: value,
      url: `${tls === 'on' ? 'https' : 'http'}://${host}`,
      database,
      table,
      columns: choiceOf(preset, given),
      window,
      limits: { time: time * SECOND, rows, bytes },
      credentials: given.get('credentials'),
    },
  };
}

function parsed(value: string): URL | null {
  try {
    const url = new URL(value);
    // Of a value with controls, another one would be read: tabs and line feeds are left out.
    const hasControls = [value, ...partsOf(url)].some((part) => /\p{Cc}/u.test(part));
    return hasControls || url.port === '0' || hostOf(url) === null ? null : url;
  } catch {
    // A part of the path that cannot be decoded throws too.
    return null;
  }
}

/** The host as HTTP knows it, which takes fewer than other schemes do and writes them in one way; null for none of these. */
function hostOf({ hostname }: URL): string | null {
  if (hostname === '') return '';
  const url = `https://${hostname}`;
  return URL.canParse(url) ? new URL(url).hostname : null;
}

function partsOf({ pathname }: URL): string[] {
  return pathname.split('/').slice(1).map(decodeURIComponent);
}

function problemsOfPlace(url: URL): string[] {
  const [database = '', table = '', ...more] = partsOf(url);
  const hasTable = database !== '' && table !== '' && more.every((part) => part === '');
  const hasLogin =
    url.username !== '' ||
    url.password !== '' ||
    [...url.searchParams.keys()].some((name) => LOGIN.test(name));
  return [
    ...(hasLogin ? [NO_LOGIN] : []),
    ...(url.hostname === '' ? [`It names no host: it has the form ${FORM}.`] : []),
    ...(url.hash === '' ? [] : ["What stands behind '#' would be left out: write it as %23."]),
    ...(hasTable ? [] : [`It must name a database and a table: ${FORM}.`]),
  ];
}

function problemsOfNames(given: URLSearchParams): string[] {
  const known = given.get('preset') === 'map' ? KNOWN_OF_MAP : KNOWN;
  return [...new Set(given.keys())].flatMap((name) => {
    if (LOGIN.test(name)) return [];
    const others = KNOWN_OF_MAP.includes(name) ? ' but with preset=map' : '';
    if (!known.includes(name))
      return [`'${name.slice(0, 40)}' is no parameter${others}; there are ${known.join(', ')}.`];
    return given.getAll(name).length > 1 ? [`${name} may be given only once.`] : [];
  });
}

function problemsOfMap(given: URLSearchParams): string[] {
  return [
    ...(given.get('time') ? [] : ['preset=map needs time=COLUMN, the column with the time of a line.']),
    ...(listOf(given, 'id').length > 0
      ? []
      : ['preset=map needs id=COLUMN, the column with the request id (several with commas).']),
  ];
}

function choiceOf(preset: ColumnChoice['preset'], given: URLSearchParams): ColumnChoice {
  const terms = MAP_TERMS.flatMap((term) => (given.get(term) ? [[term, given.get(term)]] : []));
  return {
    preset,
    time: given.get('time') ?? '',
    id: given.has('id') ? listOf(given, 'id') : null,
    attributes: given.has('attributes') ? listOf(given, 'attributes') : null,
    text: given.has('text') ? listOf(given, 'text') : null,
    rest: listOf(given, 'rest'),
    terms: Object.fromEntries(terms),
  };
}

function listOf(given: URLSearchParams, name: string): string[] {
  return (given.get(name) ?? '').split(',').filter((column) => column !== '');
}

/** In milliseconds. */
function durationOf(text: string): number | null {
  const [, count = '', unit] = /^([1-9]\d{0,4})([hd])$/.exec(text) ?? [];
  return count === '' ? null : Number(count) * (unit === 'd' ? DAY : HOUR);
}

function countUpTo(most: number) {
  return (text: string): number | null => {
    const count = /^[1-9]\d{0,15}$/.test(text) ? Number(text) : 0;
    return count > 0 && count <= most ? count : null;
  };
}
