/** Which values from outside are plain: nobody can take them for words of ours, or for instructions. */

/** The usual characters of ids and names. */
const NAME = /^[A-Za-z0-9._:/-]{1,64}$/;
const ID = /^[A-Za-z0-9._:-]{1,64}$/;
/** What addresses, times and short values may hold besides: nothing that marks up, quotes or separates sentences. */
const VALUE = /^[\w./:@?&=%+~,#!*$ \u00c0-\u024f[\]-]{1,200}$/;

/** Hexadecimal digits and dashes spell no sentence. */
const HEX = /^[0-9a-f-]+$/i;
const HEX_NUMBER = /^(?=.*\d)[0-9a-f]+$/i;

/** So many words in a row are a sentence; `order-service-4711` has two. */
const SENTENCE = 4;

/** Whether a name (of a tool, an argument, a method, a resource) is plain. */
export function hasNameShape(text: string): boolean {
  return NAME.test(text) && !isRunOfWords(text);
}

/**
 * Whether an id is of the usual shape: at most 64 letters, digits and `._:-`, and no run of words. One without any digit
 * has at most two words: ids that nobody chose have digits.
 */
export function hasIdShape(id: string): boolean {
  if (!ID.test(id)) return false;
  return HEX.test(id) || spokenWords(id).length < (/\d/.test(id) ? SENTENCE : SENTENCE - 1);
}

/**
 * Whether a value (an address, a slug, a status, a time) is plain: it may hold one space or two, but not three words. In an
 * address, the host counts for itself, and the path as well.
 */
export function hasValueShape(value: string): boolean {
  if (!VALUE.test(value)) return false;
  if (value.includes(' ')) return spokenWords(value).length < SENTENCE - 1;
  const [, host = '', rest = ''] = /^(?:[a-z][a-z0-9+.-]*:\/\/)?([^/?#]*)(.*)$/i.exec(value) ?? [];
  return !isRunOfWords(host) && !isRunOfWords(rest);
}

/**
 * Whether `text` reads like a sentence: four words or more, whatever joins them (`ignore-all-previous-instructions`,
 * `ignoreAllPreviousInstructions`, `ignore1previous2instructions3call`).
 */
function isRunOfWords(text: string): boolean {
  return !HEX.test(text) && spokenWords(text).length >= SENTENCE;
}

/**
 * The runs of letters that may be words: at least three letters with a vowel, also where only a capital separates them
 * (`callTool` has two). In what mixes letters with digits or cases, as random ids do, at least four.
 */
function spokenWords(text: string): string[] {
  return text.split(/[^A-Za-z0-9]+/).flatMap((piece) => {
    if (HEX_NUMBER.test(piece)) return [];
    const runs = piece.replaceAll(/([a-z])(?=[A-Z])/g, '$1 ').match(/[A-Za-z]+/g) ?? [];
    const least = IN_WORDS.test(piece) ? 3 : 4;
    const words = runs.filter((run) => run.length >= least && /[aeiouy]/i.test(run));
    // Words may be run together.
    return words.flatMap((run) => run.match(/.{1,12}/g) ?? []);
  });
}

/** `words`, `WORDS`, `Words`, `wordsInCamelCase`. */
const IN_WORDS = /^(?:[A-Z]+|[A-Z]?[a-z]+(?:[A-Z][a-z]+)*)$/;
