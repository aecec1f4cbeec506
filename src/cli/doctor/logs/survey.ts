import { closeSync, fstatSync } from 'node:fs';
import type { Catalog } from '../../../catalog/catalog.ts';
import { openFile } from '../../../requests/files/open-file.ts';
import { isSystemError, reasonOf } from '../../../requests/files/problems.ts';
import { expandSources } from '../../../requests/files/sources.ts';
import { type Coverage, factsOf, type OpenIndex, sumOf } from '../../coverage.ts';
import type { LineCounter } from './line-count.ts';
import { type Recognised, recognised } from './recognised.ts';
import { sampleOf } from './sample.ts';

/** From how many files of a path lines are looked at. */
const MOST_SAMPLED = 50;

/** What there is behind one configured path. */
export interface Survey extends Coverage {
  path: string;
  /** Files that can be read, and were not met behind a path before. */
  files: number;
  /** Files that were met before. */
  again: number;
  /** In bytes on disk. */
  size: number;
  /** Lines, as far as they could be counted. */
  lines: number;
  isExact: boolean;
  /** Files whose lines were not counted: that would take decompressing them. */
  uncounted: number;
  /** What cannot be read, and why. */
  skipped: readonly { source: string; reason: string }[];
  sample: Recognised;
}

interface Means {
  catalog: Catalog;
  /** The one workspace that is served; null for all. */
  workspace: string | null;
  /** The real paths of the files that were met, to which those of this path are added. */
  met: Set<string>;
  index: OpenIndex | null;
  counter: LineCounter;
}

/** Looks at the files behind a path. Never throws for what cannot be read. */
export async function surveyPath(
  path: string,
  { catalog, workspace, met, index, counter }: Means,
): Promise<Survey> {
  const { files: all, skipped } = await expandSources([path]);
  const files = all.filter((file) => !met.has(file.path) && met.add(file.path));
  // Evenly, so that old files and new ones are seen.
  const every = Math.max(1, files.length / MOST_SAMPLED);
  const sampled = new Set(Array.from({ length: MOST_SAMPLED }, (_, at) => Math.floor(at * every)));
  const survey = {
    path,
    files: 0,
    again: all.length - files.length,
    size: 0,
    lines: 0,
    isExact: true,
    uncounted: 0,
  };
  const covers: Coverage[] = [];
  const lines: string[] = [];
  for (const [at, { path: real, name }] of files.entries()) {
    try {
      const file = openFile(real);
      try {
        if (!fstatSync(file.fd).isFile()) continue;
        const facts = factsOf(file.fd, index);
        const sample =
          sampled.has(at) || facts.form.kind === 'unreadable' ? await sampleOf(file, facts) : null;
        if (sample?.problem) skipped.push({ source: name, reason: sample.problem });
        if (facts.form.kind === 'unreadable') continue;
        const counted = counter.count(file.fd, facts, sample?.average ?? null);
        survey.files += 1;
        survey.size += facts.size;
        survey.lines += counted?.lines ?? 0;
        survey.isExact &&= counted?.isExact ?? true;
        if (counted === null) survey.uncounted += 1;
        covers.push(facts);
        lines.push(...(sample?.lines ?? []));
      } finally {
        closeSync(file.fd);
      }
    } catch (error) {
      if (!isSystemError(error)) throw error;
      skipped.push({ source: name, reason: reasonOf(error) });
    }
  }
  return { ...survey, ...sumOf(covers), skipped, sample: recognised(lines, catalog, workspace) };
}
