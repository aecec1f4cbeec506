/**
 * What an answer must hold and must not say, as patterns on its whole text. A fact is fair if different good wordings
 * satisfy it: patterns take the decisive words of a line, an id, a count, or one of the usual ways to draw a conclusion.
 */

/** `line`: words of a line of the request; `other`: of other lines (related ids, counts); `conclusion`: drawn from lines. */
export type Sort = 'line' | 'other' | 'conclusion';
export const SORTS: readonly Sort[] = ['line', 'other', 'conclusion'];

export interface Fact {
  name: string;
  sort: Sort;
  pattern: RegExp;
}

/** A statement that the lines contradict. */
export interface Never {
  name: string;
  pattern: RegExp;
}

export interface Verdict {
  held: Fact[];
  missing: Fact[];
  /** Names of false statements, each with the words that make it. */
  untrue: { name: string; words: string }[];
}

/** Holds an answer against what is wanted of it. */
export function judge(text: string, facts: readonly Fact[], never: readonly Never[]): Verdict {
  return {
    held: facts.filter(({ pattern }) => pattern.test(text)),
    missing: facts.filter(({ pattern }) => !pattern.test(text)),
    untrue: never.flatMap(({ name, pattern }) => {
      const words = pattern.exec(text)?.[0];
      return words === undefined ? [] : [{ name, words }];
    }),
  };
}

