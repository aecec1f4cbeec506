import type { LogLine } from '../../logs/logs.ts';
import { fieldsOf } from './said.ts';

/**
 * Statuses of gRPC, which stand in a trailer: HTTP says 200 all the same.
 *
 * Source: https://grpc.io/docs/guides/status-codes
 */
const NAMES = [
  'OK',
  'CANCELLED',
  'UNKNOWN',
  'INVALID_ARGUMENT',
  'DEADLINE_EXCEEDED',
  'NOT_FOUND',
  'ALREADY_EXISTS',
  'PERMISSION_DENIED',
  'RESOURCE_EXHAUSTED',
  'FAILED_PRECONDITION',
  'ABORTED',
  'OUT_OF_RANGE',
  'UNIMPLEMENTED',
  'INTERNAL',
  'UNAVAILABLE',
  'DATA_LOSS',
  'UNAUTHENTICATED',
];

/** Those that refuse a call before anything is done. */
const REFUSALS = new Set([
  'INVALID_ARGUMENT',
  'NOT_FOUND',
  'ALREADY_EXISTS',
  'PERMISSION_DENIED',
  'FAILED_PRECONDITION',
  'OUT_OF_RANGE',
  'UNIMPLEMENTED',
  'UNAUTHENTICATED',
]);

const FIELD = /^(?:rpc)?grpc(?:status|code|statuscode|statusnumber)$/;
/** `/package.Service/Method` */
const PATH = /^\/[\w.]{1,200}\/[A-Z]\w{0,100}$/;

/**
 * The status other than OK that a call of gRPC ended with: of the line that shows its answer, else, if the answer is of
 * gRPC or there is none, the last that its lines name. Null where none is named, or it is OK.
 */
export function rpcStatusOf(
  lines: readonly LogLine[],
  answer: LogLine | null,
): { line: LogLine; status: string } | null {
  const isRpc = answer === null || PATH.test(answer.path ?? '');
  const own = answer === null ? null : statusIn(answer);
  const line = own !== null ? answer : isRpc ? lines.findLast((each) => statusIn(each) !== null) : null;
  const status = line === null || line === undefined ? null : statusIn(line);
  return line == null || status === null || status === 'OK' ? null : { line, status };
}

export function isRpcRefusal(status: string): boolean {
  return REFUSALS.has(status);
}

function statusIn(line: LogLine): string | null {
  const said = fieldsOf(line).find(({ key, path }) => FIELD.test(key) || FIELD.test(path))?.value;
  if (said === undefined) return null;
  if (/^\d{1,2}$/.test(said)) return NAMES[Number(said)] ?? null;
  const letters = said.replaceAll('_', '').toUpperCase();
  return NAMES.find((name) => name.replaceAll('_', '') === letters) ?? null;
}
