import { clip } from '../../base/text.ts';
import { wordsIn } from '../../base/words.ts';
import type { Catalog, Entry, RetryWhen } from '../../catalog/catalog.ts';
import { type Finding, findingOf, type Locate, type QualityCheck, type Rule, type RuleOf } from '../rules.ts';
import { saidIn, shared } from '../said.ts';
import {
  deadLink,
  duplicateAlias,
  indistinguishable,
  noReplacement,
  oneWayLink,
  replacedByDeprecated,
  selfLink,
  shadowedCase,
} from './links.ts';
import { noFix, noMeaning, noRetry, noWho, placeholder } from './unwritten.ts';

interface Contradiction {
  when: readonly RetryWhen[];
  /** What the standard says of the status, with its place. */
  standard: string;
  /** Whose fault it must be for the two to contradict each other; anybody's by default. */
  who?: readonly string[];
}

const OURS = 'after_fix or never';

/**
 * What of the two cannot both be true. Only the clear cases: 404 may be temporary (RFC 9110 section 15.5.5), 408 may be
 * repeated, 409, 412 and 425 depend on what else happens, 413 may name a Retry-After, and a 502 or 504 of a request that
 * is not safe to repeat is rightly `never`.
 */
const CONTRADICTIONS: Readonly<Record<number, Contradiction>> = {
  400: asIs('400 says that the request itself is wrong (RFC 9110 section 15.5.1)'),
  401: asIs('401 asks for other credentials (RFC 9110 section 15.5.2)'),
  403: asIs('403 says not to repeat it with the same credentials (RFC 9110 section 15.5.4)'),
  405: asIs('405 says that the target does not know the method (RFC 9110 section 15.5.6)'),
  406: asIs('406 says that no form of the answer is acceptable to the request (RFC 9110 section 15.5.7)'),
  410: {
    when: ['with_backoff', 'after_delay'],
    standard: '410 says that it is gone, likely for good (RFC 9110 section 15.5.11)',
  },
  411: asIs('411 says that the request lacks its Content-Length (RFC 9110 section 15.5.12)'),
  414: asIs('414 says that the target of the request is too long (RFC 9110 section 15.5.15)'),
  415: asIs('415 says that the content has the wrong format (RFC 9110 section 15.5.16)'),
  422: asIs('422 says that the instructions in the request cannot be followed (RFC 9110 section 15.5.21)'),
  429: {
    when: ['never'],
    standard: '429 says that there were too many requests in a given time (RFC 6585 section 4)',
  },
  500: {
    when: ['after_fix'],
    who: ['caller', 'end_user'],
    standard: '500 says that the server failed, not the request (RFC 9110 section 15.6.1)',
  },
  501: asIs('501 says that the server does not have the function (RFC 9110 section 15.6.2)'),
  503: {
    when: ['never', 'after_fix'],
    standard: '503 says that it is temporary and likely over after some delay (RFC 9110 section 15.6.4)',
  },
};

/** A request that is refused as it is stays refused, however often it is sent. */
function asIs(standard: string): Contradiction {
  return { when: ['with_backoff'], standard };
}

/** Entries whose advice on retrying cannot be true beside any of their statuses. */
const statusContradictsRetry: QualityCheck = ({ entries }) =>
  entries.flatMap((entry) => {
    const found = entry.http_statuses.map((status) => contradictionOf(entry, status));
    const [first] = found;
    if (first === undefined || first === null || found.includes(null)) return [];
    const when = entry.retry?.when;
    const instead = first.when.includes('with_backoff') ? OURS : 'after_delay or with_backoff';
    return [
      {
        entry,
        field: 'retry',
        message: `It is to be retried ${when}, and ${first.standard}.`,
        suggestion: `Say ${instead}, or give the status that is really sent.`,
      },
    ];
  });

function contradictionOf({ retry, who }: Entry, status: number): Contradiction | null {
  const known = CONTRADICTIONS[status];
  if (known === undefined || retry === null || !known.when.includes(retry.when)) return null;
  return known.who === undefined || (who !== null && known.who.includes(who)) ? known : null;
}