/** Text as a pattern: any white space for a blank, any quote for a quote. */
export function literal(text: string): string {
  return text
    .replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
    .replace(/["'`]/g, '\\\\?["\'`]')
    .replace(/\s+/g, '\\s+');
}

/** Both within some characters of each other, in any order. */
export function near(one: string, other: string, within = 220): RegExp {
  return new RegExp(`${one}[\\s\\S]{0,${within}}?${other}|${other}[\\s\\S]{0,${within}}?${one}`, 'i');
}

function edged(text: string): string {
  return `(?<![A-Za-z0-9])${literal(text)}(?![A-Za-z0-9])`;
}

/** The words of a line that decide. */
export function says(name: string, words: string): Fact {
  return { name, sort: 'line', pattern: new RegExp(literal(words), 'i') };
}

/** A value beside its name, in any spelling of `name=value`, `name: value` or a sentence with both. */
export function tells(name: string, key: string, value: string | number, sort: Sort = 'line'): Fact {
  return { name, sort, pattern: near(`(?:${key})`, edged(String(value)), 60) };
}

/** Any pattern of one's own. */
export function shows(name: string, sort: Sort, pattern: RegExp): Fact {
  return { name, sort, pattern };
}

/** Another request, with what is to stand near it: its status, its method. */
export function relates(name: string, id: string, beside?: string | number): Fact {
  const pattern = beside === undefined ? new RegExp(edged(id)) : near(edged(id), edged(String(beside)));
  return { name, sort: 'other', pattern };
}

/** How many others were alike: the others alone, or all with this one. */
export function counts(name: string, others: number): Fact {
  const alike =
    '(?:others?|other\\s+\\w+|more|similar|alike|requests?|calls?|attempts?|failures?|times|in\\s+all|lines?)';
  const number = `(?<![\\w.:-])(?:${others}|${others + 1})(?![\\w.:-])`;
  return {
    name,
    sort: 'other',
    pattern: new RegExp(
      `"count":\\s*(?:${others}|${others + 1})\\b|${number}[^\\n]{0,30}?\\b${alike}\\b`,
      'i',
    ),
  };
}

/** A time of day, in UTC, to the second. */
export function clock(at: number): string {
  return new Date(at).toISOString().slice(11, 19);
}

/** A time that a field gives, to the minute. */
export function dated(name: string, stamp: string): Fact {
  return shows(name, 'line', new RegExp(`(?<!\\d)${stamp.slice(11, 16)}(?!\\d)`));
}

/** The time of day as a pattern; the lines of one moment may lie on both sides of a full second. */
export function moment(at: number): RegExp {
  return new RegExp([...new Set([at - 15, at, at + 15].map(clock))].join('|'));
}

/** Advice such as "check whether it took effect" claims nothing. */
const CLAIMED = '(?<!\\b(?:whether|if|until|once)\\b[^\\n.;]{0,60})';

const CARRIED = {
  yes: `"carried_out":\\s*"yes"|carried[ _]out[:=]?\\s*yes\\b|${CLAIMED}\\b(?:was|has been) (?:still |nevertheless |all the same )?carried out(?! is (?:un|not))|${CLAIMED}\\btook effect\\b`,
  no: `"carried_out":\\s*"no"|carried[ _]out[:=]?\\s*no\\b|${CLAIMED}(?:\\b(?:not|never) carried out|nothing was (?:changed|created|carried out|done|written)|took no effect|had no effect|did not take effect)`,
  unknown:
    '"carried_out":\\s*"unknown"|carried[ _]out[:=]?\\s*unknown|(?:whether|if) (?:it|this|the (?:request|call))[^\\n.]{0,40}(?:carried out|took effect|succeeded)[^\\n.]{0,60}(?:unknown|not known|unclear|cannot be|do(?:es)? not (?:say|show|tell))|(?:unknown|not known|unclear|do(?:es)? not (?:say|show|tell))[^\\n.]{0,40}(?:whether|if) (?:it|this|the (?:request|call))[^\\n.]{0,40}(?:carried out|took effect)',
} as const;
export type Carried = keyof typeof CARRIED;

/** Whether the request was carried out. */
export function carried(which: Carried): Fact {
  return { name: `carried out: ${which}`, sort: 'conclusion', pattern: new RegExp(CARRIED[which], 'i') };
}

/** The other two must not be said. */
export function neverCarried(...which: Carried[]): Never[] {
  return which.map((one) => ({ name: `says carried out: ${one}`, pattern: new RegExp(CARRIED[one], 'i') }));
}

const ACTS =
  '(?:to act|must act|acts?|act now|responsible|up)(?: is| are| lies with)?[: ]{1,3}(?:with |to |for )?';
const WHO = {
  platform: `"who":\\s*"platform"|${ACTS}(?:the )?(?:platform|operators?|provider)|the (?:platform|operators?) (?:must|has to|have to|should|needs? to)|the platform's (?:own|side|fault)|on the platform's side`,
  caller: `"who":\\s*"(?:caller|client)"|${ACTS}(?:the )?(?:caller|client\\b|whoever (?:made|makes|sent|calls|called)\\b|you\\b)|the (?:caller|client) (?:must|has to|should|needs? to)|you (?:must|have to|need to)`,
  workspace_owner: `"who":\\s*"(?:workspace_owner|owner|billing_owner)"|${ACTS}(?:the |an? )?(?:workspace(?:'s)? |billing )?(?:owner|admin)`,
  end_user: `"who":\\s*"(?:end_user|user)"|${ACTS}(?:the )?(?:end user|user|person)`,
} as const;
export type Who = keyof typeof WHO;

/** Who must act; several where either is right. */
export function acts(...who: Who[]): Fact {
  return {
    name: `to act: ${who.join(' or ')}`,
    sort: 'conclusion',
    pattern: new RegExp(who.map((one) => WHO[one]).join('|'), 'i'),
  };
}

/** It is not for these to act. */
export function neverActs(...who: Who[]): Never[] {
  return who.map((one) => {
    // Advice in sentences ("you must") may stand beside the right one; only a verdict is false.
    const verdict = WHO[one].split('|the (')[0]?.split('|you (')[0] ?? '';
    return { name: `says to act: ${one}`, pattern: new RegExp(verdict, 'i') };
  });
}

/** That it is not to be sent again. */
export const NOT_AGAIN: Fact = {
  name: 'not to be sent again',
  sort: 'conclusion',
  pattern:
    /(?:do not|don't|no need to|must not|never|not to be|need not|without)\s+(?:be\s+)?(?:re-?sen[dt]|send(?:ing)?|sent|repeat(?:ed|ing)?|retr(?:y|ied|ying))\b/i,
};

/** The same, or that what was asked for is there. */
export const NOT_AGAIN_OR_DONE = shows(
  NOT_AGAIN.name,
  'conclusion',
  new RegExp(`${NOT_AGAIN.pattern.source}|already (?:exists|done|finished|complete)`, 'i'),
);

/** Sending again is the wrong advice. */
export const SEND_AGAIN: Never = {
  name: 'advises to send it again',
  pattern:
    /(?<!not )(?<!n't )(?<!before you )\b(?:send it again(?! only)|retry (?:it )?now|simply retry|just retry|safe to retry)\b/i,
};

/** The request did not end well. */
export const SUCCEEDED: Never = {
  name: 'says that it succeeded',
  pattern:
    /"ended":\s*"succeeded"|\bended:?\s*succeeded|^(?:it |the request |this request )?succeeded\b|\b(?:No line (?:names|shows) an error|No error\b)/im,
};

/** The request did not fail. */
export const FAILED: Never = {
  name: 'says that it failed',
  pattern: /"ended":\s*"failed"|\bended:?\s*failed|^(?:it |the request |this request )?failed\b|^Ended by:/im,
};

export function claims(name: string, pattern: RegExp): Never {
  return { name, pattern };
}

/** Where the lines name codes, another one is made up, and so is that there is none. */
export function neverOtherCode(codes: ReadonlySet<string>): Never[] {
  if (codes.size === 0) return [];
  const other = `(?!(?:${[...codes].join('|')})\\b)[a-z_]+`;
  return [
    {
      name: 'names a code that no line names',
      pattern: new RegExp(`^Ended by: ${other}|(?<!^\\{)"error":\\s*\\{\\s*"code":\\s*"${other}"`, 'im'),
    },
    claims('says that no line names a code', /\bno line (?:names|has|carries|gives) a code\b/i),
  ];
}
