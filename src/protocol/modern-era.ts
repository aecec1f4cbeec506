import { Failure } from '../base/failure.ts';
import { isObject } from '../base/objects.ts';
import { clip } from '../base/text.ts';
import { INVALID_PARAMS, METHOD_NOT_FOUND } from './json-rpc.ts';

/** The revision of the protocol whose requests say everything about themselves, without a handshake. */
export const MODERN_VERSION = '2026-07-28';

/** The versions that are spoken after a handshake, the newest first: those of the SDK, which a test holds. */
export const EARLIER_VERSIONS = [
  '2025-11-25',
  '2025-06-18',
  '2025-03-26',
  '2024-11-05',
  '2024-10-07',
] as const;

const PREFIX = 'io.modelcontextprotocol/';
const VERSION_KEY = `${PREFIX}protocolVersion`;
const CAPABILITIES_KEY = `${PREFIX}clientCapabilities`;
const SERVER_KEY = `${PREFIX}serverInfo`;

/** What may be repeated; this file is loaded before what looks through words from outside. */
const LIKE_A_VERSION = /^[\d.-]{1,20}$/;

const UNSUPPORTED_VERSION = -32022;

/** Methods that exist in this revision only, so that a request for one is of this revision. */
const NEW_METHODS: ReadonlySet<string> = new Set(['server/discover', 'subscriptions/listen']);
/** Methods of earlier revisions that this server answers there, and that this revision took out ("Key Changes"). */
const REMOVED_METHODS: ReadonlySet<string> = new Set(['initialize', 'ping']);

const HOUR = 3_600_000;
const FIVE_MINUTES = 300_000;

/**
 * How long and by whom a result may be kept ("Caching"): what is built in holds as long as the process,
 * what the catalog says may change under it and may be a company's own.
 */
const CACHING: Readonly<Record<string, { ttlMs: number; cacheScope: 'public' | 'private' }>> = {
  'server/discover': { ttlMs: HOUR, cacheScope: 'public' },
  'tools/list': { ttlMs: HOUR, cacheScope: 'public' },
  'prompts/list': { ttlMs: HOUR, cacheScope: 'public' },
  'resources/templates/list': { ttlMs: HOUR, cacheScope: 'public' },
  'resources/list': { ttlMs: FIVE_MINUTES, cacheScope: 'private' },
  'resources/read': { ttlMs: FIVE_MINUTES, cacheScope: 'private' },
};

/**
 * Whether a request is of revision 2026-07-28, which its `_meta` says; one that says nothing is of an earlier
 * revision, after the handshake.
 *
 * @throws Failure -32602 for a `_meta` without what is required, -32022 for a version that is not spoken, -32601 for
 * a method that the revision took out ("Per-request protocol fields", "Protocol Version Negotiation")
 */
export function isModern(method: string, params: unknown): boolean {
  const meta = isObject(params) && isObject(params['_meta']) ? params['_meta'] : {};
  const requested = meta[VERSION_KEY];
  if (requested === undefined && !NEW_METHODS.has(method)) return false;

  if (typeof requested !== 'string') throw malformed(VERSION_KEY, `a string such as "${MODERN_VERSION}"`);
  if (requested !== MODERN_VERSION) {
    const supported = [MODERN_VERSION, ...EARLIER_VERSIONS];
    const message =
      `Requests of ${LIKE_A_VERSION.test(requested) ? `protocol version '${requested}'` : 'such a protocol version'} are not understood. ` +
      `Send ${MODERN_VERSION} in params._meta, or initialize with an earlier one (${EARLIER_VERSIONS.join(', ')}).`;
    throw new Failure('invalid_request', message, {
      rpc: UNSUPPORTED_VERSION,
      data: { supported, requested: clip(requested, 100) },
    });
  }
  if (!isObject(meta[CAPABILITIES_KEY])) throw malformed(CAPABILITIES_KEY, 'an object, {} for none');
  if (REMOVED_METHODS.has(method)) {
    const message = `Protocol version ${MODERN_VERSION} has no method '${method}'. Ask server/discover instead.`;
    throw new Failure('not_found', message, { rpc: METHOD_NOT_FOUND });
  }
  return true;
}

function malformed(key: string, expected: string): Failure {
  return new Failure('invalid_request', `params._meta must hold "${key}", ${expected}.`, {
    rpc: INVALID_PARAMS,
  });
}

/** A result as this revision wants it: it says that it is complete, whose it is, and how long it holds. */
export function asModern(
  method: string,
  result: object,
  server: { name: string; version: string },
): Record<string, unknown> {
  const meta = '_meta' in result ? result._meta : undefined;
  return {
    resultType: 'complete',
    ...result,
    ...CACHING[method],
    _meta: { ...(isObject(meta) && meta), [SERVER_KEY]: server },
  };
}
