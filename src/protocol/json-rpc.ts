import { isObject } from '../base/objects.ts';

/** JSON-RPC 2.0 section 5.1. */
export const METHOD_NOT_FOUND = -32601;
export const INVALID_PARAMS = -32602;

/** A JSON-RPC 2.0 message in the form that MCP allows: ids are strings or integers, params are objects. */
export interface Message {
  jsonrpc: '2.0';
  id?: string | number | undefined;
  method?: string | undefined;
  params?: Record<string, unknown> | undefined;
  result?: Record<string, unknown> | undefined;
  error?: { code: number; message: string; data?: unknown } | undefined;
}

/** Why a line is refused: the JSON-RPC error that is due, to the id that it names, if any. */
export interface Refusal {
  rpc: -32700 | -32600 | -32602;
  id: string | number | null;
  problem: string;
}

/**
 * One line of input as a message, or the refusal that it is due. Never throws.
 *
 * What it lets through is what the SDK goes on to accept, so no request is met with silence. What must not be answered
 * is passed over instead of refused: a response (null), and what is wrong with the params of a notification.
 * Sources: JSON-RPC 2.0 sections 4, 4.1 and 5.1; MCP base protocol, "Messages" (no batches, no null ids).
 */
export function readMessage(line: string): { message: Message | null } | { refusal: Refusal } {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return refuse(-32700, null, 'The line is not valid JSON. Send one JSON-RPC 2.0 message a line.');
  }
  if (Array.isArray(value)) {
    return refuse(
      -32600,
      null,
      'Batches are not part of the protocol. Send each message on a line of its own.',
    );
  }
  if (!isObject(value))
    return refuse(-32600, null, 'The line is not a JSON-RPC message: an object is expected.');

  const { id, method, params, result, error } = value;
  const known = isId(id) ? id : null;
  const isResponse = method === undefined && (result !== undefined || error !== undefined);
  if (isResponse && !isId(id)) return { message: null };
  if (value['jsonrpc'] !== '2.0') return refuse(-32600, known, 'jsonrpc must be "2.0".');
  if (id !== undefined && !isId(id)) return refuse(-32600, null, 'id must be a string or an integer.');

  if (typeof method === 'string') {
    const isSound = isObject(params) && isMeta(params['_meta']);
    if (params === undefined || (id === undefined && !isSound))
      return { message: messageOf(id, { jsonrpc: '2.0', method }) };
    if (!isObject(params)) return refuse(-32602, known, 'params must be an object.');
    if (!isMeta(params['_meta'])) {
      return refuse(
        -32602,
        known,
        'params._meta must be an object; its progressToken a string or an integer.',
      );
    }
    return { message: messageOf(id, { jsonrpc: '2.0', method, params }) };
  }
  if (isObject(result)) return { message: messageOf(id, { jsonrpc: '2.0', result }) };
  if (isObject(error) && Number.isInteger(error['code']) && typeof error['message'] === 'string') {
    const { code, message } = error as { code: number; message: string };
    return { message: messageOf(id, { jsonrpc: '2.0', error: { code, message } }) };
  }
  return isResponse ? { message: null } : refuse(-32600, known, 'method must be a string.');
}

const ID_AT_END = /"id"\s{0,9}:\s{0,9}("[^"\\]{0,200}"|-?\d{1,16})\s{0,9}\}\s{0,9}$/;
const ID_AT_START =
  /^\s{0,9}\{(?:\s{0,9}"(?:jsonrpc|method)"\s{0,9}:\s{0,9}"[^"\\]{0,200}"\s{0,9},){0,2}\s{0,9}"id"\s{0,9}:\s{0,9}("[^"\\]{0,200}"|-?\d{1,16})\s{0,9},/;

/** The refusal of a line that is too long to be read, addressed to the id at its start or end if one stands there. */
export function refuseLong(head: string, tail: string, bytes: number, limit: number): Refusal {
  const found = ID_AT_END.exec(tail)?.[1] ?? ID_AT_START.exec(head)?.[1];
  const id = found === undefined ? null : idIn(Buffer.from(found, 'latin1').toString('utf8'));
  return {
    rpc: -32600,
    id,
    problem: `The line has ${bytes} bytes; at most ${limit} are read. Send the relevant part only.`,
  };
}

/** With its id, if it has one: one that is undefined would be one too many for the SDK. */
function messageOf(id: string | number | undefined, message: Message): Message {
  if (id !== undefined) message.id = id;
  return message;
}

/** What was found may still be no id: a number with leading zeros, or too large to be kept. */
function idIn(text: string): string | number | null {
  try {
    const id: unknown = JSON.parse(text);
    return isId(id) ? id : null;
  } catch {
    return null;
  }
}

function refuse(rpc: Refusal['rpc'], id: Refusal['id'], problem: string): { refusal: Refusal } {
  return { refusal: { rpc, id, problem } };
}

function isId(value: unknown): value is string | number {
  return typeof value === 'string' || Number.isSafeInteger(value);
}

const RELATED_TASK = 'io.modelcontextprotocol/related-task';

function isMeta(meta: unknown): boolean {
  if (meta === undefined) return true;
  if (!isObject(meta)) return false;
  const { progressToken, [RELATED_TASK]: task } = meta;
  const isTask = task === undefined || (isObject(task) && typeof task['taskId'] === 'string');
  return isTask && (progressToken === undefined || isId(progressToken));
}
