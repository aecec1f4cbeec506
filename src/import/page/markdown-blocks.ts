import { parseDocument } from 'htmlparser2';
import { Lexer, type Token, Tokenizer, type Tokens } from 'marked';
import { ImportError } from '../imported.ts';
import {
  type Block,
  BREAK,
  CODE_CLOSE,
  CODE_OPEN,
  INLINE_MARKS,
  type Item,
  newlines,
  type Rich,
  rich,
  STRONG_CLOSE,
  STRONG_OPEN,
  type Table,
} from './blocks.ts';
import { blocksOfHtml } from './from-html.ts';

const TEXT = /^(?:`+|[^`])(?:(?= {2,}\n)|[\s\S]*?(?:(?=[\\<![`*_~]|$)|[^ ](?= {2,}\n)))/;

/** A list of labels, as no code begins: it was moved in with what held it. */
const LABELS = /^\s*[-*+] {1,3}\*\*[^*\n]{1,60}\*\*/;

/**
 * How many characters may be looked through for each of a text, and besides in any text, in search of the ends of marks
 * that have none: in a paragraph of 2,000 characters hundreds of marks may have no end, in one of 60,000 a hundred.
 */
const LOOKED_THROUGH = 50;
const LOOKED_THROUGH_BESIDES = 300_000;

/** A text that would take marked the square of its length: its marks begin emphasis again and again, and none ends it. */
class EndlessMarks extends Error {
  /** The text from the mark on that was one too many. */
  readonly text: string;

  constructor(text: string) {
    super('Marks of emphasis have no end.');
    this.text = text;
  }
}

/** Leaves bare addresses as the text that they are: to look for them takes marked the square of a long word's length. */
class TextTokenizer extends Tokenizer {
  #left: number;

  constructor(length: number) {
    super();
    this.#left = LOOKED_THROUGH_BESIDES + LOOKED_THROUGH * length;
  }

  override emStrong(source: string, masked: string, before?: string): Tokens.Em | Tokens.Strong | undefined {
    const isInWord = source.startsWith('_') && /[\p{L}\p{N}_]$/u.test(before ?? '');
    const opens = !isInWord && this.rules.inline.emStrongLDelim.exec(source)?.slice(1).some(Boolean) === true;
    return this.#counted(source, opens, super.emStrong(source, masked, before));
  }

  override del(source: string, masked: string, before?: string): Tokens.Del | undefined {
    const opens = this.rules.inline.delLDelim.test(source);
    return this.#counted(source, opens, super.del(source, masked, before));
  }

  /** For a mark that opens and has no end, the whole text behind it was looked through. */
  #counted<T>(source: string, opens: boolean, token: T | undefined): T | undefined {
    if (token !== undefined || !opens) return token;
    this.#left -= source.length;
    if (this.#left < 0) throw new EndlessMarks(source);
    return undefined;
  }

  override url(): undefined {
    return undefined;
  }

  override inlineText(source: string): Tokens.Text | undefined {
    const raw = TEXT.exec(source)?.[0];
    return raw === undefined ? undefined : { type: 'text', raw, text: raw, escaped: false };
  }
}

/**
 * The blocks of Markdown that begins in line `first` of a source.
 *
 * @throws RangeError where it is nested more deeply than can be read
 * @throws ImportError where marks that never end would take too long
 */
export function blocksOfMarkdown(source: string, first: number): Block[] {
  const lexer = new Lexer({ gfm: true, tokenizer: new TextTokenizer(source.length) });
  try {
    return blocksOf(lexer.lex(source), first);
  } catch (error) {
    if (!(error instanceof EndlessMarks)) throw error;
    const at = source.indexOf(error.text.slice(0, 200));
    const line = first + newlines(source.slice(0, Math.max(0, at)));
    throw new ImportError(
      `Line ${line}: The paragraph there holds many *, _ or ~ that begin emphasis and never end it, which takes too long to read. Put a backslash before each, write them as code, or split the paragraph.`,
    );
  }
}

function blocksOf(tokens: readonly Token[], first: number): Block[] {
  let line = first;
  const blocks: Block[] = [];
  // HTML is cut at empty lines, though an element may hold some.
  let html = { from: first, text: '' };
  const flush = () => {
    if (html.text !== '') for (const block of blocksOfHtml(html.text, html.from)) blocks.push(block);
    html = { from: first, text: '' };
  };
  for (const token of tokens) {
    if (token.type === 'html')
      html = { from: html.text === '' ? line : html.from, text: html.text + token.raw };
    else if (token.type === 'space' && html.text !== '') html.text += token.raw;
    else {
      flush();
      for (const block of blocksOfToken(token, line)) blocks.push(block);
    }
    line += newlines(token.raw);
  }
  flush();
  return blocks;
}

function blocksOfToken(token: Tokens.Generic, line: number): Block[] {
  switch (token.type) {
    case 'heading':
      return [{ kind: 'heading', line, level: Number(token['depth']), rich: richOf(token.tokens) }];
    case 'paragraph':
    case 'text':
      return [{ kind: 'paragraph', line: line + leadingLines(token.raw), rich: textOf(token) }];
    case 'list':
      return [listOf(token as Tokens.List, line)];
    case 'table':
      return [tableOf(token as Tokens.Table, line)];
    case 'code':
      if (token['codeBlockStyle'] === 'indented' && /[•·‣]/.test(token.raw))
        return [{ kind: 'paragraph', line, rich: rich(String(token['text'])) }];
      if (token['codeBlockStyle'] === 'indented' && LABELS.test(String(token['text'])))
        return blocksOfMarkdown(withoutIndent(String(token['text'])), line + leadingLines(token.raw));
      return [
        { kind: 'code', line: line + (/^\s*[`~]{3}/.test(token.raw) ? 1 : 0), text: String(token['text']) },
      ];
    case 'blockquote':
      return blocksOf(token.tokens ?? [], line);
    default:
      return [];
  }
}

