import { isObject } from '../../base/objects.ts';
import { clip } from '../../base/text.ts';
import type { EntryInput } from '../../catalog/catalog.ts';
import { oneOrAll } from '../fields.ts';
import { excerpt, ImportError, type ImportedEntry, type Importer } from '../imported.ts';
import { type Document, documentOf, readSource, type Spot } from '../source.ts';
import { mergeAll } from '../to-catalog.ts';
import {
  codesOfDescription,
  codesOfEnum,
  codesOfExample,
  codesOfExamples,
  codesOfExtensions,
  type ErrorDocument,
  flagsOf,
  isGeneral,
  looksLikeError,
  looksLikeErrorCode,
  membersOfErrors,
  type NamedCode,
  nameOne,
  schemaReader,
  textOf,
} from './codes.ts';

const OF_ERRORS = /^(?:[45](?:\d\d|XX)|default)$/i;
/** Items of Markdown that begin with a code span. */
const LISTS_NAMES = /^[ \t]{0,12}[*+-][ \t]{1,8}`/m;
const NOT_CODES = 'The description lists names that may be codes; it does not say that they are.';
const NOWHERE: Use = { status: null, tag: null, operation: null, description: undefined, flags: {} };

/**
 * An OpenAPI document 3.0 or 3.1: codes that the schemas and examples of its error responses name, and those of
 * `x-error-codes` and the like, with the statuses of the responses that name them.
 */
export const importOpenapi: Importer = (text, { map }) => {
  const source = readSource(text);
  checkVersion(source.data);
  checkMap(map);
  const document = { ...documentOf(source), members: membersOfErrors(map) };
  const entries = new Reading(document).read();
  const { title } = isObject(source.data) && isObject(source.data['info']) ? source.data['info'] : {};
  const name = textOf(title);
  const unplaced = document.unplaced.toSorted((a, b) => Number(a.line) - Number(b.line));
  return { entries, unplaced, ...(name !== undefined && { name: clip(name, LONGEST_NAME) }) };
};

/** @throws ImportError for anything but OpenAPI 3 */
function checkVersion(data: unknown): void {
  const { openapi, swagger } = isObject(data) ? data : { openapi: undefined, swagger: undefined };
  if (/^3\.\d/.test(String(openapi)) || /^2(?:\.\d)?$/.test(String(swagger))) return;
  const version =
    openapi === undefined ? (swagger === undefined ? null : `Swagger ${swagger}`) : `OpenAPI ${openapi}`;
  const found = version === null ? "There is no 'openapi: 3…' in it" : `It is ${version}`;
  throw new ImportError(`${found}; expected a document of OpenAPI 3.0 or 3.1, or Swagger 2.0.`);
}

const MAPPED: readonly string[] = ['code', 'example'];

/** @throws ImportError for a field that no member of a body is mapped to */
function checkMap(map: ReadonlyMap<string, string>): void {
  const other = [...map.keys()].find((name) => !MAPPED.includes(name));
  if (other === undefined) return;
  throw new ImportError(
    `Of an OpenAPI document, --map names the members of an error's body that hold its ${MAPPED.join(' and its ')}; it cannot give '${other}'.`,
  );
}

class Reading {
  readonly #document: ErrorDocument;
  readonly #codesOfSchema: (spot: Spot) => NamedCode[];
  readonly #gathering = new Gathering();
  /** What responses name that were read; many operations may share one. */
  readonly #responses = new Map<unknown, NamedCode[]>();
  /** What descriptions of responses list that do not say that these are codes, by the responses. */
  readonly #doubtful = new Map<unknown, NamedCode[]>();
  readonly #uses: { response: Spot; use: Use }[] = [];
  /** The responses that name no code, by what they are: the first use of each, and how many there are. */
  readonly #nameless = new Map<unknown, { spot: Spot; what: string; count: number }>();

  constructor(document: ErrorDocument) {
    this.#document = document;
    this.#codesOfSchema = schemaReader(document);
  }

