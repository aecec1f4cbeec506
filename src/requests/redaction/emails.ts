/** Masks e-mail addresses. */

/** Twice what RFC 5321, 4.5.3.1, allows for a local part, and what it allows for a domain. */
const MAX_LOCAL = 128;
const MAX_DOMAIN = 255;

const NOT_LOCAL = /[\s"'`<>()[\]{},;:=|\\/@&?%]/;
const DOMAIN = /^[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){0,8}\.\p{L}{2,24}(?![\p{L}\p{N}])/u;
const AT = /@|%(?:25){0,4}40/gi;

/** `alice@example.com` becomes `a***@example.com`. */
export function maskEmails(text: string): string {
  const parts: string[] = [];
  let copied = 0;
  for (const { 0: at, index } of text.matchAll(AT)) {
    const start = localStart(text, copied, index);
    const end = index + at.length;
    if (start === index || !isMail(text, start, index, end)) continue;
    parts.push(text.slice(copied, start), String.fromCodePoint(text.codePointAt(start) ?? 0), '***');
    copied = index;
  }
  return parts.join('') + text.slice(copied);
}

/** A package with its version (`pkg@1.2.3.io`) and a repository (`git@github.com:org/name`) are no addresses. */
function isMail(text: string, start: number, at: number, end: number): boolean {
  const domain = text.slice(end, end + MAX_DOMAIN);
  return DOMAIN.test(domain) && !/^v?\d+\.\d/.test(domain) && !/^(?:git|hg|svn)$/.test(text.slice(start, at));
}

function localStart(text: string, min: number, at: number): number {
  let start = at;
  while (start > min && at - start < MAX_LOCAL && !NOT_LOCAL.test(text[start - 1] ?? '')) start -= 1;
  return start;
}
