import { isKnownStatus, readStatus, reasonPhrases } from '../base/http-status.ts';
import { pushTo } from '../base/objects.ts';
import type { Catalog, Entry } from '../catalog/catalog.ts';
import type { NamedValue } from '../pasted/pasted.ts';

const CLASSES: Readonly<Record<number, string>> = {
  4: 'a 4xx status: the request was refused, repeat it only after it is changed',
  5: 'a 5xx status: the other side failed, the request itself may be fine',
};
/** Statuses after which the same request may be sent again (RFC 9110 section 15.5.9, RFC 8470, RFC 6585). */
const REPEATABLE: Readonly<Record<number, string>> = {
  408: 'status 408: the request took too long to arrive, it may be repeated as it is',
  425: 'status 425: the request came too early, repeat it as it is once the connection is set up',
  429: 'status 429: too many requests, wait (as long as Retry-After says, if it is there), then repeat it as it is',
};

const REASONS = reasonPhrases(400);

/**
 * What announces an HTTP status: a status line, a field, a phrase, or an access log's method and path.
 * The number follows at once.
 */
const ANNOUNCED = new RegExp(
  `(?:${[
    String.raw`\bHTTP\/[\d.]{1,3}"?\s`,
    String.raw`\bHTTP(?:\s(?:error|status|code|response))?[\s:]{1,2}\(?`,
    String.raw`(?:^|[^a-z])(?:http_?)?status(?:[_ -]?code)?(?: does not indicate success| was unacceptable)?(?: (?:is|was|of))?["']?\s{0,2}[:= ]\s{0,2}["']?`,
    String.raw`\b(?:errors?|response|responds?|responded|returns?|returned|returning|replies|replied|reply|answers?|answered|gives?|gave|gets?|got|getting|throws?|threw|throwing|received?|receiving|fails?|failed|failing|ends?|ended|comes?|came|with|code)(?: (?:back|out))?(?: (?:code|status|an?|the|me|us|with|as|in)){0,2}[\s:]{1,2}["'(]?(?:HTTP )?`,
    String.raw`\b(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS) \S{1,300}(?: HTTP\/[\d.]{1,3}"?)?(?: (?:->|=>|→|gives|returns|answers|is))?[ :]{1,2}\[?`,
    String.raw`(?:->|=>|→)\s{0,2}`,
    String.raw`(?:\b(?:fehler(?:code)?|erreur|c[oó]digo|erro|errore|fout|b[łl][aą]d)|ошибка|错误码?|状态码|エラー|오류)(?: (?:de|d'|http)\s?)?\s{0,2}[:：]?\s{0,2}`,
    String.raw`\b(?:http|upstream|gateway)\s{0,2}[:=]\s{0,2}`,
    // What stands before the bracket is looked at last, as few numbers have one in front.
    String.raw`\s{0,2}\((?<=\b(?:${REASONS}|error|nine|four|three|two)\s{0,2}\()`,
    String.raw`(?<=[}"'\]])\s\(`,
    String.raw`\b(?:always|only|immer|siempre|toujours)\s`,
    String.raw`\bERR_[A-Z_]{3,40}\s`,
    String.raw`\b(?:HTTP|Http|Api|API|Status|Response|Request)\w{0,16}(?:Error|Exception)\s{0,2}[:([ ]\s?`,
    String.raw`\b[A-Z]\w{1,40}(?:Error|Exception)(?:: |\((?=\d{3}, ))`,
    String.raw`\bstatus(?:[_ -]?code)?\W{1,6}`,
  ].join('|')})([1-5]\\d\\d)(?!\\d|[.,:]\\d|\\w{0,9}\\s{0,2}=)`,
  'gi',
);

/** A number in front of the words that name it, of the method and path that it answers, or of the body. */
const NAMED = new RegExp(
  String.raw`(?<![\d#]|(?<![A-Za-z])\.)([1-5]\d\d)(?:s\b(?! (?:and|of) )|\s{1,2}(?:errors?|responses?|status|client error|(?<=[45]\d\d\s{1,2})(?:${REASONS})|(?:on|for|from) (?:GET|POST|PUT|PATCH|DELETE|the API|every|each|all|this|that|my|our))\b|(?<=[45]\d\d)\s{0,2}(?:错误|エラー|오류|Fehler\b|ошибк)|(?<=[45]\d\d)\s{0,2}[:(]\s{0,2}(?:${REASONS})|(?<=[45]\d\d)\s{0,2}(?=\{\s{0,3}"))`,
  'gi',
);

/** A number that somebody talks of as of a status. */
const ASKED =
  /(?<=[a-z)\]]: )([45]\d\d)(?= (?:The|This|Your|You|Please|Too|No|Not|Service|Invalid|Request|Resource|Access|Token|Rate|API|Could|Cannot|We|An?)\b)|\b(?:an?|the|these|those|many|random|constant|occasional|intermittent|sporadic|plain|bare|only)\s([45]\d\d)(?=\s{0,2}(?:[?.!,;:)'"]|$)|\s(?:means?|meant|errors?|from|on|when|whenever|for|after|back|every|and|because|again|instead|in|at|with|while|here|there|now|today|since|response|status|is|comes?|came|happens?)\b)|^([45]\d\d)(?=: [a-z])/gim;

/** Behind such a number stands what it counts, so it is no status. */
const COUNTED =
  /^\s{0,2}(?:ms|s|sec|seconds|minutes|days|hours|times|items?|rows?|records?|users?|requests?|tests?|passed|failed|lines?|files?|bytes?|[kmg]b|px|%|euros?|dollars?|people|entries|results|messages|orders|points|calls)\b/i;

/** Whether a number is followed by what it counts. */
export function isCounting(after: string): boolean {
  return COUNTED.test(after);
}

/** An HTTP status where a text names it. */
export interface FoundStatus {
  status: number;
  at: number;
  /** Whether it stands in the first line of a response. */
  isLine: boolean;
}

const STATUS_LINE = /\bHTTP\/[\d.]{1,3}"?\s{1,2}([1-5]\d\d)\b/g;
const MOST = 100;

/** The keys under which bodies and logs hold a status. */
const STATUS_KEY =
  /^(?:code|errorcode|(?:http|response)?status(?:code)?|httpcode|responsecode|httperrorcode|rescode)$/;
/** Numbers in front of which another thing is named than a response. */
const OTHER_NUMBER = /\b(?:exit|zip|post(?:al)?|area|country|dial\w{0,4})[\s_-]$/i;

/** The HTTP statuses that a text names as such, in its order. Linear: a fixed look around each number. */
export function statusesIn(text: string, fields: readonly NamedValue[] = []): FoundStatus[] {
  const alone = /^\W{0,3}([1-5]\d\d)\W{0,3}$/.exec(text.slice(0, 12));
  if (alone !== null && text.length <= 12) return [{ status: Number(alone[1]), at: 0, isLine: false }];
  if (!/[1-5]\d\d/.test(text)) return [];
  const found = new Map<number, FoundStatus>();
  const add = (status: number, at: number, isLine: boolean) => {
    if (!found.has(at)) found.set(at, { status, at, isLine });
  };
  for (const match of text.matchAll(STATUS_LINE)) {
    add(Number(match[1]), match.index + match[0].length - 3, true);
    if (found.size >= MOST) break;
  }
  for (const { key, name, value, at } of fields) {
    const status = STATUS_KEY.test(key) ? readStatus(value) : undefined;
    const before = text.slice(Math.max(0, at - name.length - 24), at);
    const isOther = OTHER_NUMBER.test(before.slice(0, Math.max(0, before.lastIndexOf(name))));
    if (status !== undefined && !isOther) add(status, at, false);
  }
  for (const pattern of [ANNOUNCED, NAMED, ASKED]) {
    let count = 0;
    for (const match of text.matchAll(pattern)) {
      const number = match[1] ?? match[2] ?? match[3] ?? '';
      const at = match.index + match[0].lastIndexOf(number);
      if (pattern === ANNOUNCED && isCounting(text.slice(at + 3, at + 19))) continue;
      if (pattern === ASKED && !isKnownStatus(number)) continue;
      add(Number(number), at, false);
      count += 1;
      if (count >= MOST) break;
    }
  }
  return [...found.values()].sort((a, b) => a.at - b.at);
}

/**
 * The status that counts: of the last response that is an error, so not of a proxy's `200 Connection established`, of
 * `100 Continue` or of a redirect before it; else the first that is named.
 */
export function finalStatus(found: readonly FoundStatus[]): number | null {
  const isError = ({ status }: FoundStatus) => status >= 400;
  const lines = found.filter(({ isLine }) => isLine);
  const last = lines.findLast(isError) ?? found.find(isError) ?? lines.at(-1) ?? found[0];
  return last?.status ?? null;
}

/** What frameworks say where no route or method fits: Laravel, Spring, Django, Symfony, Express, Rails, Kong. */
const METHOD = '(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)';
const ROUTED: readonly (readonly [status: number, says: RegExp])[] = [
  [
    405,
    new RegExp(
      String.raw`\b${METHOD}["']? (?:method )?(?:is )?not (?:supported|allowed)\b|\bMethod ?Not ?Allowed|RequestMethodNotSupported`,
      'i',
    ),
  ],
  [404, new RegExp(String.raw`(?<![\w.] )\bcannot ${METHOD} \/|\bno route (?:matche[sd]|found)\b`, 'i')],
];

/** The status of an answer that says that no route, or no method of the route, fits the call; null for any other. */
export function routedStatus(text: string): number | null {
  const searched = text.slice(0, 4_096);
  return ROUTED.find(([, says]) => says.test(searched))?.[0] ?? null;
}

/** The HTTP status that counts in a text, or null. */
export function findStatus(text: string): number | null {
  return finalStatus(statusesIn(text));
}

interface OfStatus {
  /** The codes with this status, the one first that the status alone is taken for. */
  codes: readonly string[];
  /** Whether the status says which of them is meant: there is one, or one of them is the status's own. */
  isUnambiguous: boolean;
}

/** What a status by itself means in a catalog, as its entries say by `status_alone`. */
export function meaningOfStatus(status: number, catalog: Catalog): OfStatus {
  return byStatusOf(catalog).get(status) ?? { codes: [], isUnambiguous: false };
}

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
      const isUnambiguous = all.length === 1 || ordered[0]?.status_alone === true;
      return [status, { codes: ordered.map(({ code }) => code), isUnambiguous }];
    }),
  );
  byStatus.set(catalog, fresh);
  return fresh;
}

/** What the class of a status says by itself, or null if it is no error. */
export function classOfStatus(status: number): string | null {
  return REPEATABLE[status] ?? CLASSES[Math.floor(status / 100)] ?? null;
}
