import { canBeCode } from '../../base/code-shape.ts';
import { isStatus, isStatusText } from '../../base/http-status.ts';
import { isObject } from '../../base/objects.ts';
import type { EntryInput, Path } from '../../catalog/catalog.ts';
import { READERS } from '../fields.ts';
import { excerpt, excerptOf } from '../imported.ts';
import { codesOfTypes, isTypeUri } from '../problem-types.ts';
import { readRecord } from '../record.ts';
import type { Document, Spot } from './document.ts';

/** A code as one place of a document names it. */
export interface NamedCode {
  code: string;
  /** What the place says of it, without its status. */
  data: Omit<EntryInput, 'code' | 'http_status'>;
  /** Statuses that the place itself gives it. */
  statuses: readonly number[];
  path: Path;
  isShared: boolean;
  /**
   * What names it together with other codes, or as an example only: where that stands under several statuses, it says
   * nothing about the status of each. Null for a place that names this code alone.
   */
  group: string | null;
}

/** Something that looks like a code, or tells of one, and is not taken. */
export interface PassedOver {
  path: Path;
  text: string;
  reason: string;
}

/** What a part of a document gives. */
export interface Named {
  codes: NamedCode[];
  passedOver: PassedOver[];
}

export const NOTHING: Named = { codes: [], passedOver: [] };

export function together(parts: readonly Named[]): Named {
  return {
    codes: parts.flatMap(({ codes }) => codes),
    passedOver: parts.flatMap(({ passedOver }) => passedOver),
  };
}

/** The distinct codes of some places. */
export function distinctCodes(codes: readonly NamedCode[]): Set<string> {
  return new Set(codes.map(({ code }) => code));
}

/** Members that hold the code of an error, and those that hold it where none of the former does. */
const CODE_NAMES: readonly string[] = ['code', 'error_code', 'errorCode', 'error', 'issue'];
const TYPE_NAMES: readonly string[] = ['type', 'reason'];
/** Members in which an error may be wrapped. */
const WRAPPERS: readonly string[] = [
  'error',
  'errors',
  'err',
  'fault',
  'problem',
  'detail',
  'details',
  'data',
];

/** Words that say that something is an error, and not which. */
const GENERAL = new Set(['error', 'errors', 'problem', 'object', 'fault', 'failure', 'exception', 'fail']);

/** A value as a code: a name without spaces, or a number that is no HTTP status; null for anything else. */
function asCode(value: unknown): string | null {
  if (typeof value === 'number') return isStatus(value) ? null : String(value);
  if (typeof value !== 'string') return null;
  const text = value.trim();
  if (isTypeUri(text) || text === 'about:blank') return null;
  if (GENERAL.has(text.toLowerCase()) || isStatusText(text)) return null;
  return canBeCode(text) ? text : null;
}

const NO_MAP: ReadonlyMap<string, string> = new Map();
const DESCRIPTIONS = ['x-enum-descriptions', 'x-enumDescriptions'];
/** Lists of an object for each value, which names it. */
const ELEMENTS = ['x-enum-elements', 'x-enumElements', 'x-enum-values'];
const NAMES = ['x-enum-varnames', 'x-enumNames', 'x-enum-names'];

/** The codes that the schema of a code lists: by `enum`, `const`, or a choice of constants; or its example. */
export function codesOfEnum(document: Document, spot: Spot, seen = new Set<object>()): Named {
  const { value: schema } = spot;
  if (!isObject(schema) || seen.has(schema)) return NOTHING;
  seen.add(schema);
  const listed = ['enum', 'x-extensible-enum']
    .map((name) => schema[name])
    .find((each) => Array.isArray(each));
  if (Array.isArray(listed)) return listedCodes(document, spot, schema, listed);
  if (schema['const'] !== undefined) return listedCodes(document, spot, schema, [schema['const']]);
  const choices = ['oneOf', 'anyOf', 'allOf'].flatMap((name) => {
    return document.membersOf(document.at(spot, name)).map((each) => codesOfEnum(document, each.spot, seen));
  });
  const { codes, passedOver } = together(choices);
  if (codes.length === 0) return together([exampleOf(spot, schema), { codes, passedOver }]);
  return { codes: grouped(codes), passedOver };
}

