/** The parts of a paste that may tell of an error each: answers of a transcript, lines of a log, points of a list. */

import type { Field } from './fields.ts';

const LONGEST = 16_384;
const MOST_PARTS = 12;

/** How a line begins that tells of something new. */
const BEGINNING = new RegExp(
  `^(?:${[
    String.raw`[ \t]{0,4}(?:[-*•]|\d{1,2}[.)])[ \t]+\S`,
    String.raw`\[?\d{4}-\d\d-\d\d[T ]`,
    String.raw`[A-Z][a-z]{2} {1,2}\d{1,2} \d\d:\d\d`,
    String.raw`\[?(?:ERROR|WARN(?:ING)?|FATAL|INFO|DEBUG|SEVERE)\b`,
    String.raw`(?:< )?HTTP\/[\d.]{1,3} [1-5]\d\d`,
    String.raw`(?:> |\$ |curl )?(?:GET|POST|PUT|PATCH|DELETE|curl) \S`,
    String.raw`\{[^\n]{2,4000}\}\s*$`,
    String.raw`(?:[\w.$]{1,80}\.)?[A-Z]\w{1,60}(?:Error|Exception)\b`,
    'Caused by: ',
    String.raw`(?:first|second|third|then|and then|later|also|after(?:wards| that)|next|finally|now)\b`,
    String.raw`[45]\d\d\b`,
  ].join('|')})`,
  'i',
);
const BODY = /^[ \t]*[{[<]/;
/** The head of an answer or a request whose body is yet to come. */
const HEAD = /HTTP\/[\d.]{1,3}/;

/** The parts of a text, in its order; empty where it is one. Linear. */
export function partsOf(text: string, fields: readonly Field[]): string[] {
  if (text.length > LONGEST) return [];
  const elements = elementsOf(text, fields);
  if (elements.length > 1) return elements;
  if (!text.includes('\n')) return [];
  const parts: string[] = [];
  let part = '';
  let isAfterBlank = false;
  for (const line of text.split('\n')) {
    const isBlank = line.trim() === '';
    const isAwaited = HEAD.test(part) && !/[{<]/.test(part) && BODY.test(line);
    const begins =
      !isAwaited &&
      part !== '' &&
      (BEGINNING.test(line) || (isAfterBlank && !isBlank && !isHeadOf(part, line)));
    if (begins) {
      parts.push(part);
      part = '';
    }
    part += `${line}\n`;
    isAfterBlank = isBlank;
  }
  parts.push(part);
  return parts.length > MOST_PARTS || parts.length < 2 ? [] : parts;
}

function isHeadOf(part: string, line: string): boolean {
  return (HEAD.test(part) && !/[{<]/.test(part)) || BODY.test(line);
}

/** The elements of the first list of errors. */
function elementsOf(text: string, fields: readonly Field[]): string[] {
  const starts = new Map<number, number>();
  let list: string | null = null;
  for (const { path, parent, at, name } of fields) {
    const [outer, inner] = path.slice(-2);
    const isElement =
      inner !== undefined &&
      inner === outer &&
      /^(?:errors|issues|details|violations|problems|results|responses|items)?$/.test(inner);
    if (!isElement || starts.has(parent)) continue;
    const key = path.join('/');
    list ??= key;
    if (key === list) starts.set(parent, Math.max(0, at - name.length - 4));
  }
  const places = [...starts.values()].slice(0, MOST_PARTS);
  return places.map((from, index) => text.slice(from, places[index + 1] ?? from + 2_000));
}
