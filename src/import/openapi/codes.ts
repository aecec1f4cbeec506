import { canBeCode, codeShape, saysNoError } from '../../base/code-shape.ts';
import { isStatus, isStatusText } from '../../base/http-status.ts';
import { isObject, jsonIn } from '../../base/objects.ts';
import { wordList } from '../../base/text.ts';
import type { EntryInput, Path } from '../../catalog/catalog.ts';
import { READERS, statusesOf, withoutReasons } from '../fields.ts';
import { excerptOf } from '../imported.ts';
import { codesOfTypes, isTypeUri } from '../json.ts';
import { importMarkdown } from '../page/import-page.ts';
import { readRecord } from '../record.ts';
import type { Document, Spot } from '../source.ts';

type Data = Omit<EntryInput, 'code' | 'http_status'>;

/** A code as one place of a document names it. */
export interface NamedCode {
  code: string;
  /** What the place says of it, without its status. */
  data: Data;
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

function named(
  code: string,
  said: Partial<EntryInput>,
  { path, isShared }: Omit<Spot, 'value'>,
  group: string | null = null,
): NamedCode {
  const { code: _, http_status: status, ...data } = said;
  const statuses = [status].flat().filter((each) => typeof each === 'number');
  return { code, data, statuses, path, isShared, group };
}

/** Codes that stand together are of one group, whose name is the same wherever the same codes stand. */
function grouped(codes: readonly NamedCode[]): NamedCode[] {
  const all = [...new Set(codes.map(({ code }) => code))].sort();
  return all.length < 2 ? [...codes] : codes.map((each) => ({ ...each, group: JSON.stringify(all) }));
}

/** What an example names says which codes there are, but where it stands for all of them, not more. */
function asExamples(codes: readonly NamedCode[], path: Path): NamedCode[] {
  return codes.map((each) => ({ ...each, group: `example ${path.join('/')}` }));
}

/** Whether some places name one code, each by itself. */
export function nameOne(codes: readonly NamedCode[]): boolean {
  return codes.every(({ code, group }) => code === codes[0]?.code && group === null) && codes.length > 0;
}

/** Names of the members of an error's body. */
export interface Members {
  /** Those that hold its code. */
  code: readonly string[];
  /** Those that hold its message. */
  message: readonly string[];
  /** Those in which it may be wrapped. */
  wrapper: readonly string[];
}

/** Members that hold the code of an error, and those that hold it where none of the former does. */
const CODE_NAMES: readonly string[] = ['code', 'error_code', 'errorCode', 'error', 'issue'];
const TYPE_NAMES: readonly string[] = ['type', 'reason'];
/** Members in which an error may be wrapped. */
const WRAPPERS = wordList('error errors err fault problem detail details data');
/** Members that hold the message of an error as the API sends it. */
const MESSAGES: readonly string[] = [
  ...['message', 'error_description', 'error_message', 'errorMessage', 'msg', 'detail', 'description'],
];
/** The usual names, or those that are given for the code and the message: a member, or the dotted path to it. */
export function membersOfErrors(map: ReadonlyMap<string, string>): Members {
  const steps = (fieldName: string) => map.get(fieldName)?.split('.') ?? [];
  const own = (fieldName: string, usual: readonly string[]) => {
    const name = steps(fieldName).at(-1);
    return name === undefined ? usual : [name];
  };
  return {
    code: own('code', CODE_NAMES),
    message: own('example', MESSAGES),
    wrapper: [...new Set([...steps('code').slice(0, -1), ...WRAPPERS])],
  };
}

/** A document with the names of the members in which its errors are written. */
export interface ErrorDocument extends Document {
  members: Members;
}

/** Members that say in words what a code says. */
const TEXTS = ['message', 'description', 'detail', 'error_description', 'title'];
const COMPOSED = ['allOf', 'oneOf', 'anyOf'];

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

/** The same for a value that may also be the URI of a problem type. */
function asCodeOrType(value: unknown): { code: string; links?: string[] } | null {
  if (isTypeUri(value)) return { code: codesOfTypes([value]).get(value) ?? value, links: [value] };
  const code = asCode(value);
  return code === null ? null : { code };
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** A field with the first of some values that is a text; nothing where none is. */
function field<F extends 'title' | 'meaning' | 'example'>(name: F, ...values: readonly unknown[]): Data {
  const text = values.map(textOf).find((each) => each !== undefined);
  return text === undefined ? {} : { [name]: text };
}

/** What a schema or a response says of the one code that it names. */
export function flagsOf(of: Record<string, unknown>): Pick<EntryInput, 'deprecated' | 'retry'> {
  const retryable = of['x-retryable'] ?? of['retryable'];
  const retry = typeof retryable === 'boolean' ? READERS.retry(retryable) : null;
  const deprecated = of['deprecated'] ?? of['x-deprecated'];
  return { ...(deprecated === true && { deprecated }), ...(retry !== null && { retry }) };
}

const NO_MAP: ReadonlyMap<string, string> = new Map();
const DESCRIPTIONS = ['x-enum-descriptions', 'x-enumDescriptions'];
/** Lists of an object for each value, which names it. */
const ELEMENTS = ['x-enum-elements', 'x-enumElements', 'x-enum-values'];
const NAMES = ['x-enum-varnames', 'x-enumNames', 'x-enum-names'];

/** The codes that the schema of a code lists: by `enum`, `const`, or a choice of constants; or its example. */
export function codesOfEnum(document: ErrorDocument, spot: Spot, seen = new Set<object>()): NamedCode[] {
  const { value: schema } = spot;
  if (!isObject(schema) || seen.has(schema)) return [];
  seen.add(schema);
  const listed: unknown = [schema['enum'], schema['x-extensible-enum']].find(Array.isArray);
  if (Array.isArray(listed)) return listedCodes(document, spot, schema, listed);
  if (schema['const'] !== undefined) return listedCodes(document, spot, schema, [schema['const']]);
  const choices = composed(document, spot).flatMap((each) => codesOfEnum(document, each, seen));
  if (choices.length > 0) return grouped(choices);
  const examples = [schema['example'], schema['examples']].flat().flatMap((value) => {
    const found = asCodeOrType(value);
    return found === null ? [] : [named(found.code, found, spot)];
  });
  return asExamples(examples, spot.path);
}

function composed(document: ErrorDocument, spot: Spot): Spot[] {
  return COMPOSED.flatMap((name) => document.membersOf(document.at(spot, name)).map((each) => each.spot));
}

function listedCodes(
  document: ErrorDocument,
  spot: Spot,
  schema: Record<string, unknown>,
  values: readonly unknown[],
): NamedCode[] {
  const { path, isShared } = spot;
  const filled = values.filter((value) => value !== null && value !== '');
  if (filled.length > 0 && filled.every((value) => isStatus(Number(value)))) {
    document.passOver(path, excerptOf(filled), 'These are HTTP statuses, and no codes.');
    return [];
  }
  const types = codesOfTypes(values.filter(isTypeUri));
  const descriptions = textsBeside(document, spot, values, DESCRIPTIONS);
  const names = textsBeside(document, spot, values, NAMES);
  const isAlone = values.length === 1;
  const codes = values.flatMap((value, index): NamedCode[] => {
    if (value === null || value === '') return [];
    const code = isTypeUri(value) ? types.get(value) : asCode(value);
    if (code === null || code === undefined) {
      document.passOver(path, excerptOf(value), 'It does not say which error it is.');
      return [];
    }
    if (filled.length > 1 && saysNoError(code)) {
      document.passOver(path, code, 'It says that nothing went wrong.');
      return [];
    }
    const name = names[index];
    const isNumber = name !== undefined && /^-?\d+$/.test(code);
    const data = {
      ...elementOf(schema, value),
      ...(name !== undefined && name !== code && { aliases: [isNumber ? code : name] }),
      ...(isTypeUri(value) && { links: [value] }),
      ...field('meaning', descriptions[index], isAlone ? schema['description'] : undefined),
      ...(isAlone && { ...flagsOf(schema), ...field('title', schema['title']) }),
    };
    const own = Array.isArray(schema['enum']) ? [...path, 'enum', index] : path;
    return [named(isNumber ? name : code, data, { path: own, isShared })];
  });
  return grouped(codes);
}

/** The texts that a schema gives beside its values, by their places: as a list, or as a map from the values. */
function textsBeside(
  document: ErrorDocument,
  { value: schema, path }: Spot,
  values: readonly unknown[],
  names: readonly string[],
): (string | undefined)[] {
  if (!isObject(schema)) return [];
  const given =
    names.map((name) => schema[name]).find((each) => each !== undefined) ??
    (names === DESCRIPTIONS ? listIn(textOf(schema['description']), values) : undefined);
  if (isObject(given)) return values.map((value) => textOf(given[String(value)]));
  if (!Array.isArray(given)) return [];
  if (given.length === values.length) return given.map(textOf);
  const reason = `There are ${given.length} texts for ${values.length} codes, so none can be told to belong to which.`;
  document.passOver(path, excerptOf(given), reason);
  return [];
}

const LISTED =
  /^[ \t]{0,8}(?:(?:[-*+•]|\d{1,3}[.)])[ \t]+)?(?:`([^`\n]{1,200})`|\*\*([^*\n]{1,200})\*\*|["']?([\w.:/-]{1,200}?)["']?)[ \t]*(?:\([^)\n]{0,60}\)[ \t]*)?(?::|[-–—=]+>?(?=[ \t]))[ \t]*(\S[^\n]*)$/;

/** What the description of a list of values says of each: "`EXPIRED`: The request was too old." */
function listIn(
  description: string | undefined,
  values: readonly unknown[],
): Record<string, string> | undefined {
  const known = new Set(values.map(String));
  const texts = new Map<string, string>();
  let last: string | null = null;
  for (const line of description?.split(/\r?\n/) ?? []) {
    const [, span, strong, bare, text = ''] = LISTED.exec(line) ?? [];
    const name: string | undefined = span ?? strong?.replace(/:$/, '') ?? bare;
    if (name !== undefined && known.has(name)) {
      last = texts.has(name) ? null : name;
      if (last !== null) texts.set(name, text.trim());
    } else if (last !== null && /^[ \t]{2,}\S/.test(line))
      texts.set(last, `${texts.get(last)} ${line.trim()}`);
    else last = null;
  }
  return texts.size === 0 ? undefined : Object.fromEntries(texts);
}

/** What a list of objects beside the values says of one. */
function elementOf(schema: Record<string, unknown>, value: unknown): Partial<EntryInput> {
  const list: unknown = ELEMENTS.map((name) => schema[name]).find(Array.isArray);
  for (const element of Array.isArray(list) ? list.filter(isObject) : []) {
    const own = ['value', 'name', 'code'].find((name) => element[name] === value);
    if (own === undefined) continue;
    const rest = Object.fromEntries(Object.entries(element).filter(([name]) => name !== own));
    return readRecord(rest, { map: NO_MAP, code: String(value) }) ?? {};
  }
  return {};
}

/** How deep in a body an error is looked for. */
const DEEPEST = 4;

/** The codes in the examples of a media type: `example`, and the values of `examples`. */
export function codesOfExamples(document: ErrorDocument, media: Spot): NamedCode[] {
  const alone = codesOfExample(document, document.at(media, 'example'));
  const examples = document.membersOf(document.at(media, 'examples')).flatMap(({ spot }) => {
    const codes = codesOfExample(document, document.at(spot, 'value'));
    const { description, summary } = isObject(spot.value) ? spot.value : {};
    if (codes.length !== 1) return codes;
    const said = [description, summary].map(textOf).filter((each) => each !== undefined);
    const statuses = said.flatMap((each) => statusesOf(each) ?? []);
    return codes.map((only) => ({
      ...only,
      statuses: only.statuses.length > 0 ? only.statuses : statuses,
      data: { ...only.data, ...field('meaning', ...said.filter((each) => !isGeneral(each))) },
    }));
  });
  return [...alone, ...examples];
}

/** The codes in a body as the API sends it. */
export function codesOfExample({ members }: ErrorDocument, { value, path, isShared }: Spot): NamedCode[] {
  const isText = typeof value === 'string' && value.trimStart().startsWith('{');
  return bodiesIn(isText ? jsonIn(value) : value, members).flatMap(({ error, path: inner }) => {
    const found = codeIn(error, members);
    if (found === null) return [];
    return [
      named(found.code, found.data, { path: isText ? path : [...path, ...inner, found.name], isShared }),
    ];
  });
}

const GENERAL_WORDS =
  /\b(?:an?|the|typical|default|generic|general|common|standard|unexpected|possible|api|error|errors|response|responses|request|failed|failure|object|schema|body|details?|example|message|http|status|code|payload)\b/gi;

/** Whether a text only says that there is an error, or what its status says. */
export function isGeneral(text: string): boolean {
  const rest = withoutReasons(text.replace(/[1-5]\d\d/g, ' ')).replace(GENERAL_WORDS, ' ');
  return !/[\p{L}\p{N}]/u.test(rest);
}

/** An object of a body that is an error itself, and where it stands there. */
interface ErrorBody {
  error: Record<string, unknown>;
  path: Path;
}

/** The objects of a body that are errors themselves: the innermost that hold a code. */
function bodiesIn(value: unknown, members: Members, path: Path = []): ErrorBody[] {
  if (path.length > DEEPEST) return [];
  if (Array.isArray(value)) return value.flatMap((each, index) => bodiesIn(each, members, [...path, index]));
  if (!isObject(value)) return [];
  const inner = members.wrapper.flatMap((name) =>
    typeof value[name] === 'object' ? bodiesIn(value[name], members, [...path, name]) : [],
  );
  const own = { error: value, path };
  if (hasCode(own, members)) return [own, ...inner.filter((each) => hasCode(each, members))];
  return inner.length > 0 ? inner : codeIn(value, members) === null ? [] : [own];
}

function hasCode({ error }: ErrorBody, members: Members): boolean {
  return members.code.some((name) => asCode(error[name]) !== null);
}

/** The code of an error, with the message that it comes with, and the name of the member that holds it. */
function codeIn(
  error: Record<string, unknown>,
  members: Members,
): { code: string; data: Data; name: string } | null {
  const codeName = members.code.find((name) => asCode(error[name]) !== null);
  const typeName = TYPE_NAMES.find((name) => typeof error[name] === 'string');
  const type = asCodeOrType(error[typeName ?? '']);
  const name = codeName ?? typeName;
  const code = codeName === undefined ? type?.code : asCode(error[codeName]);
  if (code === undefined || code === null || name === undefined) return null;
  const data = {
    ...field('example', ...members.message.map((each) => error[each])),
    ...(type?.links !== undefined && { links: type.links }),
    ...(type?.links !== undefined && codeName === undefined && field('title', error['title'])),
    ...flagsOf({ retryable: error['retryable'] }),
  };
  return { code, data, name };
}

const EXTENSIONS = ['x-error-codes', 'x-errors', 'x-codes', 'x-error-code'];

/** The codes that an object of the document lists by an extension: texts, objects, or a map from codes to either. */
export function codesOfExtensions(document: ErrorDocument, spot: Spot): NamedCode[] {
  if (!isObject(spot.value)) return [];
  return grouped(EXTENSIONS.flatMap((name) => codesOfList(document, document.at(spot, name))));
}

function codesOfList(document: ErrorDocument, list: Spot): NamedCode[] {
  const isMap = isObject(list.value);
  const code = READERS.code(list.value);
  if (code !== null) return [named(code, {}, list)];
  return document.membersOf(list).flatMap(({ key, spot }) => {
    const { value } = spot;
    if (isMap && isStatus(Number(key)) && Array.isArray(value)) {
      const codes = codesOfList(document, spot);
      return codes.map((each) => ({ ...each, statuses: [...each.statuses, Number(key)] }));
    }
    const data = isMap ? ofMember(key, value) : ofItem(value);
    if (data !== null) return [named(String(data.code), data, spot)];
    document.passOver(spot.path, excerptOf(isMap ? { [key]: value } : value), 'There is no code in it.');
    return [];
  });
}

function ofMember(key: string, value: unknown): EntryInput | null {
  if (isObject(value)) return readRecord(value, { map: NO_MAP, key });
  return typeof value === 'string' || value === null ? { code: key, ...field('meaning', value) } : null;
}

function ofItem(value: unknown): EntryInput | null {
  if (isObject(value)) return readRecord(value, { map: NO_MAP });
  const code = READERS.code(value);
  return code === null || code === '' ? null : { code };
}

/** A row of a table, or an item of a list that names something first. */
const LISTS =
  /^[ \t]{0,12}(?:\|.*\||[*+-][ \t]{1,8}(?:`|\*\*|[A-Z][A-Z\d]{1,40}_)|`[^`\n]{3,100}`[ \t]*[:—–-])/m;

/** The codes that the description of an object of the document lists, in a table or a list of Markdown. */
export function codesOfDescription(document: ErrorDocument, spot: Spot, about: string): NamedCode[] {
  const { value, path } = document.at(spot, 'description');
  const text = textOf(value);
  if (text === undefined || !LISTS.test(text)) return [];
  const { entries } = importMarkdown(`# ${about}\n\n${text}`, { map: NO_MAP, list: null });
  return entries
    .filter(({ data }) => codeShape(String(data.code)) === 'strong')
    .map(({ data }) => named(String(data.code), data, { path, isShared: spot.isShared }));
}

