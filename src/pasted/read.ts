import { wordList } from '../base/text.ts';
import { bagSentences, fieldsNamed, isSentence, sentenceOf } from './fields.ts';
import { findRequestId } from './request-id.ts';
import { bounded, type Field, isLong, type Scanned, scanFields } from './scan-fields.ts';
import { unwrap, withoutEscapes } from './unwrap.ts';

/** Fields in which an API says in words what happened. */
const SENTENCES = wordList(`
  message msg error_description error_message errorMessage detail details reason faultstring`);
/** Those that hold a code, a body or the words of somebody else as often. */
const MAYBE = wordList('error errors log text body description output stderr content payload');
const MOST_SENTENCES = 100;

/** A pasted text, unwrapped and read once: recognition, diagnosis, waits and ids all read this one. */
export class Pasted implements Scanned {
  /** As it was given. */
  readonly given: string;
  /** Without what transport put round it; a long one as it was given. */
  readonly whole: string;
  /** What is read closely: all of it, or the beginning and the end of a long one. Places of fields are places in it. */
  readonly text: string;
  #plain: string | null = null;
  #fields: readonly Field[] | null = null;
  #sentences: readonly string[] | null = null;
  #requestId: string | null | undefined = undefined;

  constructor(given: string) {
    this.given = given;
    const read = unwrap(bounded(given));
    this.text = bounded(read);
    this.whole = isLong(given) ? given : read;
  }

  /** Every field, in the order of the text, with the names round it. */
  get fields(): readonly Field[] {
    this.#fields ??= scanFields(this.text);
    return this.#fields;
  }

  /** What the API says in words, in the fields of its body, each on one line. */
  get sentences(): readonly string[] {
    if (this.#sentences === null) {
      const bags = bagSentences(this)
        .map(onOneLine)
        .filter((text) => isSentence(text));
      const own = [...this.#sentencesUnder(SENTENCES), ...bags].slice(0, MOST_SENTENCES);
      this.#sentences =
        own.length > 0 ? own : this.#sentencesUnder(MAYBE).filter((text) => / .* /.test(text));
    }
    return this.#sentences;
  }

  #sentencesUnder(names: readonly string[]): string[] {
    return fieldsNamed(this, names)
      .filter(({ at }) => !/[{[]/.test(this.text.charAt(at)))
      .map((field) => onOneLine(sentenceOf(this.text, field)))
      .filter((sentence) => sentence !== '')
      .slice(0, MOST_SENTENCES);
  }

  /** `whole` without the escapes of single values, in which codes are looked for. */
  get plain(): string {
    this.#plain ??= withoutEscapes(this.whole);
    return this.#plain;
  }

  /** The request id that it names, or null. */
  get requestId(): string | null {
    if (this.#requestId === undefined) this.#requestId = findRequestId(this);
    return this.#requestId;
  }
}

/** Reads a text that somebody pasted. */
export function readPasted(text: string): Pasted {
  return new Pasted(text);
}

/** A sentence without the line breaks that a narrow window put into it. */
export function onOneLine(text: string): string {
  return text.replace(/(?<!\s)\s+/g, ' ').trim();
}
