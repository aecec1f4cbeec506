import { parseDocument } from 'htmlparser2';
import {
  type Block,
  INLINE_MARKS,
  type Item,
  lineCounter,
  type Page,
  plain,
  type Rich,
  type Row,
  rich,
  type Table,
  withoutMarks,
} from './blocks.ts';

type Node = ReturnType<typeof parseDocument>['children'][number];
type Element = Extract<Node, { attribs: unknown }>;

const SKIPPED = new Set('script style nav footer svg noscript template head iframe'.split(' '));
const INLINE =
  /^(?:a|abbr|b|bdi|bdo|big|br|button|cite|code|del|dfn|em|font|i|img|ins|kbd|label|mark|nobr|q|s|samp|small|span|strike|strong|sub|sup|time|tt|u|var|wbr|input)$/;
/** Nested more deeply, an element gives its text alone. */
const DEEPEST = 200;

/** The blocks of a whole page of HTML. */
export function pageOfHtml(source: string): Page {
  const reader = new HtmlReader(source, 1);
  const nodes = parse(source);
  const title = find(nodes, 'title', 0);
  return {
    title: title === null ? null : plain(reader.richOf(title.children).text),
    blocks: reader.blocksOf(nodes, 0),
  };
}

/** The blocks of HTML that begins in line `first` of a source. */
export function blocksOfHtml(source: string, first: number): Block[] {
  return new HtmlReader(source, first).blocksOf(parse(source), 0);
}

function parse(source: string): Node[] {
  return parseDocument(source, { withStartIndices: true, lowerCaseAttributeNames: false }).children;
}

function isElement(node: Node): node is Element {
  return 'attribs' in node;
}

function find(nodes: readonly Node[], name: string, depth: number): Element | null {
  for (const node of nodes) {
    if (!isElement(node) || depth > 5) continue;
    if (node.name === name) return node;
    const within = find(node.children, name, depth + 1);
    if (within !== null) return within;
  }
  return null;
}

class HtmlReader {
  readonly #lineAt: (offset: number) => number;

  constructor(source: string, first: number) {
    this.#lineAt = lineCounter(source, first);
  }

