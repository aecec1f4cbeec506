import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { settersIn, stateIn } from './state.ts';

const SRC = new URL('../../src/', import.meta.url);

/** What modules may keep, and why no answer differs by it. */
const REVIEWED: Readonly<Record<string, string>> = {
  'logs/files/open-file.ts since': 'when other calls last had their turn',
  'logs/files/sieve.ts isSieving': 'whether a thread helps a search: one at a time does',
  'logs/files/time-span.ts known': 'the times near the ends of a file, by a digest of these bytes; bounded',
  'logs/line/formats/formats.ts tree': 'made once of the formats, which are data of the program',
  'logs/scan.ts spans':
    'times of an indexed file, by the name of its segment, which follows from its text; bounded',
  'logs/search/file-reader.ts known':
    'what a file that has not changed holds, by its identity and size; bounded',
  'logs/wasm/byte-scanner.ts shared': 'the one memory of this thread; nothing in it outlasts a turn',
  'recognize/vocabulary.ts kept': 'stems of words, which follow from the word; bounded',
  'redact/names.ts judged':
    'what a name says, which follows from the name; names of a configuration are handed over',
  'redact/redact.ts known': 'texts as they leave, without what a configuration adds; bounded',
  'redact/redact.ts knownLength': 'how much that holds',
  'server.ts hasWorked': 'whether this process was asked anything, for the code cache',
};

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.ts$/.test(file) && !/\.(?:as|wasm|d)\.ts$/.test(file))
  .map((file) => ({ file, text: readFileSync(new URL(file, SRC), 'utf8') }));

test('no module keeps anything that a configuration sets: what it needs, it is given', () => {
  const found = files
    .flatMap(({ file, text }) => stateIn(file, text))
    .map(({ file, name }) => `${file} ${name}`);
  expect(found.toSorted()).toEqual(Object.keys(REVIEWED).toSorted());
  expect(files.flatMap(({ file, text }) => settersIn(file, text))).toEqual([]);
});

test.each([
  ['let names: string[] = [];', 'names'],
  ['export var limit = 3;', 'limit'],
  ['const known = new Map();\nexport function keep(a: string) { known.set(a, 1); }', 'known'],
  ['const all: string[] = [];\nexport const keep = (a: string) => all.push(a);', 'all'],
  ['const config = { a: 1 };\nexport class A { b() { config.a = 2; } }', 'config'],
])('state is found: %s', (text, name) => {
  expect(stateIn('a.ts', text)).toEqual([{ file: 'a.ts', name }]);
});

test.each([
  'const TABLE = new Map();\nfor (const each of [1]) TABLE.set(each, 1);',
  'const ofEach = new WeakMap<object, number>();\nexport function keep(a: object) { ofEach.set(a, 1); }',
  'export function made() { let count = 0; count += 1; return count; }',
])('no state is found: %s', (text) => {
  expect(stateIn('a.ts', text)).toEqual([]);
});

test('a function that sets something in its module is found', () => {
  expect(settersIn('a.ts', 'export function setOwnNames(names: string[]) {}')).toHaveLength(1);
  expect(settersIn('a.ts', 'export function settle() {}\nfunction setBit() {}')).toEqual([]);
});
