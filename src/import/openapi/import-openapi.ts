import { isObject } from '../../base/objects.ts';
import { clip } from '../../base/text.ts';
import type { EntryInput } from '../../catalog/catalog.ts';
import { excerpt, ImportError, type ImportedEntry, type Importer, type Unplaced } from '../imported.ts';
import { mergeAll } from '../merge.ts';
import { readSource } from '../source.ts';
import {
  codesOfEnum,
  codesOfExamples,
  codesOfExtensions,
  distinctCodes,
  flagsOf,
  looksLikeError,
  looksLikeErrorCode,
  type Named,
  type NamedCode,
  NOTHING,
  type PassedOver,
  schemaReader,
  textOf,
  together,
} from './codes.ts';
import { type Document, documentOf, type Spot } from './document.ts';

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

type Flags = Pick<EntryInput, 'deprecated' | 'retry'>;

/** Where codes are used. */
interface Use {
  /** As the document has it: `404`, `4XX` or `default`; null outside of responses. */
  status: string | null;
  /** The tag of the operation, where it has one alone. */
  tag: string | null;
  /** What the response says of itself. */
  description: string | undefined;
  flags: Flags;
}

/** All uses of what names a code: a schema may be used by thousands of responses. */
interface Uses {
  named: NamedCode;
  statuses: Set<string | null>;
  tags: Set<string | null>;
  /** What those responses say that name no other code. */
  descriptions: Set<string>;
  flags: Flags;
}

/** Collects codes with where they are used, and makes an entry of each. */
class Gathering {
  readonly #byCode = new Map<string, Map<NamedCode, Uses>>();
  /** Under which statuses a group is used. */
  readonly #groups = new Map<string, Set<string>>();

  add(codes: readonly NamedCode[], { status, tag, description, flags }: Use): void {
    // The example of a schema stands for many codes.
    const isAlone = distinctCodes(codes).size === 1 && codes.every(({ group }) => group === null);
    for (const named of codes) {
      const uses = this.#usesOf(named);
      uses.statuses.add(status);
      uses.tags.add(tag);
      if (isAlone && description !== undefined) uses.descriptions.add(description);
      if (isAlone) uses.flags = { ...flags, ...uses.flags };
    }
    if (status === null) return;
    for (const group of new Set(codes.map((named) => named.group))) {
      if (group === null) continue;
      const statuses = this.#groups.get(group) ?? new Set();
      this.#groups.set(group, statuses.add(status));
    }
  }

  has(code: string): boolean {
    return this.#byCode.has(code);
  }

  /** One for each code, in the order in which they came. */
  entries(document: Document): ImportedEntry[] {
    return [...this.#byCode].map(([code, byNamed]) => {
      const all = [...byNamed.values()];
      const [first] = all;
      const said = mergeAll(all.map(({ named, flags }): EntryInput => ({ code, ...flags, ...named.data })));
      const statuses = this.#statusesOf(all);
      const area = areaOf(all);
      const data: EntryInput = {
        ...(area !== null && { area }),
        ...withDescriptions(said, new Set(all.flatMap(({ descriptions }) => [...descriptions]))),
        ...(statuses.length === 1 && { http_status: statuses[0] }),
        ...(statuses.length > 1 && { http_status: statuses }),
      };
      return { data, line: first === undefined ? null : document.lineOf(first.named.path) };
    });
  }

  #usesOf(named: NamedCode): Uses {
    const byNamed = this.#byCode.get(named.code) ?? new Map<NamedCode, Uses>();
    this.#byCode.set(named.code, byNamed);
    const uses = byNamed.get(named) ?? {
      named,
      statuses: new Set(),
      tags: new Set(),
      descriptions: new Set(),
      flags: {},
    };
    byNamed.set(named, uses);
    return uses;
  }

  /** What many codes share under several statuses says nothing about the status of each. */
  #statusesOf(all: readonly Uses[]): number[] {
    const found = all.flatMap(({ named, statuses }) => {
      const isClear = named.group === null || (this.#groups.get(named.group)?.size ?? 0) < 2;
      const used = [...statuses].filter((status) => status !== null && /^\d{3}$/.test(status));
      return [...named.statuses, ...(isClear ? used.map(Number) : [])];
    });
    return [...new Set(found)].sort((a, b) => a - b);
  }
}

/** The one tag under which alone a code occurs, and in nothing that others could use. */
function areaOf(all: readonly Uses[]): string | null {
  const tags = new Set(all.flatMap(({ named, tags: own }) => (named.isShared ? [null] : [...own])));
  const [only = null, ...others] = tags;
  return others.length === 0 ? only : null;
}

/**
 * What responses say of the one code that they name: its meaning, if they all say the same and nothing else does;
 * different words are different ways to get there.
 */
function withDescriptions(said: EntryInput, descriptions: ReadonlySet<string>): EntryInput {
  const known = new Set([said.meaning, ...(said.causes ?? [])]);
  const further = [...descriptions].filter((text) => !known.has(text));
  const [only, ...others] = further;
  if (only === undefined) return said;
  if (said.meaning !== undefined)
    return { ...said, extra: { ...said.extra, response_descriptions: further } };
  if (others.length === 0) return { ...said, meaning: only };
  return { ...said, causes: [...(said.causes ?? []), ...further] };
}

/** An operation, or a path, which has no responses of its own. */
interface Operation {
  /** `GET /pets` */
  name: string;
  spot: Spot;
  tag: string | null;
  isExtensionOnly: boolean;
}

const METHODS = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query']);
const LONGEST_PATH = 100;
/** Callbacks may have callbacks. */
const DEEPEST = 5;

/** All operations of a document, in its order: of its paths, its webhooks, and their callbacks. */
function operationsOf(document: Document): Operation[] {
  const { root } = document;
  return ['paths', 'webhooks'].flatMap((name) => inPaths(document, document.at(root, name), 0));
}

function inPaths(document: Document, paths: Spot, depth: number): Operation[] {
  if (depth > DEEPEST) return [];
  return document.membersOf(paths).flatMap(({ key: path, spot: item }) => {
    if (!isObject(item.value) || path.startsWith('x-')) return [];
    const operations = document.membersOf(item).flatMap(({ key: method, spot }) => {
      if (!METHODS.has(method) || !isObject(spot.value)) return [];
      const name = `${method.toUpperCase()} ${clip(path, LONGEST_PATH)}`;
      const callbacks = document.membersOf(document.at(spot, 'callbacks'));
      return [
        { name, spot, tag: tagOf(document, spot), isExtensionOnly: false },
        ...callbacks.flatMap((each) => inPaths(document, each.spot, depth + 1)),
      ];
    });
    return [{ name: path, spot: item, tag: null, isExtensionOnly: true }, ...operations];
  });
}

/** The tag of an operation that has one alone. */
function tagOf(document: Document, operation: Spot): string | null {
  const tags = document.membersOf(document.at(operation, 'tags')).map(({ spot }) => spot.value);
  const [only] = tags;
  return tags.length === 1 && typeof only === 'string' && only.trim() !== '' ? only.trim() : null;
}
