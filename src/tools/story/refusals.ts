import { BlockList, isIPv4 } from 'node:net';
import type { Actor } from '../../catalog/catalog.ts';
import { waitOf } from '../../pasted/pasted.ts';
import { quoted } from '../../redact/redact.ts';
import {
  type Advice,
  amount,
  type Evidence,
  type Fact,
  fact,
  first,
  firstLine,
  type Rule,
} from './evidence.ts';
import { allWordsOf, isTroubled, SWITCHED_OFF } from './said.ts';

/** Facts about why a call was refused: what it lacked, what it was given, and what it may not do. */

/** Two fields of one line that are compared: what was needed, and what there was. */
interface Pair {
  wanted: RegExp;
  found: RegExp;
  who: Actor | null;
  /** Words that the line must hold, where the fields alone do not tell. */
  isSaid?: RegExp;
  /** Null where the two agree and nothing is to be said. */
  say(wanted: string, found: string): string | null;
  instead?: Advice;
}

const differing = (say: (wanted: string, found: string) => string) => (wanted: string, found: string) =>
  wanted === found ? null : say(wanted, found);

/** Keys of fields are letters alone: `required_scope` is `requiredscope`. */
const PAIRS: readonly Pair[] = [
  {
    wanted:
      /^(?:required|needed|missing|expected|needs?|requires?)scopes?$|^scopes?(?:required|needed|missing)$/,
    found:
      /^(?:token|granted|held|present|actual|have|has|current|given)?scopes?(?:held|granted|present|have)?$/,
    who: 'caller',
    say: (wanted, found) =>
      isAmong(wanted, found)
        ? null
        : `The call needs the scope ${quotedNames(wanted)}; the token has ${quotedNames(found)}.`,
  },
  {
    wanted:
      /^(?:required|needed|min|minimum|minimal|needs?|requires?)(?:plan|tier)s?$|^(?:plan|tier)(?:required|needed)$/,
    found: /^(?:current|workspace|account|org|actual|billing|have)?(?:plan|tier)(?:name)?$/,
    who: 'workspace_owner',
    say: differing(
      (wanted, found) => `The call needs the plan ${quoted(wanted)}; the workspace is on ${quoted(found)}.`,
    ),
  },
  {
    wanted:
      /^(?:slug|name|domain|existing|current)?(?:owner|ownedby|heldby|takenby)(?:id|account|workspace|user|org|team|tenant)?$/,
    found:
      /^(?:caller|requestedby|requester|actor|account|user|org|team|principal|sub|client|by)(?:id|account|workspace|user|org|team|tenant)?$/,
    who: 'caller',
    isSaid: /\b(?:taken|exists|already|in use|conflict|duplicate|not unique|owned|reserved)\b/i,
    say: (wanted, found) =>
      wanted === found
        ? `The caller already owns it (${quoted(wanted)}): use the existing one; no other name is needed.`
        : null,
    instead: {
      fix: ['Use the existing one, which the caller owns.'],
      retry: { when: 'never', note: null },
    },
  },
  {
    wanted: /^(?:current|actual|stored|server|latest)(?:etag|version|revision|rev|seq|lockversion)$/,
    found:
      /^(?:ifmatch|(?:given|sent|request|requested|client|expected|base|provided)(?:etag|version|revision|rev|seq|lockversion))$/,
    who: 'caller',
    say: differing(
      (wanted, found) =>
        `The call was made for the version ${quoted(found)}; the current one is ${quoted(wanted)}: it was changed in between.`,
    ),
  },
  {
    wanted:
      /^(?:expected|required|configured|registered|allowed|valid|want|wanted|exp)(?:aud|audience|issuer|iss|redirecturi|redirecturis|contenttype|version|region|hash|digest|signature|origin|host|method|alg|algorithm|type|state|status|etag|nonce|ip|ips|value)s?$/,
    found:
      /^(?:got|actual|received|given|presented|sent|found|current|requested|provided|request|token)(?:aud|audience|issuer|iss|redirecturi|contenttype|version|region|hash|digest|signature|origin|host|method|alg|algorithm|type|state|status|etag|nonce|ip|value)$/,
    who: null,
    say: differing((wanted, found) => `Expected ${quoted(wanted)}; received ${quoted(found)}.`),
  },
  {
    wanted:
      /^(?:(?:ip)?(?:permitted|allowed|policy|rule|accepted))?(?:cidrs?|ipranges?|ranges|networks|subnets|ips|addresses)$|^(?:ip)?(?:allow|white)list(?:ed)?(?:cidrs?|ranges|ips)?$/,
    found: /^(?:client|source|src|remote|caller|peer)(?:ip|addr|address)?$|^(?:ip|peer)$/,
    who: 'caller',
    say: (wanted, found) =>
      isOutside(found, wanted)
        ? `The call came from the address ${quoted(found)}; permitted are ${quotedNames(wanted)}.`
        : null,
  },
  {
    wanted: /^(?:required|requires|needed|needs|missing)$/,
    found: /^(?:granted|held|have|has|present|given|current)$/,
    who: null,
    say: (wanted, found) =>
      isAmong(wanted, found)
        ? null
        : `It needs ${quotedNames(wanted)}; it was granted ${quotedNames(found)}.`,
  },
  {
    wanted: /^(?:expected|want|wanted|registered|configured)$/,
    found: /^(?:got|actual|received|given|presented|provided|requested|sent)$/,
    who: null,
    say: differing((wanted, found) => `Expected ${quoted(wanted)}; received ${quoted(found)}.`),
  },
];

