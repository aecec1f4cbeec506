import { isObject } from '../../base/objects.ts';
import { trim } from '../../base/text.ts';
import { isSecretName, NO_OWN_NAMES, type OwnNames } from '../../redact/redact.ts';
import { isHexId, placesIn, tokenTest } from '../token.ts';
import { indexByName, keyOf } from './aliases.ts';
import { keysFor, namedTime, normalize, type ParsedLine, withTime } from './common-terms.ts';
import { cellsOf, isCsvHeader } from './csv.ts';
import { type Draft, wrapDraft } from './draft.ts';
import { draftOf, formatOf, formatOfRecord, levelsOf } from './formats/formats.ts';
import { type IdNames, isIdName, isOthersName, NO_ID_NAMES, ownId } from './ids.ts';
import { type Field, findObject, flatten, isOpaque, parseCutObject, parseJson, parseObject } from './json.ts';
import { stripAnsi } from './level.ts';
import { readPairs } from './logfmt.ts';
import {
  isOtlpRecord,
  listedRecords,
  openObjectEnvelope,
  openSyslog,
  otlpFields,
  otlpRecords,
  xmlEvent,
} from './records.ts';
import { readBody, readText, summaryIn } from './text.ts';
import { type Instant, readTimeAt } from './time.ts';

/** How many wrappings (CRI, then Docker, then syslog …) are taken off one line. */
const MAX_WRAPPINGS = 4;

export interface LineContext {
  /** Where the line stands, as it will be shown. */
  source: string;
  /** Only records that carry this id as a whole token are wanted. */
  id?: string;
  /** Further names that hold ids of requests; none if left out. */
  idNames?: IdNames;
  /** Names of further fields whose values are redacted; none if left out. */
  ownNames?: OwnNames;
  /** The line of its file that names the columns: `#Fields: date time …` (W3C), `#fields\tts\t…` (Zeek). */
  header?: string | undefined;
  /** When its file was last written, in milliseconds since the epoch: the year of times without one. */
  modified?: number | undefined;
  /** Fields that stand in the lines below it, and are its own. */
  below?: readonly Field[];
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
  const drafts = readDrafts(clean, 0, context);
  const { below = [] } = context;
  return finish(below.length === 0 ? drafts : drafts.map((draft) => withBelow(draft, below)), clean, context);
}

function withBelow(draft: Draft, below: readonly Field[]): Draft {
  return withTime({ ...draft, fields: [...draft.fields, ...below] });
}

/**
 * The times of the records of a raw line, in nanoseconds since the epoch: what `parseLine` says of them, and no more.
 * Where the line begins with a time and its zone, or has one among its fields, its message is not read for a finer one.
 */
export function timesIn(text: string, help: Pick<LineContext, 'header' | 'modified'>): bigint[] {
  const clean = text.replace(/^[\0\uFEFF]+/, '').trimEnd();
  if (clean.trim() === '') return [];
  const plain = clean.startsWith('{') ? timeOfObject(clean) : timeInFront(clean);
  if (plain && !plain.zoneless) return [plain.ns];
  return readDrafts(clean, 0, help).flatMap(({ instant }) => (instant ? [instant.ns] : []));
}

/** The time that a field of an object names, not counting those of objects inside it. */
function timeOfObject(text: string): Instant | null | undefined {
  const object = parseObject(text);
  if (object === null) return null;
  const scalars = Object.entries(object).filter(([, value]) => typeof value !== 'object');
  const fields = flatten(Object.fromEntries(scalars));
  return namedTime({ fields, text: '', terms: formatOfRecord(indexByName(fields))?.terms })?.instant;
}

