import type { Catalog } from '../catalog/catalog.ts';
import { type Match, matchOf } from './match.ts';
import { proseOf } from './prose.ts';
import { meaningOfStatus } from './status.ts';
import { type Ranked, rankBySymptoms } from './symptoms.ts';
import { type Tone, toneOf } from './tone.ts';

/**
 * What the tone of a text adds to the evidence of its words. It and the weights in `evidenceOf` come from a
 * logistic regression over the tuning table of the benchmark, where inventing a match cost three times a miss.
 */
const TONE: Readonly<Record<Tone, number>> = {
  trouble: 0.8,
  neutral: 0,
  question: -1.6,
  content: -2.9,
  foreign: Number.NEGATIVE_INFINITY,
};
const ENOUGH = -0.15;
/** Others are named if their score is at least this part of the best one's. */
const NOT_FAR_BEHIND = 0.4;
/** Beside a status, words must describe the error nearly completely to say more than the status does. */
const CLEAR_COVERAGE = 0.6;
const CLEAR_TERMS = 3;

/**
 * The code that a text without a code means: by its status, unless the words around it clearly describe
 * an error that goes with it; else by its words alone. Null where that would be inventing one.
 */
export function byDescription(plain: string, status: number | null, catalog: Catalog): Match | null {
  const prose = proseOf(plain);
  const ranked = rankBySymptoms(prose, catalog);
  const tone = toneOf(prose);
  if (status === null) return bySymptoms(ranked, tone);

  const { codes, saysWhich } = meaningOfStatus(status, catalog);
  const [generic, ...others] = codes;
  if (generic === undefined) return null;
  const fits = ranked.filter(({ entry, coverage, terms }) => {
    const agrees = entry.http_statuses.length === 0 || entry.http_statuses.includes(status);
    return terms >= CLEAR_TERMS && coverage >= CLEAR_COVERAGE && agrees;
  });
  const described = bySymptoms(fits, tone);
  if (described !== null) return described;
  return saysWhich ? matchOf(generic, 'status', others.length === 0 ? 0.7 : 0.5, others) : null;
}

/** The log-odds that a description means an error at all, and not just shares words with one. */
function evidenceOf({ score, terms, asked }: Ranked, tone: Tone): number {
  return 1.3 * Math.log(score + 1) + 3.1 * Math.log(terms) - 1.8 * Math.log(asked) - 6 + TONE[tone];
}

/** A short complaint of which the entry knows nearly every word. */
function isNearlyAll({ coverage, score }: Ranked, tone: Tone): boolean {
  return tone === 'trouble' && coverage >= 0.75 && score >= 18;
}

function bySymptoms(ranked: readonly Ranked[], tone: Tone): Match | null {
  const [best, second] = ranked;
  if (best === undefined) return null;
  const evidence = evidenceOf(best, tone);
  if (evidence < ENOUGH && !isNearlyAll(best, tone)) return null;
  const lead = 1 - (second?.score ?? 0) / best.score;
  const confidence = Math.min(0.8, (0.4 + lead / 2) / (1 + Math.exp(-evidence)));
  const others = ranked.filter(({ score }) => score >= best.score * NOT_FAR_BEHIND).map(({ code }) => code);
  return { ...matchOf(best.code, 'symptom', confidence, others), entry: best.entry };
}
