import type { Seen } from '../read/evidence.ts';
import { quote } from '../read/show.ts';
import type { Finding } from '../rule.ts';

/**
 * Whether an e-mail address can be one; who has it is not shown. Source:
 * RFC 5321 section 4.1.2, without its quoted forms.
 */
export function email({ text, where }: Seen): Finding[] {
  const problem = text.trim() === text ? problemOf(text) : 'has whitespace around it';
  return problem === null ? [] : [{ message: `The e-mail address${where} ${problem}.` }];
}

function problemOf(text: string): string | null {
  const at = text.lastIndexOf('@');
  if (text === '') return 'is empty';
  if (at < 0) return 'has no @';
  if (at === 0) return 'has nothing before the @';
  if (text.indexOf('@') !== at) return 'has more than one @';
  if (/[\s,;<>()]/.test(text)) return 'has a space or punctuation that no address has';
  const host = text.slice(at + 1);
  // Letters of any script: an internationalised host is a host.
  return /^[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+$/u.test(host)
    ? null
    : `has no full host after the @: ${quote(host, 60)}`;
}
