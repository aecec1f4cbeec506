import { type Node, parseTree } from 'jsonc-parser';
import { parse as parseToml, TomlError } from 'smol-toml';
import { isObject } from '../base/objects.ts';
import { percentDecoded } from '../base/text.ts';
import { type Path, parseJson, parseYaml, placesIn } from '../catalog/catalog.ts';
import { excerpt, ImportError, type Unplaced } from './imported.ts';

/** A source of JSON, YAML or TOML as data. */
export interface Source {
  data: unknown;
  /** The line of the value under a path. */
  lineOf(path: Path): number;
  /** Members of JSON that a later one of the same name hides. */
  hidden: Unplaced[];
}

/** As deep as YAML is read too. */
const DEEPEST = 100;
/** More values than any file holds without aliases that multiply. */
const MOST_VALUES = 5_000_000;

/**
 * A text as data: TOML or JSON where it begins like it, or else YAML. Numbers that would lose a part of how they are written
 * stay text.
 *
 * @throws ImportError for what is neither, with the first reason and its place
 */
export function readSource(text: string): Source {
  if (text.trim() === '') throw new ImportError('It is empty.');
  if (beginsLikeToml(text)) return readToml(text.replaceAll('\r\n', '\n'));
  return /^\s*[[{]/.test(text) ? readJson(text) : readYaml(text);
}

function readToml(text: string): Source {
  try {
    const data: unknown = parseToml(text);
    const lines = linesOfTables(text);
    return { data, lineOf: ([first]) => lines.get(String(first)) ?? 1, hidden: [] };
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [reason = 'it cannot be read'] = error.message.split('\n');
    throw new ImportError(`Line ${error.line}, column ${error.column}: It is no TOML: ${reason}.`);
  }
}

/** The line in which each table of the top begins, by its name. */
function linesOfTables(text: string): Map<string, number> {
  const lines = new Map<string, number>();
  for (const [index, line] of text.split('\n').entries()) {
    const [, quoted, bare] = /^\s*\[{1,2}\s*(?:["']([^"'\n]{1,200})["']|([\w-]{1,200}))/.exec(line) ?? [];
    const name = quoted ?? bare;
    if (name !== undefined && !lines.has(name)) lines.set(name, index + 1);
  }
  return lines;
}

function readYaml(text: string): Source {
  const parsed = parseYaml(text);
  if ('problems' in parsed) throw refusal(parsed.problems);
  refuseEndless(parsed.data);
  return { data: parsed.data, lineOf: (path) => parsed.locate(path).line, hidden: [] };
}

function readJson(text: string): Source {
  const parsed = parseJson(text);
  if ('problems' in parsed) throw refusal(parsed.problems);
  refuseEndless(parsed.data);
  const root = parseTree(text);
  const placeAt = placesIn(text);
  const hidden: Unplaced[] = [];
  const data = root === undefined ? null : dataOf(root, text, (offset) => placeAt(offset).line, hidden);
  return { data, lineOf: (path) => parsed.locate(path).line, hidden };
}

function refusal(problems: readonly { message: string; line: number; column: number }[]): ImportError {
  const [first] = problems;
  if (first === undefined) return new ImportError('It cannot be read.');
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  return new ImportError(`Line ${first.line}, column ${first.column}: ${first.message}${more}.`);
}

/** The value of a node, with every number as it is written where reading it would change it. */
function dataOf(node: Node, text: string, lineAt: (offset: number) => number, hidden: Unplaced[]): unknown {
  if (node.type === 'array') return node.children?.map((each) => dataOf(each, text, lineAt, hidden)) ?? [];
  if (node.type === 'number') {
    const written = text.slice(node.offset, node.offset + node.length);
    return String(node.value) === written ? node.value : written;
  }
  if (node.type !== 'object') return node.value;
  const members = new Map<string, { value: unknown; offset: number; length: number }>();
  for (const { offset, length, children: [key, value] = [] } of node.children ?? []) {
    if (key === undefined || value === undefined) continue;
    const name = String(key.value);
    const before = members.get(name);
    if (before !== undefined) {
      hidden.push({
        line: lineAt(before.offset),
        text: excerpt(text.slice(before.offset, before.offset + before.length)),
        reason: `The same member stands again at line ${lineAt(offset)}, which is the one that counts.`,
      });
    }
    members.set(name, { value: dataOf(value, text, lineAt, hidden), offset, length });
  }
  return Object.fromEntries([...members].map(([name, { value }]) => [name, value]));
}

/** Refuses what is nested without end, or what a few aliases of YAML blow up. */
function refuseEndless(data: unknown): void {
  let left = MOST_VALUES;
  let level: unknown[] = [data];
  for (let depth = 0; level.length > 0; depth += 1) {
    left -= level.length;
    if (depth > DEEPEST) throw new ImportError(`It is nested more than ${DEEPEST} deep.`);
    const next: unknown[] = [];
    for (const value of level) {
      const inner = Array.isArray(value) ? value : isObject(value) ? Object.values(value) : [];
      for (const each of inner) next.push(each);
      if (next.length > left) throw new ImportError(`It holds more than ${MOST_VALUES} values.`);
    }
    level = next;
  }
}

/** As far as a text is looked at for the head of a table of TOML: lines, and characters of one line. */
const MOST_LINES = 200;
const LONGEST_LINE = 1200;

const SKIPPED = /^[ \t]*(?:#[^\n]{0,1000}|[\w-]{1,100}[ \t]*=[^\n]{0,1000})?$/;
/** No list of JSON holds bare words. */
const BARE_TABLE = /^[ \t]*\[{1,2}[ \t]*[A-Za-z_][\w.-]{0,200}[ \t]*\]{1,2}[ \t]*(?:#[^\n]{0,1000})?$/;
const QUOTED_TABLE =
  /^[ \t]*\[{1,2}[ \t]*(?:[\w-]{1,100}\.){0,10}["'][^"']{1,200}["'](?:\.[\w"'-]{1,200})?[ \t]*\]{1,2}[ \t]*$/;
const COMMENT = /^\s{0,100}(?:#[^\n]{0,1000})?$/;
const KEY = /^\s{0,100}[\w"'-]{1,100}[ \t]*=/;

/**
 * Whether a text begins like TOML: with the head of a table, behind nothing but comments and keys. A head with a quoted
 * name could be a list of JSON that holds one text; it is one only if a key follows on it.
 */
function beginsLikeToml(text: string): boolean {
  const lines = text
    .replace(/^\ufeff/, '')
    .split('\n', 2 * MOST_LINES)
    .map((line) => line.slice(0, LONGEST_LINE).replace(/\r$/, ''));
  const at = lines.findIndex((line) => !SKIPPED.test(line));
  const [head = '', ...below] = at === -1 || at > MOST_LINES ? [] : lines.slice(at);
  if (BARE_TABLE.test(head)) return below.length > 0;
  return QUOTED_TABLE.test(head) && KEY.test(below.find((line) => !COMMENT.test(line)) ?? '');
}

/** A value of a document, with where it stands. */
export interface Spot {
  value: unknown;
  path: Path;
  /** Whether a reference led here, so that other places may mean it too. */
  isShared: boolean;
}

/** An OpenAPI document, of which references are followed on the way. */
export interface Document {
  root: Spot;
  /** A member of an object, or an item of a list; its value is undefined where there is none. */
  at(spot: Spot, ...steps: readonly (string | number)[]): Spot;
  /** All members of an object, or items of a list; none of anything else. */
  membersOf(spot: Spot): { key: string; spot: Spot }[];
  lineOf(path: Path): number;
  /** Notes what looks like a code, or tells of one, and is not taken. */
  passOver(path: Path, text: string, reason: string): void;
  /** What was passed over, with references that lead out of the document or nowhere. */
  readonly unplaced: readonly Unplaced[];
}

/** More references in a row than anybody writes: they lead in a circle. */
const MOST_HOPS = 50;

/** A source as a document whose references are followed. */
export function documentOf({ data, lineOf, hidden }: Source): Document {
  const root: Spot = { value: data, path: [], isShared: false };
  const unplaced = [...hidden];
  const lost = new Set<string>();

  const passOver = (path: Path, text: string, reason: string) => {
    unplaced.push({ line: lineOf(path), text: excerpt(text), reason });
  };
  const follow = (spot: Spot): Spot => {
    let at = spot;
    for (let hops = 0; hops < MOST_HOPS; hops += 1) {
      const ref = isObject(at.value) ? at.value['$ref'] : undefined;
      if (typeof ref !== 'string') return at;
      const steps = stepsOf(ref);
      const target = ref.startsWith('#/') ? steps.reduce<unknown>(memberOf, data) : undefined;
      if (target === undefined) {
        const reason = ref.startsWith('#')
          ? 'The reference leads nowhere.'
          : 'The reference leads out of the file; bundle the document into one file to have what stands there.';
        if (!lost.has(ref)) passOver(at.path, ref, reason);
        lost.add(ref);
        break;
      }
      at = { value: target, path: steps, isShared: true };
    }
    return { ...at, value: undefined };
  };
  const childOf = ({ value, path, isShared }: Spot, step: string | number): Spot =>
    follow({ value: memberOf(value, step), path: [...path, step], isShared });
  return {
    root,
    at: (spot, ...steps) => steps.reduce(childOf, spot),
    membersOf: (spot) => {
      const keys = isObject(spot.value) || Array.isArray(spot.value) ? Object.keys(spot.value) : [];
      const isList = Array.isArray(spot.value);
      return keys.map((key) => ({ key, spot: childOf(spot, isList ? Number(key) : key) }));
    },
    lineOf,
    passOver,
    unplaced,
  };
}

/** `#/paths/~1pets` as its steps. */
function stepsOf(ref: string): string[] {
  const steps = ref.slice(2).split('/');
  return steps.map((step) => (percentDecoded(step) ?? step).replaceAll('~1', '/').replaceAll('~0', '~'));
}

function memberOf(value: unknown, step: string | number): unknown {
  const isThere = typeof value === 'object' && value !== null && Object.hasOwn(value, step);
  return isThere ? (value as Record<string | number, unknown>)[step] : undefined;
}
