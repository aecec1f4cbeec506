import { builtinCatalog } from '../../src/catalog/combine.ts';

/** One invented request; everything about it follows from the seed and its number. */
export interface Request {
  id: string;
  /** How many lines it has in a log that goes on long enough. */
  lines: number;
  /** What all of its lines say, as JSON members: workspace, method, path. */
  where: string;
  /** What its access line says, as JSON members: status, duration, error, message. */
  outcome: string;
  traceId: string;
  level: 30 | 40 | 50;
}

const WORKSPACES = 2_000;
const MOST_LINES = 7;

/** A quarter of the lines are access lines, so this many in a hundred requests fail for 2 % of lines. */
const FAILING_PERCENT = 8;

const COMPANIES = ['acme', 'globex', 'initech', 'umbrella', 'hooli', 'stark', 'wayne', 'wonka'];
const ROUTES = [
  ['GET', ''],
  ['GET', '/apps'],
  ['GET', '/users?limit=50'],
  ['GET', '/users?limit=50&cursor=eyJvIjo1MH0'],
  ['GET', '/webhooks'],
  ['POST', '/apps'],
  ['PATCH', '/apps/web'],
  ['POST', '/webhooks'],
  ['POST', '/idps'],
  ['PATCH', ''],
] as const;

/** The codes of the catalog, as the API would send them; the last few failures have only a status. */
const FAILURES = [
  ...builtinCatalog().entries.map(({ code, http_status, example }) => ({
    status: http_status ?? 400,
    error: `,"error":{"code":"${code}","message":${JSON.stringify(example)}}`,
  })),
  ...[404, 401, 500, 502, 503, 429, 400, 409].map((status) => ({ status, error: '' })),
];

const HEX = Array.from({ length: 65_536 }, (_, value) => value.toString(16).padStart(4, '0'));

/** murmur3's finaliser: each 32-bit number becomes another one that looks like chance, and none comes twice. */
function mix(value: number): number {
  let x = value ^ (value >>> 16);
  x = Math.imul(x, 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}

function hex(value: number): string {
  return `${HEX[value >>> 16]}${HEX[value & 0xffff]}`;
}

/** The seeded chance of a place in a sequence. */
export function chance(seed: number, place: number): number {
  return mix(mix(place) ^ Math.imul(seed, 0x9e3779b1));
}

/** The id of a request: `req_` and 24 hex digits. */
export function requestId(seed: number, number: number): string {
  const at = number * 4;
  return `req_${hex(chance(seed, at))}${hex(chance(seed, at + 1))}${hex(chance(seed, at + 2))}`;
}

/** How many lines a request has: four on average. */
export function lineCount(seed: number, number: number): number {
  return 1 + (chance(seed + 1, number) % MOST_LINES);
}

/** The request with this number. */
export function makeRequest(seed: number, number: number): Request {
  const first = chance(seed + 2, number);
  const second = chance(seed + 3, number);
  const place = first % WORKSPACES;
  const workspace = `${COMPANIES[place % COMPANIES.length]}-${1000 + place}`;
  const [method, path] = ROUTES[(first >>> 12) % ROUTES.length] ?? ROUTES[0];
  const failure =
    second % 100 < FAILING_PERCENT ? FAILURES[Math.floor(second / 100) % FAILURES.length] : undefined;
  const status = failure?.status ?? (method === 'POST' ? 201 : 200);
  const text = status >= 500 ? 'request errored' : 'request completed';
  const duration = `${4 + (second % 180)}.${first % 10}`;
  return {
    id: requestId(seed, number),
    lines: lineCount(seed, number),
    where: `"workspace":"${workspace}","method":"${method}","path":"/v1/workspaces/${workspace}${path}"`,
    outcome: `"status":${status},"duration_ms":${duration}${failure?.error ?? ''},"msg":"${text}"`,
    traceId: `${hex(first)}${hex(second)}${hex(mix(first))}${hex(mix(second))}`,
    level: status >= 500 ? 50 : status >= 400 ? 40 : 30,
  };
}
