import type * as z from 'zod';
import { wordSet } from '../base/text.ts';
import type { Actor, Entry } from '../catalog/catalog.ts';
import type { LogLine } from '../logs/logs.ts';
import { quoted } from '../redact/redact.ts';
import { explainShortly, type shortExplanationSchema } from './answer/explanation.ts';
import { type Advice, AS_FOUND, DONE_ALREADY } from './story/evidence.ts';
import { reasonText, specificText } from './story/named-error.ts';
import { isSafe, routeOf } from './story/outcome.ts';
import { BUG, fieldsOf, isKilled, isSpecific, PASSING, STAYS, wordsOfLine } from './story/said.ts';
import type { Story } from './story/story.ts';

/** What the catalog says of an error, fitted to a request whose lines are known: what they contradict is left out. */

type Explained = z.infer<typeof shortExplanationSchema>;
type When = NonNullable<Explained['retry']>['when'];

/** An explanation whose actor, steps and retries are those that the lines show. */
export function explanationBy(story: Story, entry: Entry): Explained {
  const { who, outcome } = story;
  const explained = explainShortly(entry);
  const advice = OVERRULING.map((rule) => rule(story, entry)).find((each) => each !== undefined);
  const retry = advice?.retry === undefined ? retryBy(story, entry, explained.retry) : advice.retry;
  const fits = { story, when: retry?.when ?? null };
  const before = story.facts.flatMap((each) => each.before ?? []);
  const left = explained.fix?.flatMap((step) => fitted(step, fits) ?? []) ?? [];
  const fix = advice?.fix ?? (left.length > 0 ? left : explained.fix && [...AS_FOUND]);
  return {
    ...explained,
    ...(explained.http_status === null &&
      outcome.status !== null &&
      outcome.status >= 400 && {
        http_status: outcome.status,
        http_status_note: 'Of this request; the catalog has none.',
      }),
    ...(explained.meaning !== null && {
      meaning: fitted(explained.meaning, { ...fits, isMeaning: true }) ?? explained.meaning,
    }),
    ...(who !== null && { who }),
    ...advice,
    fix: before.length > 0 ? [...before, ...(fix ?? [])] : (fix ?? null),
    retry: retry && { when: retry.when, note: retry.note === null ? null : fitted(retry.note, fits) },
  };
}

const COMPARE_FIRST = 'Compare first, or it may be done twice.';
const NOT_DONE = 'It was not carried out: sent again, it is not done twice.';

/** When to send it again by an entry and the lines, and what the lines say of that. */
function retryBy(
  { facts, lines, outcome }: Story,
  { retry }: Entry,
  own: Explained['retry'],
): Explained['retry'] {
  // Of several times to wait for, the last is the one at which all are over.
  const wait = facts
    .flatMap((each) => each.wait ?? [])
    .toSorted((a, b) => a.at - b.at)
    .at(-1);
  const isUndone = outcome.carried_out === 'no' && (outcome.status ?? 0) >= 500;
  const isPerhapsDone = facts.some(({ before }) => before);
  const note = [
    wait && `Wait until ${wait.told}.`,
    isPerhapsDone ? COMPARE_FIRST : isUndone && !isSafe(routeOf(lines)?.method) && NOT_DONE,
  ].filter(Boolean);
  const when = isPerhapsDone ? 'after_fix' : wait === undefined ? retry?.when : 'after_delay';
  return when !== undefined && note.length > 0 ? { when, note: note.join(' ') } : own;
}

/** What is left to do where the lines show another actor than the catalog has steps for. */
const STEP_BY_LINES = {
  platform: [
    'Nothing in the call needs to change. Retry as described below; if it keeps failing, report the `request_id`.',
  ],
  caller: AS_FOUND,
  end_user: AS_FOUND,
  workspace_owner: AS_FOUND,
} as const satisfies Record<Actor, readonly string[]>;

/** What is left to do where the work was done, whatever the caller was told. */
const READ_INSTEAD: Advice = {
  fix: ['It was carried out: do not send it again. Read what it made or changed instead.'],
  retry: DONE_ALREADY,
};

/** What is left to do where the platform must mend something before any such call succeeds. */
const REPORT: Advice = {
  fix: [
    'Nothing in the call needs to change. Report the `request_id`, with the line that is named as the cause.',
  ],
  retry: { when: 'after_fix', note: 'It fails until the platform has mended that.' },
};

