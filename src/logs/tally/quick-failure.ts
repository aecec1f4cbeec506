import { readStatus } from '../../base/http-status.ts';
import { isObject, jsonIn } from '../../base/objects.ts';
import { standsAlone } from '../files/events.ts';
import { indexByName } from '../line/aliases.ts';
import { keysFor, readBareError, readCode, readName } from '../line/common-terms.ts';
import { formatOfRecord } from '../line/formats/formats.ts';
import { type IdNames, NO_ID_NAMES, ownId } from '../line/ids.ts';
import { flatten } from '../line/json.ts';
import { readLevel } from '../line/level.ts';
import { MAY_BE_LINE, parseLine } from '../line/parse-line.ts';
import { isOtlpRecord, openObjectEnvelope } from '../line/records.ts';
import { readTime } from '../line/time.ts';
import { isErrorLevel, isTroubledLevel, type LogLine } from '../log.ts';
import type { LineFinder } from '../wasm/id-scanner.ts';
import { type Template, templateOf, templates } from './line-template.ts';
import type { FailureLine } from './tally.ts';

type Path = readonly string[];

/** Where lines of one shape have what is counted. Null where they have none. */
interface Plan {
  time: Path;
  code: Path | null;
  error: Path | null;
  status: Path | null;
  workspace: Path | null;
  /** Where the level stands; null where only the whole parser can tell. */
  level: Path | null;
  /** Where a text stands that may be a line of its own. */
  message: Path | null;
  /** Where ids of its own request may stand, and after them those of its trace: the first that is there counts. */
  ids: readonly Path[];
  /** Where what was asked for stands, in lines that name their own request. */
  route: { method: Path; path: Path } | null;
}

/** What a message must hold for its own pairs and sentences to say more of an error: a pair, or a status of one. */
const SAYS_MORE = /=|(?<!\d)[45]\d\d(?!\d)/;

/** Loggers write lines of few shapes; what makes ever new ones is not remembered. */
const MAX_STEPS = 20_000;
const DEEPEST = 3;
const ANY_VALUE = /^(?:string|int|double|bool|bytes|array|kvlist)Value$/;
/** So large numbers are milliseconds since the epoch, of the years 2001 to 2099. */
const MIN_MILLISECONDS = 1e12;
const MAX_MILLISECONDS = 4e12;
const UTC = /^[12]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/;

/** What a line says of an error, or `unsure` where only the whole parser can tell. */
export type QuickFailure = FailureLine | null | 'unsure';

/**
 * Reads plain JSON lines as `parseLine` does, ten times as fast: the names under which a line has its time, code,
 * status, workspace and id depend on its shape (its names, and the kinds of its values), so they are sought once a
 * shape. Whatever is out of the ordinary is `unsure`. Null for a line that says no error. `onShape` is told of shapes that
 * many lines have.
 */
export function quickFailures(
  names: IdNames = NO_ID_NAMES,
  onShape?: (text: string, plan: Plan) => void,
): (text: string) => QuickFailure {
  const planned = planner(names, onShape);
  return (text) => {
    const found = planned(text);
    return found === null ? 'unsure' : read(found.object, found.plan, text);
  };
}

/** A time that has more than milliseconds. */
const FINER = /[.,]\d{4}|^\d{14}/;

/** A failing line as far as it tells whose failure it is; `unsure` where only the whole parser can tell. */
export function quickCalls(names: IdNames): (text: string) => (LogLine & { id: string }) | null | 'unsure' {
  const planned = planner(names);
  return (text) => {
    const { object, plan } = planned(text) ?? {};
    if (object === undefined || !plan?.route) return 'unsure';
    const failure = read(object, plan, text);
    if (failure === null || failure === 'unsure') return failure;
    const { time, code, status, workspace, id, isCalm } = failure;
    const [method, path] = [at(object, plan.route.method), at(object, plan.route.path)];
    if (FINER.test(String(at(object, plan.time)))) return 'unsure';
    if (isCalm || id === null || typeof method !== 'string' || !/^[A-Z]+$/.test(method)) return 'unsure';
    if (typeof path !== 'string' || !path.startsWith('/')) return 'unsure';
    const named = { ...(code !== null && { code }), ...(status !== null && { status }) };
    const told = { time: new Date(time).toISOString(), source: '', method, path };
    return { id, ...told, ...named, ...(workspace !== null && { workspace }) };
  };
}

