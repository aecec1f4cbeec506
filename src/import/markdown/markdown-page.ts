import type { Block, Page } from './block.ts';
import { cellLines } from './cell-lines.ts';
import { withDividedRows } from './divided-rows.ts';
import { blocksOfFrame, dedented, type Frame, inlineOf, isContainer, readable } from './frame.ts';
import { blanked, withoutFrontMatter } from './front-matter.ts';
import { blocksOfHtml } from './html-blocks.ts';
import { type Budget, tagAt } from './jsx-tag.ts';
import { lineCounter } from './lines.ts';
import { endOf, endOfElement, endOfFence, endOfModule, endOfSpan } from './span-ends.ts';

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