/** Reads the codes that the schema of an error lists, each schema once. */
export function schemaReader(document: ErrorDocument): (spot: Spot) => NamedCode[] {
  const known = new WeakMap<object, NamedCode[]>();
  return (spot) => {
    if (!isObject(spot.value)) return [];
    const codes = known.get(spot.value) ?? codesOfSchema(document, spot, new Set());
    known.set(spot.value, codes);
    return codes;
  };
}

/** What a schema lists, at itself, in what it is composed of, and in the errors that it wraps. */
function codesOfSchema(document: ErrorDocument, spot: Spot, seen: Set<object>): NamedCode[] {
  const { value: schema } = spot;
  if (!isObject(schema) || seen.has(schema)) return [];
  seen.add(schema);
  const codes = [
    ...codesOfExtensions(document, spot),
    ...codesOfProperties(document, spot, seen),
    ...[...composed(document, spot), document.at(spot, 'items')].flatMap((each) =>
      codesOfSchema(document, each, seen),
    ),
    ...codesOfDiscriminator(document, spot),
  ];
  const all = codes.length > 0 ? codes : examplesOf(document, spot);
  if (!nameOne(all)) return all;
  // Where a schema names one code alone, what it says of itself is said of the code.
  const said = { ...field('meaning', schema['description']), ...flagsOf(schema) };
  return all.map((each) => ({ ...each, data: { ...said, ...each.data } }));
}