/**
 * Tells of lines of JSON that they surely name no code and no failing status; with `byLevel`, also that their level is none
 * of an error. Of a line that needs the whole parser it tells nothing.
 */
export function quickRuling(names: IdNames, byLevel: boolean): (text: string) => boolean {
  const planned = planner(names);
  return (text) => {
    const { object, plan } = planned(text) ?? {};
    if (object === undefined || plan === undefined || read(object, plan, text) !== null) return false;
    if (!byLevel) return true;
    const message = plan.message === null ? '' : at(object, plan.message);
    // Its own level counts, where a message is a line.
    if (typeof message !== 'string' || MAY_BE_LINE.test(message)) return false;
    if (plan.message !== null && message.trim() === '') return false;
    const level = plan.level === null ? undefined : readLevel(at(object, plan.level));
    return level !== undefined && !isErrorLevel({ level });
  };
}

/** Gives of a plain line of JSON its object, and where that has what is counted; null where that is not sure. */
function planner(
  names: IdNames,
  onShape?: (text: string, plan: Plan) => void,
): (text: string) => { object: Record<string, unknown>; plan: Plan } | null {
  const root = newShape();
  let steps = 0;
  const step = (from: Shape, name: string): Shape => {
    const known = from.next.get(name);
    if (known) return known;
    const fresh = newShape();
    if (steps < MAX_STEPS) {
      from.next.set(name, fresh);
      steps += 1;
    }
    return fresh;
  };
  return (text) => {
    if (!text.startsWith('{')) return null;
    const object = jsonIn(text);
    const shape = isObject(object) ? follow(object, root, 0, step) : null;
    if (!isObject(object) || shape === null) return null;
    if (shape.plan === undefined) shape.plan = planFor(object, names);
    if (shape.plan === null) return null;
    shape.seen += 1;
    if (shape.seen === OFTEN) onShape?.(text, shape.plan);
    return { object, plan: shape.plan };
  };
}

/** From how many lines of one shape on it is worth a template. */
const OFTEN = 3;

/** A point in the reading of an object: the names and the kinds of values so far. */
interface Shape {
  next: Map<string, Shape>;
  /** How many objects ended here. */
  seen: number;
  /** Where what is counted stands, if the object ends here; null if that depends on more. */
  plan?: Plan | null;
}

function newShape(): Shape {
  return { next: new Map(), seen: 0 };
}

function read(object: Record<string, unknown>, plan: Plan, text: string): QuickFailure {
  const message = plan.message ? at(object, plan.message) : null;
  if (typeof message === 'string' && SAYS_MORE.test(message)) return 'unsure';
  // Then another field may be the message.
  if (Array.isArray(message)) return 'unsure';
  const code = plan.code
    ? readCode(at(object, plan.code))
    : plan.error
      ? readBareError(at(object, plan.error))
      : null;
  const status = plan.status ? readStatus(at(object, plan.status)) : null;
  const workspace = plan.workspace ? readName(at(object, plan.workspace)) : null;
  // Another field may have it, where the first does not.
  if (code === undefined || status === undefined || workspace === undefined) return 'unsure';
  const failing = status !== null && status >= 400 ? status : null;
  if (code === null && failing === null) return null;
  if (failing === null && !ERROR_NAME.test(text)) {
    const level = plan.level && readLevel(at(object, plan.level));
    if (level === null || level === undefined) return 'unsure';
    if (!isTroubledLevel({ level })) return calm(code, workspace);
  }
  const time = milliseconds(at(object, plan.time));
  if (time === null) return 'unsure';
  const id = plan.ids
    .map((path) => at(object, path))
    .find((value) => typeof value === 'string' || typeof value === 'number');
  return { time, code, status: failing, workspace, id: id === undefined ? null : String(id) };
}

function calm(code: string | null, workspace: string | null): FailureLine {
  return { time: 0, code, status: null, workspace, id: null, isCalm: true };
}

function milliseconds(value: unknown): number | null {
  if (typeof value === 'number' && value >= MIN_MILLISECONDS && value < MAX_MILLISECONDS)
    return Math.floor(value);
  if (typeof value === 'string' && UTC.test(value)) {
    const time = Date.parse(value);
    // V8 takes the 30th of February for a day of March.
    if (new Date(time).getUTCDate() === Number(value.slice(8, 10))) return time;
  }
  const instant = readTime(value);
  // Of two times, the one with a zone counts.
  return instant && !instant.zoneless ? Number(instant.ns / 1_000_000n) : null;
}

