import type { Catalog } from '../catalog/catalog.ts';
import { type Match, matchOf } from './place.ts';
import { meaningOfStatus } from './status.ts';
import { type Ranked, rankBySymptoms } from './symptoms.ts';

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

  const { codes, isUnambiguous } = meaningOfStatus(status, catalog);
  const [generic, ...others] = codes;
  if (generic === undefined) return null;
  const fits = ranked.filter(({ entry, coverage, terms }) => {
    const agrees = entry.http_statuses.length === 0 || entry.http_statuses.includes(status);
    return terms >= CLEAR_TERMS && coverage >= CLEAR_COVERAGE && agrees;
  });
  const described = bySymptoms(fits, tone);
  if (described !== null) return described;
  return isUnambiguous ? matchOf(generic, 'status', others.length === 0 ? 0.7 : 0.5, others) : null;
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

/** Words of somebody who has a problem, or asks about one. */
const TROUBLE =
  /n['’]t\b|\b(?:not|no|never|none|cannot|cant|wont|dont|unable|fail\w{0,5}|errors?|refus\w{0,3}|reject\w{0,3}|den(?:y|ies|ied)|block\w{0,3}|wrong|invalid|missing|expir\w{0,5}|br[eo]ken?|breaks|crash\w{0,3}|stop\w{0,4}|why|bad|down|limit\w{0,3}|too|twice|already|forg[eo]t\w{0,3}|mismatch\w{0,2}|revoked?|complain\w{0,3}|instead|must|problem|issue|trouble|bug|declin\w{0,3}|bounc\w{0,3}|stuck|lost|gone|dead|kill\w{0,3}|without|unless|throttl\w{0,3}|duplicate\w?|disallow\w{0,2}|forbidden|illegal|unauthori[sz]ed|unauthenticated|unavailable|unreachable|unknown|unsigned|malformed|conflict\w{0,2}|overdue|unpaid|outage|cancel\w{0,4}|abort\w{0,3}|disabled|suspended|frozen|locked|taken|reserved|exists?|again)\b/i;

/** How somebody begins who wants to know something, and has no error yet. */
const QUESTION =
  /^\W{0,3}(?:how (?:do|does|can|should|would|many|much|to)|what(?:'s| is| are| does| do)|where|which|when|who|show|list|add|create|can you|could you|explain|tell me|is there|does)\b/i;

const CONTENT =
  /\b(?:success\w{0,5}|thank(?:s| you)|went well|works? (?:great|fine|well|perfectly)|all good|no (?:errors?|problems?|issues?)|renewed|delivered|completed|finished|looks? (?:nice|good|great)|passed|happy|love|(?:is|are|was|were|has been|have been|got) (?:updated|accepted|deleted|created|restored|fixed|resolved|done)|everything works|works again|all (?:services|tests) )\b/i;

/** Marks of errors that other programs raise: language runtimes, operating systems, databases, package managers. */
const FOREIGN =
  /\b(?:Syntax|Type|Reference|Range|Import|Key|Attribute|NullPointer|ClassCast|IndexError|ModuleNotFound)(?:Error|Exception)\b|\bTS\d{4}\b|\bE[A-Z]{5,14}\b|\bnpm ERR!|\bSQLSTATE\b|\bORA-\d{4}|\bkubelet\b|violates \w{1,12} constraint/;

type Tone = 'trouble' | 'content' | 'question' | 'neutral' | 'foreign';

/** What a text sounds like, which says how much its words must prove before it is taken for an error. */
function toneOf(text: string): Tone {
  if (FOREIGN.test(text)) return 'foreign';
  if (TROUBLE.test(text)) return 'trouble';
  if (CONTENT.test(text)) return 'content';
  return QUESTION.test(text) ? 'question' : 'neutral';
}

const MESSAGE =
  /["']?(?:message|msg|error_description|detail|description|title)["']?\s{0,9}[:=]\s{0,9}(?:"([^"]{3,400})"|'([^']{3,400})')/gi;
const URL = /\b[a-z][a-z0-9+.-]{1,20}:\/\/\S{1,2000}/gi;
const LOCAL = /^https?:\/\/(?:localhost|127\.)/i;
const TAG = /<[^<>]{0,300}>/g;
const SUCCESS =
  /\bHTTP\/[\d.]{1,3}\s{1,2}2\d\d\b|"isError"\s{0,9}:\s{0,9}false|"?status(?:_?code)?"?\s{0,3}[:=]\s{0,3}2\d\d\b/i;
const FAILURE =
  /\bHTTP\/[\d.]{1,3}\s{1,2}[45]\d\d\b|"isError"\s{0,9}:\s{0,9}true|"?status(?:_?code)?"?\s{0,3}[:=]\s{0,3}[45]\d\d\b/i;
const CHANGE_TITLE =
  /^\W{0,3}(?:feat|fix|docs|chore|refactor|test|style|perf|build|ci)(?:\([^)]{0,40}\))?!?:\s/;
const SYMBOL = /[{}[\]();=<>|\\$]/g;
const LONGEST = 2_000;

/**
 * What people say in a text: its messages if it is data, else the text itself if it reads like a
 * sentence; '' for source code, data without a message, and what reports success.
 */
export function proseOf(text: string): string {
  const start = text.slice(0, LONGEST);
  if (isHarmless(start)) return '';
  const messages = Array.from(start.matchAll(MESSAGE), (match) => match[1] ?? match[2] ?? '');
  if (messages.length > 0) return messages.join('\n');
  const plain = start.replace(URL, (url) => (LOCAL.test(url) ? ' localhost ' : ' ')).replace(TAG, ' ');
  const words = plain.match(/[\p{L}\p{N}_'’-]+/gu) ?? [];
  const plainWords = words.filter((word) => /^[\p{L}'’-]+$/u.test(word));
  const symbols = plain.match(SYMBOL)?.length ?? 0;
  const readsAsText = plainWords.length >= words.length * 0.6 && symbols * 4 <= plainWords.length;
  return readsAsText ? plain : '';
}

/** Whether a text reports success and no failure, or is the title of a change. */
export function isHarmless(text: string): boolean {
  const start = text.slice(0, LONGEST);
  return CHANGE_TITLE.test(start) || (SUCCESS.test(start) && !FAILURE.test(start));
}
