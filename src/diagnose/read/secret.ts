/** Keeps secrets out of findings: by the name they stand under, by their place in a URL, and by their shape. */

export const HIDDEN_SECRET = '[hidden]';

const NAME =
  /(?:^|[-_.])(?:tokens?|secret|password|passwd|pwd|pass|code|key|apikey|sig|signature|auth|authorization|credentials?|session|sessionid|sid|state|nonce|assertion|jwt|verifier|otp|pin|cookie|hmac)$/i;

const CAMEL_NAME = /[a-z](?:Token|Secret|Password|Key|Code|Signature|Verifier|Assertion)$/;

/** Prefixes by which providers mark their secrets. */
const MARKED =
  /(?:^|[^A-Za-z0-9])(?:[sr]k_(?:live|test)_|sk-(?:proj-|ant-)|sk-[A-Za-z0-9]{20}|whsec_|gh[pousr]_|github_pat_|glpat-|xox[abprs]-|npm_[A-Za-z0-9]{20}|GOCSPX-|ya29\.|A[KS]IA[0-9A-Z]{12}|AIza[\w-]{20}|eyJ[\w-]{10})/;

const MARKED_IN_ANY_CASE = new RegExp(MARKED.source, 'i');

const DELIMITER = /([/?&#=;,:@\s'"<>(){}[\]|]+)/;

/** `text` with what looks like a secret replaced by `[hidden]`. For short texts: give it a bounded one. */
export function mask(text: string): string {
  const parts = maskUserinfo(text).split(DELIMITER);
  return parts.map((part, index) => (isSecretPart(parts, index) ? HIDDEN_SECRET : part)).join('');
}

/** Whether `text` holds what `mask` would hide; nothing may be made from such a text. */
export function holdsSecret(text: string): boolean {
  const head = text.slice(0, 4096);
  return mask(head) !== head;
}

/** Whether a short text holds a key by its marked prefix; `anyCase` for one that was lower-cased on its way. */
export function holdsKey(text: string, anyCase = false): boolean {
  return (anyCase ? MARKED_IN_ANY_CASE : MARKED).test(text.slice(0, 4096));
}

/** Whether `text` has the shape of a key or token: a marked prefix, or a long run that nobody wrote by hand. */
function looksSecret(text: string): boolean {
  if (MARKED.test(text)) return true;
  return text.split(/[^A-Za-z0-9_~+]+/).some(isRandom);
}

function isSecretPart(parts: readonly string[], index: number): boolean {
  const part = parts[index] ?? '';
  if (part === '' || index % 2 === 1 || part === 'hidden') return false;
  if (looksSecret(part)) return true;
  const between = parts[index - 1] ?? '';
  const before = parts[index - 2] ?? '';
  if (/(?:^|[^a-z])(?:Bearer|Basic)$/i.test(before)) return true;
  // In `https://auth:8443`, a host and its port are no name and value.
  if (between === ':' && (parts[index - 3] ?? '').endsWith('//')) return false;
  return /^["'\]]*\s*[=:]\s*["'[]*$/.test(between) && before.length <= 64 && isSecretName(before);
}

function isSecretName(name: string): boolean {
  return NAME.test(name) || CAMEL_NAME.test(name);
}

/** `joe:secret@` behind each `://`, and at the start of a text without one. */
function maskUserinfo(text: string): string {
  let masked = text;
  for (let at = masked.indexOf('://'); at >= 0; at = masked.indexOf('://', at + 3)) {
    masked = maskAuthority(masked, at + 3);
  }
  if (text.includes('://')) return masked;
  const end = text.search(/[/?#\\\s]/);
  return text.slice(0, end < 0 ? text.length : end).includes(':') ? maskAuthority(text, 0) : text;
}

function maskAuthority(text: string, start: number): string {
  const length = text.slice(start).search(/[/?#\\\s]/);
  const at = text.lastIndexOf('@', length < 0 ? text.length : start + length);
  return at < start ? text : `${text.slice(0, start)}${HIDDEN_SECRET}${text.slice(at)}`;
}

function isRandom(run: string): boolean {
  if (run.length < 16) return false;
  let digits = 0;
  let letters = 0;
  let switches = 0;
  let last = 0;
  for (let i = 0; i < run.length; i += 1) {
    const kind = kindOf(run.charCodeAt(i));
    if (kind === 0) continue;
    if (kind === 1) digits += 1;
    else letters += 1;
    if (last !== 0 && kind !== last) switches += 1;
    last = kind;
  }
  return digits >= 2 && letters >= 2 && switches * 5 >= run.length;
}

/** 1 digit, 2 lower case, 3 upper case, 0 none of them. */
function kindOf(unit: number): 0 | 1 | 2 | 3 {
  if (unit >= 48 && unit <= 57) return 1;
  if (unit >= 97 && unit <= 122) return 2;
  return unit >= 65 && unit <= 90 ? 3 : 0;
}