function at(object: Record<string, unknown>, path: Path): unknown {
  let value: unknown = object;
  for (const name of path) value = isObject(value) ? value[name] : undefined;
  return value;
}

/** Goes from `shape` by the names of an object and the kinds of its values; null if it may be more than one plain record. */
function follow(
  object: Record<string, unknown>,
  start: Shape,
  depth: number,
  step: (from: Shape, name: string) => Shape,
): Shape | null {
  let shape = start;
  for (const name of Object.keys(object)) {
    const value = object[name];
    shape = step(shape, name);
    if (typeof value === 'string') {
      // It may hold an error body, or a whole line.
      if (value.includes('{')) return null;
      shape = step(shape, 'string');
    } else if (typeof value === 'number') {
      // `parseJson` keeps the digits of such numbers, which are ids or nanoseconds.
      if (value >= 1e15 || (value >= 1e9 && !Number.isInteger(value))) return null;
      shape = step(shape, 'scalar');
    } else if (isObject(value)) {
      if (depth === DEEPEST || ANY_VALUE.test(Object.keys(value)[0] ?? '')) return null;
      const inner = follow(value, step(shape, 'object'), depth + 1, step);
      if (inner === null) return null;
      shape = step(inner, 'end');
    } else {
      if (Array.isArray(value) && value.length > 0 && !isPlainList(value)) return null;
      shape = step(shape, !Array.isArray(value) ? 'scalar' : value.length > 0 ? 'list' : 'nothing');
    }
  }
  return shape;
}

/** Whether a list is one value for the parser, and no more: a list of one is its value. */
function isPlainList(list: readonly unknown[]): boolean {
  return list.length > 1 && list.every((each) => typeof each === 'string' && !each.includes('{'));
}

/** Where `normalize` finds what is counted in objects of this one's shape; null if that depends on more than the shape. */
function planFor(object: Record<string, unknown>, idNames: IdNames): Plan | null {
  if (isOtlpRecord(object) || openObjectEnvelope(object)) return null;
  const fields = pathsIn(object, []);
  const names = flatten(object).map(({ name }) => name);
  if (fields.length !== names.length || fields.some(({ name }, index) => name !== names[index])) return null;
  const index = indexByName(fields);
  // What a format of its own means by its names is not known here.
  if (formatOfRecord(index)?.terms !== undefined) return null;
  const first = (term: Parameters<typeof keysFor>[0]): Path | null => {
    const found = keysFor(term).find((key) => index.has(key));
    return (found !== undefined && index.get(found)?.path) || null;
  };
  const time = first('time');
  const code = first('code');
  const error = first('error');
  const message = first('message');
  const isSplitTime = names.some((name) => /^(?:log_?)?date$/i.test(name));
  const isNested = names.some((name) => /\.(?:error|err)\.code$|\.error_code$|\.error$/i.test(name));
  if (time === null || isSplitTime || (code === null && isNested)) return null;
  const status = first('status');
  const workspace = first('workspace');
  const taken = [time, code, status, workspace];
  const owners = fields.filter(({ path }) => !taken.includes(path));
  const idsOf = (kind: 'request' | 'trace') =>
    owners.filter(({ name }) => ownId(name, idNames)?.kind === kind).map(({ path }) => path);
  const requests = idsOf('request');
  const [method, path] = [first('method'), first('path')];
  const route = requests.length > 0 && method !== null && path !== null ? { method, path } : null;
  const ids = [...requests, ...idsOf('trace')];
  return { time, code, error, status, workspace, level: first('level'), message, ids, route };
}

function pathsIn(object: Record<string, unknown>, outer: Path): { name: string; path: Path }[] {
  return Object.entries(object).flatMap(([key, value]) => {
    const path = [...outer, key];
    if (isObject(value)) return pathsIn(value, path);
    return Array.isArray(value) && value.length === 0 ? [] : [{ name: path.join('.'), path }];
  });
}

/** How many shapes of lines have templates. */
const MOST_TEMPLATES = 200;

/** A template, and which of its values a plan reads: their places among them, -1 where the plan has none. */
interface Known {
  template: Template;
  time: number;
  code: number;
  error: number;
  status: number;
  workspace: number;
  message: number;
  ids: readonly number[];
}

