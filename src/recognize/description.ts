import type { Catalog } from '../catalog/catalog.ts';
import { type Match, matchOf } from './match.ts';
import { proseOf } from './prose.ts';
import { codesOfStatus } from './status.ts';
import { type Ranked, rankBySymptoms } from './symptoms.ts';
import { toneOf } from './tone.ts';

/** How much the words of a description must weigh to be taken for an error, by what the text sounds like. */
const ENOUGH = {
  trouble: 70,
  neutral: 130,
  content: Number.POSITIVE_INFINITY,
  foreign: Number.POSITIVE_INFINITY,
} as const;

/** Nearly every word of the text is known to the entry. */
const CLEAR = 0.6;
const LEAST_CLEAR_SCORE = 25;

/**
 * The code that a text without a code means: by its status, unless the words around it clearly describe
 * an error that goes with it; else by its words alone. Null where that would be inventing one.
 */
export function byDescription(plain: string, status: number | null, catalog: Catalog): Match | null {
  const prose = proseOf(plain);
  const ranked = rankBySymptoms(prose, catalog);
  const tone = toneOf(prose);
  if (status === null) {
    const [best] = ranked;
    return best !== undefined && isProof(best, tone) ? bySymptoms(ranked) : null;
  }

  const [generic, ...others] = codesOfStatus(status, catalog);
  if (generic === undefined) return null;
  const fits = ranked.filter((one) => {
    const known = catalog.get(one.code)?.http_status;
    return (
      isProof(one, tone) && one.terms > 2 && one.coverage >= CLEAR && (known === null || known === status)
    );
  });
  return bySymptoms(fits) ?? matchOf(generic, 'status', others.length === 0 ? 0.7 : 0.5, others);
}

function isProof({ score, terms, coverage }: Ranked, tone: keyof typeof ENOUGH): boolean {
  const nearlyAll = tone === 'trouble' && coverage >= CLEAR && score >= LEAST_CLEAR_SCORE;
  return nearlyAll || (score >= ENOUGH[tone] && (terms > 1 || coverage >= 0.5));
}

function bySymptoms(ranked: readonly Ranked[]): Match | null {
  const [best, second] = ranked;
  if (best === undefined) return null;
  const lead = 1 - (second?.score ?? 0) / best.score;
  const confidence = Math.min(0.9, best.coverage * (0.5 + lead));
  const others = ranked.slice(1).map(({ code }) => code);
  return matchOf(best.code, 'symptom', confidence, others);
}