/** Whether an address (IPv4) lies outside of all of some ranges; false where either cannot be read. */
function isOutside(address: string, ranges: string): boolean {
  const all = ranges.split(/[\s,]+/).filter((range) => range !== '');
  const list = new BlockList();
  for (const range of all) {
    const [net = '', bits = '32'] = range.split('/');
    if (!isIPv4(net) || !/^(?:[12]?\d|3[0-2])$/.test(bits)) return false;
    list.addSubnet(net, Number(bits));
  }
  return all.length > 0 && isIPv4(address) && !list.check(address);
}

/** Names in a list (scopes, addresses) one by one: such a name has a sign in it that words have not. */
function quotedNames(value: string): string {
  const names = value.split(/[\s,]+/).filter((name) => name !== '');
  const areNames = names.length > 1 && names.length < 9 && names.every((name) => /[:./_*-]/.test(name));
  return areNames ? names.map(quoted).join(', ') : quoted(value);
}

function isAmong(wanted: string, found: string): boolean {
  const held = found.split(/[\s,]+/);
  return wanted.split(/[\s,]+/).every((scope) => held.includes(scope));
}

/** Fields of the same line are compared first; where a line has only one of them, those of the request's other lines. */
export const pairs: Rule = ({ fields, ended }) =>
  PAIRS.flatMap(({ wanted, found, who, isSaid, say, instead }) => {
    if (ended === 'succeeded') return [];
    const needed = fields.find(
      ({ key, line }) =>
        wanted.test(key) &&
        (isSaid === undefined || line.status === 409 || isSaid.test(allWordsOf(line).replaceAll('_', ' '))),
    );
    if (needed === undefined) return [];
    const others = fields.filter((field) => found.test(field.key) && field.key !== needed.key);
    const near = others.filter(({ line }) => line === needed.line);
    for (const other of near.length > 0 ? near : others) {
      const message = say(needed.value, other.value);
      if (message !== null) return [{ ...fact(message, who, who !== null), ...(instead && { instead }) }];
    }
    return [];
  });

