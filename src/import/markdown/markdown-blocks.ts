import { Lexer, type Token, Tokenizer, type Tokens } from 'marked';
import type { Block, Item, Rich, Table } from './block.ts';
import { blocksOfHtml } from './html-blocks.ts';
import { richOf } from './inline.ts';
import { newlines } from './lines.ts';
import { rich } from './rich.ts';

const TEXT = /^(?:`+|[^`])(?:(?= {2,}\n)|[\s\S]*?(?:(?=[\\<![`*_~]|$)|[^ ](?= {2,}\n)))/;

/** A list of labels, as no code begins: it was moved in with what held it. */
const LABELS = /^\s*[-*+] {1,3}\*\*[^*\n]{1,60}\*\*/;

/** Leaves bare addresses as the text that they are: to look for them takes marked the square of a long word's length. */
class TextTokenizer extends Tokenizer {
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
 */
export function blocksOfMarkdown(source: string, first: number): Block[] {
  const lexer = new Lexer({ gfm: true, tokenizer: new TextTokenizer() });
  return blocksOf(lexer.lex(source), first);
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
