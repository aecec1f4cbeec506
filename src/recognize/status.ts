import { reasonPhrases } from '../base/http-status.ts';
import { pushTo } from '../base/objects.ts';
import type { Catalog, Entry } from '../catalog/catalog.ts';

const CLASSES: Readonly<Record<number, string>> = {
  4: 'a 4xx status: the request was refused, repeat it only after it is changed',
  5: 'a 5xx status: the other side failed, the request itself may be fine',
};

const REASONS = reasonPhrases(400);

/**
 * What announces an HTTP status: a status line, a field, a phrase, or an access log's method and path.
 * The number follows at once.
 */
const ANNOUNCED = new RegExp(
  `(?:${[
    String.raw`\bHTTP\/[\d.]{1,3}"?\s`,
    String.raw`\bHTTP(?:\s(?:error|status|code|response))?[\s:]{1,2}`,
    String.raw`(?:^|[^a-z])(?:http_?)?status(?:[_ -]?code)?(?: does not indicate success)?(?: (?:is|was|of))?["']?\s{0,2}[:= ]\s{0,2}["']?`,
    String.raw`\b(?:errors?|response|responds?|responded|returns?|returned|returning|replies|replied|reply|answers?|answered|gives?|gave|gets?|got|getting|throws?|threw|throwing|received?|receiving|fails?|failed|failing|ends?|ended|comes?|came|with|code)(?: (?:back|out))?(?: (?:code|status|an?|the|me|us|with|as|in)){0,2}[\s:]{1,2}["'(]?(?:HTTP )?`,
    String.raw`\b(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS) \S{1,300}(?: HTTP\/[\d.]{1,3}"?)?(?: (?:->|=>|→|gives|returns|answers|is))?[ :]{1,2}`,
    String.raw`(?:->|=>|→)\s{0,2}`,
    String.raw`\b(?:http|upstream|gateway)\s{0,2}[:=]\s{0,2}`,
    // What stands before the bracket is looked at last, as few numbers have one in front.
    String.raw`\s{0,2}\((?<=\b(?:${REASONS}|error|nine|four|three|two)\s{0,2}\()`,
    String.raw`\b(?:always|only|immer|siempre|toujours)\s`,
    String.raw`\bERR_[A-Z_]{3,40}\s`,
  ].join('|')})([1-5]\\d\\d)(?![\\d.]|[.,:]\\d|\\w{0,9}\\s{0,2}=)`,
  'gi',
);

/** A number in front of the words that name it, or of the method and path that it answers. */
const NAMED = new RegExp(
  String.raw`(?<![\d.#])([1-5]\d\d)(?:s\b(?! (?:and|of) )|\s{1,2}(?:errors?|responses?|status|client error|(?<=[45]\d\d\s{1,2})(?:${REASONS})|(?:on|for|from) (?:GET|POST|PUT|PATCH|DELETE|the API|every|each|all|this|that|my|our))\b|(?<=[45]\d\d)\s{0,2}\((?:${REASONS}))`,
  'gi',
);

/** Behind such a number stands what it counts, so it is no status. */
const COUNTED =
  /^\s{0,2}(?:ms|s|sec|seconds|minutes|days|hours|times|items?|rows?|records?|users?|requests?|tests?|passed|failed|lines?|files?|bytes?|[kmg]b|px|%|euros?|dollars?|people|entries|results|messages|orders|points|calls)\b/i;

/** Whether a number is followed by what it counts. */
export function isCounting(after: string): boolean {
  return COUNTED.test(after);
}

/** The first HTTP status that a text names as one, or null. Linear: a fixed look around each number. */
export function findStatus(text: string): number | null {
  const alone = /^\W{0,3}([1-5]\d\d)\W{0,3}$/.exec(text.slice(0, 12));
  if (alone !== null && text.length <= 12) return Number(alone[1]);
  let first: { status: number; at: number } | null = null;
  for (const pattern of [ANNOUNCED, NAMED]) {
    for (const match of text.matchAll(pattern)) {
      const end = match.index + match[0].length;
      if (pattern === ANNOUNCED && isCounting(text.slice(end, end + 16))) continue;
      if (first === null || match.index < first.at) first = { status: Number(match[1]), at: match.index };
      break;
    }
  }
  return first?.status ?? null;
}

interface OfStatus {
  /** The codes with this status, the one first that the status alone is taken for. */
  codes: readonly string[];
  /** Whether the status says which of them is meant: there are few, or one of them is the status's own. */
  isUnambiguous: boolean;
}

/** What a status by itself means in a catalog, as its entries say by `status_alone`. */
export function meaningOfStatus(status: number, catalog: Catalog): OfStatus {
  return byStatusOf(catalog).get(status) ?? { codes: [], isUnambiguous: false };
}

/** Of how many codes with the same status one may be guessed. */
const MOST_GUESSED = 4;

const byStatus = new WeakMap<Catalog, ReadonlyMap<number, OfStatus>>();

function byStatusOf(catalog: Catalog): ReadonlyMap<number, OfStatus> {
  const known = byStatus.get(catalog);
  if (known !== undefined) return known;
  const entries = new Map<number, Entry[]>();
  for (const entry of catalog.entries) {
    for (const status of entry.http_statuses) pushTo(entries, status, entry);
  }
  const fresh = new Map(
    Array.from(entries, ([status, all]): [number, OfStatus] => {
      const ordered = all.toSorted((a, b) => Number(b.status_alone) - Number(a.status_alone));
      const isUnambiguous = all.length <= MOST_GUESSED || ordered[0]?.status_alone === true;
      return [status, { codes: ordered.map(({ code }) => code), isUnambiguous }];
    }),
  );
  byStatus.set(catalog, fresh);
  return fresh;
}

/** What the class of a status says by itself, or null if it is no error. */
export function classOfStatus(status: number): string | null {
  return CLASSES[Math.floor(status / 100)] ?? null;
}