/** What a line says of errors. */
export interface ReadLine {
  /** Where it begins in the memory of the scanner, and where its line feed stands. */
  start: number;
  end: number;
  failures: readonly (FailureLine | null)[];
  /** Whether it is surely a record of its own, of which no line round it is a part. */
  isAlone: boolean;
}

export interface FailureScanner {
  /**
   * Reads a line of the text that was scanned last as `failureReader` does, with what is calm: that in which the byte at a
   * place of the text stands; null if it has no line feed.
   */
  read(place: number): ReadLine | null;
  /** Whether it learns no further shapes of lines: what it has read was of many kinds. */
  isFull(): boolean;
}

/** Reads lines, most of those of JSON without making a text or an object of them. It forgets what one before has learnt. */
export function failureScanner(lines: LineFinder, names: IdNames = NO_ID_NAMES): FailureScanner {
  const { found, memory } = lines;
  const bytes = Buffer.from(memory.buffer, memory.byteOffset, memory.byteLength);
  const known = templates<Known>(MOST_TEMPLATES, lines);
  const readKnown = knownReader(lines, bytes);
  const read = readerWith(
    quickFailures(names, (text, plan) => {
      const fresh = knownOf(text, plan);
      if (fresh !== null) known.add(fresh.template, fresh);
    }),
    names,
  );
  return {
    read(place) {
      const each = known.at(lines.lineAt(place));
      const start = found[0] ?? 0;
      const end = found[1] ?? -1;
      if (end === -1) return null;
      const quick = each === undefined ? 'unsure' : readKnown(each);
      // What another program has wrapped has no plan, so no template; all other objects of JSON on a line stand alone.
      if (quick !== 'unsure') return { start, end, failures: quick === null ? [] : [quick], isAlone: true };
      const text = bytes.toString('utf8', start, end);
      return { start, end, failures: read(text), isAlone: standsAlone(text) };
    },
    isFull: () => known.isFull(),
  };
}

function knownOf(text: string, plan: Plan): Known | null {
  const { time, code, error, status, workspace, message, ids } = plan;
  const own = [time, code, error, status, workspace, message, ...ids].filter((path) => path !== null);
  const isSame = (one: Path, other: Path) => JSON.stringify(one) === JSON.stringify(other);
  const made = templateOf(text, (path) => own.some((each) => isSame(each, path)));
  if (made === null) return null;
  const { template, paths } = made;
  const placeOf = (path: Path | null) => (path === null ? -1 : paths.findIndex((each) => isSame(each, path)));
  // What is read must be a value of the template, and no empty list.
  if (own.some((path) => placeOf(path) === -1)) return null;
  return {
    template,
    time: placeOf(time),
    code: placeOf(code),
    error: placeOf(error),
    status: placeOf(status),
    workspace: placeOf(workspace),
    message: placeOf(message),
    ids: ids.map(placeOf),
  };
}

/** Reads lines that fit templates as `read` does. */
function knownReader(lines: LineFinder, bytes: Buffer): (known: Known) => QuickFailure {
  const { found } = lines;
  const startAt = (place: number): number => found[place * 2 + 2] ?? 0;
  const endAt = (place: number): number => found[place * 2 + 3] ?? 0;
  const valueAt = ({ template: { parts } }: Known, place: number): unknown => {
    const start = startAt(place);
    const end = endAt(place);
    const isText = parts[place]?.isText;
    const number = isText ? -1 : wholeNumber(bytes, start, end);
    if (number !== -1) return number;
    const text = bytes.toString('latin1', start, end);
    return isText ? text : JSON.parse(text);
  };
  /** What a text is read as, once for all lines that have it. */
  const readOnce = (read: (value: unknown) => string | undefined) => {
    const answers: (string | null | undefined)[] = [];
    return (known: Known, place: number): string | undefined => {
      const number = known.template.parts[place]?.isText ? lines.nameAt(startAt(place), endAt(place)) : 0;
      if (number === 0) return read(valueAt(known, place));
      const before = answers[number];
      if (before !== undefined) return before ?? undefined;
      while (answers.length < number) answers.push(undefined);
      const answer = read(valueAt(known, place));
      answers[number] = answer ?? null;
      return answer;
    };
  };
  lines.forgetNames();
  const codeAt = readOnce(readCode);
  const bareErrorAt = readOnce(readBareError);
  const nameAt = readOnce(readName);
  return (known) => {
    const { message, code: ownCode, error } = known;
    if (message !== -1 && maySayMore(bytes, startAt(message), endAt(message))) {
      const text = valueAt(known, message);
      if (typeof text === 'string' && SAYS_MORE.test(text)) return 'unsure';
    }
    const named = ownCode === -1 ? error : ownCode;
    if (named !== -1 && !known.template.parts[named]?.isText) return 'unsure';
    const code = named === -1 ? null : named === ownCode ? codeAt(known, named) : bareErrorAt(known, named);
    const status = known.status === -1 ? null : readStatus(valueAt(known, known.status));
    const workspace = known.workspace === -1 ? null : nameAt(known, known.workspace);
    if (code === undefined || status === undefined || workspace === undefined) return 'unsure';
    // Whether a code without such a status is that of an error, the level tells.
    if (status === null || status < 400) return code === null ? null : 'unsure';
    const time = milliseconds(valueAt(known, known.time));
    if (time === null) return 'unsure';
    let id: string | null = null;
    for (const place of known.ids) {
      const each = valueAt(known, place);
      if (typeof each !== 'string' && typeof each !== 'number') continue;
      id = String(each);
      break;
    }
    return { time, code, status, workspace, id };
  };
}

