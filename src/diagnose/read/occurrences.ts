/** Where `name` stands as a field's name: `"name": …`, `name=…`, `Name: …`, `\"name\":\"…`. */

const MOST = 40;

/** `at` is where the value begins, behind its opening quote if it has one. */
export interface Occurrence {
  at: number;
  quote: '' | '"' | "'";
  /** Backslashes before the opening quote: JSON inside JSON has them, and so has its closing quote. */
  depth: number;
}

/** Every place, in the order of the text, where one of `names` stands before a separator. Linear in the text. */
export function occurrences(text: string, names: readonly string[]): Occurrence[] {
  // Most texts are a mere code, and have no field at all.
  if (!text.includes(':') && !text.includes('=')) return [];
  const lower = text.toLowerCase();
  // Lower-casing may lengthen a text (`İ`), and then no place in it is a place in the other.
  const source = lower.length === text.length ? lower : text;
  const found: Occurrence[] = [];
  for (const name of spelled(names)) {
    let count = 0;
    for (
      let at = source.indexOf(name);
      at >= 0 && count < MOST;
      at = source.indexOf(name, at + name.length)
    ) {
      if (isWord(source.charCodeAt(at - 1))) continue;
      const occurrence = valueAfter(source, at + name.length);
      if (occurrence === null) continue;
      found.push(occurrence);
      count += 1;
    }
  }
  return found.sort((a, b) => a.at - b.at);
}

/** Where the value of at most `max` characters ends: at its closing quote, or at what ends a bare value. */
export function valueEnd(text: string, { at, quote, depth }: Occurrence, max: number): number {
  const stop = Math.min(text.length, at + max);
  let slashes = 0;
  for (let i = at; i < stop; i += 1) {
    const char = text.charAt(i);
    if (quote === '') {
      if (/[\s,;&}\])"'<>\\]/.test(char)) return i;
    } else if (char === quote && slashes <= depth) {
      return i - slashes;
    } else if (char === '\n') {
      return i;
    }
    slashes = char === '\\' ? slashes + 1 : 0;
  }
  return stop;
}

/** Whether the value at `at` stands behind a colon: then it is no form field, and is not percent-encoded. */
export function separatorIsColon(text: string, at: number): boolean {
  for (let i = at - 1; i >= 0 && i > at - 12; i -= 1) {
    if (text[i] === ':') return true;
    if (text[i] === '=') return false;
  }
  return false;
}

function valueAfter(text: string, from: number): Occurrence | null {
  let at = skip(text, from + indexLength(text, from), '\\"\'', 4);
  const separator = skip(text, at, ' \t', 4);
  if (text[separator] !== ':' && text[separator] !== '=') return null;
  // In `a= b=2`, `a` is empty and the next field follows.
  const isTight = text[separator] === '=' && separator === at;
  at = isTight ? separator + 1 : skip(text, separator + 1, ' \t>[', 12);
  const opening = skip(text, at, '\\', 4);
  const char = text[opening];
  return char === '"' || char === "'"
    ? { at: opening + 1, quote: char, depth: opening - at }
    : { at, quote: '', depth: 0 };
}

/** `name[]=` and `name[0]=` are elements of a list in a form. */
function indexLength(text: string, from: number): number {
  const char = text[from];
  if (char !== '[' && char !== '%') return 0;
  return /^(?:\[\d{0,3}\]|%5b\d{0,3}%5d)(?==)/i.exec(text.slice(from, from + 12))?.[0].length ?? 0;
}

function skip(text: string, from: number, chars: string, most: number): number {
  let at = from;
  while (at < text.length && at - from < most && chars.includes(text.charAt(at))) at += 1;
  return at;
}

const known = new Map<string, ReadonlySet<string>>();

/** Every spelling of every name. Names are constants of the rules, so there are few lists of them to keep. */
function spelled(names: readonly string[]): ReadonlySet<string> {
  const key = names.join();
  const all = known.get(key) ?? new Set(names.flatMap(spellings));
  known.set(key, all);
  return all;
}

function spellings(name: string): string[] {
  const words = name.toLowerCase().split(/[-_ ]/);
  return ['_', '-', ''].map((between) => words.join(between));
}

/** Letters, digits, `_` and `-`: a name inside a longer name is another name. */
function isWord(unit: number): boolean {
  return (
    (unit >= 97 && unit <= 122) ||
    (unit >= 48 && unit <= 57) ||
    (unit >= 65 && unit <= 90) ||
    unit === 95 ||
    unit === 45
  );
}