/** What the lines show that overrules an entry's advice: the first that does, and else who must act and when. */
const OVERRULING: readonly ((story: Story, entry: Entry) => Partial<Explained> | undefined)[] = [
  ({ outcome, lines }) =>
    outcome.carried_out === 'yes' && !isSafe(routeOf(lines)?.method) ? READ_INSTEAD : undefined,
  ({ facts }) => facts.find(({ instead }) => instead !== undefined)?.instead,
  (story, { retry }) =>
    staysBroken(story) && isLater(retry?.when) && (story.who ?? 'platform') === 'platform'
      ? REPORT
      : undefined,
  (story, entry) => {
    const { who } = story;
    if (who === null || who === entry.who) return undefined;
    const fix = [...STEP_BY_LINES[who]];
    if (who !== 'platform' || isLater(entry.retry?.when)) return { fix };
    // What the caller was to mend first is not what it waits for.
    if (isPassing(story)) return { fix, retry: { when: 'with_backoff', note: null } };
    return { ...REPORT, retry: { when: 'after_fix', note: null } };
  },
];

function isLater(when: When | undefined): boolean {
  return when === 'with_backoff' || when === 'after_delay';
}

/** Whether the cause is something of the platform's own that does not pass by itself. */
function staysBroken({ cause, outcome }: Story): boolean {
  return cause !== null && (outcome.status ?? 0) >= 500 && STAYS.test(wordsOfLine(cause.line));
}

/** What a text is held against. */
interface Held {
  story: Story;
  /** When it is to be sent again by now. */
  when: When | null;
  /** Whether the text is what the error means, not what is advised. */
  isMeaning?: true;
}

/** A part of a text of a catalog that takes something for granted, and whether the lines leave that open. */
interface Presupposed {
  says: RegExp;
  holds(held: Held): boolean;
  /** What is said instead; nothing if left out. */
  instead?(part: string, story: Story): string;
}

/**
 * A text without the sentences and clauses that take for granted what the lines do not bear out; null if nothing is left.
 * What the lines leave open is kept, as it is true of the error in general.
 */
function fitted(text: string, held: Held): string | null {
  const all = text.split(SENTENCES);
  const left = all.map((part) => {
    const unfit = PRESUPPOSED.filter(({ says, holds }) => says.test(part) && !holds(held));
    return unfit.reduce(
      (rest, { says, instead }) => instead?.(rest, held.story) ?? rest.replace(says, ''),
      part,
    );
  });
  if (left.every((part, at) => part === all[at])) return text;
  const kept = left.filter((part) => part !== '');
  const whole = kept.map((part, at) =>
    at === 0 || /[.!?]$/.test(kept[at - 1] ?? '') ? part.slice(0, 1).toUpperCase() + part.slice(1) : part,
  );
  return whole.length === 0 ? null : whole.join(' ').replace(/;$/, '.');
}

/** Between sentences and their halves, but not behind `e.g.`. */
const SENTENCES = /(?<=(?<!\be\.g|\bi\.e|\betc)[.;!?]) (?=\S)/;

const PRESUPPOSED: readonly Presupposed[] = [
  // A call that only reads, or one that writes; and what was not done need not be looked for.
  {
    says: /^.*\ba write\b.*$/is,
    holds: ({ story }) => story.outcome.carried_out !== 'no' && !reads(story),
  },
  {
    says: /^(?:A read|Reads) .*$/s,
    holds: ({ story }) => (routeOf(story.lines) === null || reads(story)) && !staysBroken(story),
  },
  {
    says: /^.*\b(?:(?:may have been|whether .{0,30}\bwas) carried out|(?:took|taken|take) effect)\b.*$/is,
    holds: ({ story: { outcome } }) => outcome.carried_out !== 'no' || (outcome.status ?? 0) < 500,
  },
  // That the answer says what is wrong; and that nothing else has said it.
  {
    says: /^(?:(?:Find|Read|Look|See|Check)\b.{0,80}`(?:error\.message|error_description|details)`|It (?:may say|says|names)\b).*$/s,
    holds: ({ story }) => !saysRule(story) && !isVague(story),
  },
  {
    says: /, e\.g\. [^;\n]{0,60}`error\.message` (?:proposes|suggests|offers)\b(?: \([^)\n]{0,80}\))?/,
    holds: ({ story }) => PROPOSAL.test(answerOf(story) ?? 'try'),
  },
  // That the value is one of some examples.
  {
    says: /\ban? (?:\w+ ){0,2}(?:slug|colou?r|UR[IL]|e-?mail)\b.*\ban? (?:\w+ ){0,2}(?:slug|colou?r|UR[IL]|e-?mail)\b/is,
    holds: ({ story }) => isExample(rejectedField(story)),
    instead: (part, story) => {
      const { name, line } = rejectedField(story) ?? {};
      const head = part.replace(/(?:, e\.g\.|:|\.$).*$/s, '');
      return `${head}; the field is ${quoted(name ?? '')} (${line?.source}).`;
    },
  },
  // That it is the input, or that it passes.
  {
    says: /^.*\b(?:the|this|same) input\b.*$/is,
    holds: ({ story }) => !staysBroken(story) && !isPassing(story),
  },
  {
    says: /^(?:Usually passes|Passes)\b.*$/is,
    holds: ({ story }) =>
      !staysBroken(story) && !isBug(story) && !/\bcircuit\b/i.test(story.cause?.line.message ?? ''),
  },
  { says: /^Retry\b.*$/s, holds: ({ when, isMeaning }) => !isMeaning || when === null || isLater(when) },
  // That what was to be done was done.
  {
    says: /\b(?:moved|switched|upgraded|downgraded) to\b/i,
    holds: ({ story, isMeaning }) => !isMeaning || story.outcome.carried_out !== 'no',
    instead: (part) => `${part} Here that was not carried out.`,
  },
];

