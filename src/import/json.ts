import { isObject, jsonIn } from '../base/objects.ts';
import type { JsonValue, Path } from '../catalog/catalog.ts';
import { byPlainName } from './fields.ts';
import { refuseOthers } from './forms.ts';
import { isProperties, isResources } from './guess.ts';
import {
  excerpt,
  excerptOf,
  ImportError,
  type ImportedEntry,
  type Importer,
  type ImportNote,
  type Unplaced,
} from './imported.ts';
import { readGettext, readProperties, readResources } from './lines.ts';
import {
  type Candidate,
  type CodeNames,
  type ListMembers,
  listsAt,
  membersOfList,
  readLists,
} from './list.ts';
import { readRecord } from './record.ts';
import { readSource, type Source } from './source.ts';
import { delimiterOf, readTable } from './table.ts';

/** What the member or column with the URI is called, plainly. */
const TYPES = ['type', 'typeuri', 'typeurl', 'problemtype', 'problemtypeuri'];
const codeNames: CodeNames = (plain) =>
  TYPES.includes(plain) ? 'certainly' : plain === 'title' ? 'perhaps' : null;

interface Found {
  records: { value: unknown; line: number; key: string | undefined }[];
  unplaced: Unplaced[];
  notes: ImportNote[];
}

/**
 * The problem types of RFC 9457: a list, a map or one of them, in JSON or YAML, or a table. The code of each is the end
 * of its URI, as far as it tells the types apart.
 */
export const importProblemTypes: Importer = (text, { map, list }) => {
  const { records, unplaced, notes } = list === null && isTable(text) ? inTable(text) : inData(text, list);
  const types = records.map(({ value, key }) => (isObject(value) ? typeOf(value, key) : null));
  const codes = codesOfTypes(types.flatMap((type) => type?.uri ?? []));
  const entries: ImportedEntry[] = [];
  for (const [index, { value, line, key }] of records.entries()) {
    const type = types[index] ?? null;
    const code = type === null ? undefined : codes.get(type.uri);
    const data = isObject(value)
      ? readRecord(without(value, type?.member), {
          map,
          ...(key !== undefined && key !== type?.uri && { key }),
          ...(code !== undefined && !map.has('code') && { code }),
        })
      : null;
    if (data === null) {
      const reason = 'Nothing names it: it has neither a type of its own nor a code.';
      unplaced.push({ line, text: excerptOf(value), reason });
      continue;
    }
    const links = [...new Set([...(type === null ? [] : [type.uri]), ...(data.links ?? [])])];
    entries.push({ data: { ...data, ...(links.length > 0 && { links }) }, line });
  }
  return { entries, unplaced, notes };
};

/** The URI of a problem type, and the member that holds it; null where it is the one that says nothing. */
function typeOf(
  record: Record<string, unknown>,
  key: string | undefined,
): { uri: string; member: string | undefined } | null {
  const members = byPlainName(Object.keys(record));
  const member = TYPES.map((name) => members.get(name)).find((name) => name !== undefined);
  const value = member === undefined ? undefined : record[member];
  const uri = typeof value === 'string' ? value.trim() : '';
  if (uri !== '' && uri !== 'about:blank') return { uri, member };
  return key !== undefined && /^[a-z][\w+.-]*:./i.test(key) && key !== 'about:blank'
    ? { uri: key, member: undefined }
    : null;
}

/** `about:blank` goes too, as it says nothing. */
function without(record: Record<string, unknown>, member: string | undefined): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(record).filter(([name, value]) => name !== member && value !== 'about:blank'),
  );
}