function codesOfProperties(document: ErrorDocument, spot: Spot, seen: Set<object>): NamedCode[] {
  const properties = document.at(spot, 'properties');
  const read = (names: readonly string[], from = document) =>
    names.flatMap((name) => codesOfEnum(from, document.at(properties, name)));
  const byCode = withMessage(read(document.members.code), document, properties);
  const inner = document.members.wrapper.flatMap((name) =>
    codesOfSchema(document, document.at(properties, name), seen),
  );
  const isTyped = byCode.length + inner.length === 0;
  // Beside codes, what a type cannot say of its error needs no telling.
  const byType = read(TYPE_NAMES, isTyped ? document : { ...document, passOver: () => {} });
  const [kind] = byType;
  if (kind === undefined || isTyped) return [...byCode, ...byType, ...inner];
  const kinds = [...new Set(byType.map(({ code }) => code))].join(', ');
  const reason = 'These are taken for kinds of errors, as another member holds the codes.';
  document.passOver(kind.path, kinds, reason);
  return [...byCode, ...inner];
}

/** What a schema with one code alone gives as the one text beside it. */
function withMessage(codes: NamedCode[], document: ErrorDocument, properties: Spot): NamedCode[] {
  if (!nameOne(codes)) return codes;
  const said = field('meaning', ...TEXTS.map((name) => constantOf(document.at(properties, name).value)));
  return codes.map((each) => ({ ...each, data: { ...said, ...each.data } }));
}

