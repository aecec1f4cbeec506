/** Redacts lists of cookies that stand without a name, as columns of access logs do. */

import { looksGenerated } from './harmless.ts';
import { isGuardedName, isSecretName, type OwnNames, REDACTED } from './names.ts';

/** A quoted list, as web servers put it at the end of a line. */
const QUOTED = /(["'])([\w.!-]{1,64}=[^\s"';]*(?:; ?[\w.!-]{1,64}=[^\s"';]*)+;?)(?=\1)/g;

/**
 * A list without quotes; CloudFront and IIS write the blanks as `%20` (or over-encoded), `+` or nothing. What may stand
 * before it ends a value, so that no text is looked at twice.
 */
const BARE =
  /(?<![^\s"'|,])[\w.!-]{1,64}=[^\s"'|;,]{0,4096}(?:;(?: |\+|%(?:25){0,2}20)?[\w.!-]{1,64}=[^\s"'|;,]{0,4096})+;?/g;

/** Lists of other parameters look the same. */
const NO_COOKIES =
  /(?:^|; ?)(?:for|by|proto|host|max-age|charset|q|rel|timeout|boundary|profile|server|data source|user id|uid)=/i;

/** `text` with such lists replaced: a column in quotes always, others if a name or a value in them tells a session. */
export function redactCookies(text: string, own: OwnNames): string {
  if (!text.includes(';')) return text;
  return text
    .replace(QUOTED, (all: string, quote: string, list: string, at: number) => {
      // What stands behind a colon has a name, which would say if it held cookies.
      const isNamed = /[:\\]\s{0,4}$/.test(text.slice(Math.max(0, at - 5), at));
      return (isNamed ? isCookieList(list, own) : !NO_COOKIES.test(list)) ? quote + REDACTED : all;
    })
    .replace(BARE, (list) => (isCookieList(list, own) ? REDACTED : list));
}

function isCookieList(list: string, own: OwnNames): boolean {
  if (NO_COOKIES.test(list)) return false;
  if (/;%(?:25){0,2}20/.test(list)) return true;
  return list.split(';').some((part) => {
    const pair = part.replace(/^(?: |\+)/, '');
    const sign = pair.indexOf('=');
    const name = pair.slice(0, sign);
    const value = pair.slice(sign + 1);
    return (
      value !== '' &&
      (isGuardedName(name) || isSecretName(name, own) ? value.length > 7 : looksGenerated(value))
    );
  });
}
