import { isObject } from '../../is-object.ts';
import { excerpt } from '../excerpt.ts';
import { ImportError, type Importer, type Unplaced } from '../imported.ts';
import { readSource } from '../source.ts';
import { type Document, documentOf, type Spot } from './document.ts';
import { codesOfEnum, flagsOf, textOf } from './enum-codes.ts';
import { codesOfExamples } from './example-codes.ts';
import { codesOfExtensions } from './extension-codes.ts';
import { Gathering, type Use } from './gather.ts';
import { type Named, NOTHING, type PassedOver, together } from './named-code.ts';
import { type Operation, operationsOf } from './operations.ts';
import { schemaReader } from './schema-codes.ts';
import { looksLikeError, looksLikeErrorCode } from './shape.ts';

const OF_ERRORS = /^(?:[45](?:\d\d|XX)|default)$/i;
/** Items of Markdown that begin with a code span. */
const LISTS_NAMES = /^[ \t]{0,12}[*+-][ \t]{1,8}`/m;
const NOWHERE: Use = { status: null, tag: null, description: undefined, flags: {} };

/**
 * An OpenAPI document 3.0 or 3.1: codes that the schemas and examples of its error responses name, and those of
 * `x-error-codes` and the like, with the statuses of the responses that name them.
 */
export const importOpenapi: Importer = (text) => {
  const source = readSource(text);
  checkVersion(source.data);
  const reading = new Reading(documentOf(source));
  reading.readAll();
  const { entries, unplaced } = reading.result();
  return { entries, unplaced: [...source.hidden, ...unplaced] };
};

/** @throws ImportError for anything but OpenAPI 3 */
function checkVersion(data: unknown): void {
  const { openapi, swagger } = isObject(data) ? data : { openapi: undefined, swagger: undefined };
  if (/^3\.\d/.test(String(openapi))) return;
  if (swagger !== undefined)
    throw new ImportError(
      `It is Swagger ${swagger}; expected OpenAPI 3.0 or 3.1. Convert it, e.g. in the Swagger Editor or by npx swagger2openapi.`,
    );
  const found = openapi === undefined ? "There is no 'openapi: 3…' in it" : `It is OpenAPI ${openapi}`;
  throw new ImportError(`${found}; expected a document of OpenAPI 3.0 or 3.1.`);
}

/** The responses that name no code, as each is described once. */
interface Nameless {
  spot: Spot;
  what: string;
  count: number;
}

class Reading {
  readonly #document: Document;
  readonly #codesOfSchema: (spot: Spot) => Named;
  readonly #gathering = new Gathering();
  readonly #passedOver: PassedOver[] = [];
  readonly #responses = new WeakMap<object, Named>();
  readonly #listing = new WeakSet<object>();
  readonly #nameless = new Map<unknown, Nameless>();

  constructor(document: Document) {
    this.#document = document;
    this.#codesOfSchema = schemaReader(document);
  }

  readAll(): void {
    const document = this.#document;
    const { root } = document;
    this.#take(codesOfExtensions(document, root), NOWHERE);
    this.#take(codesOfExtensions(document, document.at(root, 'info')), NOWHERE);
    this.#take(codesOfExtensions(document, document.at(root, 'components')), NOWHERE);
    for (const { spot } of document.membersOf(document.at(root, 'tags'))) {
      const { value: name } = document.at(spot, 'name');
      this.#take(codesOfExtensions(document, spot), { ...NOWHERE, tag: textOf(name) ?? null });
    }
    for (const operation of operationsOf(document)) this.#readOperation(operation);
    this.#readComponents();
  }

  result(): { entries: ReturnType<Gathering['entries']>; unplaced: Unplaced[] } {
    const document = this.#document;
    const lost = [...document.lost].map(([ref, path]) => ({
      line: document.lineOf(path),
      text: excerpt(ref),
      reason: ref.startsWith('#')
        ? 'The reference leads nowhere.'
        : 'The reference leads out of the file; bundle the document into one file to have what stands there.',
    }));
    const nameless = [...this.#nameless.values()].map(({ spot, what, count }) => ({
      line: document.lineOf(spot.path),
      text: count === 1 ? what : `${what} and ${count - 1} more`,
      reason: 'The response names no code.',
    }));
    const passedOver = this.#passedOver.map(({ path, ...rest }) => ({
      line: document.lineOf(path),
      ...rest,
    }));
    return { entries: this.#gathering.entries(document), unplaced: [...nameless, ...passedOver, ...lost] };
  }

  #take({ codes, passedOver }: Named, use: Use): void {
    this.#gathering.add(codes, use);
    this.#passedOver.push(...passedOver);
  }

  #readOperation({ name, spot, tag, isExtensionOnly }: Operation): void {
    const document = this.#document;
    this.#take(codesOfExtensions(document, spot), { ...NOWHERE, tag });
    if (isExtensionOnly) return;
    for (const { key: status, spot: response } of document.membersOf(document.at(spot, 'responses'))) {
      if (OF_ERRORS.test(status)) this.#readResponse(response, { name, status, tag });
    }
  }

  #readResponse(
    response: Spot,
    { name, status, tag }: { name: string; status: string; tag: string | null },
  ): void {
    if (!isObject(response.value)) return;
    const named = this.#codesOfResponse(response);
    const description = textOf(response.value['description']);
    if (named.codes.length === 0 && status !== 'default') {
      const before = this.#nameless.get(response.value);
      const what = excerpt(`${name} ${status}${description === undefined ? '' : ` '${description}'`}`);
      this.#nameless.set(response.value, {
        spot: response,
        what: before?.what ?? what,
        count: (before?.count ?? 0) + 1,
      });
    }
    if (description !== undefined && LISTS_NAMES.test(description) && !this.#listing.has(response.value)) {
      const reason = 'The description lists names that may be codes; it is not read for them.';
      this.#passedOver.push({ path: response.path, text: excerpt(description), reason });
      this.#listing.add(response.value);
    }
    this.#take(named, { status: status.toUpperCase(), tag, description, flags: flagsOf(response.value) });
  }

  /** A response that many operations share is read once. */
  #codesOfResponse(response: Spot): Named {
    const { value } = response;
    if (!isObject(value)) return NOTHING;
    const before = this.#responses.get(value);
    if (before !== undefined) return { ...before, passedOver: [] };
    const named = this.#readContents(response);
    this.#responses.set(value, named);
    return named;
  }

  #readContents(response: Spot): Named {
    const document = this.#document;
    const contents = document.membersOf(document.at(response, 'content')).map(({ spot }) => {
      return together([
        codesOfExtensions(document, spot),
        this.#codesOfSchema(document.at(spot, 'schema')),
        { codes: codesOfExamples(document, spot), passedOver: [] },
      ]);
    });
    return together([codesOfExtensions(document, response), ...contents]);
  }

  /** What no response refers to, but looks like an error. */
  #readComponents(): void {
    const document = this.#document;
    const components = document.at(document.root, 'components');
    for (const { key, spot } of document.membersOf(document.at(components, 'responses'))) {
      const named = this.#codesOfResponse(spot);
      const isUsed = named.codes.every(({ code }) => this.#gathering.has(code));
      if (isUsed) continue;
      const description = isObject(spot.value) ? textOf(spot.value['description']) : undefined;
      this.#take(shared(named), { ...NOWHERE, status: OF_ERRORS.test(key) ? key : null, description });
    }
    for (const { key, spot } of document.membersOf(document.at(components, 'schemas'))) {
      if (!looksLikeError(document, key, spot)) continue;
      const listed = looksLikeErrorCode(key) ? [codesOfEnum(document, spot)] : [];
      const named = together([...listed, this.#codesOfSchema(spot)]);
      const unused = named.codes.filter(({ code }) => !this.#gathering.has(code));
      this.#take(shared({ codes: unused, passedOver: named.passedOver }), NOWHERE);
    }
  }
}

function shared({ codes, passedOver }: Named): Named {
  return { codes: codes.map((each) => ({ ...each, isShared: true })), passedOver };
}
