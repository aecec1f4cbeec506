import { isDeepStrictEqual } from 'node:util';
import { getNodeValue, type Node, type ParseError, parseTree } from 'jsonc-parser';
import { parse as parseToml, TomlError } from 'smol-toml';
import { Failure } from '../../base/failure.ts';
import { isObject } from '../../base/objects.ts';
import { SERVER_NAME } from '../doctor/checks.ts';
import type { Host } from './hosts.ts';

/** What a host starts. */
export interface Start {
  command: string;
  args: readonly string[];
}

/** A file's text after a change, and what the change was; null where there was nothing to do. */
export interface Edited {
  text: string;
  change: 'added' | 'changed' | 'removed' | null;
}

/**
 * The text of a host's file with this server in it, or without it where `start` is null. All else stays as it is, byte
 * by byte: comments, the other servers, and what somebody added to the entry of this one, such as `env`.
 *
 * @param text of the file; empty for one that is not there
 * @throws Failure where the file is broken, or is written in a way that cannot be changed safely
 */
export function editConfig(
  text: string,
  host: Pick<Host, 'format' | 'member' | 'besides'>,
  start: Start | null,
): Edited {
  const fields = start === null ? null : { ...host.besides, command: start.command, args: [...start.args] };
  const { format, member } = host;
  return editEntry(text, { format, member, name: SERVER_NAME, kind: 'server' }, fields);
}

/**
 * As `editConfig`, for any entry with a name in a member of a file, with these fields or removed where there are none.
 *
 * @throws Failure as `editConfig`
 */
export function editEntry(text: string, entryPlace: EntryPlace, fields: Fields | null): Edited {
  const { format, member, name, kind } = entryPlace;
  const { parse, edit } = FORMATS[format];
  const before = parse(text);
  const entries = before[member];
  if (entries !== undefined && !isObject(entries))
    throw cannot(`its "${member}" is not a list of ${kind}s by name`);
  const entry = entries?.[name];
  if (entry !== undefined && !isObject(entry))
    throw cannot(`its "${member}" has an "${name}" that is not the entry of a ${kind}`);
  if (fields === null && entry === undefined) return { text, change: null };
  if (fields !== null && saysTheSame(entry, { ...entry, ...fields })) return { text, change: null };

  const edited = edit(text, entryPlace, fields);
  if (!says(edited, wanted(before, entryPlace, fields), parse, member))
    throw cannot('it is written in a way that this program does not change safely');
  return { text: edited, change: fields === null ? 'removed' : entry === undefined ? 'added' : 'changed' };
}

/** Where an entry stands: in a member of a file, by its name. */
interface EntryPlace {
  format: Host['format'];
  member: string;
  name: string;
  /** What it is the entry of, in a word. */
  kind: 'server' | 'plugin';
}

type Value = string | boolean | string[];
type Fields = Readonly<Record<string, Value>>;
type Values = Record<string, unknown>;

/** What a file must say once it is changed. */
function wanted(before: Values, { member, name }: EntryPlace, fields: Fields | null): Values {
  const { [name]: entry, ...others } = (before[member] ?? {}) as Record<string, Values>;
  if (fields === null) return { ...before, [member]: others };
  return { ...before, [member]: { ...others, [name]: { ...entry, ...fields } } };
}

/** Whether a changed text says what it must; a list without entries may be there or not. */
function says(text: string, must: Values, parse: Format['parse'], member: string): boolean {
  try {
    const { [member]: entries = {}, ...rest } = parse(text);
    const { [member]: wantedEntries, ...wantedRest } = must;
    return saysTheSame(entries, wantedEntries) && saysTheSame(rest, wantedRest);
  } catch {
    return false;
  }
}

/** Readers give objects with prototypes of their own. */
function saysTheSame(one: unknown, other: unknown): boolean {
  const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value) ?? 'null');
  return isDeepStrictEqual(plain(one), plain(other));
}

interface Format {
  /** @throws Failure where the text is broken */
  parse(text: string): Values;
  edit(text: string, entryPlace: EntryPlace, fields: Fields | null): string;
}

const FORMATS: Readonly<Record<Host['format'], Format>> = {
  json: { parse: parseJson, edit: editJson },
  toml: { parse: parseTomlText, edit: editToml },
};