function listedCodes(
  document: Document,
  spot: Spot,
  schema: Record<string, unknown>,
  values: readonly unknown[],
): Named {
  const { path, isShared } = spot;
  const filled = values.filter((value) => value !== null && value !== '');
  const text = excerptOf(filled);
  if (filled.length > 0 && filled.every((value) => isStatus(Number(value))))
    return { codes: [], passedOver: [{ path, text, reason: 'These are HTTP statuses, and no codes.' }] };
  const passedOver: PassedOver[] = [];
  const beside = (names: readonly string[]): ((index: number, value: unknown) => unknown) => {
    const given = names.map((name) => schema[name]).find((each) => each !== undefined);
    if (isObject(given)) return (_, value) => given[String(value)];
    if (Array.isArray(given) && given.length === values.length) return (index) => given[index];
    if (Array.isArray(given)) {
      const reason = `There are ${given.length} texts for ${values.length} codes, so none can be told to belong to which.`;
      passedOver.push({ path, text: excerptOf(given), reason });
    }
    return () => undefined;
  };
  const types = codesOfTypes(values.filter(isTypeUri));
  const describe = beside(DESCRIPTIONS);
  const nameOf = beside(NAMES);
  const isAlone = values.length === 1;
  const codes = values.flatMap((value, index): NamedCode[] => {
    if (value === null || value === '') return [];
    const type = isTypeUri(value) ? value : null;
    const code = type === null ? asCode(value) : (types.get(type) ?? null);
    if (code === null) {
      passedOver.push({
        path,
        text: excerptOf(value),
        reason: 'It does not say which error it is.',
      });
      return [];
    }
    const name = READERS.code(nameOf(index, value));
    const isNumber = /^-?\d+$/.test(code) && name !== null && name !== '';
    const meaning =
      READERS.meaning(describe(index, value)) ?? (isAlone ? textOf(schema['description']) : undefined);
    const data = {
      ...elementOf(schema, value),
      ...(name !== null && name !== '' && name !== code && { aliases: [isNumber ? code : name] }),
      ...(type !== null && { links: [type] }),
      ...(meaning !== undefined && meaning !== '' && { meaning }),
      ...(isAlone && flagsOf(schema)),
      ...(isAlone && titleOf(schema)),
    };
    const at = document.at(spot, 'enum', index).value === undefined ? path : [...path, 'enum', index];
    return [{ code: isNumber ? String(name) : code, data, statuses: [], path: at, isShared, group: null }];
  });
  return { codes: grouped(codes), passedOver };
}

/** What a list of objects beside the values says of one. */
function elementOf(schema: Record<string, unknown>, value: unknown): Omit<EntryInput, 'code'> {
  const list = ELEMENTS.map((name) => schema[name]).find((each) => Array.isArray(each));
  const naming = (each: unknown) => {
    return isObject(each) && ['value', 'name', 'code'].find((name) => each[name] === value);
  };
  const element: unknown = Array.isArray(list) ? list.find(naming) : undefined;
  if (!isObject(element)) return {};
  const own = naming(element);
  const rest = Object.fromEntries(Object.entries(element).filter(([name]) => name !== own));
  const {
    code: _,
    http_status: __,
    ...data
  } = readRecord(rest, { map: NO_MAP, code: String(value) }) ?? { code: '' };
  return data;
}

/** Codes that stand together are of one group, whose name is the same wherever the same codes stand. */
function grouped(codes: readonly NamedCode[]): NamedCode[] {
  const all = [...new Set(codes.map(({ code }) => code))].sort();
  return all.length < 2 ? [...codes] : codes.map((each) => ({ ...each, group: JSON.stringify(all) }));
}

/** What a schema or a response says of the one code that it names. */
export function flagsOf(of: Record<string, unknown>): Pick<EntryInput, 'deprecated' | 'retry'> {
  const retryable = of['x-retryable'] ?? of['retryable'];
  const retry = typeof retryable === 'boolean' ? READERS.retry(retryable) : null;
  const deprecated = of['deprecated'] ?? of['x-deprecated'];
  return { ...(deprecated === true && { deprecated }), ...(retry !== null && { retry }) };
}

