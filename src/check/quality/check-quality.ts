import { clip, wordSet } from '../../base/text.ts';
import { wordsIn } from '../../base/words.ts';
import { type Catalog, type Entry, RETRY_WHEN, type RetryWhen } from '../../catalog/catalog.ts';
import { saidIn, shared } from '../likeness.ts';
import {
  type Finding,
  findingOf,
  isDeprecated,
  type Locate,
  type QualityCheck,
  type Rule,
  type RuleOf,
} from '../rules.ts';
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
/** How much is shown of a step, and of a text that is still to be written. */
const LONGEST_STEP = 80;
const LONGEST_TEXT = 60;

/** Verbs, by their stems, that ask for something without saying what: `Fix the …`, `Make sure the … is …`. */
const EMPTY_VERBS = wordSet(`
  address avoid check confirm correct ensur fix handl look make pleas provid resolv retri see solv sure try
  use valid verifi error issu problem repair`);

/** Steps that say no more than the message: `The slug is taken` needs no `Make sure the slug is not taken`. */
const fixRepeatsMessage: QualityCheck = ({ entries }) =>
  entries.flatMap((entry) => {
    const message = saidIn([entry.title, entry.meaning, entry.example].filter(Boolean).join('\n')).words;
    const advice = instructionsIn(entry);
    const steps = entry.fix.filter((step) => repeats(step, message) && !advice.has(wordsIn(step)[0] ?? ''));
    if (steps.length === 0) return [];
    const quoted = steps.slice(0, 2).map((step) => `"${short(step, LONGEST_STEP)}"`);
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

function short(text: string, most: number): string {
  return text.length <= most ? text : `${clip(text, most)}…`;
}

/** Entries without a meaning, deprecated ones too. */
const noMeaning: QualityCheck = ({ entries }) => {
  const suggestion = 'Give it a `meaning`: what happened, in a sentence or two.';
  const silent = entries.filter(({ meaning }) => meaning === null);
  return silent.map((entry) => ({ entry, message: 'It does not say what happened.', suggestion }));
};

/** Entries without a step to take. */
const noFix = missing(
  ({ fix }) => fix.length === 0,
  'It does not say what to do.',
  'Give it a `fix`: the steps for whoever must act, in their order.',
);

/** Entries that leave open whether repeating the request can help. */
const noRetry = missing(
  ({ retry }) => retry === null,
  'It does not say whether repeating the request can help.',
  `Give it a \`retry\`, with \`when\`: ${RETRY_WHEN.join(', ')}.`,
);

/** Entries that leave open who must act. */
const noWho = missing(
  ({ who }) => who === null,
  'It does not say who must act.',
  'Give it a `who`, e.g. caller, end_user, workspace_owner or platform.',
);

function missing(lacks: (entry: Entry) => boolean, message: string, suggestion: string): QualityCheck {
  return ({ entries }) =>
    entries
      .filter((entry) => !isDeprecated(entry) && lacks(entry))
      .map((entry) => ({ entry, message, suggestion }));
}

/** A text that is nothing but one of these waits to be written. */
const WHOLE = wordsOfList(
  `todo|to do|tbd|tba|tbc|fixme|wip|to be done|to be defined|to be determined|to be written|to be added|
  coming soon|n/a|na|not applicable|null|nil|undefined|example here|placeholder|text here|some text|
  insert text here|fill in|fill me in|change me|changeme|foo|bar|foo bar|foobar|asdf|lorem ipsum|
  your text here|write me|add text here`,
);
/** Words that are no sentence, though they may well be the name of an area or a service. */
const NO_SENTENCE = wordsOfList(
  `none|example|sample|example message|text|string|description|description here|a description|meaning|
  meaning here|title|title here|message|message here|cause|fix|fix here|test`,
);

function wordsOfList(list: string): Set<string> {
  return new Set(list.split(/\|\s*/));
}

/** Fields that hold a name. */
const NAMES = new Set(['service', 'surface', 'area', 'who']);

/** Marks of what is still to be done, wherever they stand. In capitals, as a to-do may be what a product is about. */
const MARK = /(?<![\p{L}\p{N}_-])(?:TODO|FIXME|TBD)(?![\p{L}\p{N}_-])/u;
const LEAD = /^(?:todo|fixme|tbd)\s{0,4}[:(-]/i;
const LOREM = /\blorem ipsum\b/i;
const TEMPLATE = /^(?:<[^<>/]{1,200}>|\{\{[^{}]{1,200}\}\}|\$\{[^{}]{1,200}\})$/;
const CROSSES = /^x{3,}$/i;

/** Texts that were never written, one finding for a field. */
const placeholder: QualityCheck = ({ entries }) =>
  entries.flatMap((entry) =>
    textsOf(entry).flatMap(([field, texts]) => {
      const found = texts.find((text) => isPlaceholder(text, NAMES.has(field)));
      if (found === undefined) return [];
      const shown = short(found, LONGEST_TEXT);
      return [
        {
          entry,
          field,
          message: `Its ${field} is still to be written: '${shown}'.`,
          suggestion: `Write it, or leave ${field} out: what is unknown is told as unknown.`,
        },
      ];
    }),
  );

function isPlaceholder(text: string, isName: boolean): boolean {
  const bare = text
    .trim()
    .replace(/^[\s"'`([<{*_]{1,10}|[\s"'`)\]>}*_.!:…]{1,10}$/g, '')
    .toLowerCase();
  return (
    !/[\p{L}\p{N}]/u.test(text) ||
    WHOLE.has(bare) ||
    (!isName && NO_SENTENCE.has(bare)) ||
    CROSSES.test(bare) ||
    TEMPLATE.test(text.trim()) ||
    LEAD.test(text) ||
    MARK.test(text) ||
    LOREM.test(text)
  );
}

/** Every text of an entry, by its field. */
function textsOf(entry: Entry): [field: string, texts: readonly string[]][] {
  const {
    title,
    http_status_note: note,
    meaning,
    causes,
    fix,
    retry,
    who,
    confusable_with: confusable,
  } = entry;
  const { symptoms, example, since, deprecated, links, service, surface, area } = entry;
  const one = (text: string | null | undefined) => (text === null || text === undefined ? [] : [text]);
  return [
    ['title', one(title)],
    ['service', one(service)],
    ['surface', one(surface)],
    ['area', one(area)],
    ['http_status_note', one(note)],
    ['meaning', one(meaning)],
    ['causes', causes],
    ['fix', fix],
    ['retry', one(retry?.note)],
    ['who', one(who)],
    ['confusable_with', confusable.map(({ tell_apart: check }) => check)],
    ['symptoms', symptoms],
    ['example', one(example)],
    ['since', one(since)],
    ['deprecated', one(deprecated === '' ? null : deprecated)],
    ['links', links],
  ];
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
