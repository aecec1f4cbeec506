import { parseDocument } from 'htmlparser2';
import type { Token, Tokens } from 'marked';
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
const CODE_CLOSE = '\ue001';
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

const HTML_TAG =
  /^<\/?(?:a|abbr|b|big|bdi|bdo|blockquote|br|center|cite|code|del|details|dfn|div|em|font|hr|i|img|ins|kbd|label|li|mark|nobr|ol|p|pre|q|s|samp|section|small|span|strike|strong|sub|summary|sup|table|tbody|td|th|thead|tr|tt|u|ul|var|wbr|[A-Z][\w.]*|[a-z]+-[a-z-]+)(?=[\s/>])/;
const TAG_NAME = /^<(\/?)([\w.-]+)/;
const HREF = /\s(?:href|to)\s{0,4}=\s{0,4}(?:"([^"]*)"|'([^']*)'|\{\s*["'`]([^"'`]*)["'`]\s*\})/;

/** The inline tokens of a text as rich text. */
export function richOf(tokens: readonly Token[] | undefined): Rich {
  const out = rich('');
  if (tokens !== undefined) append(tokens, out);
  return out;
}

function append(tokens: readonly Token[], out: Rich): void {
  for (const token of tokens as readonly (Tokens.Generic | Token)[]) appendOne(token, out);
}

function appendOne(token: Tokens.Generic, out: Rich): void {
  switch (token.type) {
    case 'codespan':
      out.text += `${CODE_OPEN}${token['text']}${CODE_CLOSE}`;
      return;
    case 'strong':
    case 'em':
      out.text += STRONG_OPEN;
      append(token.tokens ?? [], out);
      out.text += STRONG_CLOSE;
      return;
    case 'link':
      append(token.tokens ?? [], out);
      if (token['href'] !== token['text'] && token['href'] !== `mailto:${token['text']}`)
        out.links.push(String(token['href']));
      return;
    case 'br':
      out.text += `${BREAK}\n`;
      return;
    case 'html':
      appendTag(token.raw, out);
      return;
    case 'image':
    case 'checkbox':
      return;
    case 'escape':
      out.text += token['text'];
      return;
    default:
      if (token.tokens !== undefined && token.tokens.length > 0) append(token.tokens, out);
      else out.text += decoded(String(token['text'] ?? token.raw));
  }
}

function appendTag(raw: string, out: Rich): void {
  if (raw.startsWith('<!--')) return;
  if (!HTML_TAG.test(raw)) {
    out.text += raw;
    return;
  }
  const [, closing, name = ''] = TAG_NAME.exec(raw) ?? [];
  const href = HREF.exec(raw);
  const target = href?.[1] ?? href?.[2] ?? href?.[3];
  if (closing === '' && target !== undefined) out.links.push(target);
  out.text += INLINE_MARKS[name.toLowerCase()]?.[closing === '' ? 0 : 1] ?? '';
}

/** Text with its character references resolved. */
function decoded(text: string): string {
  if (!/&[#\w]{1,40};/.test(text)) return text;
  const [node] = parseDocument(text.replaceAll('<', '&lt;')).children;
  return node !== undefined && 'data' in node ? node.data : text;
}

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
