const MESSAGE =
  /["']?(?:message|msg|error_description|detail|description|title)["']?\s{0,9}[:=]\s{0,9}(?:"([^"]{3,400})"|'([^']{3,400})')/gi;
const URL = /\b[a-z][a-z0-9+.-]{1,20}:\/\/\S{1,2000}/gi;
const LOCAL = /^https?:\/\/(?:localhost|127\.)/i;
const TAG = /<[^<>]{0,300}>/g;
const SUCCESS =
  /\bHTTP\/[\d.]{1,3}\s{1,2}2\d\d\b|"isError"\s{0,9}:\s{0,9}false|"?status(?:_?code)?"?\s{0,3}[:=]\s{0,3}2\d\d\b/i;
const FAILURE =
  /\bHTTP\/[\d.]{1,3}\s{1,2}[45]\d\d\b|"isError"\s{0,9}:\s{0,9}true|"?status(?:_?code)?"?\s{0,3}[:=]\s{0,3}[45]\d\d\b/i;
const CHANGE_TITLE =
  /^\W{0,3}(?:feat|fix|docs|chore|refactor|test|style|perf|build|ci)(?:\([^)]{0,40}\))?!?:\s/;
const SYMBOL = /[{}[\]();=<>|\\$]/g;
const LONGEST = 2_000;

/**
 * What people say in a text: its messages if it is data, else the text itself if it reads like a
 * sentence; '' for source code, data without a message, and what reports success.
 */
export function proseOf(text: string): string {
  const start = text.slice(0, LONGEST);
  if (isHarmless(start)) return '';
  const messages = Array.from(start.matchAll(MESSAGE), (match) => match[1] ?? match[2] ?? '');
  if (messages.length > 0) return messages.join('\n');
  const plain = start.replace(URL, (url) => (LOCAL.test(url) ? ' localhost ' : ' ')).replace(TAG, ' ');
  const words = plain.match(/[\p{L}\p{N}_'’-]+/gu) ?? [];
  const plainWords = words.filter((word) => /^[\p{L}'’-]+$/u.test(word));
  const symbols = plain.match(SYMBOL)?.length ?? 0;
  const readsAsText = plainWords.length >= words.length * 0.6 && symbols * 4 <= plainWords.length;
  return readsAsText ? plain : '';
}

/** Whether a text reports success and no failure, or is the title of a change. */
export function isHarmless(text: string): boolean {
  const start = text.slice(0, LONGEST);
  return CHANGE_TITLE.test(start) || (SUCCESS.test(start) && !FAILURE.test(start));
}