/** The time with which a text begins, or which its first pair names: `ts=2026-03-04T10:11:12Z level=info`. */
function timeInFront(text: string): Instant | null | undefined {
  const [, name, , value] =
    /^([\w@.-]{1,40})=("?)([\d-]{4,20}T?[\d:.,+-]{0,30}Z?)\2(?=\s|$)/.exec(text) ?? [];
  if (name === undefined || value === undefined) return readTimeAt(text, 0)?.instant;
  return namedTime({ fields: [{ name, value }], text: '' })?.instant;
}

/** Reads an object that is already parsed, as `parseLine` reads a line. */
export function parseRecord(object: Record<string, unknown>, context: LineContext): ParsedLine[] {
  return finish(readObject(object, 0, context), '', context);
}

function finish(
  drafts: Draft[],
  raw: string,
  { source, id, idNames = NO_ID_NAMES, ownNames = NO_OWN_NAMES }: LineContext,
): ParsedLine[] {
  if (id === undefined) return drafts.map((draft) => normalize(draft, source, ownNames));
  return drafts.filter(carrying(tokenTest(id, idNames), raw)).map((draft) => {
    const parsed = normalize(draft, source, ownNames);
    const mentioned = mentionedIn(draft, id, idNames);
    if (mentioned !== undefined) parsed.line.mentioned_in = mentioned;
    return parsed;
  });
}

/** What helps to read a line that does not say everything itself. */
type Help = Pick<LineContext, 'header' | 'modified' | 'ownNames'>;

function readDrafts(raw: string, depth: number, help: Help): Draft[] {
  const text = stripAnsi(raw).trimStart();
  const value = /^[{[]/.test(text) && /[}\]]$/.test(text) ? parseJson(text) : undefined;
  if (isObject(value) || (Array.isArray(value) && value.some(isObject)))
    return readObject(value, depth, help);
  const event = text.startsWith('<') ? xmlEvent(text) : null;
  if (event) return [fromFields(event, depth, help)];
  const row = help.header === undefined ? null : readW3c(text, help.header);
  if (row) return [withTime(row)];
  const syslog = depth < MAX_WRAPPINGS ? openSyslog(text) : null;
  if (syslog) return readInner(syslog.inner, syslog.outer, depth, help);
  const found = formatOf(text, help.modified);
  const cells = found || help.header === undefined || depth > 0 ? null : readCsv(text, help.header);
  if (cells) return [fromFields(cells, depth, help)];
  if (!found) return readMessage(text, null, depth, help);
  const draft = draftOf(found, text);
  const { inner, message } = found.matched;
  if (inner !== undefined && depth < MAX_WRAPPINGS) return readInner(inner, withTime(draft), depth, help);
  const words = inner ?? message;
  return words === undefined ? [finished(draft)] : readMessage(words, draft, depth, help);
}

/** Reads a text, or what a format left as its message: words, pairs, and an object that may stand in it. */
function readMessage(text: string, head: Draft | null, depth: number, help: Help): Draft[] {
  const read = (words: string) =>
    head ? withHead(readBody(words, help.ownNames), head) : readText(words, help.ownNames);
  const found = depth < MAX_WRAPPINGS ? findObject(text) : null;
  if (found && Object.keys(found.object).length > 0 && !isOfSecret(found.before, help)) {
    // Monolog writes what is added to every line as a second object.
    const second = /\}\s*$/.test(found.before) ? findObject(found.before) : null;
    const isSecond = second !== null && second.after.trim() === '' && !isOfSecret(second.before, help);
    const prefix = read(isSecond ? second.before : found.before);
    if (isSecond) prefix.fields.push(...flatten(second.object));
    const after = trim(found.after, /[\s,]/);
    if (isWithinProse(found)) {
      // The sentence goes on behind the object, so it is the message as a whole.
      const whole = withTime(read(text));
      return readObject(found.object, depth + 1, help).map(({ fields, quiet = [], ...draft }) =>
        wrapDraft({ ...draft, fields: [], quiet: [...quiet, ...fields] }, whole),
      );
    }
    // Monolog's empty context.
    if (after !== '' && after !== '[]') prefix.fields.push({ name: 'suffix', value: after });
    const outer = withTime({ ...prefix, text: `${prefix.text} ${found.after}` });
    return readObject(found.object, depth + 1, help).map((draft) => wrapDraft(draft, outer));
  }
  const cut = depth < MAX_WRAPPINGS ? cutObject(text) : null;
  if (!cut || isOfSecret(cut.before, help)) return [finished(read(text))];
  const prefix = read(cut.before);
  return [finished({ ...prefix, fields: [...prefix.fields, ...cut.fields] })];
}