/** How long the caller would wait, which it sent along: not how long a client within the platform does. */
const CALLERS_TIME =
  /\b(?:client|caller)(?:'s)?[ -](?:deadline|(?:sent|set|given|chosen|supplied|provided|specified|requested)[ -](?:deadline|time-?out|budget))\b|\b(?:deadline|time-?out|budget)\b.{0,20}\b(?:sent|set|given|chosen|supplied|provided|specified) by (?:the )?(?:client|caller)\b|\bx-(?:request-)?(?:timeout|deadline)\b|\b(?:client|caller) (?:asked for|allowed|gave|set|wanted|requested)\b.{0,30}\b(?:time|deadline|timeout|m?s|seconds)\b/i;

export const impatient: Rule = (evidence) => {
  const found = firstLine(evidence, CALLERS_TIME, ({ line }) => isTroubled(line));
  if (found === null || ![408, 499, 504].includes(evidence.status ?? 0)) return [];
  const fix = ['Give it more time, or ask for less at once; then repeat the call.'];
  return [
    {
      ...fact(`The time that the caller itself set ran out (${found.line.source}).`, 'caller', true),
      instead: { fix, retry: { when: 'after_fix', note: null } },
    },
  ];
};

const AT = /(\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?)/;

/** A code, a token or a nonce can be used only once: who used it first is what matters. */
export const usedTwice: Rule = (evidence) => {
  const found = firstLine(
    evidence,
    /\b(?:code|token|nonce|link|ticket|otp|assertion|jti|verifier|grant|state|voucher|coupon|invitation|invite)\b[^.;]{0,40}\balready (?:been )?(?:exchanged|redeemed|used|consumed|spent)\b|\balready[- ](?:exchanged|redeemed|used|consumed|spent) (?:\w{1,20} )?(?:code|token|nonce|link|ticket|assertion|grant)\b|\balready (?:been )?(?:exchanged|redeemed)\b|\breuse(?:d)? of (?:an? )?(?:\w{1,20} )?(?:code|token|nonce)\b|\b(?:code|token|nonce) (?:re-?use|replay)(?:d)?\b|\breplay(?:ed)? of (?:an? )?(?:\w{1,20} )?(?:code|token|nonce|assertion)\b/i,
  );
  if (found === null) return [];
  const by =
    /\b(?:by|in|with|request) ['"]?((?:req|request)[-_:]?[\w-]{3,64}|[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{16,32})/i.exec(
      found.words,
    )?.[1] ??
    first(
      evidence,
      /^(?:first|previous|prior|original|earlier|used|exchanged|redeemed|consumed)(?:by)?(?:request|req)(?:id)?$|^(?:usedby|exchangedby|redeemedby|consumedby|firstusedby)$/,
      found.line,
    );
  const when = first(
    evidence,
    /^(?:first|previously|exchanged|redeemed|used|consumed)(?:used|exchanged|redeemed)?at$/,
    found.line,
  );
  const whom = by === null || by === undefined ? '' : ` by ${quoted(by)}`;
  return [
    fact(
      `What was sent can be used only once, and was used before${whom}${when === null ? '' : ` at ${quoted(when)}`}. Start over; the same one never works again.`,
      'caller',
    ),
  ];
};

const PKCE =
  /\b(?:pkce|code ?verifier|code ?challenge|verifier\b.{0,9}\bchallenge|challenge\b.{0,9}\bverifier)\b.{0,40}\b(?:mismatch\w*|fail(?:ed|ure)|invalid|incorrect|wrong|rejected|(?:does|did)(?: not|n't) (?:\w{1,20} ){0,2}?(?:match|hash|fit|correspond|verify)\w*)|\b(?:invalid|incorrect|wrong|mismatched) (?:pkce\b|code ?verifier\b|code ?challenge\b)/i;

/** What is wrong with how PKCE was used, not with the verifier. */
const NO_VERIFIER =
  /\b(?:missing|required|absent|empty|without|not (?:sent|provided|given)|unsupported|method|no)\b/i;

/** A code that is redeemed with another verifier than its challenge was made of (RFC 7636 section 4.6). */
export const verifier: Rule = (evidence) => {
  const found = firstLine(evidence, PKCE, ({ line, words }) => isTroubled(line) && !NO_VERIFIER.test(words));
  if (found === null || evidence.ended !== 'failed' || !isRefusal(evidence)) return [];
  const length = Number(first(evidence, /^(?:code)?verifierlen(?:gth)?$/, found.line) ?? '');
  const isShort = length > 0 && length < 43;
  const meaning = `The \`code_verifier\` is not the one that the \`code_challenge\` was made of (${found.line.source})${isShort ? `, and has ${length} characters, of the 43 to 128 that RFC 7636 wants` : ''}.`;
  const fix = [
    'Begin a new authorization, keep its `code_verifier` unchanged, and redeem the code with exactly that one.',
  ];
  const retry = { when: 'after_fix', note: 'Starting a new authorization is safe.' } as const;
  return [{ ...fact(meaning, 'caller', true), instead: { meaning, fix, retry } }];
};

const ROTATED =
  /^(?:secret|key|clientsecret|signingkey|machinekey)?(?:rotated|rotatedat|lastrotated|lastrotation|rotationtime|revokedat|retiredat)$/;

/** Secrets and keys that were rotated. */
export const rotation: Rule = (evidence) => {
  const field = evidence.fields.find(({ key, value }) => ROTATED.test(key) && value !== '');
  const how = ['retired', 'revoked'].find((each) => field?.key.includes(each)) ?? 'rotated';
  const rotated = field?.value ?? null;
  const grace = first(
    evidence,
    /^(?:old)?(?:secret|key)?grace(?:period)?(?:until|ends|endsat|endedat|expires|expiresat|end|ended)?$|^(?:oldsecret|previoussecret|previouskey|oldkey)(?:validuntil|expires|expiresat)$/,
  );
  const kid = first(evidence, /^(?:token|jwt|header|presented|unknown)?(?:kid|keyid|signingkey)$/);
  const known = first(
    evidence,
    /^(?:active|current|known|valid|expected|available|jwks)(?:kid|kids|key|keys|keyid|keyids)$/,
  );
  const said = firstLine(
    evidence,
    /\b(?:secret|key|kid)\b.{0,60}\b(?:rotated|retired|revoked|unknown|not found|no longer)\b|\b(?:unknown|retired|revoked|no matching)\b.{0,30}\b(?:key|kid)\b/i,
  );
  const facts: Fact[] = [];
  if (evidence.ended === 'succeeded') return facts;
  const isOld = firstLine(
    evidence,
    /\b(?:old|previous|former|retired|revoked|rotated|superseded|outdated|no longer)\b.{0,60}\b(?:secret|key|kid|signature|credential)s?\b|\b(?:secret|key|kid|signature|credential)s?\b.{0,60}\b(?:old|previous|former|retired|revoked|rotated|superseded|outdated|no longer|mismatch|unknown|invalid)\b|\bmismatch/i,
  );
  if (isOld !== null && (rotated !== null || grace !== null)) {
    const when = rotated ?? AT.exec(said?.words ?? '')?.[1] ?? null;
    const until = grace === null ? '' : `; the old one was valid until ${quoted(grace)}`;
    facts.push(
      fact(
        `The secret or key was ${how}${when === null ? '' : ` at ${quoted(when)}`}${until}. The call was made with the old one.`,
        'caller',
      ),
    );
  }
  const isInUse = kid !== null && known?.split(/[\s,[\]"']+/).includes(kid) === true;
  if (kid !== null && !isInUse && (known !== null || said !== null))
    facts.push(
      fact(
        `The token is signed with the key ${quoted(kid)}, which is not in use${known === null ? '' : ` (in use: ${quoted(known)})`}. Get a new token.`,
        'caller',
      ),
    );
  return facts;
};

/** A payment that was refused though there is a card: it lacks money, or its bank says no. */
export const declined: Rule = (evidence) => {
  const field = evidence.fields.find(
    ({ key, value }) => /^(?:card|bank)?decline(?:code|reason)$/.test(key) && NOT_OF_CARD.test(value),
  );
  const said = firstLine(evidence, NO_FUNDS);
  const line = said?.line ?? field?.line;
  if (line === undefined || evidence.ended !== 'failed') return [];
  const why = said !== null || NO_FUNDS.test(field?.value.replaceAll('_', ' ') ?? '');
  const told = why ? 'for lack of money' : `by its bank, ${quoted(field?.value ?? '')}`;
  const meaning = `The payment was declined ${told}${evidence.carried_out === 'no' ? ', and what it was for was not carried out' : ''}.`;
  const fix = ['Have whoever pays settle it with the bank, or use another card; then repeat the call.'];
  return [
    {
      ...fact(`The payment was declined ${told} (${line.source}).`, null, true),
      instead: { meaning, fix, retry: { when: 'after_fix', note: null } },
    },
  ];
};

const NO_FUNDS = /\binsufficient funds\b/i;

/** Reasons that no new entry of the same card mends. */
const NOT_OF_CARD =
  /^(?:insufficient_funds|do_not_honou?r|generic_decline|card_velocity_exceeded|withdrawal_count_limit_exceeded|transaction_not_allowed|card_not_supported|restricted_card|fraudulent|call_issuer|issuer_not_available|not_permitted)$/;

export const limit: Rule = (evidence) => {
  const isLimited = firstLine(
    evidence,
    /\brate[ -]?limit|\btoo many requests\b|\bthrottl|\bquota exceeded\b/i,
  );
  const byEdge = firstLine(evidence, /\blimiting (?:requests|connections)\b[^"]{0,60} by zone\b/);
  if (byEdge !== null && evidence.ended === 'failed')
    return [
      fact(
        `The edge limits how fast one client may call, and refused this call (${byEdge.line.source}).`,
        'caller',
      ),
    ];
  const value = (key: RegExp) => first(evidence, key);
  const isAway = evidence.status === 503 && evidence.ended === 'failed';
  if (isLimited === null && !isAway && !evidence.lines.some(({ line }) => line.status === 429)) return [];
  const many = value(
    /^(?:rate|ratelimit|xratelimit|request)?limit$|^(?:maxrequests|quota|ratelimitlimit|xratelimitlimit)$/,
  );
  const window = value(/^(?:rate|ratelimit|limit)?window(?:s|sec|seconds|ms)?$|^per$/);
  // What else is counted near a 503 need be no limit of calls.
  const isOfLimit = !isAway || isLimited !== null;
  const wait = evidence.fields.find(({ key }) => RETRY_AFTER.test(key));
  const after = wait?.value || null;
  const used = value(/^(?:used|current|count|requests|observed|hits)$/);
  const parts = [
    many !== null &&
      isOfLimit &&
      `the limit is ${amount(many)}${window === null ? '' : ` per ${amount(window)}`}`,
    used !== null && isOfLimit && `the count was ${amount(used)}`,
    after !== null && `Retry-After is ${amount(after)}`,
  ].filter((part) => part !== false);
  if (parts.length === 0) return [];
  // Another status than 429 may come of a limit that the platform itself ran into.
  const told = fact(`According to the log, ${parts.join(', ')}.`, evidence.status === 429 ? 'caller' : null);
  const due = waitOf(after ?? '', Date.parse(wait?.line.time ?? ''));
  return [{ ...told, ...(isAway && due !== null && { wait: { told: due.at, at: Date.parse(due.at) } }) }];
};

/** Proxies write whose header it is in front: `sent_http_retry_after`. */
const RETRY_AFTER = /retry(?:after|in)(?:s|sec|seconds)?$/;

/** What a workspace sets up itself. */
const SET_UP =
  /\b(?:endpoint|web ?hook|workspace|tenant|idp|identity provider|sso connection|app(?:lication)?)\b/i;

const UNSET =
  /\b(?:no|missing|without an?y?|lacks?(?: an?)?|unset) (?:(?:signing|webhook|client|shared) ){0,2}(?:secret|certificate|key|metadata)\b|\b(?:secret|certificate|signing key|metadata)(?: column| field| value)? (?:is |was )?(?:missing|not set|not configured|unset|empty|blank|null|nil|undefined)\b/i;

/** What the platform's own change of its data made of a setting. */
const MIGRATED = /\bmigrat(?:ed|ion|ions)\b|\bback-?fill(?:ed)?\b/i;

/** Two ends that do not have the same secret, which is set where the webhook is. */
export const unsigned: Rule = (evidence) => {
  const found = firstLine(
    evidence,
    /\b(?:signature|secret|hmac)s?\b.{0,60}\b(?:mismatch|invalid|wrong|different|(?:does|did|do) not (?:match|fit|verify)|verification failed)\b|\b(?:invalid|wrong|mismatched) (?:\w{1,20} )?(?:signature|secret|hmac)\b/i,
    ({ line }) => isTroubled(line),
  );
  const isHook = evidence.lines.some(({ line, words }) =>
    /\bweb ?hooks?\b/i.test([words, line.path, line.service, line.code].join(' ').replaceAll(/[_/-]/g, ' ')),
  );
  if (found === null || !isHook || evidence.ended !== 'failed') return [];
  return [
    fact(
      `The webhook's signature does not fit its secret (${found.line.source}): both ends must be set to the same one.`,
      'workspace_owner',
    ),
  ];
};

/** A setting of the workspace that is not there: no fault of the platform, unless it was lost when that moved its data. */
export const unset: Rule = (evidence) => {
  const found = firstLine(evidence, UNSET, ({ line, words }) => isTroubled(line) && SET_UP.test(words));
  if (found === null || evidence.ended !== 'failed') return [];
  const moved =
    firstLine(evidence, MIGRATED)?.line ??
    evidence.fields.find(({ key }) => /migration|backfill/.test(key))?.line;
  if (moved !== undefined)
    return [
      fact(
        `A setting is missing (${found.line.source}), and a migration of the platform's data stands behind it (${moved.source}).`,
        'platform',
        true,
      ),
    ];
  return [
    { ...fact(`A setting is missing (${found.line.source}).`, 'workspace_owner', true), isPresumed: true },
  ];
};

/** Two numbers of one line whose names say that one may not pass the other: `seats_used`, `seats_limit`. */
const MOST_ALLOWED =
  /(?:limit|max|maximum|quota|cap|ceiling|allowance|allowed)(?:bytes|count|size|chars|mb|kb|ms)?$|^max\w{2,30}$/;

const HAD =
  /(?:used|usage|current|count|spent|total|requested|size|actual|length|value|received|got|balance)(?:bytes|chars|mb|kb)?$/;

const OF_LIMITS =
  /limit|maximum|max|quota|ceiling|allowance|allowed|cap$|used|usage|current|count|spent|total|requested|size|actual|length|value|received|got|balance|bytes|chars|mb$|kb$|ms$/g;

/** What a number counts, by its name without the words for having and being allowed: `seats` for both of the above. */
function countedBy(key: string): string {
  return key.replaceAll(OF_LIMITS, '');
}

export const reached: Rule = ({ fields, lines, ended }) => {
  if (ended === 'succeeded') return [];
  for (const { line } of lines) {
    if (!isTroubled(line)) continue;
    const numbers = fields.filter(
      (field) => field.line === line && /^\d{1,15}(?:\.\d{1,6})?$/.test(field.value),
    );
    // The most that was had, such as `max_memory_used`, is no limit.
    const most = numbers.find(
      ({ key }) => MOST_ALLOWED.test(key) && !HAD.test(key) && !/^(?:rate)?limit$/.test(key),
    );
    const had = numbers.find(
      ({ key }) => key !== most?.key && HAD.test(key) && countedBy(key) === countedBy(most?.key ?? ''),
    );
    if (most === undefined || had === undefined || Number(had.value) < Number(most.value)) continue;
    const how = Number(had.value) === Number(most.value) ? 'reached' : 'exceeded';
    return [
      fact(
        `A limit is ${how}: ${quoted(had.name)} is ${had.value}, ${quoted(most.name)} is ${most.value} (${line.source}).`,
      ),
    ];
  }
  return [];
};

/** What a workspace may use is used up, whatever the status. */
export const quota: Rule = (evidence) => {
  const found = firstLine(
    evidence,
    /\b(?:storage|workspace|account|plan|tenant|monthly|organi[sz]ation|project|seat) quota\b.{0,30}\b(?:exceeded|reached|exhausted|used up)\b/i,
    ({ line }) => isTroubled(line),
  );
  if (found === null || evidence.ended !== 'failed' || evidence.status === 429) return [];
  return [fact(`A quota of the workspace is used up (${found.line.source}).`, 'workspace_owner', true)];
};

/** Tokens, certificates and cards that have run out, with the time where it is told. */
export const expiry: Rule = (evidence) => {
  const found = firstLine(
    evidence,
    /\b(?:token|certificate|cert|session|card|password|key|code|signature|credential|assertion|link|trial|licen[cs]e)s? (?:has |is |was )?expired\b|\bexpired (?:token|certificate|session|card|code)\b|\bnotafter\b/i,
  );
  if (found === null) return [];
  const when = first(
    evidence,
    /^(?:exp|expiry|expires|expired|expiredat|expiresat|notafter|validuntil|passwordexpiresat|certnotafter)$/,
    found.line,
  );
  if (when === null) return [];
  return [fact(`It expired at ${quoted(when)}.`)];
};

const SET_CLOCK: Advice = {
  fix: [
    'Compare the clock of whatever signs or issues what was sent with a time server, and set it right.',
    'Then sign or issue it anew, and repeat the request.',
  ],
  retry: { when: 'after_fix', note: null },
};

function isRefusal({ status }: Evidence): boolean {
  return status !== null && status >= 400 && status <= 499;
}

function isRefusedByClock(evidence: Evidence): boolean {
  if (!isRefusal(evidence)) return false;
  return evidence.lines.some(({ line, words }) =>
    /skew|request time|timestamp|too old|stale|expired/i.test(`${words} ${line.code ?? ''}`),
  );
}

export const clock: Rule = (evidence) => {
  const skew = first(evidence, /^(?:clock)?skew(?:ms|s|sec|seconds)?$|^clockdrift(?:ms|s)?$/);
  const found = firstLine(
    evidence,
    /\b(?:issued in the future|(?:used )?before (?:(?:it|the token) )?(?:was |is )?(?:issued|nbf|use time)|(?<!\bor (?:is )?)not (?:yet (?:valid|active)|(?:valid|active) yet)|clock (?:skew|drift|is (?:ahead|behind))|(?:nbf|iat|issued[ -]?at|not ?before)\b.{0,40}\b(?:future|check failed|not met))\b/i,
  );
  const [signed, now] = [
    first(evidence, /^(?:request|client|signature|signed)(?:time|timestamp|date)$|^signedat$/),
    first(evidence, /^(?:server|current)(?:time|timestamp|date)$|^now$/),
  ].map((time) =>
    Date.parse(/^\d{4}-\d\d-\d\d[T ][\d:.]{5,18}(?:Z|[+-]\d\d:?\d\d)$/.exec(time ?? '')?.[0] ?? ''),
  );
  if (
    signed !== undefined &&
    now !== undefined &&
    Math.abs(now - signed) >= 60_000 &&
    isRefusedByClock(evidence)
  )
    return [
      fact(
        `The request is dated ${Math.round(Math.abs(now - signed) / 1_000)} s ${signed < now ? 'before' : 'after'} the time of the server: set the clock of the caller, or send what was signed sooner.`,
        'caller',
      ),
    ];
  if (found === null) return [];
  const told = fact(
    `The clocks disagree${skew === null ? '' : ` (by ${quoted(skew)})`}: what was signed on one is not yet valid on the other.`,
  );
  return [isRefusal(evidence) ? { ...told, instead: SET_CLOCK } : told];
};

/** What is there, but switched off for this caller. */
export const flag: Rule = (evidence) => {
  const found = firstLine(evidence, SWITCHED_OFF);
  if (found === null || evidence.ended !== 'failed' || (evidence.status ?? 0) < 400) return [];
  return [
    fact(
      `By the log, a feature that the call needs is switched off (${found.line.source}).`,
      'platform',
      true,
    ),
  ];
};

/** What a firewall does with a request, by the field that says so, and where it names the rule. */
const ACTION = /^(?:action|decision|verdict|disposition|firewallaction|securityaction)$/;

const STOPPED = /^(?:block(?:ed)?|deny|denied|drop(?:ped)?|reject(?:ed)?)$/i;

const BY_RULE = /^(?:terminating)?rule(?:id|name)?$/;

export const blocked: Rule = (evidence) => {
  const action = evidence.fields.find(({ key, value }) => ACTION.test(key) && STOPPED.test(value));
  if (action === undefined || evidence.ended !== 'failed') return [];
  const rule = evidence.fields.findLast(
    ({ key, path, value, line }) =>
      line === action.line && BY_RULE.test(key === 'id' ? path : key) && /^[^-]/.test(value),
  )?.value;
  if (rule === undefined) return [];
  return [
    fact(
      `A rule of the firewall or gateway stopped the request: ${quoted(rule)} (${action.line.source}).`,
      null,
      true,
    ),
  ];
};

/** An idempotency key by which a repeated call got the answer of the first. */
export const repeated: Rule = (evidence) => {
  const found = firstLine(
    evidence,
    /\bidempoten\w+\b.{0,60}\b(?:replay\w*|hit|reused?|cached|already|match\w*|duplicate)\b|\bduplicate (?:request|delivery|of)\b|\breplaying (?:stored|cached|previous) response\b/i,
  );
  if (found === null) return [];
  if (
    /\b(?:different|another|other|mismatch\w*|does not match|conflict\w*|in progress|concurrent\w*|in flight)\b/i.test(
      found.words,
    )
  )
    return [];
  const of = first(
    evidence,
    /^(?:original|first|previous|duplicateof|replayof)(?:request|req)?(?:id)?$/,
    found.line,
  );
  return [
    fact(`It repeats an earlier call${of === null ? '' : `, ${quoted(of)}`}: the work was not done twice.`),
  ];
};
