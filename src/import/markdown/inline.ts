import { parseDocument } from 'htmlparser2';
import type { Token, Tokens } from 'marked';
import type { Rich } from './block.ts';
import { BREAK, CODE_CLOSE, CODE_OPEN, rich, STRONG_CLOSE, STRONG_OPEN } from './rich.ts';

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
