import { isObject } from '../../base/objects.ts';
import { trim } from '../../base/text.ts';
import { isSecretName } from '../../redact/redact.ts';
import { isHexId, tokenTest } from '../token.ts';
import { normalize, type ParsedLine } from './common-terms.ts';
import { type Draft, wrapDraft } from './draft.ts';
import {
  isOtlpRecord,
  listedRecords,
  openObjectEnvelope,
  openTextEnvelope,
  otlpFields,
  otlpRecords,
  readAccessLog,
  readAlbLog,
} from './formats.ts';
import { type IdNames, isIdName, isOthersName, NO_ID_NAMES, ownId } from './ids.ts';
import { type Field, findObject, flatten, isOpaque, parseJson, parseObject } from './json.ts';
import { readPlainText } from './plain-text.ts';

/** How many wrappings (CRI, then Docker, then syslog …) are taken off one line. */
const MAX_WRAPPINGS = 4;

/** Fields in which shippers keep the line that they read, if it was JSON. */
const INNER_LINES = ['message', 'body', 'log', 'event', 'line', 'msg'];

export interface LineContext {
  /** Where the line stands, as it will be shown. */
  source: string;
  /** Only records that carry this id as a whole token are wanted. */
  id?: string;
  /** Further names that hold ids of requests; none if left out. */
  idNames?: IdNames;
  /** The line of its file that names the columns: `#Fields: date time …` (W3C), `#fields\tts\t…` (Zeek). */
  header?: string;
  /** When its file was last written, in milliseconds since the epoch: the year of times without one. */
  modified?: number;
}

/**
 * Reads one raw line (without its line feed) into records in common terms.
 *
 * A line is one record, but for an OTLP export or a JSON list, which hold many. Values are whole and not redacted yet: see
 * `safeLine`. Never throws: what no format explains is plain text. Returns nothing for a blank line, or if no
 * record carries `context.id`.
 */
export function parseLine(text: string, context: LineContext): ParsedLine[] {
  const clean = text.replace(/^[\0\uFEFF]+/, '').trimEnd();
  if (clean.trim() === '') return [];
  return finish(readDrafts(clean, 0), clean, context);
}

/** Reads an object that is already parsed, as `parseLine` reads a line. */
export function parseRecord(object: Record<string, unknown>, context: LineContext): ParsedLine[] {
  return finish(readObject(object, 0), '', context);
}

function finish(
  drafts: Draft[],
  raw: string,
  { source, id, idNames = NO_ID_NAMES }: LineContext,
): ParsedLine[] {
  if (id === undefined) return drafts.map((draft) => normalize(draft, source));
  return drafts.filter(carrying(tokenTest(id, idNames), raw)).map((draft) => {
    const parsed = normalize(draft, source);
    const mentioned = mentionedIn(draft, id, idNames);
    if (mentioned !== undefined) parsed.line.mentioned_in = mentioned;
    return parsed;
  });
}

function readDrafts(raw: string, depth: number): Draft[] {
  const text = stripAnsi(raw);
  const value = /^[{[]/.test(text) && /[}\]]$/.test(text) ? parseJson(text) : undefined;
  if (isObject(value) || (Array.isArray(value) && value.some(isObject))) return readObject(value, depth);
  const envelope = depth < MAX_WRAPPINGS ? openTextEnvelope(text) : null;
  if (envelope) return readInner(envelope.inner, envelope.outer, depth);
  const found = findObject(text);
  if (found && Object.keys(found.object).length > 0 && !isOfSecret(found.before)) {
    const prefix = readPlainText(found.before);
    const after = trim(found.after, /[\s,]/);
    if (after !== '') prefix.fields.push({ name: 'suffix', value: after });
    const outer = { ...prefix, text: `${found.before} ${found.after}` };
    return readObject(found.object, depth).map((draft) => wrapDraft(draft, outer));
  }
  return [readAccessLog(text) ?? readAlbLog(text) ?? readPlainText(text)];
}