  read(): ImportedEntry[] {
    const document = this.#document;
    const { root } = document;
    for (const spot of [root, document.at(root, 'info'), document.at(root, 'components')]) {
      this.#gathering.add(codesOfExtensions(document, spot), NOWHERE);
      this.#gathering.add(codesOfDescription(document, spot, 'About'), NOWHERE);
    }
    for (const { spot } of document.membersOf(document.at(root, 'tags'))) {
      const tag = textOf(document.at(spot, 'name').value) ?? null;
      const told = codesOfDescription(document, spot, tag ?? 'About');
      this.#gathering.add([...codesOfExtensions(document, spot), ...told], { ...NOWHERE, tag });
    }
    for (const operation of operationsOf(document)) this.#readOperation(operation);
    this.#readComponents();
    this.#readDoubtful();
    for (const { spot, what, count } of this.#nameless.values()) {
      const text = count === 1 ? what : `${what} and ${count - 1} more`;
      document.passOver(spot.path, text, 'The response names no code.');
    }
    return this.#gathering.entries(document);
  }

  #readOperation({ name, spot, tag, isExtensionOnly }: Operation): void {
    const document = this.#document;
    this.#gathering.add(codesOfExtensions(document, spot), { ...NOWHERE, tag });
    if (isExtensionOnly) return;
    for (const { key: status, spot: response } of document.membersOf(document.at(spot, 'responses'))) {
      const { value } = response;
      if (!isObject(value)) continue;
      if (!OF_ERRORS.test(status)) {
        this.#gathering.add(this.#sentWithSuccess(response), { ...NOWHERE, tag });
        continue;
      }
      const codes = this.#codesOfResponse(response);
      const told = this.#doubtful.get(value);
      const description = told === undefined ? textOf(value['description']) : undefined;
      const use = { status: status.toUpperCase(), tag, operation: name, description, flags: flagsOf(value) };
      if (told !== undefined) this.#uses.push({ response, use });
      if (codes.length === 0 && told === undefined && status !== 'default') {
        const what = excerpt(`${name} ${status}${description === undefined ? '' : ` '${description}'`}`);
        const first = this.#nameless.get(value) ?? { spot: response, what, count: 0 };
        this.#nameless.set(value, { ...first, count: first.count + 1 });
      }
      this.#gathering.add(codes, use);
    }
  }

  /** An error that is sent with a status of success: what an example plainly calls an error code, beside its message. */
  #sentWithSuccess(response: Spot): NamedCode[] {
    const document = this.#document;
    const media = document.membersOf(document.at(response, 'content')).map(({ spot }) => spot);
    return media
      .flatMap((spot) => codesOfExamples(document, spot))
      .filter(({ path, data }) => /^error_?code$/i.test(String(path.at(-1))) && data.example !== undefined);
  }

  #codesOfResponse(response: Spot): NamedCode[] {
    const codes = this.#responses.get(response.value) ?? this.#readResponse(response);
    this.#responses.set(response.value, codes);
    return codes;
  }

  #readResponse(response: Spot): NamedCode[] {
    const document = this.#document;
    const told = codesOfDescription(document, response, 'Error codes').map(({ data, ...each }) => {
      const { area: _, ...said } = data;
      return { ...each, data: said };
    });
    const description = textOf(document.at(response, 'description').value) ?? '';
    const isSure = /\bcodes?\b/i.test(description);
    if (told.length > 0) this.#doubtful.set(response.value, isSure ? [] : told);
    else if (LISTS_NAMES.test(description)) this.#passOver(response);
    const contents = document
      .membersOf(document.at(response, 'content'))
      .flatMap(({ spot }) => [
        ...codesOfExtensions(document, spot),
        ...this.#codesOfSchema(document.at(spot, 'schema')),
        ...codesOfExamples(document, spot),
      ]);
    // Swagger 2.0 has the schema in the response itself, and an example for each media type.
    const examples = document.membersOf(document.at(response, 'examples')).map(({ spot }) => spot);
    const direct = [
      ...this.#codesOfSchema(document.at(response, 'schema')),
      ...examples.flatMap((spot) => codesOfExample(document, spot)),
    ];
    return [...codesOfExtensions(document, response), ...contents, ...direct, ...(isSure ? told : [])];
  }

  #passOver(response: Spot): void {
    const { value } = this.#document.at(response, 'description');
    this.#document.passOver(response.path, textOf(value) ?? '', NOT_CODES);
  }

  /**
   * A list of names in the description of an error names codes where the document knows them all as such, or where none
   * is the name of a parameter or a member.
   */
  #readDoubtful(): void {
    let members: ReadonlySet<string> | null = null;
    for (const { response, use } of this.#uses) {
      const told = this.#doubtful.get(response.value) ?? [];
      const areKnown = told.every(({ code }) => this.#gathering.has(code));
      members ??= membersOf(this.#document.root.value);
      if (areKnown || !told.some(({ code }) => members?.has(code))) this.#gathering.add(told, use);
      else this.#passOver(response);
    }
  }

  /** What no response refers to, but looks like an error. */
  #readComponents(): void {
    const document = this.#document;
    const components = document.at(document.root, 'components');
    // Swagger 2.0 has both at its root.
    const both = (name: string, older: string) => [
      ...document.membersOf(document.at(components, name)),
      ...document.membersOf(document.at(document.root, older)),
    ];
    for (const { key, spot } of both('responses', 'responses')) {
      const codes = this.#codesOfResponse(spot);
      if (codes.every(({ code }) => this.#gathering.has(code))) continue;
      const description = textOf(document.at(spot, 'description').value);
      const status = OF_ERRORS.test(key) ? key : null;
      this.#gathering.add(codes.map(shared), { ...NOWHERE, status, description });
    }
    for (const { key, spot } of both('schemas', 'definitions')) {
      if (!looksLikeError(document, key, spot)) continue;
      const listed = looksLikeErrorCode(key) ? codesOfEnum(document, spot) : [];
      const codes = [...listed, ...this.#codesOfSchema(spot)].filter(
        ({ code }) => !this.#gathering.has(code),
      );
      this.#gathering.add(codes.map(shared), NOWHERE);
    }
  }
}

/** The names of all parameters and members of schemas in a document. */
function membersOf(document: unknown): ReadonlySet<string> {
  const names = new Set<string>();
  let level: unknown[] = [document];
  while (level.length > 0) {
    const next: unknown[] = [];
    for (const value of level) {
      if (Array.isArray(value)) for (const each of value) next.push(each);
      if (!isObject(value)) continue;
      const { in: place, name, properties } = value;
      if (typeof place === 'string' && typeof name === 'string') names.add(name);
      if (isObject(properties)) for (const key of Object.keys(properties)) names.add(key);
      for (const each of Object.values(value)) next.push(each);
    }
    level = next;
  }
  return names;
}

function shared(named: NamedCode): NamedCode {
  return { ...named, isShared: true };
}

type Flags = Pick<EntryInput, 'deprecated' | 'retry'>;

/** Where codes are used. */
interface Use {
  /** As the document has it: `404`, `4XX` or `default`; null outside of responses. */
  status: string | null;
  /** The tag of the operation, where it has one alone. */
  tag: string | null;
  /** `GET /pets`; null outside of responses. */
  operation: string | null;
  /** What the response says of itself. */
  description: string | undefined;
  flags: Flags;
}

/** All uses of what names a code: a schema may be used by thousands of responses. */
interface Uses {
  named: NamedCode;
  statuses: Set<string | null>;
  tags: Set<string | null>;
  operations: Set<string>;
  /** What those responses say that name no other code. */
  descriptions: Set<string>;
  flags: Flags;
}

/** Collects codes with where they are used, and makes an entry of each. */
class Gathering {
  readonly #byCode = new Map<string, Map<NamedCode, Uses>>();
  /** Under which statuses a group is used. */
  readonly #groups = new Map<string, Set<string>>();

  add(codes: readonly NamedCode[], { status, tag, operation, description, flags }: Use): void {
    // The example of a schema stands for many codes.
    const isAlone = nameOne(codes);
    for (const named of codes) {
      const uses = this.#usesOf(named);
      uses.statuses.add(status);
      uses.tags.add(tag);
      if (operation !== null) uses.operations.add(operation);
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
      const status = oneOrAll(this.#statusesOf(all));
      const area = areaOf(all);
      const operations = [...new Set(all.flatMap((each) => [...each.operations]))];
      const isTelling = operations.length > 0 && operations.length <= MOST_OPERATIONS;
      const data: EntryInput = {
        ...(area !== null && { area }),
        ...(isTelling && { operations }),
        ...withDescriptions(said, new Set(all.flatMap(({ descriptions }) => [...descriptions]))),
        ...(status !== null && { http_status: status }),
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
      operations: new Set(),
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
    return found.sort((a, b) => a - b);
  }
}

/** What more operations can answer than these says nothing of any of them. */
const MOST_OPERATIONS = 50;

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
  const further = [...descriptions].filter((text) => !known.has(text) && !isGeneral(text));
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
const LONGEST_NAME = 100;
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