/** From this share of known words on, a step says nothing of its own. */
const REPEATED = 0.8;
const LONGEST_SHOWN = 80;

/** Verbs, by their stems, that ask for something without saying what: `Fix the …`, `Make sure the … is …`. */
const EMPTY_VERBS = new Set(
  `address avoid check confirm correct ensur fix handl look make pleas provid resolv retri see solv sure
  try use valid verifi error issu problem repair`.split(/\s+/),
);

/** Steps that say no more than the message: `The slug is taken` needs no `Make sure the slug is not taken`. */
const fixRepeatsMessage: QualityCheck = ({ entries }) =>
  entries.flatMap((entry) => {
    const message = saidIn([entry.title, entry.meaning, entry.example].filter(Boolean).join('\n')).words;
    const advice = instructionsIn(entry);
    const steps = entry.fix.filter((step) => repeats(step, message) && !advice.has(wordsIn(step)[0] ?? ''));
    if (steps.length === 0) return [];
    const quoted = steps.slice(0, 2).map((step) => `"${short(step)}"`);
    return [
      {
        entry,
        field: 'fix',
        message: `${quoted.join(' and ')} ${steps.length === 1 ? 'says' : 'say'} no more than the message does.`,
        suggestion:
          'Say what to do that the message does not say: where to look, what to send instead, whom to ask.',
      },
    ];
  });

function repeats(step: string, message: ReadonlySet<string>): boolean {
  const words = new Set([...saidIn(step).words].filter((word) => !EMPTY_VERBS.has(word)));
  return words.size > 0 && shared(words, message) >= words.size * REPEATED;
}

/** How the instructions begin that the message itself gives, as `Check the Retry-After header.`: they may be repeated. */
function instructionsIn({ title, meaning, example }: Entry): Set<string> {
  const sentences = [title, meaning, example].flatMap((text) => text?.split(/[.!?;:]\s/) ?? []);
  return new Set(sentences.flatMap((sentence) => wordsIn(sentence.slice(0, 100))[0] ?? []));
}

function short(step: string): string {
  return step.length <= LONGEST_SHOWN ? step : `${clip(step, LONGEST_SHOWN)}…`;
}

const CHECKS: Readonly<Record<RuleOf<'quality'>, QualityCheck>> = {
  duplicate_alias: duplicateAlias,
  dead_link: deadLink,
  self_link: selfLink,
  one_way_link: oneWayLink,
  replaced_by_deprecated: replacedByDeprecated,
  no_replacement: noReplacement,
  placeholder,
  status_contradicts_retry: statusContradictsRetry,
  indistinguishable,
  shadowed_case: shadowedCase,
  no_meaning: noMeaning,
  no_fix: noFix,
  fix_repeats_message: fixRepeatsMessage,
  no_retry: noRetry,
  no_who: noWho,
};

/** What is wrong with a catalog by itself, by every rule that is `wanted`. */
export function checkQuality(
  catalog: Catalog,
  locate: Locate,
  wanted: (rule: Rule) => boolean = () => true,
): Finding[] {
  const rules = (Object.keys(CHECKS) as RuleOf<'quality'>[]).filter(wanted);
  return rules.flatMap((rule) =>
    CHECKS[rule](catalog).map(({ entry, message, field, other, suggestion }) =>
      findingOf(rule, {
        code: entry.code,
        message,
        suggestion,
        other,
        about: [qualifierOf(entry, catalog), field === 'code' ? '' : field, other].filter(Boolean).join(' '),
        at: locate(entry, field ?? 'code'),
      }),
    ),
  );
}

/** What tells an entry from others of the same code; empty where there are none. */
function qualifierOf({ code, service, surface, area, http_statuses: statuses }: Entry, catalog: Catalog) {
  if (catalog.all(code).length < 2) return '';
  return [service, surface, area, ...statuses].filter((each) => each !== null).join('/');
}
