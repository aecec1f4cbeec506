import { quote } from '../../pasted/pasted.ts';
import { splitUri, type UriParts } from './url.ts';

const PARTS = [
  ['scheme', 'scheme'],
  ['host', 'host'],
  ['port', 'port'],
  ['path', 'path'],
  ['query', 'query'],
  ['fragment', 'fragment'],
] as const satisfies [keyof UriParts, string][];

/** In what two URIs differ, part by part, each as a clause; empty if they are the same byte for byte. */
export function differences(first: string, second: string): string[] {
  if (first === second) return [];
  if (first.trim() === second.trim()) return ['only in the whitespace around one of them'];
  const [a, b] = [splitUri(first.trim()), splitUri(second.trim())];
  const found = PARTS.flatMap(([part, word]) =>
    a[part] === b[part] ? [] : [clause(word, a[part], b[part])],
  );
  if (a.userinfo !== b.userinfo) found.push('in the user name or password before the host');
  return found.length > 0 ? found : ['in a character that does not change their parts'];
}

/** The first position, from 1, at which two texts differ. */
export function firstDifference(first: string, second: string): number {
  let at = 0;
  while (at < first.length && first[at] === second[at]) at += 1;
  return at + 1;
}

function clause(part: string, a: string, b: string): string {
  return `in the ${part}: ${side(a, b)} against ${side(b, a)}${hint(part, a, b)}`;
}

function side(own: string, other: string): string {
  if (own === '') return 'none';
  // What is equal for long says nothing: show the place where they part.
  const from = own.length > 40 ? Math.max(0, firstDifference(own, other) - 12) : 0;
  return quote(`${from > 0 ? '…' : ''}${own.slice(from)}`, 40);
}

function hint(part: string, a: string, b: string): string {
  if (a !== '' && b !== '' && a.toLowerCase() === b.toLowerCase()) return ' (upper and lower case)';
  if (part === 'path' && (`${a}/` === b || a === `${b}/`)) return ' (a trailing slash)';
  if (decoded(a) === decoded(b)) return ' (percent-encoding)';
  if (part === 'host' && (`www.${a}` === b || a === `www.${b}`)) return ' (www.)';
  return '';
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
