import { isObject } from '../base/objects.ts';
import { safe } from '../redact/redact.ts';

/** A host, as it names itself. */
export interface Client {
  name: string;
  version: string;
}

/** Where a request belongs in a trace (W3C Trace Context, "traceparent" and "tracestate"). */
interface Trace {
  traceId: string;
  spanId: string;
  state: string | null;
}

/** Whose request it is, and of which trace; null where it does not say. */
export interface Origin {
  client: Client | null;
  trace: Trace | null;
}

const CLIENT_KEY = 'io.modelcontextprotocol/clientInfo';
const LONGEST_NAME = 100;
/** As W3C allows it. */
const LONGEST_STATE = 512;

/** Trace and parent of version 00; a later one may have more behind its flags. Zeros alone name nothing. */
const TRACEPARENT =
  /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-[0-9a-f]{2}(?:-[!-~]{0,200})?$/;

/** The origin of a request by its `_meta`, or of the handshake where that does not name the client. Never throws. */
export function originOf(params: unknown, greeted: Client | null): Origin {
  const meta = isObject(params) && isObject(params['_meta']) ? params['_meta'] : {};
  return { client: clientIn(meta[CLIENT_KEY]) ?? greeted, trace: traceIn(meta) };
}

/** A host by its `clientInfo`, safe to be written down. */
export function clientIn(info: unknown): Client | null {
  if (!isObject(info) || typeof info['name'] !== 'string') return null;
  const version = typeof info['version'] === 'string' ? info['version'] : '';
  return { name: safe(info['name'], LONGEST_NAME), version: safe(version, LONGEST_NAME) };
}

function traceIn({ traceparent, tracestate }: Record<string, unknown>): Trace | null {
  const [, traceId, spanId] = TRACEPARENT.exec(typeof traceparent === 'string' ? traceparent : '') ?? [];
  if (traceId === undefined || spanId === undefined) return null;
  const isState = typeof tracestate === 'string' && tracestate !== '' && tracestate.length <= LONGEST_STATE;
  return { traceId, spanId, state: isState ? safe(tracestate, LONGEST_STATE) : null };
}