function isTable(text: string): boolean {
  const [header = ''] = text.trimStart().split(/\r?\n/, 1);
  return /^[^[{:]{0,200}[,;\t|]/.test(header) && /\btype\b/i.test(header);
}

function inTable(text: string): Found {
  const { records, notes } = readTable(text, delimiterOf(text));
  const all = records.map(({ record, row }) => ({ value: record, line: row.line, key: undefined }));
  return { records: all, unplaced: [], notes };
}

function inData(text: string, list: string | null): Found {
  const source = readSource(text);
  const { lists, unplaced } = readLists(source, list, codeNames);
  if (lists.length === 0)
    throw new ImportError(
      'No problem types were found: a list or map of objects with type and title. Name it by --list PATH.',
    );
  const all = lists.flatMap(({ candidates }) => candidates);
  const records = all.map(({ value, path, key }) => ({ value, line: source.lineOf(path), key }));
  return { records, unplaced, notes: [] };
}

/**
 * A code for each URI of a problem type: its last segment, or as many as it takes to tell it from the others. A URI
 * without segments is its own code.
 */
export function codesOfTypes(uris: readonly string[]): ReadonlyMap<string, string> {
  const codes = new Map<string, string>();
  let open = [...new Set(uris)];
  for (const count of [1, 2]) {
    const byCode = new Map<string, string[]>();
    for (const uri of open) {
      const code = lastSegments(uri, count);
      byCode.set(code, [...(byCode.get(code) ?? []), uri]);
    }
    for (const [code, [uri, ...others]] of byCode) {
      if (uri !== undefined && others.length === 0) codes.set(uri, code);
    }
    open = open.filter((uri) => !codes.has(uri));
  }
  for (const uri of open) codes.set(uri, uri);
  return codes;
}

/** The last segments of a URI: a fragment is one, and so is what stands between the colons of a URN. */
function lastSegments(uri: string, count: number): string {
  const bare = uri.replace(/\?[^#]*/, '').replace(/^[a-z][\w+.-]*:\/\/[^/#]*/i, '');
  const segments = bare
    .split(/[/#]/)
    .flatMap((part) => (/^(?:urn|tag):/i.test(uri) ? part.split(':') : [part]));
  const filled = segments.filter((segment) => segment !== '');
  return filled.length === 0 ? uri : filled.slice(-count).join('/');
}

/** Whether a value is the URI of a problem type, and not a plain code. */
export function isTypeUri(value: unknown): value is `${string}:${string}` | `/${string}` {
  return typeof value === 'string' && /^(?:[a-z][\w+.-]{0,30}:\/\/|urn:|tag:|\/)./i.test(value);
}

const LONGEST_GROUP = 200;

/** A list of objects, or a map from codes to objects: in JSON or YAML, at any depth, or as JSON Lines. */
export const importJson: Importer = (text, options) => {
  const { map, list } = options;
  const source = readJsonLines(text) ?? readSource(text);
  const { lists, unplaced } = readLists(source, list);
  if (lists.length === 0 && !isEmptyList(source.data)) throw new ImportError(noList(source.data));
  const all = lists.flatMap(({ candidates }) => candidates);
  const members = membersOfList(
    all.flatMap(({ value, key }) => (isObject(value) ? [{ record: value, key }] : [])),
  );
  const entries: ImportedEntry[] = [];
  for (const { candidates, path } of lists) {
    const group = list === null && lists.length > 1 ? String(path.at(-1)).trim().slice(0, LONGEST_GROUP) : '';
    for (const candidate of candidates) {
      const line = source.lineOf(candidate.path);
      const read = readCandidate(candidate, map, members);
      if (typeof read === 'string') unplaced.push({ line, text: excerptOf(candidate.value), reason: read });
      else entries.push({ data: { ...(group !== '' && { area: group }), ...read }, line });
    }
  }
  const names = all.flatMap(({ value, key }) =>
    isObject(value) && key === undefined ? Object.keys(value) : 'code',
  );
  refuseOthers(entries, names, options);
  return { entries, unplaced };
};

/** The data of an entry, or why there is none. */
function readCandidate({ value, key }: Candidate, map: ReadonlyMap<string, string>, list: ListMembers) {
  if (!isObject(value)) return 'It is no object with a code.';
  const data = readRecord(value, { map, list, ...(key !== undefined && { key }) });
  if (data !== null) return data;
  const wanted = map.get('code');
  return wanted === undefined
    ? `It has no code; name the member that holds it by --map code=MEMBER. There: ${membersIn(value)}.`
    : `It has no code: there is nothing under '${wanted}'.`;
}

function membersIn(value: Record<string, unknown>): string {
  return excerpt(Object.keys(value).join(', ')) || 'no members';
}

function isEmptyList(data: unknown): boolean {
  return Array.isArray(data) ? data.length === 0 : isObject(data) && Object.keys(data).length === 0;
}

function noList(data: unknown): string {
  if (isObject(data) && Object.values(data).some((value) => typeof value === 'string'))
    return 'No list or map of objects with a code was found. If it maps codes to messages, its format is messages; if the errors have unusual names, use --list PATH and --map code=MEMBER.';
  return 'No list or map of objects with a code was found. Name it by --list PATH, and the member that holds the code by --map code=MEMBER.';
}

/** JSON Lines as a list of their objects; null for a text whose first line is no whole object, or its only one. */
function readJsonLines(text: string): Source | null {
  const lines = text.split('\n').flatMap((line, index) => {
    return line.trim() === '' ? [] : [{ line: line.trim(), number: index + 1 }];
  });
  const [first, second] = lines;
  if (first === undefined || second === undefined) return null;
  if (!first.line.startsWith('{') || objectOf(first.line) === null) return null;
  const hidden: Unplaced[] = [];
  const objects: unknown[] = [];
  const numbers: number[] = [];
  for (const { line, number } of lines) {
    const object = objectOf(line);
    if (object === null) {
      hidden.push({ line: number, text: excerpt(line), reason: 'The line is no JSON object.' });
    } else {
      objects.push(object);
      numbers.push(number);
    }
  }
  return { data: objects, lineOf: ([index]) => numbers[Number(index)] ?? 1, hidden };
}

function objectOf(line: string): Record<string, unknown> | null {
  const value = jsonIn(line);
  return isObject(value) ? value : null;
}

/** The plural categories of Unicode CLDR. */
const PLURALS = new Set(['zero', 'one', 'two', 'few', 'many', 'other']);
/** Members of a message that comes with notes for its translators. */
const NOTED = new Set(['message', 'defaultMessage', 'description', 'placeholders', 'id', 'context']);

interface FoundMessages {
  entries: ImportedEntry[];
  unplaced: Unplaced[];
  lineOf: (path: Path) => number;
}

/** A map from codes to messages, whose keys may be nested: `{ "auth": { "expired": "…" } }` has `auth.expired`. */
export const importMessages: Importer = (text, { list }) => {
  if (/^msgid[ \t]+"/m.test(text)) return readGettext(text);
  if (isProperties(text)) return readProperties(text);
  if (isResources(text)) return readResources(text);
  const { data, lineOf, hidden } = readSource(text);
  const found: FoundMessages = { entries: [], unplaced: [...hidden], lineOf };
  for (const { path, value } of list === null
    ? (mapsOfGettext(data) ?? [{ path: [], value: data }])
    : mapsAt(data, list)) {
    if (!isObject(value))
      throw new ImportError(
        'It is no object from codes to messages. For a list of objects, the format is json.',
      );
    walk(value, path, [], found);
  }
  return { entries: found.entries, unplaced: found.unplaced };
};

/** The maps in what tools make of gettext's files, one for each context or domain; null for any other source. */
function mapsOfGettext(data: unknown): { path: Path; value: unknown }[] | null {
  if (!isObject(data)) return null;
  const isParsed = isObject(data['headers']) || typeof data['charset'] === 'string';
  const member = isObject(data['locale_data']) ? 'locale_data' : isParsed ? 'translations' : null;
  const maps = member === null ? null : data[member];
  if (!isObject(maps) || member === null || !Object.values(maps).every(isObject)) return null;
  return Object.entries(maps).map(([name, value]) => ({ path: [member, name], value }));
}

function mapsAt(data: unknown, list: string): { path: Path; value: unknown }[] {
  return listsAt(data, list).map(({ path }) => ({
    path,
    value: path.reduce<unknown>((value, step) => (value as Record<string | number, unknown>)[step], data),
  }));
}

/** What a group of messages is called that tells of errors. */
const OF_ERRORS =
  /^(?:err(?:or)?s?|error[-_ ]?(?:codes?|messages?)|exceptions?|faults?|failures?|problems?)$/i;

function walk(map: Record<string, unknown>, at: Path, keys: readonly string[], found: FoundMessages): void {
  const isGroup = (value: unknown): value is object => isObject(value) && messageOf(value) === null;
  const hasErrors = Object.entries(map).some(([key, value]) => OF_ERRORS.test(key) && isGroup(value));
  for (const [key, value] of Object.entries(map)) {
    const path = [...at, key];
    if (hasErrors && !OF_ERRORS.test(key) && isGroup(value)) {
      const reason = 'The group stands beside one of errors; --list PATH takes it.';
      found.unplaced.push({ line: found.lineOf(path), text: path.join('.'), reason });
      continue;
    }
    const code = [...keys, key].join('.');
    const line = found.lineOf(path);
    if (key === '' || key.startsWith('@')) {
      found.unplaced.push({
        line,
        text: excerptOf({ [key]: value }),
        reason: 'It says something about the file.',
      });
      continue;
    }
    const message = messageOf(value);
    if (message !== null) found.entries.push({ data: { code, ...message }, line });
    else if (isObject(value) && Object.keys(value).length > 0) walk(value, path, [...keys, key], found);
    else
      found.unplaced.push({ line, text: excerptOf({ [code]: value }), reason: 'There is no message in it.' });
  }
}

/** A message alone, in several forms, or with notes; null for anything else. */
function messageOf(value: unknown): { example?: string; extra?: Record<string, JsonValue> } | null {
  if (typeof value === 'string') return value.trim() === '' ? {} : { example: value };
  const forms = Array.isArray(value) ? value : isPlural(value) ? Object.values(value) : null;
  if (forms !== null) {
    const example = forms.find((form) => typeof form === 'string' && form.trim() !== '');
    return typeof example === 'string' ? { example, extra: { messages: value as JsonValue } } : null;
  }
  if (isObject(value) && typeof value['msgid'] === 'string' && Array.isArray(value['msgstr'])) {
    const { msgid, msgstr, ...rest } = value;
    const [translated = msgid, ...others] = filledIn(msgstr);
    const extra = { ...rest, msgid, ...(others.length > 0 && { messages: msgstr }) };
    return { example: String(translated), extra: extra as Record<string, JsonValue> };
  }
  if (!isObject(value) || !isNoted(value)) return null;
  const { message, defaultMessage, ...rest } = value;
  const example = message ?? defaultMessage;
  return { example: String(example), extra: rest as Record<string, JsonValue> };
}

function filledIn(forms: readonly unknown[]): string[] {
  return forms.filter((form) => typeof form === 'string').filter((form) => form.trim() !== '');
}

function isPlural(value: unknown): value is Record<string, unknown> {
  return (
    isObject(value) && Object.keys(value).length > 0 && Object.keys(value).every((key) => PLURALS.has(key))
  );
}

function isNoted(value: Record<string, unknown>): boolean {
  const names = Object.keys(value);
  const text = value['message'] ?? value['defaultMessage'];
  const isMessage = typeof text === 'string' && text.trim() !== '';
  return isMessage && names.length > 1 && names.every((name) => NOTED.has(name));
}
