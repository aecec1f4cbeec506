import type { JsonValue } from '../../catalog/catalog.ts';
import { type Block, type Heading, joined, lineCounter, type Page, rich } from './blocks.ts';
import { blocksOfHtml } from './from-html.ts';
import { type Budget, isCodeAttribute, type Tag, tagAt } from './from-mdx.ts';
import { cellLines, withDividedRows } from './from-rendered.ts';
import { blocksOfMarkdown } from './markdown-blocks.ts';

/** What Markdown's own reader must not see, or has to be led past. */
const SPECIAL =
  /^[ \t>]{0,40}(?:[-*+] {1,4})?(`{3,}|~{3,})|(`+)|<!--|\{\/\*|<\/?(?=[A-Za-z])|^(?:import|export)[ \t{]|^\|[ \t]{0,20}$|^[ \t]{0,40}(?::{3,}[^\n]{0,300}|\{%[^\n]{0,300}?%\}|[!?]{3}\+? [^\n]{0,300})/gm;
const RAW = new Set(['table', 'dl', 'ul', 'ol']);
const MODULE =
  /^(?:import\s+(?:["'][^"'\n]+["']|[^;]{1,2000}?\sfrom\s+["'])|export\s+(?:const|let|var|default|function|async|class|type|interface|\{|\*))/;

/** What is nested more deeply is read as if its tags were not there. */
const DEEPEST = 100;

/** The blocks of a page of Markdown or MDX. */
export function pageOfMarkdown(source: string): Page {
  const { text, title } = withoutFrontMatter(source);
  return { title, blocks: new PageReader(withDividedRows(text)).read() };
}

class PageReader {
  readonly #text: string;
  readonly #lineAt: (offset: number) => number;
  readonly #root: Frame = { name: '', line: 1, attributes: new Map(), blocks: [] };
  readonly #open: Frame[] = [];
  readonly #budget: Budget;
  /** What Markdown's reader will get, in the pieces that it was read in. */
  #chunk: string[] = [];
  #chunkLine = 1;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
    this.#lineAt = lineCounter(text);
    this.#budget = { left: 4 * text.length + 1000 };
  }

  read(): Block[] {
    SPECIAL.lastIndex = 0;
    for (let found = SPECIAL.exec(this.#text); found !== null; found = SPECIAL.exec(this.#text)) {
      this.#keep(found.index);
      this.#special(found);
      SPECIAL.lastIndex = this.#at;
    }
    this.#keep(this.#text.length);
    this.#flush();
    while (this.#open.length > 0) this.#close();
    return this.#root.blocks;
  }

  /** Adds the text up to an offset to what Markdown's reader will get. */
  #keep(end: number): void {
    if (this.#chunk.length === 0) this.#chunkLine = this.#lineAt(this.#at);
    this.#chunk.push(this.#text.slice(this.#at, end));
    this.#at = end;
  }

  #blank(end: number): void {
    if (this.#chunk.length === 0) this.#chunkLine = this.#lineAt(this.#at);
    this.#chunk.push(blanked(this.#text.slice(this.#at, end)));
    this.#at = end;
  }

  #special({ 0: whole, 1: fence, 2: ticks }: RegExpExecArray): void {
    const text = this.#text;
    const behind = this.#at + whole.length;
    if (fence !== undefined) this.#keep(endOfFence(text, behind, fence));
    else if (ticks !== undefined) this.#keep(endOfSpan(text, behind, ticks));
    else if (whole === '<!--') this.#blank(endOf(text, behind, '-->'));
    else if (whole === '{/*') this.#blank(endOf(text, behind, '*/}'));
    else if (whole === '<') this.#opening();
    else if (whole === '</') this.#closing();
    else if (/^(?:import|export)/.test(whole)) this.#module(behind);
    else if (whole.startsWith('|')) this.#cellLines(behind);
    else {
      this.#blank(behind);
      if (/^[ \t]*[!?]{3}/.test(whole)) this.#unindent();
    }
  }

  #opening(): void {
    const from = this.#at;
    const tag = tagAt(this.#text, from, this.#budget);
    if (tag === null) {
      this.#keep(from + 1);
      return;
    }
    const isComponent = /^[A-Z]/.test(tag.name);
    const startsLine = this.#startsLine();
    if (startsLine && RAW.has(tag.name)) {
      const end = endOfElement(this.#text, from, tag.name);
      this.#flush();
      this.#add(blocksOfHtml(this.#text.slice(from, end), this.#lineAt(from)));
      this.#at = end;
      return;
    }
    const isTooDeep = this.#open.length >= DEEPEST;
    if (startsLine && !isTooDeep && (isComponent || isContainer(tag.name))) {
      this.#flush();
      const { name, attributes } = tag;
      this.#open.push({ name, line: this.#lineAt(from), attributes, blocks: [] });
      if (tag.closesItself) this.#close();
    } else if (isComponent) this.#chunk.push(inlineOf(tag));
    else this.#keep(tag.end);
    this.#at = tag.end;
  }

  #closing(): void {
    const [tag = '', name = ''] =
      /^<\/([\w.-]{1,200})\s{0,20}>/.exec(this.#text.slice(this.#at, this.#at + 230)) ?? [];
    if (!this.#open.some((frame) => frame.name === name)) {
      if (/^[A-Z]/.test(name)) this.#blank(this.#at + tag.length);
      else this.#keep(this.#at + 2);
      return;
    }
    this.#flush();
    while (this.#close() !== name);
    this.#at += tag.length;
  }

  /** A statement of JavaScript, which ends before an empty line or with its brackets: no text, but it may hold codes. */
  #module(behind: number): void {
    const rest = this.#text.slice(this.#at, this.#at + 4000);
    if (!MODULE.test(rest)) {
      this.#keep(behind);
      return;
    }
    const end = endOfModule(this.#text, this.#at);
    this.#flush();
    const text = this.#text.slice(this.#at, end);
    this.#top().blocks.push({ kind: 'code', line: this.#lineAt(this.#at), text });
    this.#at = end;
  }

  /** Takes the indent from the lines of an admonition. */
  #unindent(): void {
    const lines = /(?:\n(?: {4}|\t)[^\n]*|\n[ \t]*(?=\n))*/y;
    lines.lastIndex = this.#at;
    const body = lines.exec(this.#text)?.[0] ?? '';
    this.#chunk.push(body.replace(/\n(?: {4}|\t)/g, '\n'));
    this.#at += body.length;
  }

  #cellLines(behind: number): void {
    const line = this.#lineAt(this.#at);
    const found = cellLines(this.#text.slice(this.#at), line);
    if (found === null) {
      this.#keep(behind);
      return;
    }
    this.#flush();
    this.#top().blocks.push(found.table);
    this.#at += found.length;
  }

  #startsLine(): boolean {
    for (let at = this.#chunk.length - 1; at >= 0; at -= 1) {
      const piece = this.#chunk[at] ?? '';
      const end = piece.lastIndexOf('\n');
      if (piece.slice(end + 1).trim() !== '') return false;
      if (end !== -1) return true;
    }
    return true;
  }

  #add(blocks: readonly Block[]): void {
    const top = this.#top().blocks;
    for (const block of blocks) top.push(block);
  }

  #top(): Frame {
    return this.#open.at(-1) ?? this.#root;
  }

  #flush(): void {
    const chunk = this.#chunk.join('');
    const text = this.#open.length > 0 ? dedented(chunk) : chunk;
    if (text.trim() !== '') this.#add(readable(text, this.#chunkLine));
    this.#chunk = [];
  }

  #close(): string | undefined {
    const frame = this.#open.pop();
    if (frame !== undefined) this.#add(blocksOfFrame(frame));
    return frame?.name;
  }
}

/** A source without its front matter, as long as before, and the title that it gives. */
export interface Body {
  text: string;
  title: string | null;
}

/** Parts the front matter of YAML or TOML from a page; a page without is returned as it is. */
function withoutFrontMatter(source: string): Body {
  const fence = /^(---|\+\+\+)[ \t]{0,20}\r?\n/.exec(source);
  if (fence?.[1] === undefined) return { text: source, title: null };
  const close = source.indexOf(`\n${fence[1]}`, fence[0].length - 1);
  const after = close === -1 ? '' : source.slice(close + 4, close + 5);
  if (close === -1 || !/^[\s]?$/.test(after)) return { text: source, title: null };
  const head = source.slice(fence[0].length, close);
  // A rule, prose and another rule are no front matter.
  if (!/^[\w-]{1,60}\s{0,4}[:=]/m.test(head)) return { text: source, title: null };
  const title = /^title\s{0,4}[:=]\s{0,4}(["']?)(.{1,300}?)\1\s{0,20}$/m.exec(head)?.[2];
  return { text: blanked(source.slice(0, close + 4)) + source.slice(close + 4), title: title ?? null };
}

/** Spaces in place of everything but line breaks. */
function blanked(text: string): string {
  return text.replace(/[^\n]/g, ' ');
}

/** The offset behind a mark; the end of the text where none follows. */
function endOf(text: string, from: number, close: string): number {
  const at = text.indexOf(close, from);
  return at === -1 ? text.length : at + close.length;
}

/** Where a fenced block ends. */
function endOfFence(text: string, from: number, fence: string): number {
  const close = new RegExp(`^[ \\t>]{0,40}${fence[0]}{${Math.min(fence.length, 1000)},}[ \\t]*$`, 'gm');
  close.lastIndex = from;
  return close.exec(text) === null ? text.length : close.lastIndex;
}

/** Where inline code ends; where nothing closes it, it is none. */
function endOfSpan(text: string, from: number, ticks: string): number {
  const near = text.slice(from, from + 1000).split('\n\n', 1)[0] ?? '';
  const close = near.search(new RegExp(`(?<!\`)\`{${Math.min(ticks.length, 1000)}}(?!\`)`));
  return close === -1 ? from : from + close + ticks.length;
}

/** Where the element ends that opens at `from`, with those of its name in it; the end of the text where none does. */
function endOfElement(text: string, from: number, name: string): number {
  const tags = new RegExp(`<(/?)${name}(?=[\\s>])[^>]{0,4000}>`, 'gi');
  tags.lastIndex = from;
  let depth = 0;
  for (let tag = tags.exec(text); tag !== null; tag = tags.exec(text)) {
    depth += tag[1] === '' ? 1 : -1;
    if (depth === 0) return tags.lastIndex;
  }
  return text.length;
}

/** Where a statement ends: with the bracket that closes its own, or before an empty line. */
function endOfModule(text: string, from: number): number {
  const opensBracket = /^[^\n]*[[{(]\s*\n/.test(text.slice(from, from + 1000));
  const close = opensBracket ? /^[\]})][^\n]*$/gm : /\n[ \t]*\n/g;
  close.lastIndex = from;
  return close.exec(text) === null ? text.length : close.lastIndex;
}

const CONTAINERS = new Set(['details', 'summary', 'div', 'section', 'article', 'aside', 'main', 'figure']);
const CODE_ATTRIBUTES = ['code', 'errorCode', 'error_code', 'error-code', 'error', 'slug'];
const TITLE_ATTRIBUTES = ['title', 'header', 'heading', 'label', 'summary', 'question', 'name'];

/** A component or container that is open, with what has been read of it. */
interface Frame {
  name: string;
  line: number;
  attributes: Map<string, JsonValue>;
  blocks: Block[];
}

/** Whether an element of HTML is one that holds Markdown, as components do. */
function isContainer(name: string): boolean {
  return CONTAINERS.has(name);
}

/** The blocks of Markdown, or its text where it cannot be read as such. */
function readable(text: string, line: number): Block[] {
  try {
    return blocksOfMarkdown(text, line);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    // Nested more deeply than any page: its lines still tell what they tell.
    return [{ kind: 'paragraph', line, rich: rich(text) }];
  }
}

/** What a component that is closed is worth on the page. */
function blocksOfFrame({ name, line, attributes, blocks }: Frame): Block[] {
  if (name === 'summary') {
    const texts = blocks.flatMap((block) => ('rich' in block ? [block.rich] : []));
    return [{ kind: 'heading', line, level: 7, rich: joined(texts) }];
  }
  if (CONTAINERS.has(name) && name !== 'details') return blocks;
  const title = TITLE_ATTRIBUTES.map((each) => attributes.get(each)).find(
    (given) => typeof given === 'string',
  );
  const hasCode = CODE_ATTRIBUTES.some((each) => attributes.has(each));
  if (hasCode || /^Tab/.test(name) || typeof title !== 'string' || title.trim() === '')
    return [{ kind: 'component', line, name, attributes, blocks }];
  const heading: Heading = { kind: 'heading', line, level: 7, rich: rich(title) };
  return [{ kind: 'component', line, name, attributes, blocks: [heading, ...blocks] }];
}

/** A component within a line as Markdown: the code that it names, or the link that it is. */
function inlineOf({ attributes }: Tag): string {
  const code = CODE_ATTRIBUTES.map((each) => attributes.get(each)).find(isCodeAttribute);
  const target = attributes.get('href') ?? attributes.get('to');
  const text = attributes.get('text') ?? attributes.get('label');
  const link = typeof target === 'string' && !/["<>\n]/.test(target) ? `<a href="${target}">` : '';
  return link + (code === undefined ? (typeof text === 'string' ? text : '') : `\`${code}\``);
}

/** Lines without the indent that all but the first have. */
function dedented(text: string): string {
  const lines = text.split('\n');
  const indents = lines
    .slice(1)
    .filter((line) => line.trim() !== '')
    .map((line) => line.length - line.trimStart().length);
  const indent = indents.reduce((least, each) => Math.min(least, each), Number.POSITIVE_INFINITY);
  return lines
    .map((line, at) => (at === 0 ? line.trimStart() : line.slice(Math.min(indent, line.length))))
    .join('\n');
}
