import { codeShape } from '../../base/code-shape.ts';
import type { Block, CodeBlock } from './blocks.ts';
import { add, addExtra, type Draft, type Finds, meaningOf, unplace } from './draft.ts';

/**
 * Drafts with those of one error made one: the same code in the same place with the same status, or with the same
 * text. What a further one says differently becomes a further cause. No two of the result have the same code, service,
 * surface, area and statuses.
 */
export function merged(drafts: readonly Draft[]): Draft[] {
  const first = mergedBy(drafts, findAlike);
  // Merging may have made two places or lists of statuses the same.
  return mergedBy(first, (draft, seen) => seen.get(`=${placeOf(draft)}${statusesOf(draft)}`));
}

type Seen = Map<string, Draft>;
type Find = (draft: Draft, seen: Seen) => Draft | undefined;

function mergedBy(drafts: readonly Draft[], find: Find): Draft[] {
  const seen: Seen = new Map();
  const result: Draft[] = [];
  const texts = new Map<Draft, Set<string>>();
  for (const draft of drafts) {
    const target = find(draft, seen);
    if (target === undefined) result.push(draft);
    else join(target, draft, texts);
    remember(target ?? draft, seen);
  }
  return result;
}

function remember(draft: Draft, seen: Seen): void {
  const place = placeOf(draft);
  const meaning = comparable(meaningOf(draft));
  for (const key of [
    `=${place}${statusesOf(draft)}`,
    `@${place}`,
    `#${draft.code}`,
    `"${meaning}${draft.code}`,
  ])
    if (!seen.has(key)) seen.set(key, draft);
}

function findAlike(draft: Draft, seen: Seen): Draft | undefined {
  const place = placeOf(draft);
  const here = seen.get(`=${place}${statusesOf(draft)}`);
  if (here !== undefined) return here;
  const beside = seen.get(`@${place}`);
  if (beside !== undefined && (haveOneStatus(beside, draft) || haveSameText(beside, draft))) return beside;
  const meaning = comparable(meaningOf(draft));
  const elsewhere =
    seen.get(meaning === '' ? `#${draft.code}` : `"${meaning}${draft.code}`) ?? bare(draft, seen);
  return elsewhere !== undefined && haveOneStatus(elsewhere, draft) ? elsewhere : undefined;
}

/** An entry of the same code that says nothing yet, as where a page first only names its codes. */
function bare(draft: Draft, seen: Seen): Draft | undefined {
  const other = seen.get(`#${draft.code}`);
  return other !== undefined && other.meaning.length === 0 ? other : undefined;
}

function haveOneStatus(a: Draft, b: Draft): boolean {
  return a.statuses.length === 0 || b.statuses.length === 0 || statusesOf(a) === statusesOf(b);
}

function haveSameText(a: Draft, b: Draft): boolean {
  const [one, other] = [comparable(meaningOf(a)), comparable(meaningOf(b))];
  return one === '' || other === '' || one === other;
}

function placeOf({ code, service, surface, area }: Draft): string {
  return JSON.stringify([code, service, surface, area]);
}

function statusesOf({ statuses }: Draft): string {
  return statuses.join();
}

/** A text as it is compared: how it is set and spaced says nothing. */
function comparable(text: string | null): string {
  return (text ?? '').replace(/[`*\s.]/g, '').toLowerCase();
}

function join(target: Draft, draft: Draft, texts: Map<Draft, Set<string>>): void {
  const known =
    texts.get(target) ?? new Set([comparable(meaningOf(target)), ...target.causes.map(comparable)]);
  texts.set(target, known);
  const meaning = meaningOf(draft);
  if (target.meaning.length === 0) target.meaning = draft.meaning;
  for (const cause of [
    ...(meaning === null || target.meaning === draft.meaning ? [] : [meaning]),
    ...draft.causes,
  ]) {
    if (!known.has(comparable(cause))) target.causes.push(cause);
    known.add(comparable(cause));
  }
  known.add(comparable(meaning));
  for (const field of ['statuses', 'fix', 'aliases', 'replacedBy', 'symptoms', 'links'] as const)
    add<string | number>(target[field], ...draft[field]);
  for (const field of ['title', 'since', 'example', 'who', 'statusNote', 'retry', 'deprecated'] as const)
    keep(target, draft, field);
  for (const [name, values] of draft.extra) for (const value of values) addExtra(target, name, value);
}

type Single = 'title' | 'since' | 'example' | 'who' | 'statusNote' | 'retry' | 'deprecated';

/** Takes a field of the other draft, or puts it under `extra` where it says something else. */
function keep<F extends Single>(target: Draft, draft: Draft, field: F): void {
  if (target[field] === null) target[field] = draft[field];
  else if (draft[field] !== null && comparable(String(draft[field])) !== comparable(String(target[field])))
    addExtra(target, field, String(draft[field]));
}

const MEMBER =
  /(?<![\w-])["']?(?:code|error|error_code|errorCode)["']?\s{0,5}:\s{0,5}["']([^"'\n]{1,200})["']/g;
const WORD = /[\p{L}\p{N}_$][\p{L}\p{N}_$./:#-]*[\p{L}\p{N}_$]/gu;

/** Notes codes that stand in examples alone. */
export function noteSamples(
  samples: readonly CodeBlock[],
  blocks: readonly Block[],
  drafts: readonly Draft[],
  finds: Finds,
): void {
  const known = new Set(drafts.flatMap(({ code, aliases }) => [code, ...aliases]));
  let words: ReadonlySet<string> | null = null;
  for (const { text, line } of samples) {
    for (const { 1: code = '', index } of text.matchAll(MEMBER)) {
      const shape = codeShape(code);
      if (known.has(code) || shape === 'none' || shape === 'number') continue;
      words ??= wordsIn(blocks);
      if (words.has(code)) continue;
      known.add(code);
      const at = line + (text.slice(0, index).match(/\n/g)?.length ?? 0);
      unplace(
        finds,
        at,
        code,
        'The code stands in an example alone; nothing on the page says what it means.',
      );
    }
  }
}

/** The words of a page outside of its examples. */
function wordsIn(blocks: readonly Block[]): ReadonlySet<string> {
  const words = new Set<string>();
  const read = (text: string) => {
    for (const word of text.match(WORD) ?? []) words.add(word);
  };
  const visit = (block: Block): void => {
    if ('rich' in block) read(block.rich.text);
    if (block.kind === 'component') block.blocks.forEach(visit);
    if (block.kind === 'list')
      for (const item of block.items) {
        read(item.rich.text);
        item.blocks.forEach(visit);
      }
    if (block.kind === 'table')
      for (const { cells } of [{ cells: block.header }, ...block.rows])
        for (const { text } of cells) read(text);
  };
  blocks.forEach(visit);
  return words;
}