/** The one value that a schema allows. */
function constantOf(schema: unknown): unknown {
  if (!isObject(schema)) return undefined;
  const { const: only, enum: listed } = schema;
  return Array.isArray(listed) && listed.length === 1 ? listed[0] : only;
}

/** The values of a discriminator that is a code. */
function codesOfDiscriminator(document: ErrorDocument, spot: Spot): NamedCode[] {
  const discriminator = document.at(spot, 'discriminator');
  const name = document.at(discriminator, 'propertyName').value;
  if (typeof name !== 'string' || !document.members.code.includes(name)) return [];
  const mapping = document.at(discriminator, 'mapping');
  const codes = isObject(mapping.value) ? Object.keys(mapping.value) : [];
  return grouped(codes.map((code) => named(code, {}, { ...mapping, path: [...mapping.path, code] })));
}

/** Examples of a schema that lists no codes. */
function examplesOf(document: ErrorDocument, spot: Spot): NamedCode[] {
  const examples = ['examples', 'x-examples'].flatMap((name) =>
    document.membersOf(document.at(spot, name)).map((each) => each.spot),
  );
  return asExamples(
    [document.at(spot, 'example'), ...examples].flatMap((each) => codesOfExample(document, each)),
    spot.path,
  );
}

const ERROR = /error|problem|(?<!de)fault|exception|failure/i;
const CODE = /(?:error|problem|fault|exception|failure)[-_]?(?:code|type|reason|name|id|key)?(?:s|enum)?$/i;
const MESSAGE_NAMES = ['message', 'detail', 'msg', 'errors', 'error_description'];

/** Whether a schema of this name is the schema of an error: by its name, or by a code with a message. */
export function looksLikeError(document: ErrorDocument, name: string, schema: Spot): boolean {
  if (ERROR.test(name)) return true;
  const properties = document.at(schema, 'properties').value;
  const has = (names: readonly string[]) =>
    isObject(properties) && names.some((each) => isObject(properties[each]));
  return (has(document.members.code) && has(MESSAGE_NAMES)) || has(['error_code', 'errorCode']);
}

/** Whether a schema of this name, if it lists values, lists codes of errors. */
export function looksLikeErrorCode(name: string): boolean {
  return CODE.test(name);
}