/** Whether the text before an object ends in a secret name, which is lost if the object is opened. */
function isOfSecret(before: string): boolean {
  const name = /([\w.-]{1,128})["'`]?\s{0,8}(?:=>?|:=?)\s{0,8}$/.exec(before.slice(-160))?.[1];
  return name !== undefined && isSecretName(name);
}

function readObject(object: Record<string, unknown> | unknown[], depth: number): Draft[] {
  const records = isObject(object) ? otlpRecords(object) : null;
  if (records) return records.map((fields) => fromFields(fields, depth));
  const listed = depth < MAX_WRAPPINGS ? listedRecords(object) : null;
  if (listed) {
    const outer = { fields: flatten(listed.shared), text: '' };
    return listed.records.flatMap((record) => {
      return readObject(record, depth + 1).map((draft) => wrapDraft(draft, outer));
    });
  }
  if (!isObject(object)) return [fromFields(flatten(object), depth)];
  const envelope = depth < MAX_WRAPPINGS ? openObjectEnvelope(object) : null;
  if (envelope) return readInner(envelope.inner, envelope.outer, depth);
  return [fromFields(isOtlpRecord(object) ? otlpFields(object) : flatten(object), depth)];
}

function readInner(inner: string, outer: Draft, depth: number): Draft[] {
  return readDrafts(inner, depth + 1).map((draft) => wrapDraft(draft, outer));
}

/** The draft of these fields; a field that holds a whole line as JSON gives way to the fields of that line. */
function fromFields(fields: Field[], depth: number): Draft {
  const draft: Draft = { fields, text: '' };
  if (depth >= MAX_WRAPPINGS) return draft;
  for (const field of fields) {
    if (!INNER_LINES.includes(field.name.toLowerCase()) || typeof field.value !== 'string') continue;
    const object = field.value.trimStart().startsWith('{') ? parseObject(field.value) : null;
    if (!object || !isLine(object)) continue;
    const inner = fromFields(flatten(object), depth + 1);
    return wrapDraft(inner, { fields: fields.filter((other) => other !== field), text: '' });
  }
  return draft;
}

function isLine(object: Record<string, unknown>): boolean {
  return ['time', 'ts', 'timestamp', '@timestamp', 'level', 'severity', 'msg'].some((key) =>
    Object.hasOwn(object, key),
  );
}

function carrying(hasId: (text: string) => boolean, raw: string): (draft: Draft) => boolean {
  return (draft) => {
    if (hasId(draft.text)) return true;
    return draft.fields.some((field) => {
      // What could not be looked into is believed on the raw line.
      if (isOpaque(field)) return hasId(raw);
      const values = Array.isArray(field.value) ? field.value : [field.value];
      // With the name, which some ids need to be told from other numbers.
      return hasId(field.name) || values.some((value) => hasId(`${field.name}=${value}`));
    });
  };
}

/** Control sequences of a terminal (ECMA-48: colors, cursor moves) and the titles that some consoles set. */
const SEQUENCE = /\x1b(?:\[[\d;:?]{0,20}[A-Za-z]|\][^\x07\x1b]{0,200}\x07)/g;

/** `text` without colors, which stand in the middle of names and levels. */
function stripAnsi(text: string): string {
  return text.includes('\x1b') ? text.replace(SEQUENCE, '') : text;
}

const TEXT_NAMES = /^(?:msg|message|body|log|text|event|line|short_message|full_message)$/i;

/**
 * The name of the field in which `id` stands, if the line is another request's: it has an id of its own, and that
 * is not `id`. Undefined for a line about `id` itself, and for one without any id of its own.
 */
function mentionedIn(draft: Draft, id: string, names: IdNames): string | undefined {
  const hasId = tokenTest(id, names);
  const holds = (field: Field): boolean => valuesOf(field).some((value) => hasId(`${field.name}=${value}`));
  const holders = draft.fields.filter(holds);
  const own = draft.fields.flatMap((field) => {
    const known = ownId(field.name, names);
    return known && valuesOf(field).some((value) => !/^(?:|-|null|none|0+)$/i.test(value))
      ? [{ field, ...known }]
      : [];
  });
  const ids = draft.ids ?? [];
  if (own.some(({ field }) => holders.includes(field)) || ids.some((each) => hasId(`id=${each}`)))
    return undefined;
  const isOthers = ids.length > 0 || own.some(({ kind, sure }) => kind === 'request' && sure);
  const [first] = holders;
  if (isOthers) return plainName(first?.name ?? placeInText(draft, hasId));
  // A trace has many requests, so its id says nothing against the id of a request that the line's text names.
  if (!own.some(({ kind, sure }) => kind === 'trace' && sure)) return undefined;
  if (holders.some(({ name }) => isIdName(name, names) && !isOthersName(name))) return undefined;
  const place = first?.name ?? placeInText(draft, hasId);
  return isHexId(id) || !TEXT_NAMES.test(place) ? plainName(place) : undefined;
}

function placeInText(draft: Draft, hasId: (text: string) => boolean): string {
  return draft.path !== undefined && hasId(draft.path) ? 'path' : 'message';
}

/** Names come from the line as well, and this one is shown outside of it. */
function plainName(name: string): string {
  return /^[\w.:@/ -]{1,100}$/.test(name) ? name : 'another field';
}

function valuesOf({ value }: Field): string[] {
  return (Array.isArray(value) ? value : [value]).map(String);
}
