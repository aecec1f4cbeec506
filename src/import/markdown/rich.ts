import type { Rich } from './block.ts';

export const CODE_OPEN = '\ue000';
export const CODE_CLOSE = '\ue001';
export const STRONG_OPEN = '\ue002';
export const STRONG_CLOSE = '\ue003';
/** A line break that the author forced, in one line of the source. */
export const BREAK = '\u2028';

const MARKS = /[\ue000-\ue003]/g;
const CODE_SPAN = /\ue000([^\ue000\ue001]*)\ue001/g;
const ONLY_CODE = /^\s*\ue002?\ue000[^\ue000\ue001]*\ue001\ue003?\s*$/;
const INVISIBLE = /[\u200b-\u200d\u2060\ufeff\u00ad]/g;

/** A text of the source without characters that are used as marks here; as long as before. */
export function withoutMarks(source: string): string {
  return source.replace(MARKS, ' ');
}

/** Text without marks, on one line; inline code stands between backticks, unless it is all there is. */
export function said(text: string): string {
  if (ONLY_CODE.test(text)) return oneLine(text);
  const ticked = text.replace(CODE_SPAN, (_, code: string) => {
    if (code.trim() === '') return '';
    return code.includes('`') ? `\`\` ${code} \`\`` : `\`${code}\``;
  });
  return oneLine(ticked);
}

/** Text without marks, on one line. */
export function plain(text: string): string {
  return oneLine(text);
}

function oneLine(text: string): string {
  return text.replace(MARKS, '').replace(INVISIBLE, '').replace(/\s+/g, ' ').trim();
}

/** The parts of a text that the author parted by line breaks, without bullets and numbers before them. */
export function saidLines(text: string): string[] {
  return text
    .split(BREAK)
    .map((line) => said(line).replace(/^(?:[-*•·‣▪]\s{1,4}|\d{1,2}[.)]\s{1,4})/, ''))
    .filter((line) => line !== '');
}

export function rich(text: string, links: string[] = []): Rich {
  return { text, links };
}

export function joined(parts: readonly Rich[], between = ' '): Rich {
  return rich(
    parts.map(({ text }) => text).join(between),
    parts.flatMap(({ links }) => links),
  );
}

/** Words that mean "nothing stands here". */
export function isBlank(text: string): boolean {
  return /^(?:[-–—−]{1,3}|n\/?a|none|\.|)$/i.test(plain(text));
}
