import { isObject } from '../../is-object.ts';
import { trim } from '../../text/trim.ts';
import { isSecretName } from '../redaction/secret-names.ts';
import { tokenTest } from '../token.ts';
import { readAccessLog } from './access-log.ts';
import { readAlbLog } from './alb-log.ts';
import { stripAnsi } from './ansi.ts';
import { type Draft, wrapDraft } from './draft.ts';
import { openObjectEnvelope, openTextEnvelope } from './envelope.ts';
import { type Field, flatten, isOpaque } from './flatten.ts';
import { findObject, parseJson, parseObject } from './json.ts';
import { mentionedIn } from './mention.ts';
import { normalise, type ParsedLine } from './normalise.ts';
import { isOtlpRecord, otlpFields, otlpRecords } from './otlp.ts';
import { readPlainText } from './plain-text.ts';
import { listedRecords } from './record-list.ts';

/** How many wrappings (CRI, then Docker, then syslog …) are taken off one line. */
const MAX_WRAPPINGS = 4;

/** Fields in which shippers keep the line that they read, if it was JSON. */
const INNER_LINES = ['message', 'body', 'log', 'event', 'line', 'msg'];

export interface LineContext {
  /** Where the line stands, as it will be shown. */
  source: string;
  /** Only records that carry this id as a whole token are wanted. */
  id?: string;
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

function finish(drafts: Draft[], raw: string, { source, id }: LineContext): ParsedLine[] {
  if (id === undefined) return drafts.map((draft) => normalise(draft, source));
  return drafts.filter(carrying(tokenTest(id), raw)).map((draft) => {
    const parsed = normalise(draft, source);
    const mentioned = mentionedIn(draft, id);
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
