/** Takes a JSON Web Token apart (RFC 7519, RFC 7515). Nothing here verifies it. */

import { isObject, jsonIn } from '../base/objects.ts';

export const LONGEST_TOKEN = 65_536;

export interface Jwt {
  header: Readonly<Record<string, unknown>>;
  claims: Readonly<Record<string, unknown>>;
  /** What is wrong with how it is put together, each as it follows "The token …". */
  problems: string[];
}

/** `opaque`: not of this form at all, so nothing can be read from it. */
export type Decoded =
  | { kind: 'jwt'; jwt: Jwt }
  | { kind: 'damaged'; problem: string }
  | { kind: 'encrypted' | 'opaque' };

/** Bytes of a signature by algorithm (RFC 7518 section 3, RFC 8037); RSA's depend on the key. */
const SIGNATURE_BYTES: Readonly<Record<string, number>> = {
  HS256: 32,
  HS384: 48,
  HS512: 64,
  ES256: 64,
  ES384: 96,
  ES512: 132,
  EdDSA: 64,
};

/** What a token that stands alone holds. */
export function decodeJwt(token: string): Decoded {
  if (token.length > LONGEST_TOKEN) return { kind: 'opaque' };
  const parts = token.split('.');
  const [head = '', body = '', signature = ''] = parts;
  const header = objectIn(head);
  if (header === null) return looksLikeHeader(head) ? damagedHeader(parts) : { kind: 'opaque' };
  if (parts.length === 5) return { kind: 'encrypted' };
  if (parts.length !== 3) {
    const count = parts.length === 1 ? '1 part' : `${parts.length} parts`;
    const hint = parts.length < 3 ? ': it was cut off' : '';
    return { kind: 'damaged', problem: `has ${count}, not the 3 of a signed JWT${hint}` };
  }
  const foreign = foreignCharacter(token);
  if (foreign !== null) return { kind: 'damaged', problem: foreign };
  const claims = objectIn(body);
  if (claims === null) {
    return {
      kind: 'damaged',
      problem: 'has a middle part that is not base64url-encoded JSON: it was cut off or changed',
    };
  }
  return { kind: 'jwt', jwt: { header, claims, problems: signatureProblems(header['alg'], signature) } };
}

function damagedHeader(parts: readonly string[]): Decoded {
  const cutOff = parts.length < 3 ? ' and has fewer than 3 parts' : '';
  return {
    kind: 'damaged',
    problem: `begins like a JWT, but its first part is not base64url-encoded JSON${cutOff}: it was cut off or changed`,
  };
}

function signatureProblems(alg: unknown, signature: string): string[] {
  if (typeof alg === 'string' && alg.toLowerCase() === 'none') {
    return ['is unsigned (alg: none): no server should accept it (RFC 8725 section 3.1)'];
  }
  if (signature === '') return ['has an empty signature: it was cut off'];
  const bytes = Math.floor((signature.length * 3) / 4);
  const due =
    typeof alg === 'string' && Object.hasOwn(SIGNATURE_BYTES, alg) ? SIGNATURE_BYTES[alg] : undefined;
  if (due !== undefined && bytes !== due) {
    const how = bytes < due ? 'was cut off' : 'has something appended';
    return [`has a signature of ${bytes} bytes where ${String(alg)} has ${due}: it ${how}`];
  }
  const isRsa = typeof alg === 'string' && /^[RP]S(?:256|384|512)$/.test(alg);
  return isRsa && bytes < 128
    ? [`has a signature of ${bytes} bytes, too few for ${alg}: it was cut off`]
    : [];
}

function foreignCharacter(token: string): string | null {
  if (/^[\w.-]*$/.test(token)) return null;
  if (/^[\w.+/=-]*$/.test(token))
    return 'is encoded as base64 (+, / or =), not as base64url: something changed it';
  return 'has characters that no JWT has: something was pasted into it or changed it';
}

/** `eyJ` is `{"` in base64url. */
function looksLikeHeader(part: string): boolean {
  return part.startsWith('eyJ');
}

function objectIn(part: string): Record<string, unknown> | null {
  if (part === '' || !/^[\w+/=-]+$/.test(part)) return null;
  const parsed = jsonIn(Buffer.from(part, 'base64url').toString('utf8'));
  return isObject(parsed) ? parsed : null;
}