/** Whether a value holds a byte that `SAYS_MORE` begins with. */
function maySayMore(bytes: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at];
    if (byte === 61 || byte === 52 || byte === 53) return true;
  }
  return false;
}

/** The number that digits alone are, of at most 15; -1 for any other text. */
function wholeNumber(bytes: Buffer, start: number, end: number): number {
  let number = 0;
  for (let at = start; at < end; at += 1) {
    const digit = (bytes[at] ?? 0) - 48;
    if (digit < 0 || digit > 9) return -1;
    number = number * 10 + digit;
  }
  return number;
}

/** A reader of many lines: it remembers the shapes of those it has read, and gives what `failuresOf` gives. */
export function failureReader(names: IdNames = NO_ID_NAMES): (text: string) => (FailureLine | null)[] {
  const read = readerWith(quickFailures(names), names);
  return (text) => read(text).filter(isCounted);
}

function isCounted(line: FailureLine | null): boolean {
  return line?.isCalm !== true;
}

function readerWith(
  quick: (text: string) => QuickFailure,
  names: IdNames,
): (text: string) => (FailureLine | null)[] {
  return (text) => {
    const found = quick(text);
    if (found === 'unsure') return linesOf(text, names);
    return found === null ? [] : [found];
  };
}

/** What the records of a raw line say of errors; null for a record that shows no time. Empty if none says an error. */
export function failuresOf(text: string, names: IdNames = NO_ID_NAMES): (FailureLine | null)[] {
  return linesOf(text, names).filter(isCounted);
}

function linesOf(text: string, names: IdNames): (FailureLine | null)[] {
  return parseLine(text, { source: '' }).flatMap(({ line, ns }) => {
    const { code = null, workspace = null } = line;
    const status = line.status !== undefined && line.status >= 400 ? line.status : null;
    if (code === null && status === null) return [];
    if (status === null && !saysError(line, text)) return [calm(code, workspace)];
    if (ns === null) return [null];
    return [{ time: Number(ns / 1_000_000n), code, status, workspace, id: requestIdOf(line, names) }];
  });
}

/** Names of errors, whatever the level of their line: `error_code`, `err.code`, `"error":`. */
const ERROR_NAME = /(?<![a-z])err/i;

/**
 * Whether a line with a code but no failing status says an error: by its level, or by a name. A bare `code` may be that
 * of a coupon or a country; in a line of which neither level nor status is known it counts.
 */
function saysError({ level, status }: LogLine, text: string): boolean {
  if (isTroubledLevel({ level })) return true;
  return ERROR_NAME.test(text) || (level === undefined && status === undefined);
}

/** The id of the line's own request, or else of its trace. */
function requestIdOf({ rest = {} }: LogLine, names: IdNames): string | null {
  let trace: string | null = null;
  for (const [name, value] of Object.entries(rest)) {
    if (typeof value !== 'string' && typeof value !== 'number') continue;
    const kind = ownId(name, names)?.kind;
    if (kind === 'request') return String(value);
    if (kind === 'trace') trace ??= String(value);
  }
  return trace;
}
