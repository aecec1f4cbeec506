import { isKnownStatus } from '../../base/http-status.ts';
import { plain } from './blocks.ts';

const PHRASE =
  /\b(?:continue|ok|created|accepted|no content|moved permanently|found|not modified|bad request|unauthori[sz]ed|payment required|forbidden|not found|method not allowed|not acceptable|request timeout|timeout|conflict|gone|precondition failed|(?:payload|content|request entity|entity) too large|unsupported media type|unprocessable(?: entity| content)?|locked|too many requests|internal(?: server)? error|server errors?|not implemented|bad gateway|service unavailable|gateway timeout|client errors?)\b/gi;

/** Whether a text is a known status, or several, or begins with one and goes on with its words: `402 Request Failed`. */
export function isStatusText(text: string): boolean {
  const statuses = statusesOf(text);
  if (statuses !== null) return statuses.every((status) => isKnownStatus(String(status)));
  const [, first = ''] =
    /^(\d{3})\s{0,3}(?:[-–—:]\s{0,3}|\s|\()[\p{L} '’()-]{2,40}$/u.exec(plain(text)) ?? [];
  return isKnownStatus(first);
}

/** The statuses of a text that says statuses and nothing else; null for any other text. */
export function statusesOf(text: string): number[] | null {
  const bare = plain(text);
  if (bare.length > 300 || /\d\s*(?:[-–—]|\bto\b|\.\.)\s*\d/.test(bare)) return null;
  const found = [...bare.matchAll(/(?<![\w.])[1-9]\d\d(?![\w.]*\w)/g)].map(([number]) => Number(number));
  if (found.length === 0) return null;
  const rest = bare
    .replace(/(?<![\w.])[1-9]\d\d(?![\w.]*\w)/g, ' ')
    .replace(PHRASE, ' ')
    .replace(
      /\b(?:http(?:\/\d(?:\.\d)?)?|status(?: codes?)?|codes?|errors?|responses?|or|and|either)\b/gi,
      ' ',
    )
    .replace(/[\s,;/|()[\]:.&+–—-]+/g, '');
  return rest === '' ? [...new Set(found)] : null;
}

/** What a heading says of statuses: those that it names exactly, `[]` for a class such as 4xx, null for none. */
export function statusHeading(text: string): number[] | null {
  const bare = plain(text).replace(/[`*]/g, '');
  if (bare.length > 80) return null;
  const status =
    /^(?:http\s{0,3})?(?:status\s{0,3})?(?:code\s{0,3})?(?:error\s{0,3})?:?\s{0,3}([1-5])(\d\d|xx)\b(.{0,60})$/i.exec(
      bare,
    );
  if (status === null) return null;
  const [, first, rest = '', words = ''] = status;
  const phrase = words
    .replace(PHRASE, '')
    .replace(
      /\b(?:errors?|responses?|status(?: codes?)?|http|codes?|level|redirects?|success(?:ful)?|informational)\b/gi,
      '',
    );
  if (/\w/.test(phrase)) return statusesOf(bare);
  if (/xx/i.test(rest)) return [];
  return isKnownStatus(`${first}${rest}`) ? [Number(`${first}${rest}`)] : null;
}
