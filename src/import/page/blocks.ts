import type { JsonValue } from '../../catalog/catalog.ts';

/**
 * Text of one place, with what it is made of still to be seen: inline code and strong text stand between marks
 * (`blocks.ts`), a forced line break is `BREAK`, and `\n` is a new line of the source.
 */
export interface Rich {
  text: string;
  /** Targets of its links, in their order. */
  links: string[];
}

export interface Heading {
  kind: 'heading';
  line: number;
  /** 1 to 6; 7 for the title of something that folds. */
  level: number;
  rich: Rich;
}

export interface Paragraph {
  kind: 'paragraph';
  line: number;
  rich: Rich;
}

export interface Item {
  line: number;
  rich: Rich;
  /** What stands in the item below its first text. */
  blocks: Block[];
}

export interface List {
  kind: 'list';
  line: number;
  items: Item[];
}

export interface Row {
  line: number;
  cells: Rich[];
}

export interface Table {
  kind: 'table';
  line: number;
  /** Empty where the table has none. */
  header: Rich[];
  rows: Row[];
}

export interface CodeBlock {
  kind: 'code';
  line: number;
  text: string;
}

/** A component of MDX or a custom element, with what stands in it. */
export interface Component {
  kind: 'component';
  line: number;
  name: string;
  attributes: ReadonlyMap<string, JsonValue>;
  blocks: Block[];
}

/** Part of a page, whatever it was written in. */
export type Block = Heading | Paragraph | List | Table | CodeBlock | Component;

/** A page as its blocks, with what its head says. */
export interface Page {
  title: string | null;
  blocks: Block[];
}

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
  if (ONLY_CODE.test(text)) return plain(text);
  const ticked = text.replace(CODE_SPAN, (_, code: string) => {
    if (code.trim() === '') return '';
    return code.includes('`') ? `\`\` ${code} \`\`` : `\`${code}\``;
  });
  return plain(ticked);
}

/** Text without marks, on one line. */
export function plain(text: string): string {
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

/** The lines of a text, with inline code and strong text closed and opened where a line ends. */
export function linesOf({ text, links }: Rich): Rich[] {
  let open = '';
  return text.split(/[\n\u2028]/).map((line, at) => {
    const whole = open + line;
    const strong = whole.lastIndexOf(STRONG_OPEN) > whole.lastIndexOf(STRONG_CLOSE);
    const code = whole.lastIndexOf(CODE_OPEN) > whole.lastIndexOf(CODE_CLOSE);
    open = `${strong ? STRONG_OPEN : ''}${code ? CODE_OPEN : ''}`;
    return rich(`${whole}${code ? CODE_CLOSE : ''}${strong ? STRONG_CLOSE : ''}`, at === 0 ? links : []);
  });
}

/** Words that mean "nothing stands here". */
export function isBlank(text: string): boolean {
  return /^(?:[-–—−]{1,3}|n\/?a|none|\.|)$/i.test(plain(text));
}

/** What an inline tag of HTML is worth in rich text, opened and closed; others of HTML are worth nothing. */
export const INLINE_MARKS: Readonly<Record<string, readonly [string, string]>> = {
  code: [CODE_OPEN, CODE_CLOSE],
  tt: [CODE_OPEN, CODE_CLOSE],
  kbd: [CODE_OPEN, CODE_CLOSE],
  samp: [CODE_OPEN, CODE_CLOSE],
  var: [CODE_OPEN, CODE_CLOSE],
  strong: [STRONG_OPEN, STRONG_CLOSE],
  b: [STRONG_OPEN, STRONG_CLOSE],
  th: [STRONG_OPEN, STRONG_CLOSE],
  br: [BREAK, BREAK],
  li: [BREAK, BREAK],
  p: [BREAK, BREAK],
};

/** The line, from 1, of offsets in a text. */
export function lineCounter(text: string, first = 1): (offset: number) => number {
  const starts: number[] = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return first + low;
  };
}

/** How many lines a text ends. */
export function newlines(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