function titleOf({ title }: Record<string, unknown>): { title?: string } {
  const text = textOf(title);
  return text === undefined ? {} : { title: text };
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** An example says which codes there are, but where it stands for all of them, not more. */
function exampleOf({ path, isShared }: Spot, schema: Record<string, unknown>): Named {
  const { example, examples } = schema;
  const given = [example, ...(Array.isArray(examples) ? examples : [])];
  const codes = given.flatMap((value): NamedCode[] => {
    const links = isTypeUri(value) ? [value] : [];
    const code = codesOfTypes(links).get(links[0] ?? '') ?? asCode(value);
    const data = links.length > 0 ? { links } : {};
    return code === null
      ? []
      : [{ code, data, statuses: [], path, isShared, group: `example ${path.join('/')}` }];
  });
  return { codes, passedOver: [] };
}

const DEEPEST = 4;
const MESSAGES = [
  'message',
  'error_description',
  'error_message',
  'errorMessage',
  'msg',
  'detail',
  'description',
];

/** The codes in the examples of a media type: `example`, and the values of `examples`. */
export function codesOfExamples(document: Document, media: Spot): NamedCode[] {
  const alone = document.at(media, 'example');
  const named = document.membersOf(document.at(media, 'examples')).flatMap(({ spot }) => {
    const codes = codesOfExample(document.at(spot, 'value'));
    const said = isObject(spot.value)
      ? (textOf(spot.value['description']) ?? textOf(spot.value['summary']))
      : undefined;
    const [only, ...others] = codes;
    if (only === undefined || others.length > 0 || said === undefined) return codes;
    return [{ ...only, data: { ...only.data, meaning: said } }];
  });
  return [...codesOfExample(alone), ...named];
}

/** The codes in a body as the API sends it. */
function codesOfExample({ value, path, isShared }: Spot): NamedCode[] {
  const isText = typeof value === 'string' && value.trimStart().startsWith('{');
  return bodiesIn(isText ? parsed(value) : value).flatMap(({ error, path: inner }) => {
    const found = codeIn(error);
    if (found === null) return [];
    const { name, ...named } = found;
    const place: Path = isText ? [...path] : [...path, ...inner, name];
    return [{ ...named, statuses: [], path: place, isShared, group: null }];
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** An object of a body that is an error itself, and where it stands there. */
interface ErrorBody {
  error: Record<string, unknown>;
  path: Path;
}

/** The objects of a body that are errors themselves: the innermost that hold a code. */
function bodiesIn(value: unknown, path: Path = []): ErrorBody[] {
  if (path.length > DEEPEST) return [];
  if (Array.isArray(value)) return value.flatMap((each, index) => bodiesIn(each, [...path, index]));
  if (!isObject(value)) return [];
  const inner = WRAPPERS.flatMap((name) =>
    typeof value[name] === 'object' ? bodiesIn(value[name], [...path, name]) : [],
  );
  const own = { error: value, path };
  if (hasCode(own)) return [own, ...inner.filter(hasCode)];
  return inner.length > 0 ? inner : codeIn(value) === null ? [] : [own];
}

function hasCode({ error }: ErrorBody): boolean {
  return CODE_NAMES.some((name) => asCode(error[name]) !== null);
}

/** The code of an error, with the message that it comes with, and the name of the member that holds it. */
function codeIn(
  error: Record<string, unknown>,
): (Pick<NamedCode, 'code' | 'data'> & { name: string }) | null {
  const codeName = CODE_NAMES.find((name) => asCode(error[name]) !== null);
  const plain = codeName === undefined ? undefined : (asCode(error[codeName]) ?? undefined);
  const typeName = TYPE_NAMES.find((name) => typeof error[name] === 'string');
  const type = typeName === undefined ? undefined : error[typeName];
  const uri = isTypeUri(type) ? type : null;
  const ofType = uri === null ? asCode(type) : (codesOfTypes([uri]).get(uri) ?? null);
  const code = plain ?? ofType;
  const name = codeName ?? typeName;
  if (code === null || name === undefined) return null;
  const example = MESSAGES.map((name) => READERS.example(error[name])).find(
    (text) => text !== null && text !== '',
  );
  const data: Omit<EntryInput, 'code'> = {
    ...(typeof example === 'string' && { example }),
    ...(uri !== null && { links: [uri] }),
    ...(plain === undefined && uri !== null && titleOf(error)),
    ...flagsOf({ 'x-retryable': error['retryable'] }),
  };
  return { code, data, name };
}

const EXTENSIONS = ['x-error-codes', 'x-errors', 'x-codes', 'x-error-code'];

/** The codes that an object of the document lists by an extension: texts, objects, or a map from codes to either. */
export function codesOfExtensions(document: Document, spot: Spot): Named {
  if (!isObject(spot.value)) return NOTHING;
  const parts = EXTENSIONS.flatMap((name) => {
    const list = document.at(spot, name);
    return list.value === undefined ? [] : [codesOfList(document, list)];
  });
  const { codes, passedOver } = together(parts);
  return { codes: grouped(codes), passedOver };
}

function codesOfList(document: Document, list: Spot): Named {
  if (typeof list.value === 'string' || typeof list.value === 'number')
    return { codes: [named(String(list.value).trim(), {}, list)], passedOver: [] };
  const codes: NamedCode[] = [];
  const passedOver: PassedOver[] = [];
  const isMap = isObject(list.value);
  for (const { key, spot } of document.membersOf(list)) {
    const { value } = spot;
    if (isMap && isStatus(Number(key)) && Array.isArray(value)) {
      const inner = codesOfList(document, spot);
      codes.push(...inner.codes.map((each) => ({ ...each, statuses: [...each.statuses, Number(key)] })));
      passedOver.push(...inner.passedOver);
    } else if (isObject(value)) {
      const data = readRecord(value, { map: NO_MAP, ...(isMap && { key }) });
      if (data === null) passedOver.push(codeless(value, spot.path));
      else codes.push(named(String(data.code), data, spot));
    } else if (isMap && (typeof value === 'string' || value === null)) {
      const meaning = value?.trim() ?? '';
      codes.push(named(key, meaning === '' ? {} : { meaning }, spot));
    } else if (
      !isMap &&
      (typeof value === 'string' || typeof value === 'number') &&
      String(value).trim() !== ''
    ) {
      codes.push(named(String(value).trim(), {}, spot));
    } else passedOver.push(codeless(isMap ? { [key]: value } : value, spot.path));
  }
  return { codes, passedOver };
}

function named(code: string, data: Record<string, unknown>, { path, isShared }: Spot): NamedCode {
  const { code: _, http_status: status, ...rest } = data;
  const statuses = [status].flat().filter((each) => typeof each === 'number');
  return { code, data: rest, statuses, path, isShared, group: null };
}

function codeless(value: unknown, path: Path): PassedOver {
  return { path, text: excerpt(JSON.stringify(value) ?? ''), reason: 'There is no code in it.' };
}

/** Members that say in words what a code says. */
const TEXTS = ['message', 'description', 'detail', 'error_description', 'title'];
const COMPOSED = ['allOf', 'oneOf', 'anyOf'];

/** Reads the codes that the schema of an error lists, each schema once. */
export function schemaReader(document: Document): (spot: Spot) => Named {
  const known = new WeakMap<object, Named>();
  return (spot) => {
    if (!isObject(spot.value)) return NOTHING;
    const before = known.get(spot.value);
    if (before !== undefined) return { ...before, passedOver: [] };
    const named = codesOfSchema(document, spot, new Set());
    known.set(spot.value, named);
    return named;
  };
}

/** What a schema lists, at itself, in what it is composed of, and in the errors that it wraps. */
function codesOfSchema(document: Document, spot: Spot, seen: Set<object>): Named {
  const { value: schema } = spot;
  if (!isObject(schema) || seen.has(schema)) return NOTHING;
  seen.add(schema);
  const parts = [codesOfExtensions(document, spot), codesOfProperties(document, spot, seen)];
  for (const name of COMPOSED) {
    for (const each of document.membersOf(document.at(spot, name)))
      parts.push(codesOfSchema(document, each.spot, seen));
  }
  parts.push(codesOfSchema(document, document.at(spot, 'items'), seen), mapped(document, spot));
  const { codes, passedOver } = together(parts);
  const all = codes.length > 0 ? codes : examplesOf(document, spot);
  return { codes: described(all, schema), passedOver };
}

/** Where a schema names one code alone, what it says of itself is said of the code. */
function described(codes: readonly NamedCode[], schema: Record<string, unknown>): NamedCode[] {
  const meaning = textOf(schema['description']);
  if (distinctCodes(codes).size !== 1 || codes.some(({ group }) => group !== null)) return [...codes];
  const flags = flagsOf(schema);
  return codes.map((each) => ({
    ...each,
    data: { ...(meaning !== undefined && { meaning }), ...flags, ...each.data },
  }));
}

function codesOfProperties(document: Document, spot: Spot, seen: Set<object>): Named {
  const properties = document.at(spot, 'properties');
  const read = (names: readonly string[]) =>
    names.map((name) => codesOfEnum(document, document.at(properties, name)));
  const byCode = withMessage(together(read(CODE_NAMES)), document, properties);
  const byType = together(read(TYPE_NAMES));
  const wrapped = WRAPPERS.map((name) => codesOfSchema(document, document.at(properties, name), seen));
  const inner = together(wrapped);
  if (byCode.codes.length === 0 && inner.codes.length === 0) return together([byCode, byType, inner]);
  return together([
    byCode,
    inner,
    { codes: [], passedOver: byType.codes.length > 0 ? [kinds(byType.codes)] : [] },
  ]);
}

/** What a schema with one code alone gives as the one text beside it. */
function withMessage(named: Named, document: Document, properties: Spot): Named {
  if (distinctCodes(named.codes).size !== 1 || named.codes.some(({ group }) => group !== null)) return named;
  const [meaning] = TEXTS.flatMap((name) => constantOf(document.at(properties, name).value) ?? []);
  if (meaning === undefined) return named;
  return { ...named, codes: named.codes.map((each) => ({ ...each, data: { meaning, ...each.data } })) };
}

/** The one text that a schema allows. */
function constantOf(schema: unknown): string | undefined {
  if (!isObject(schema)) return undefined;
  const { const: only, enum: listed } = schema;
  return textOf(Array.isArray(listed) && listed.length === 1 ? listed[0] : only);
}

function kinds(codes: readonly NamedCode[]): PassedOver {
  const text = excerpt([...distinctCodes(codes)].join(', '));
  const reason = 'These are taken for kinds of errors, as another member holds the codes.';
  return { path: codes[0]?.path ?? [], text, reason };
}

/** The values of a discriminator that is a code. */
function mapped(document: Document, spot: Spot): Named {
  const discriminator = document.at(spot, 'discriminator');
  const name = document.at(discriminator, 'propertyName').value;
  const mapping = document.at(discriminator, 'mapping');
  if (typeof name !== 'string' || !CODE_NAMES.includes(name) || !isObject(mapping.value)) return NOTHING;
  const { path, isShared } = mapping;
  const codes = Object.keys(mapping.value).map((code) => {
    return { code, data: {}, statuses: [], path: [...path, code], isShared, group: null };
  });
  return { codes: grouped(codes), passedOver: [] };
}

/** Examples of a schema that lists no codes. */
function examplesOf(document: Document, spot: Spot): NamedCode[] {
  const spots = [
    document.at(spot, 'example'),
    ...document.membersOf(document.at(spot, 'examples')).map((each) => each.spot),
  ];
  return spots.flatMap(codesOfExample).map((each) => ({ ...each, group: `example ${spot.path.join('/')}` }));
}

const ERROR = /error|problem|(?<!de)fault|exception|failure/i;
const CODE = /(?:error|problem|fault|exception|failure)[-_]?(?:code|type|reason|name|id|key)?(?:s|enum)?$/i;
const MESSAGE_NAMES = ['message', 'detail', 'msg', 'errors', 'error_description'];

/** Whether a schema of this name is the schema of an error: by its name, or by a code with a message. */
export function looksLikeError(document: Document, name: string, schema: Spot): boolean {
  if (ERROR.test(name)) return true;
  const properties = document.at(schema, 'properties').value;
  if (!isObject(properties)) return false;
  const hasCode = CODE_NAMES.some((each) => isObject(properties[each]));
  return hasCode && MESSAGE_NAMES.some((each) => isObject(properties[each]));
}

/** Whether a schema of this name, if it lists values, lists codes of errors. */
export function looksLikeErrorCode(name: string): boolean {
  return CODE.test(name);
}