/** In UTF-16 units, of an object that a message holds. */
const LONGEST_WITHIN = 500;

/** Whether an object in a text is short, and words stand behind it: `job {"id":7} failed: no stock`. */
function isWithinProse({ before, object, after }: NonNullable<ReturnType<typeof findObject>>): boolean {
  return (
    /^[\s\])}>,;:.-]{0,8}[A-Za-z]{2,30}[ :,.]/.test(after) &&
    before.trim() !== '' &&
    JSON.stringify(object).length <= LONGEST_WITHIN
  );
}

/** An object at the end of a text that goes on in other lines, as the traces of Laravel do; null if there is none. */
function cutObject(text: string): { before: string; fields: Field[] } | null {
  const start = text.search(/(?<=\s)\{"[\w.@-]{1,80}":/);
  if (start === -1) return null;
  const rest = text.slice(start);
  const members = parseCutObject(rest) ?? {};
  return { before: text.slice(0, start), fields: [...flatten(members), { name: 'context', value: rest }] };
}

function withHead(body: Draft, head: Draft): Draft {
  const read = wrapDraft(body, head);
  // What stands in the line's own text is the line's own.
  return { ...read, text: head.text };
}

/** Decides what depends on all fields of a draft: its format, if its names show one, and its time. */
function finished(draft: Draft): Draft {
  const format = formatOfRecord(indexByName([...draft.fields, ...(draft.quiet ?? [])]));
  return withTime(format ? { ...draft, units: format.units, terms: format.terms } : draft);
}

/** Whether the text before an object ends in a secret name, which is lost if the object is opened. */
function isOfSecret(before: string, { ownNames = NO_OWN_NAMES }: Help): boolean {
  const name = /([\w.-]{1,128})["'`]?\s{0,8}(?:=>?|:=?)\s{0,8}$/.exec(before.slice(-160))?.[1];
  return name !== undefined && isSecretName(name, ownNames);
}

function readObject(object: Record<string, unknown> | unknown[], depth: number, help: Help): Draft[] {
  const records = isObject(object) ? otlpRecords(object) : null;
  if (records) return records.map((fields) => fromFields(fields, depth, help));
  const listed = depth < MAX_WRAPPINGS ? listedRecords(object) : null;
  if (listed) {
    const outer = { fields: flatten(listed.shared), text: '' };
    return listed.records.flatMap((record) => {
      return readObject(record, depth + 1, help).map((draft) => wrapDraft(draft, outer));
    });
  }
  if (!isObject(object)) return [fromFields(flatten(object), depth, help)];
  const envelope = depth < MAX_WRAPPINGS ? openObjectEnvelope(object) : null;
  if (envelope) return readInner(envelope.inner, withTime(envelope.outer), depth, help);
  return [fromFields(isOtlpRecord(object) ? otlpFields(object) : flatten(object), depth, help)];
}

function readInner(inner: string, outer: Draft, depth: number, help: Help): Draft[] {
  if (inner.trim() === '') return [withTime(outer)];
  return readDrafts(inner, depth + 1, help).map((draft) => wrapDraft(draft, outer));
}

/** The draft of these fields; a field that holds a whole line gives way to what that line says. */
function fromFields(fields: Field[], depth: number, help: Help): Draft {
  const index = indexByName(fields);
  const format = formatOfRecord(index);
  const draft: Draft = { fields, text: '', units: format?.units, terms: format?.terms };
  const levels = format && levelsOf(format);
  const level = levels && format.terms?.level && index.get(keyOf(format.terms.level));
  if (level) {
    const value = String(level.value);
    // `f*` stands for every word that begins so.
    const key = Object.keys(levels).find((each) =>
      each.endsWith('*') ? value.startsWith(each.slice(0, -1)) : value === each,
    );
    draft.level = key && levels[key];
    draft.isOwnLevel = key !== undefined;
  }
  const own = format?.terms?.message;
  const message = [...(own === undefined ? [] : [keyOf(own)]), ...keysFor('message')]
    .map((key) => index.get(key))
    .find((field) => typeof field?.value === 'string' && field.value.trim() !== '');
  if (!message || typeof message.value !== 'string') return withTime(draft);
  const text = fillTemplate(message, fields) ?? message.value;
  const others = draft.fields.filter((field) => field !== message);
  const inner = depth < MAX_WRAPPINGS ? lineIn(text, depth + 1, help) : null;
  if (inner) return wrapDraft(inner, withTime({ ...draft, fields: others }));
  draft.fields = text === message.value ? draft.fields : [...others, { ...message, value: text }];
  return withTime({ ...draft, request: summaryIn(text) });
}

/** The line that a field of an object holds, if its text is one by its form; null if it is a mere message. */
function lineIn(text: string, depth: number, help: Help): Draft | null {
  const object = text.trimStart().startsWith('{') ? parseJson(text.trim()) : undefined;
  if (isObject(object)) return isLine(object) ? fromFields(flatten(object), depth, help) : null;
  const [draft, ...more] = MAY_BE_LINE.test(text) ? readDrafts(text, depth, help) : [];
  if (!draft || more.length > 0) return null;
  const isLevelled = draft.level !== undefined;
  const isLogfmt = () => {
    const { fields, words, mixed } = readPairs(text);
    return fields.length > 1 && words === '' && !mixed;
  };
  const isOne = draft.instant || isLevelled || draft.isOfFormat || (text.includes('=') && isLogfmt());
  if (!isOne) return null;
  return { ...draft, isOwnLevel: isLevelled };
}

/** How a line that holds more than a message begins: with a time, an address, a bracket, a level, or a pair. */
export const MAY_BE_LINE =
  /^\s{0,8}(?:[[(<]?(?:\d{4}[-/.]\d\d|\d{1,2}[-/.:]\d\d|\d{1,3}\.\d{1,3}\.\d|\d{1,2} [A-Z]|\d{8,19}[ .T\]])|[\w.:-]{1,64} - |\[|\x1b|[A-Z]{1,12}[ :,[]|[a-z]{4,8}: |[A-Z][a-z]{2} |[\w.]{1,40}=)/;

function isLine(object: Record<string, unknown>): boolean {
  return ['time', 'ts', 'timestamp', '@timestamp', '@t', 'level', 'severity', 'msg'].some((key) =>
    Object.hasOwn(object, key),
  );
}

function carrying(hasId: (text: string) => boolean, raw: string): (draft: Draft) => boolean {
  return (draft) => {
    if (hasId(draft.text)) return true;
    return [...draft.fields, ...(draft.quiet ?? [])].some((field) => {
      // What could not be looked into is believed on the raw line.
      if (isOpaque(field)) return hasId(raw);
      const values = Array.isArray(field.value) ? field.value : [field.value];
      // With the name, which some ids need to be told from other numbers.
      return hasId(field.name) || values.some((value) => hasId(`${field.name}=${value}`));
    });
  };
}

const TEXT_NAMES = /^(?:msg|message|body|log|text|event|line|short_message|full_message)$/i;

/**
 * The name of the field in which `id` stands, if the line is another request's: it has an id of its own, and that
 * is not `id`. Undefined for a line about `id` itself, and for one without any id of its own.
 */
function mentionedIn(draft: Draft, id: string, names: IdNames): string | undefined {
  const hasId = tokenTest(id, names);
  const holds = (field: Field): boolean => valuesOf(field).some((value) => hasId(`${field.name}=${value}`));
  const all = [...draft.fields, ...(draft.quiet ?? [])];
  const holders = all.filter(holds);
  const own = all.flatMap((field) => {
    const known = ownId(field.name, names);
    return known && valuesOf(field).some((value) => !/^(?:|-|null|none|0+)$/i.test(value))
      ? [{ field, ...known }]
      : [];
  });
  const ids = draft.ids ?? [];
  if (own.some(({ field }) => holders.includes(field)) || ids.some((each) => hasId(`id=${each}`)))
    return undefined;
  // A tag in front of a message may be taken for a thread, but none is called as an id.
  const isLikeId = isHexId(id.replaceAll('-', '')) || /^(?:req|[0-7][0-9A-HJKMNP-TV-Z]{25}$)/i.test(id);
  const isTag = isLikeId && holders.some((field) => field.name === 'thread' && valuesOf(field).includes(id));
  // Beside it, a correlation id is that of several requests.
  const isOthers =
    ids.length > 0 ||
    own.some(({ field, kind, sure }) => kind === 'request' && sure && !(isTag && /corr/i.test(field.name)));
  const [first] = holders;
  if (isOthers) return plainName(first?.name ?? placeInText(draft, hasId));
  // A trace has many requests, so its id says nothing against the id of a request that the line's text names.
  const place = first?.name ?? placeInText(draft, hasId);
  if (TEXT_NAMES.test(place)) {
    const text = first === undefined ? draft.text : valuesOf(first).join(' ');
    if (isSpokenOf(text, placesIn(text, id, names))) return plainName(place);
  }
  if (!own.some(({ kind, sure }) => kind === 'trace' && sure)) return undefined;
  if (placesIn(draft.text, id, names).some((at) => isOwnBefore(draft.text, at, names))) return undefined;
  if (holders.some(({ name }) => isIdName(name, names) && !isOthersName(name))) return undefined;
  if (isTag) return undefined;
  // The request whose own address holds the id is no other one.
  return isHexId(id) || !(TEXT_NAMES.test(place) || PATH_NAMES.test(place)) ? plainName(place) : undefined;
}

/** Whether the name that stands right before a place in a text is that of an id of its own: `[trace_id=`. */
function isOwnBefore(text: string, at: number, names: IdNames): boolean {
  const [, name] = /([A-Za-z][\w.-]{0,40})[=:]["']?$/.exec(text.slice(Math.max(0, at - 50), at)) ?? [];
  return name !== undefined && ownId(name, names) !== null;
}

/** The names of what a request asks for. */
const PATH_NAMES =
  /(?:^|[._])(?:path|url|uri|target|requesturi|requesturl|requestpath|requestline|request|requests?_line)$/i;

function placeInText(draft: Draft, hasId: (text: string) => boolean): string {
  const { path } = draft.request ?? {};
  return path !== undefined && hasId(path) ? 'path' : 'message';
}

/** Names come from the line as well, and this one is shown outside of it. */
function plainName(name: string): string {
  return /^[\w.:@/ -]{1,100}$/.test(name) ? name : 'another field';
}

function valuesOf({ value }: Field): string[] {
  return (Array.isArray(value) ? value : [value]).map(String);
}

/** A hole of a message template (messagetemplates.org): `{Elapsed:0.0000}`, `{@Order}`, `{Name,-10}`. */
const HOLE = /\{[@$]?(\w{1,80})(?:,-?\d{1,4})?(?::([^{}]{1,40}))?\}/g;

/**
 * The text of a message template with the values of its fields in its holes; a hole without a field stays as it is.
 * Undefined if the field is no template: only .NET's names say that one is.
 */
function fillTemplate({ name, value }: Field, fields: readonly Field[]): string | undefined {
  if (!/^(?:@mt|(?:.{0,40}\.)?MessageTemplate)$/i.test(name) || typeof value !== 'string') return undefined;
  return value.replace(HOLE, (hole, wanted: string, form: string | undefined) => {
    const field = fields.find((each) => keyOf(each.name.replace(/^.{0,200}\./, '')) === keyOf(wanted));
    if (!field || Array.isArray(field.value)) return hole;
    const places = /^0\.(0{1,9})$/.exec(form ?? '')?.[1]?.length;
    const { value: filled } = field;
    return typeof filled === 'number' && places !== undefined ? filled.toFixed(places) : String(filled);
  });
}

/** Whether a text speaks of a request as of another one than its own. */

/** What stands right before the id of another request: `already exchanged by`, `retry of the request`. */
const SPOKEN_OF =
  /\b(?:(?:already|previously|earlier|first)\b[^.;\n]{0,80}\bby|(?:superseded|replaced|blocked|held|locked|owned|taken|used|claimed|caused|consumed|redeemed|reserved|in use) by|(?:is|was|as|being) (?:an? |the )?(?:duplicate|retry|replay|copy|repeat|repetition|child|parent) of|duplicate of|duplicates|(?:conflicts?|conflicted|conflicting|collides?|collided) with|(?:see|same as|instead of|waiting for|waits for))\s{1,3}(?:the |another |other |earlier |previous |original ){0,2}(?:request|req|call|job|id|transaction)?[\s:#"'([=]{0,4}$/i;

const LONGEST_BEFORE = 160;

/**
 * Whether every place in `text` at which the id stands speaks of another request: `code was already exchanged by req_x`.
 *
 * @param places where the id begins in it
 */
function isSpokenOf(text: string, places: readonly number[]): boolean {
  return (
    places.length > 0 &&
    places.every((place) => SPOKEN_OF.test(text.slice(Math.max(0, place - LONGEST_BEFORE), place)))
  );
}

/** A row of a table of CSV by the names of its columns; null where the line is no such row. */
function readCsv(text: string, header: string): Field[] | null {
  if (!isCsvHeader(header) || text === header) return null;
  const names = cellsOf(header) ?? [];
  const cells = cellsOf(text) ?? [];
  // The last text of a row may go on in other lines.
  const isRow =
    cells.length === names.length || (cells.length > 1 && cells.length < names.length && isOpen(text));
  if (!isRow) return null;
  return names.flatMap((name, at) => {
    const value = cells[at]?.trim() ?? '';
    return value === '' ? [] : [{ name, value }];
  });
}

/** Whether a cell in quotes goes on behind the end of a line. */
function isOpen(text: string): boolean {
  return (text.match(/"/g)?.length ?? 0) % 2 === 1;
}

/** Names of the fields of W3C extended logs in the terms of this program. */
const NAMES: Readonly<Record<string, string>> = {
  'cs-method': 'method',
  'cs-uri-stem': 'path',
  'cs-uri': 'path',
  'sc-status': 'status',
  'x-edge-request-id': 'request_id',
};

/**
 * Reads a row of a W3C extended log (IIS, CloudFront) by its `#Fields:` line; null where the line is no such row.
 *
 * Its times are in UTC. `time-taken` is in seconds with a decimal point, as the standard has it
 * (https://www.w3.org/TR/WD-logfile.html), and in milliseconds in what IIS and ASP.NET Core write, which name the server.
 */
function readW3c(text: string, header: string): Draft | null {
  const names = /^#Fields:?\s{1,8}(\S.{0,8000})/i.exec(header)?.[1]?.trim().split(/\s+/) ?? [];
  const values = text.includes('\t') ? text.split('\t') : text.split(' ');
  if (text.startsWith('#') || names.length < 3 || values.length !== names.length) return null;
  const fields = names.flatMap((name, at): Field[] => {
    const value = values[at]?.trim() ?? '-';
    return value === '-' || value === '' ? [] : [{ name, value }];
  });
  const named = (name: string) => fields.find((field) => field.name.toLowerCase() === name)?.value;
  const date = named('date');
  const time = named('time');
  const taken = String(named('time-taken') ?? '');
  const isOf = (start: string) => names.some((name) => name.startsWith(start));
  const isSeconds = isOf('x-edge-') || (taken.includes('.') && !isOf('s-computername'));
  const renamed = fields
    .filter(({ name }) => !(date && time && /^(?:date|time)$/i.test(name)))
    .map((field): Field => {
      const lower = field.name.toLowerCase();
      if (lower === 'time-taken') return { ...field, name: isSeconds ? 'duration_s' : 'duration_ms' };
      return { ...field, name: NAMES[lower] ?? field.name };
    });
  const settled = date && time ? [{ name: 'time', value: `${String(date)}T${String(time)}Z` }] : [];
  return { fields: [...settled, ...renamed], text };
}