/** Why a file stays as it is: the end of a sentence about it. */
function cannot(why: string): Failure {
  return new Failure('validation_failed', why);
}

const BYTE_ORDER_MARK = /^\ufeff/;

function parseJson(text: string): Values {
  const errors: ParseError[] = [];
  const bare = text.replace(BYTE_ORDER_MARK, '');
  if (bare.trim() === '') return {};
  // Hosts write comments and trailing commas, and read them.
  const root = parseTree(bare, errors, { allowTrailingComma: true });
  const [error] = errors;
  if (error !== undefined) throw cannot(`it is no JSON from ${placeIn(bare, error.offset)} on`);
  const value: unknown = root && getNodeValue(root);
  if (!isObject(value)) throw cannot('it holds no JSON object');
  return value;
}

function placeIn(text: string, offset: number): string {
  const before = text.slice(0, offset).split('\n');
  return `line ${before.length}, column ${(before.at(-1) ?? '').length + 1}`;
}

function editJson(text: string, { member, name }: EntryPlace, fields: Fields | null): string {
  const mark = BYTE_ORDER_MARK.exec(text)?.[0] ?? '';
  const bare = text.slice(mark.length);
  const eol = bare.includes('\r\n') ? '\r\n' : '\n';
  const unit = indentOf(bare);
  const value = (depth: number, json: unknown): string =>
    JSON.stringify(json, null, unit).replaceAll('\n', `${eol}${unit.repeat(depth)}`);
  const root = parseTree(bare, [], { allowTrailingComma: true });
  if (root === undefined) return `${mark}${value(0, { [member]: { [name]: fields } })}${eol}`;

  /** Writes a member first into an object: no comma and no comment of another member is touched. */
  const insert = (into: string, object: Node, depth: number, key: string, json: unknown): string => {
    const indent = `${eol}${unit.repeat(depth)}`;
    const end = object.offset + object.length - 1;
    // A comment on the line of the brace stays there.
    const [brace = ''] = /^\{(?:[ \t]*\/\/[^\r\n]*)?/.exec(into.slice(object.offset)) ?? [];
    const begin = object.offset + brace.length;
    const inner = into.slice(begin, end);
    const hasMembers = (object.children ?? []).length > 0;
    const member = `${indent}${JSON.stringify(key)}: ${value(depth, json)}${hasMembers ? ',' : ''}`;
    const isOneLine = /^[ \t]*[^\s/]/.test(inner);
    const outdent = `${eol}${unit.repeat(depth - 1)}`;
    const rest = inner.trim() === '' ? outdent : isOneLine ? indent + inner.trimStart() : inner;
    return into.slice(0, begin) + member + rest + into.slice(end);
  };
  const entries = memberOf(root, member);
  if (fields === null) return mark + (entries === undefined ? bare : withoutMember(bare, entries, name));
  if (entries === undefined) return mark + insert(bare, root, 1, member, { [name]: fields });
  const entry = memberOf(entries, name);
  if (entry === undefined) return mark + insert(bare, entries, 2, name, fields);

  let edited = bare;
  const known = Object.keys(fields).map((field) => ({ field, node: memberOf(entry, field) }));
  // From the end on, so that places in front of an edit stay true.
  for (const { field, node } of known.toSorted((a, b) => (b.node?.offset ?? 0) - (a.node?.offset ?? 0))) {
    edited =
      node === undefined
        ? insert(edited, entry, 3, field, fields[field])
        : `${edited.slice(0, node.offset)}${value(3, fields[field])}${edited.slice(node.offset + node.length)}`;
  }
  return mark + edited;
}

/** By what a file indents: the least that a line of it stands in; two spaces where none does. */
function indentOf(text: string): string {
  const indents = [...text.matchAll(/^([ \t]+)[^\s*]/gm)].map(([, indent = '']) => indent);
  return indents.reduce((least, each) => (each.length < least.length ? each : least), indents[0] ?? '  ');
}

/** A text without a member of one of its objects, and without the comma that parts it from the next or the last. */
function withoutMember(text: string, { children: members = [] }: Node, name: string): string {
  const at = members.findIndex(({ children }) => children?.[0]?.value === name);
  const [last, own, next] = [members[at - 1], members[at], members[at + 1]];
  if (own === undefined) return text;
  const end = own.offset + own.length;
  if (next !== undefined) return text.slice(0, own.offset) + text.slice(next.offset);
  return text.slice(0, last === undefined ? own.offset : last.offset + last.length) + text.slice(end);
}

function memberOf(object: Node, name: string): Node | undefined {
  return object.children?.find(({ children }) => children?.[0]?.value === name)?.children?.[1];
}

function parseTomlText(text: string): Values {
  try {
    return parseToml(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    throw cannot(`it is no TOML from line ${error.line}, column ${error.column} on`);
  }
}

/** The entry is a table of its own, behind all others; the tables inside of it stay. */
function editToml(text: string, entryPlace: EntryPlace, fields: Fields | null): string {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const lines = text.split(/\r?\n/);
  const begin = lines.findIndex((line) => isHeader(line, entryPlace, false));
  if (fields === null) return withoutTables(lines, entryPlace).join(eol);
  const written = Object.entries(fields).map(([field, value]) => `${field} = ${tomlValue(value)}`);
  if (begin === -1) {
    const head = text.trimEnd();
    const { member, name } = entryPlace;
    const header = `[${member}.${/^[\w-]+$/.test(name) ? name : JSON.stringify(name)}]`;
    return `${[...(head === '' ? [] : [head, '']), header, ...written].join(eol)}${eol}`;
  }
  const end = endOfTable(lines, begin);
  const kept = withoutFields(lines.slice(begin + 1, end), Object.keys(fields));
  return [...lines.slice(0, begin + 1), ...written, ...kept, ...lines.slice(end)].join(eol);
}

/** A string of TOML's basic kind has the escapes of JSON. */
function tomlValue(value: Value): string {
  return Array.isArray(value)
    ? `[${value.map((each) => JSON.stringify(each)).join(', ')}]`
    : JSON.stringify(value);
}

/** Whether a line begins the table of this entry, or with `inner` one inside of it. */
function isHeader(line: string, { member, name: own }: EntryPlace, inner: boolean): boolean {
  const [, path = ''] = /^\s*\[([^[\]]*)\]\s*(?:#.*)?$/.exec(line) ?? [];
  const names = path.split('.').map((name) => name.trim().replace(/^(["'])(.*)\1$/, '$2'));
  return names[0] === member && names[1] === own && (inner || names.length === 2);
}

const ANY_HEADER = /^\s*\[/;

/** Where the lines of a table end; blank lines and comments in front of the next one are that one's. */
function endOfTable(lines: readonly string[], begin: number): number {
  const next = lines.findIndex((line, index) => index > begin && startsTable(lines, begin, index, line));
  let end = next === -1 ? lines.length : next;
  while (end > begin + 1 && /^\s*(?:#.*)?$/.test(lines[end - 1] ?? '')) end -= 1;
  return end;
}

/** A bracket at the start of a line may also go on with an array: then what stands above it is not whole. */
function startsTable(lines: readonly string[], begin: number, index: number, line: string): boolean {
  return ANY_HEADER.test(line) && isToml(lines.slice(begin, index).join('\n'));
}

function isToml(text: string): boolean {
  try {
    parseToml(text);
    return true;
  } catch {
    return false;
  }
}

function withoutTables(lines: readonly string[], entryPlace: EntryPlace): string[] {
  const kept = [...lines];
  for (;;) {
    const begin = kept.findIndex((line) => isHeader(line, entryPlace, true));
    if (begin === -1) return kept;
    const end = endOfTable(kept, begin);
    kept.splice(begin, end - begin);
    if (kept[begin] === '' && (begin === 0 || kept[begin - 1] === '')) kept.splice(begin, 1);
  }
}

/** The lines of a table without some of its fields, whose values may go over several lines. */
function withoutFields(lines: readonly string[], names: readonly string[]): string[] {
  const kept: string[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    const [, name = ''] = /^\s*(["']?[\w-]+["']?)\s*=/.exec(line) ?? [];
    if (!names.includes(name.replace(/["']/g, ''))) {
      kept.push(line);
      continue;
    }
    const begin = index;
    while (index < lines.length - 1 && !isToml(lines.slice(begin, index + 1).join('\n'))) index += 1;
  }
  return kept;
}
