import type { JsonValue } from '../../catalog/json-value.ts';
import type { Block, Heading } from './block.ts';
import { isErrorCode } from './code-shape.ts';
import type { Tag } from './jsx-tag.ts';
import { blocksOfMarkdown } from './markdown-blocks.ts';
import { joined, rich } from './rich.ts';

const CONTAINERS = new Set(['details', 'summary', 'div', 'section', 'article', 'aside', 'main', 'figure']);
const CODE_ATTRIBUTES = ['code', 'errorCode', 'error_code', 'error-code', 'error', 'slug'];
const TITLE_ATTRIBUTES = ['title', 'header', 'heading', 'label', 'summary', 'question', 'name'];

/** A component or container that is open, with what has been read of it. */
export interface Frame {
  name: string;
  line: number;
  attributes: Map<string, JsonValue>;
  blocks: Block[];
}

/** Whether an element of HTML is one that holds Markdown, as components do. */
export function isContainer(name: string): boolean {
  return CONTAINERS.has(name);
}

/** The blocks of Markdown, or its text where it cannot be read as such. */
export function readable(text: string, line: number): Block[] {
  try {
    return blocksOfMarkdown(text, line);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    // Nested more deeply than any page: its lines still tell what they tell.
    return [{ kind: 'paragraph', line, rich: rich(text) }];
  }
}

/** What a component that is closed is worth on the page. */
export function blocksOfFrame({ name, line, attributes, blocks }: Frame): Block[] {
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
export function inlineOf({ attributes }: Tag): string {
  const code = CODE_ATTRIBUTES.map((each) => attributes.get(each)).find(isErrorCode);
  const target = attributes.get('href') ?? attributes.get('to');
  const text = attributes.get('text') ?? attributes.get('label');
  const link = typeof target === 'string' && !/["<>\n]/.test(target) ? `<a href="${target}">` : '';
  return link + (code === undefined ? (typeof text === 'string' ? text : '') : `\`${code}\``);
}

/** Lines without the indent that all but the first have. */
export function dedented(text: string): string {
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