/** A text without the indent that its first line has; what is less far in is not moved. */
function withoutIndent(text: string): string {
  const [indent = ''] = /^[ \t]*/.exec(text.replace(/^\s*\n/, '')) ?? [];
  return text
    .split('\n')
    .map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line.trimStart()))
    .join('\n');
}

function textOf(token: Tokens.Generic): Rich {
  return token.tokens === undefined ? rich(String(token['text'] ?? '')) : richOf(token.tokens);
}

function leadingLines(raw: string): number {
  return newlines(/^\s*/.exec(raw)?.[0] ?? '');
}

function listOf(list: Tokens.List, first: number): Block {
  let line = first;
  const items = list.items.map((item): Item => {
    const [text, ...blocks] = blocksOf(item.tokens, line);
    const at = line;
    line += newlines(item.raw);
    if (text?.kind === 'paragraph') return { line: at, rich: text.rich, blocks };
    return { line: at, rich: rich(''), blocks: text === undefined ? [] : [text, ...blocks] };
  });
  return { kind: 'list', line: first, items };
}

function tableOf(token: Tokens.Table, line: number): Table {
  const header = token.header.map(({ tokens }) => richOf(tokens));
  return {
    kind: 'table',
    line,
    header: header.some(({ text }) => text.trim() !== '') ? header : [],
    rows: token.rows.map((cells, at) => ({ line: line + 2 + at, cells: cells.map((c) => richOf(c.tokens)) })),
  };
}

const HTML_TAG =
  /^<\/?(?:a|abbr|b|big|bdi|bdo|blockquote|br|center|cite|code|del|details|dfn|div|em|font|hr|i|img|ins|kbd|label|li|mark|nobr|ol|p|pre|q|s|samp|section|small|span|strike|strong|sub|summary|sup|table|tbody|td|th|thead|tr|tt|u|ul|var|wbr|[A-Z][\w.]*|[a-z]+-[a-z-]+)(?=[\s/>])/;
const TAG_NAME = /^<(\/?)([\w.-]+)/;
const HREF = /\s(?:href|to)\s{0,4}=\s{0,4}(?:"([^"]*)"|'([^']*)'|\{\s*["'`]([^"'`]*)["'`]\s*\})/;

/** The inline tokens of a text as rich text. */
function richOf(tokens: readonly Token[] | undefined): Rich {
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
