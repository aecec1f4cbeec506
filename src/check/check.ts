import type { Catalog } from '../catalog/catalog.ts';
import { FORMATS, guessFormat } from '../import/import.ts';
import { type Accepted, applyBaseline, writeBaseline } from './baseline.ts';
import { checkDrift } from './drift.ts';
import { checkQuality } from './quality/check-quality.ts';
import {
  type Finding,
  type FoundAt,
  findingOf,
  hasRun,
  type Locate,
  type Rule,
  type Sighting,
  type Truth,
  type TruthKind,
} from './rules.ts';
import { checkStability } from './stability.ts';

/** What the catalog was compared with. */
interface Compared {
  kind: TruthKind | 'against';
  name: string;
  /** How many codes were found there. */
  codes: number;
  files: number;
  /** By which constructs of source code they were recognized, those with the most codes first. */
  recognized?: Recognized[];
}

/** The codes that one construct of source code holds. */
interface Recognized {
  construct: string;
  codes: number;
  files: number;
}

/** How a check came out. */
export interface Report {
  /** Null where it cannot be read, which is what the findings then say. */
  catalog: { name: string; version: string | null; errors: number } | null;
  /** Its files and folders; none for the built-in one. */
  paths: readonly string[];
  compared: readonly Compared[];
  findings: readonly Finding[];
  accepted: readonly Accepted[];
  stale: readonly Accepted[];
  /** What has to be said besides, each in a sentence. */
  notes: readonly string[];
}

/** What a check is to do. */
export interface CheckTask {
  /** Rules that are left out. */
  skipped: ReadonlySet<Rule>;
  /** Whether all that is found now is to be accepted. */
  acceptsAll: boolean;
}

/** A catalog, with where its entries stand. */
export interface Opened {
  catalog: Catalog;
  locate: Locate;
}

/** Something that keeps a catalog from being read; no place where the file as a whole is meant. */
interface Trouble {
  file: string;
  place: Omit<FoundAt, 'file'> | null;
  message: string;
}

/** A truth as it was read, with how many files that took. */
export interface ReadTruth {
  truth: Truth;
  files: number;
}

/** All that a check goes by, read already. */
export interface CheckInputs {
  catalog: Opened;
  /** Its files and folders; none for the built-in one. */
  paths: readonly string[];
  /** An older version of the catalog, with its name. */
  old: (Opened & { name: string }) | null;
  /** In the order in which the report names them. */
  truths: readonly ReadTruth[];
  /** What is accepted. */
  baseline: readonly Accepted[];
  /** What has to be said of reading all this, each in a sentence. */
  notes: readonly string[];
}

/** How a check came out, and the text of a baseline that accepts all of it, where that was the task. */
type CheckResult = Report & { baseline: string | null };

/** Compares a catalog with the truth and with its older version, and judges it by itself. */
export function runCheck({ skipped, acceptsAll }: CheckTask, inputs: CheckInputs): CheckResult {
  const { catalog: now, paths, old, truths: read, baseline, notes } = inputs;
  const truths = read.map(({ truth }) => truth);
  const wanted = (rule: Rule) => !skipped.has(rule);
  const findings = [
    ...checkDrift(now.catalog, now.locate, truths, wanted),
    ...(old === null ? [] : checkStability(now, old, wanted)),
    ...checkQuality(now.catalog, now.locate, wanted),
  ].filter(({ rule }) => wanted(rule));
  const kinds = truths.map(({ kind }) => kind);
  const ran = (rule: Rule) => wanted(rule) && hasRun(rule, kinds, old !== null);
  const { name, version, entries } = now.catalog;
  return {
    catalog: { name, version, errors: entries.length },
    paths,
    compared: [...read.map(comparedBy), ...(old === null ? [] : [comparedWith(old)])],
    notes,
    ...applyBaseline(findings, acceptsAll ? findings : baseline, ran),
    baseline: acceptsAll ? writeBaseline(findings, baseline, ran) : null,
  };
}

/** The report on a catalog that cannot be read: nothing could be compared or accepted. */
export function reportInvalid(troubles: readonly Trouble[], paths: readonly string[]): Report {
  const findings: Finding[] = troubles.map(({ file, place, message }) =>
    findingOf('invalid', { code: '', message, at: { file, ...place } }),
  );
  return { catalog: null, paths, compared: [], findings, accepted: [], stale: [], notes: [] };
}

function comparedBy({ truth: { kind, names, sightings }, files }: ReadTruth): Compared {
  const codes = new Set(sightings.map(({ code }) => code)).size;
  const isCode = kind === 'source' || kind === 'client';
  return {
    ...{ kind, name: names.join(', '), codes, files },
    ...(isCode && { recognized: recognizedBy(sightings) }),
  };
}

function recognizedBy(sightings: readonly Sighting[]): Recognized[] {
  const all = new Map<string, { codes: Set<string>; files: Set<string | null> }>();
  for (const { construct = 'unknown', code, file } of sightings) {
    const held = all.get(construct) ?? { codes: new Set(), files: new Set() };
    all.set(construct, held);
    held.codes.add(code);
    held.files.add(file);
  }
  return [...all]
    .map(([construct, held]) => ({ construct, codes: held.codes.size, files: held.files.size }))
    .sort((a, b) => b.codes - a.codes || b.files - a.files);
}

function comparedWith({ name, catalog }: Opened & { name: string }): Compared {
  const codes = new Set(catalog.entries.map(({ code }) => code)).size;
  return { kind: 'against', name, codes, files: 1 };
}

/** What lists the codes of an API for its users. */
export type ReferenceKind = 'docs' | 'openapi';

/** A code as a reference gives it. */
interface ReferenceCode {
  code: string;
  line: number | null;
  statuses: readonly number[];
  text: string | null;
  meaning?: string | undefined;
}

/**
 * The codes that the text of a reference lists, in its order.
 *
 * @throws ImportError for a text that is no such reference
 */
export async function referenceCodes(
  kind: ReferenceKind,
  file: string,
  text: string,
): Promise<ReferenceCode[]> {
  const format = kind === 'openapi' ? 'openapi' : guessFormat(file, text);
  const read = await FORMATS[format].load();
  const { entries } = read(text, { map: new Map(), list: null });
  return entries.map(({ data, line }) => ({
    code: String(data.code),
    line,
    statuses: [data.http_status ?? []].flat(),
    text: [data.title, data.meaning].filter((each) => each !== undefined).join('\n') || null,
    meaning: data.meaning,
  }));
}

export { type Accepted, parseBaseline } from './baseline.ts';
export {
  type Finding,
  isOfQuality,
  isSkippable,
  isWrong,
  RULES,
  type Rule,
  type Sighting,
  SKIPPABLE,
} from './rules.ts';
export {
  codesByPattern,
  codesInEnums,
  codesInText,
  searching,
  settleNames,
  wordsInText,
} from './source/codes-in-text.ts';
export { importSource, importSources } from './source/import-source.ts';
export { languageOf } from './source/languages.ts';
export { knownCodes, learn, type Stood, settle } from './source/learn.ts';