function reads({ lines }: Story): boolean {
  return isSafe(routeOf(lines)?.method);
}

function isPassing({ cause }: Story): boolean {
  return cause !== null && PASSING.test(reasonText(cause.line) ?? '');
}

function isBug({ cause }: Story): boolean {
  return cause !== null && (BUG.test(wordsOfLine(cause.line)) || isKilled(cause.line));
}

/** What is wrong with a value, in words; or who refused. */
const SAYS_RULE =
  /\b(?:must|at (?:least|most)|too (?:short|long|large|small|many)|required|reserved|missing|exceeds|longer|shorter|does not match|not (?:a|an|allowed|valid)|invalid|unknown|malformed|expected|(?:declined|denied|refused|cancell?ed|aborted|rejected) by)\b/i;

function saysRule({ cause }: Story): boolean {
  return cause !== null && SAYS_RULE.test(specificText(cause.line) ?? '');
}

/** What the answer told the caller, as a line shows it; null if none does. */
function answerOf({ error }: Story): string | null {
  if (error === null) return null;
  const { line } = error;
  const text = reasonText(line);
  if (text === null || line.message === undefined) return text;
  if (text.startsWith(`${line.message}: `)) return text.slice(line.message.length + 2);
  return isSpecific(line) ? text : null;
}

const PROPOSAL = /\b(?:try|instead|propos\w+|suggest\w*|available|free)\b|\buse ['"`]/i;

/** Words of a message that names nothing. */
const VAGUE = wordSet(`
  a an the one some your this that it its is are was were be been has have had not no in of for to on and or with
  field fields value values input data form body request parameter parameters param argument entity payload
  valid invalid validation validate failed failure fails error errors bad wrong malformed incorrect missing
  required rejected refused unprocessable could cannot can please check sorry something went`);

function isVague(story: Story): boolean {
  const words =
    answerOf(story)
      ?.toLowerCase()
      .match(/[\w'"`#.-]*\w/g) ?? [];
  return words.length > 0 && words.every((word) => VAGUE.has(word));
}

const FIELD =
  /^(?:(?:invalid|bad|rejected|error)?field(?:name)?|param(?:eter)?(?:name)?|attribute|property|pointer)$/;
const NAME = /^[A-Za-z][\w.[\]/-]{0,59}$/;
/** `display_name must have …`, `name is reserved`. */
const SUBJECT =
  /(?:^|: )['"`]?([a-z][\w.]{1,40})['"`]? (?:is|must|has|was|cannot|exceeds|should|needs|does not|may not)\b/;

/** The field whose value was refused, by the line that explains it; null where it names none. */
function rejectedField({ cause }: Story): { name: string; line: LogLine } | null {
  if (cause === null) return null;
  const { line } = cause;
  const said = fieldsOf(line).find(({ key, value }) => FIELD.test(key) && NAME.test(value))?.value;
  const name = said ?? SUBJECT.exec(line.message ?? '')?.[1];
  return name === undefined || VAGUE.has(name) ? null : { name, line };
}

/** Whether a field may be one of the catalog's examples, or none is known. */
function isExample(field: { name: string } | null): boolean {
  return field === null || /slug|colou?r|ur[il]|mail/i.test(field.name);
}

/** Whether the lines show that it passes by itself, against an entry of which only the status is known. */
export function passes(story: Story, likely: Entry | undefined): boolean {
  return likely?.retry?.when === 'never' && isPassing(story);
}

/** Whether the lines show what the same input meets again, a bug or too little memory, though the entry advises a retry. */
export function comesAgain(story: Story, likely: Entry | undefined): boolean {
  return likely?.retry?.when === 'with_backoff' && isBug(story);
}

/** Whether the lines show that another than the platform must act, and not whom the entry names. */
export function isOthers({ who }: Story, likely: Entry | undefined): boolean {
  return who !== null && who !== 'platform' && likely !== undefined && who !== likely.who;
}
