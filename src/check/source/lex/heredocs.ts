const OPENING = {
  ruby: /<<[~-]?(["'`]?)([A-Z_][A-Z0-9_]{0,60})\1/y,
  php: /<<<[ \t]*(["']?)([A-Za-z_]\w{0,60})\1/y,
} as const;

/** After so many that do not end, `<<X` is taken for an operator: each costs a look through the rest of the text. */
const MOST_ENDLESS = 20;

/** Reads texts that begin on the line after their mark and end with a line that bears their name. */
export class Heredocs {
  #waiting: string[] = [];
  #endless = 0;
  readonly #text: string;
  readonly #form: 'ruby' | 'php';

  constructor(text: string, form: 'ruby' | 'php') {
    this.#text = text;
    this.#form = form;
  }

  /** The offset behind a mark that stands at `at`; null if none does. */
  open(at: number): number | null {
    if (this.#endless >= MOST_ENDLESS) return null;
    const opening = OPENING[this.#form];
    opening.lastIndex = at;
    const [mark, , name] = opening.exec(this.#text) ?? [];
    if (mark === undefined || name === undefined) return null;
    this.#waiting.push(name);
    return at + mark.length;
  }

  /** The offset behind the texts that begin at `at`, the first character of a line. */
  skip(at: number): number {
    const names = this.#waiting;
    this.#waiting = [];
    return names.reduce((from, name) => {
      const end = new RegExp(`^[ \\t]*${name}\\b`, 'gm');
      end.lastIndex = from;
      const found = end.exec(this.#text);
      if (found === null) this.#endless += 1;
      return found === null ? from : found.index + found[0].length;
    }, at);
  }
}
