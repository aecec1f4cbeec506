import { isObject } from '../base/objects.ts';
import {
  excerpt,
  excerptOf,
  ImportError,
  type ImportedEntry,
  type Importer,
  type Unplaced,
} from './imported.ts';
import { type Candidate, type ListMembers, membersOfList, readLists } from './list.ts';
import { readRecord } from './record.ts';
import { readSource, type Source } from './source.ts';

const LONGEST_GROUP = 200;

/** A list of objects, or a map from codes to objects: in JSON or YAML, at any depth, or as JSON Lines. */
export const importJson: Importer = (text, { map, list }) => {
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
  try {
    const value: unknown = JSON.parse(line);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}
