import type { JsonValue } from '../../catalog/json-value.ts';

/**
 * Text of one place, with what it is made of still to be seen: inline code and strong text stand between marks
 * (`rich.ts`), a forced line break is `BREAK`, and `\n` is a new line of the source.
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
