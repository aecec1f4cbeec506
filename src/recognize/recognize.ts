import type { Catalog } from '../catalog/catalog.ts';
import { fieldValues, mentionedCodes } from './mentions.ts';
import { unwrap } from './normalize.ts';
import { proseOf } from './prose.ts';
import { findRequestId } from './request-id.ts';
import { type Guess, nearestCodes, spelledIn, spelledLike } from './spelling.ts';
import { classOfStatus, codesOfStatus, findStatus } from './status.ts';
import { type Ranked, rankBySymptoms } from './symptoms.ts';
import { toneOf } from './tone.ts';

/** How an error was recognised, the most trusted way first. */
type MatchedBy = 'code' | 'spelling' | 'status' | 'symptom';

export interface Recognized {
  code: string;
  by: MatchedBy;
  /** 0 to 1; 1 means that the code itself stands there. */
  confidence: number;
  /** Other codes that the text may mean instead, best first. */
  alternatives: string[];
  /** Other codes that the text names beside this one. */
  also: string[];
  request_id: string | null;
}

export interface Unrecognized {
  code: null;
  nearest: string[];
  /** What the class of the status in the text says by itself, if there is one. */
  status_class: string | null;
  request_id: string | null;
}

type Match = Omit<Recognized, 'request_id'>;

const LONGEST_NAME = 80;
const MOST_ALTERNATIVES = 3;

/** Which error of `catalog` the text means: a code, or an error as it was received. Pure; never throws. */
export function recognize(text: string, catalog: Catalog): Recognized | Unrecognized {
  const plain = unwrap(text);
  const request_id = findRequestId(plain);
  const named = byCode(plain, catalog);
  if (named !== null) return { ...named, request_id };

  const fields = fieldValues(plain);
  const spelt = bySpelling(plain, fields, catalog);
  if (spelt !== null) return { ...spelt, request_id };

  const status = findStatus(plain);
  // A code that the catalog does not hold is an answer too: guessing past it would mislead.
  const foreign =
    isForeignCode(plain) || fields.some(({ key, value }) => isCodeKey(key) && isForeignCode(value));
  const guessed = foreign ? null : byDescription(plain, status, catalog);
  if (guessed !== null) return { ...guessed, request_id };

  const nearest = nearestOf(plain, fields, catalog);
  return { code: null, nearest, status_class: status === null ? null : classOfStatus(status), request_id };
}

function byCode(plain: string, catalog: Catalog): Match | null {
  const [first, ...others] = mentionedCodes(plain, catalog);
  if (first === undefined) return null;
  return {
    code: first.code,
    by: 'code',
    confidence: 1,
    alternatives: [],
    also: others.map(({ code }) => code),
  };
}

type Fields = ReturnType<typeof fieldValues>;

function bySpelling(plain: string, fields: Fields, catalog: Catalog): Match | null {
  const whole = plain.trim();
  const names = [...fields.map(({ value }) => value), ...(whole.length <= LONGEST_NAME ? [whole] : [])];
  const guesses = [...spelledIn(plain, catalog), ...names.flatMap((name) => spelledLike(name, catalog))];
  const [best, ...rest] = guesses.sort((a, b) => b.confidence - a.confidence);
  return best === undefined ? null : matchOf(best, 'spelling', rest);
}

/** How much the words of a description must weigh to be taken for an error, by what the text sounds like. */
const ENOUGH = {
  trouble: 70,
  neutral: 130,
  content: Number.POSITIVE_INFINITY,
  foreign: Number.POSITIVE_INFINITY,
} as const;
const CLEAR_DESCRIPTION = 0.6;

/** By the status, unless the words around it clearly describe an error that goes with it; by the words alone. */
function byDescription(plain: string, status: number | null, catalog: Catalog): Match | null {
  const prose = proseOf(plain);
  const ranked = rankBySymptoms(prose, catalog);
  if (status === null) {
    const [best] = ranked;
    return best !== undefined && isProof(best, toneOf(prose)) ? bySymptoms(ranked) : null;
  }

  const codes = codesOfStatus(status, catalog);
  const [generic] = codes;
  if (generic === undefined) return null;
  const fits = ranked.filter(({ code, coverage, terms }) => {
    const known = catalog.get(code)?.http_status;
    return terms > 2 && coverage >= CLEAR_DESCRIPTION && (known === null || known === status);
  });
  const described = bySymptoms(fits);
  if (described !== null) return described;
  const others = codes.slice(1, 1 + MOST_ALTERNATIVES);
  return {
    code: generic,
    by: 'status',
    confidence: others.length === 0 ? 0.7 : 0.5,
    alternatives: others,
    also: [],
  };
}

function isProof({ score, terms, coverage }: Ranked, tone: keyof typeof ENOUGH): boolean {
  const nearlyAll = tone === 'trouble' && coverage >= CLEAR_DESCRIPTION && score >= 25;
  return nearlyAll || (score >= ENOUGH[tone] && (terms > 1 || coverage >= 0.5));
}

function bySymptoms(ranked: readonly Ranked[]): Match | null {
  const [best, second] = ranked;
  if (best === undefined) return null;
  const lead = 1 - (second?.score ?? 0) / best.score;
  const confidence = Math.min(0.9, best.coverage * (0.5 + lead));
  return matchOf({ code: best.code, confidence }, 'symptom', ranked.slice(1));
}

function matchOf({ code, confidence }: Guess, by: MatchedBy, others: readonly { code: string }[]): Match {
  const alternatives = [...new Set(others.map((other) => other.code))].filter((other) => other !== code);
  return { code, by, confidence, alternatives: alternatives.slice(0, MOST_ALTERNATIVES), also: [] };
}

function isCodeKey(key: string): boolean {
  return key.endsWith('code') || key === 'error';
}

/** A machine's name for an error: one identifier of several parts, or one in capitals. */
function isForeignCode(value: string): boolean {
  return /^[A-Za-z][A-Za-z0-9]*(?:[_.][A-Za-z0-9]+)+$|^[A-Z][A-Z0-9]{3,}$/.test(value.trim());
}

function nearestOf(plain: string, fields: Fields, catalog: Catalog): string[] {
  const ranked = rankBySymptoms(proseOf(plain), catalog).map(({ code }) => code);
  const name = fields.find(({ key }) => isCodeKey(key))?.value ?? plain;
  return [...new Set([...ranked, ...nearestCodes(name, catalog, 3)])].slice(0, 3);
}