  blocksOf(nodes: readonly Node[], depth: number): Block[] {
    const blocks: Block[] = [];
    let inline: Node[] = [];
    const flush = () => {
      const text = this.richOf(inline);
      const first = inline.find((node) => !('data' in node) || node.data.trim() !== '');
      if (first !== undefined && plain(text.text) !== '')
        blocks.push({ kind: 'paragraph', line: this.#lineOf(first), rich: text });
      inline = [];
    };
    for (const node of nodes) {
      if (!isElement(node)) {
        if (node.type === 'text') inline.push(node);
      } else if (!SKIPPED.has(node.name)) {
        if (INLINE.test(node.name) && !holdsBlocks(node)) inline.push(node);
        else {
          flush();
          for (const block of this.#blocksOf(node, depth)) blocks.push(block);
        }
      }
    }
    flush();
    return blocks;
  }

  #blocksOf(node: Element, depth: number): Block[] {
    const line = this.#lineOf(node);
    if (depth > DEEPEST) return [{ kind: 'paragraph', line, rich: this.richOf([node]) }];
    const heading = /^h([1-6])$/.exec(node.name);
    if (heading !== null)
      return [{ kind: 'heading', line, level: Number(heading[1]), rich: this.richOf(node.children) }];
    switch (node.name) {
      case 'summary':
        return [{ kind: 'heading', line, level: 7, rich: this.richOf(node.children) }];
      case 'details':
        return [this.#component(node, line, depth)];
      case 'ul':
      case 'ol':
        return [{ kind: 'list', line, items: this.#itemsOf(node, depth) }];
      case 'dl':
        return [{ kind: 'list', line, items: this.#termsOf(node, depth) }];
      case 'table':
        return [this.#tableOf(node, line)];
      case 'pre':
        return [{ kind: 'code', line, text: this.richOf(node.children, true).text }];
      default:
        return node.name.includes('-') && Object.keys(node.attribs).length > 0
          ? [this.#component(node, line, depth)]
          : this.blocksOf(node.children, depth + 1);
    }
  }

  #component(node: Element, line: number, depth: number): Block {
    const attributes = new Map(Object.entries(node.attribs));
    return {
      kind: 'component',
      line,
      name: node.name,
      attributes,
      blocks: this.blocksOf(node.children, depth + 1),
    };
  }

  #itemsOf(list: Element, depth: number): Item[] {
    return list.children
      .filter(isElement)
      .map((item) => this.#itemOf(item, item.name === 'li' ? item.children : [item], depth));
  }

  #itemOf(at: Element, nodes: readonly Node[], depth: number): Item {
    const [first, ...rest] = this.blocksOf(nodes, depth + 1);
    const line = this.#lineOf(at);
    if (first?.kind === 'paragraph') return { line, rich: first.rich, blocks: rest };
    return { line, rich: rich(''), blocks: first === undefined ? [] : [first, ...rest] };
  }

  /** A list of definitions as a list: the term strong, what it means behind it. */
  #termsOf(list: Element, depth: number): Item[] {
    const parts = list.children
      .filter(isElement)
      .flatMap((node) => (node.name === 'div' ? node.children.filter(isElement) : [node]));
    const items: Item[] = [];
    let terms: Element[] = [];
    for (const part of parts) {
      if (part.name === 'dt') terms.push(part);
      const isLast = part.name === 'dd';
      if (!isLast) continue;
      const [first = part] = terms;
      const names = terms.map((term) => this.richOf(term.children));
      const { rich: meaning, blocks } = this.#itemOf(part, part.children, depth);
      const term = names.map(({ text }) => `\ue002${text.trim()}\ue003`).join(', ');
      const links = [...names.flatMap((name) => name.links), ...meaning.links];
      items.push({ line: this.#lineOf(first), rich: rich(`${term}: ${meaning.text}`, links), blocks });
      terms = [];
    }
    return items;
  }

  #tableOf(table: Element, line: number): Table {
    const rows: { row: Row; isHeader: boolean }[] = [];
    const spans: { left: number; cell: Rich }[] = [];
    for (const tr of this.#rowsOf(table, 0)) {
      const cells: Rich[] = [];
      const fill = () => {
        for (
          let span = spans[cells.length];
          span !== undefined && span.left > 0;
          span = spans[cells.length]
        ) {
          span.left -= 1;
          cells.push(span.cell);
        }
      };
      const found = tr.children.filter(isElement).filter(({ name }) => name === 'td' || name === 'th');
      for (const each of found) {
        fill();
        const cell = this.richOf(each.children);
        const down = span(each.attribs['rowspan'] ?? each.attribs['rowSpan']);
        const across = span(each.attribs['colspan'] ?? each.attribs['colSpan']);
        if (down > 1) spans[cells.length] = { left: down - 1, cell };
        cells.push(cell, ...Array.from({ length: across - 1 }, () => rich('')));
      }
      fill();
      const isHeader = found.length > 1 && found.every(({ name }) => name === 'th');
      if (found.length > 0) rows.push({ row: { line: this.#lineOf(tr), cells }, isHeader });
    }
    const header = rows[0]?.isHeader === true ? rows[0].row.cells : [];
    const body = rows.filter(({ isHeader }, at) => !(isHeader && at === 0)).map(({ row }) => row);
    return { kind: 'table', line, header, rows: body };
  }

  #rowsOf(node: Element, depth: number): Element[] {
    return node.children.filter(isElement).flatMap((child) => {
      if (child.name === 'tr') return [child];
      return depth < 3 && child.name !== 'table' ? this.#rowsOf(child, depth + 1) : [];
    });
  }

  richOf(nodes: readonly Node[], keepsLines = false): Rich {
    const out = rich('');
    const visit = (node: Node, depth: number) => {
      if (!isElement(node)) {
        if (node.type !== 'text') return;
        out.text += withoutMarks(keepsLines ? node.data : node.data.replace(/\s+/g, ' '));
        return;
      }
      if (SKIPPED.has(node.name) || depth > 4 * DEEPEST) return;
      const [open, close] = INLINE_MARKS[node.name] ?? ['', ''];
      const isBlock = open === '' && !INLINE.test(node.name);
      out.text += isBlock ? '\n' : open;
      const target = node.attribs['href'];
      if (node.name === 'a' && target !== undefined && target !== '') out.links.push(target);
      for (const child of node.children) visit(child, depth + 1);
      out.text += isBlock ? '\n' : close;
    };
    for (const node of nodes) visit(node, 0);
    return out;
  }

  #lineOf(node: Node): number {
    const leading = 'data' in node ? (/^\s*/.exec(node.data)?.[0].length ?? 0) : 0;
    return this.#lineAt((node.startIndex ?? 0) + leading);
  }
}

function holdsBlocks(node: Element, depth = 0): boolean {
  return node.children.some(
    (child) => isElement(child) && (depth > 20 || !INLINE.test(child.name) || holdsBlocks(child, depth + 1)),
  );
}

function span(given: string | undefined): number {
  const count = Number(/\d{1,4}/.exec(given ?? '')?.[0] ?? 1);
  return Math.min(Math.max(count, 1), 1000);
}
