import { clip } from '../../base/text.ts';

/** The shortest beginning of a text that is worth showing. */
const LEAST_PIECE = 40;
/** What is written around each item of a list. */
const ITEM = 6;

/**
 * How much text an answer may still hold, in characters. One outside ASCII counts as three, which is about what it costs
 * a model. What does not fit is left out and counted, so that the answer can say so.
 */
export class TextBudget {
  #left: number;

  constructor(size: number) {
    this.#left = size;
  }

  /** `text`, or as much of its beginning as there is room for, or null. */
  text(text: string): { text: string; isWhole: boolean } | null {
    const cost = costOf(text);
    if (cost <= this.#left) {
      this.#left -= cost;
      return { text, isWhole: true };
    }
    const length = Math.floor((Math.max(0, this.#left) * text.length) / cost);
    this.#left = 0;
    return length < LEAST_PIECE ? null : { text: `${clip(text, length)} …`, isWhole: false };
  }

  /** The first of `names`, none of them cut, that there is room for. */
  names<Name extends string | number>(names: readonly Name[]): Name[] {
    const first = names.findIndex((name) => {
      this.#left -= costOf(String(name)) + ITEM;
      return this.#left < 0;
    });
    return first === -1 ? [...names] : names.slice(0, first);
  }

  /** As many of `items` as there is room for, the last of them perhaps cut, and how many are there in part or not at all. */
  list<Item>(
    items: readonly Item[],
    textOf: (item: Item) => string,
    withText: (item: Item, text: string) => Item,
    around = ITEM,
  ): { items: Item[]; missing: number } {
    const taken: Item[] = [];
    for (const item of items) {
      this.#left -= around;
      const piece = this.text(textOf(item));
      if (piece === null) break;
      if (!piece.isWhole)
        return { items: [...taken, withText(item, piece.text)], missing: items.length - taken.length };
      taken.push(item);
    }
    return { items: taken, missing: items.length - taken.length };
  }
}

/** What a text takes of the budget. */
export function costOf(text: string): number {
  const ascii = /^[\x00-\x7f]*$/;
  return ascii.test(text) ? text.length : text.length + 2 * (text.match(/[^\x00-\x7f]/g)?.length ?? 0);
}
