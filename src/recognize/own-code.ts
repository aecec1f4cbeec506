/** What a paste's own fields call its error, where the catalog has no such name. */

import { isIdentifier } from '../base/code-shape.ts';
import { isKnownStatus } from '../base/http-status.ts';
import { isUuid } from '../base/text.ts';
import { lettersOf } from '../base/words.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { NamedValue } from '../pasted/pasted.ts';
import { namesOf } from './find-codes.ts';
import { grpcName, isClientCode, isRuleOfValidator, type StandardName, standardName } from './names.ts';
import { isExceptionName } from './sentences.ts';

/**
 * A name in a field of an error. `kind` says whose it is: a `code` that whoever answered has defined, one of a
 * `standard`, or the `class` of an exception, which is as much as the program that threw it knew.
 */
export interface OwnName {
  value: string;
  kind: 'code' | 'standard' | 'class';
  standard: StandardName | null;
  field: NamedValue;
  /** How surely such a field holds the code: 0 for the field that is made for it. */
  rank: number;
}

/** Keys of fields that hold the code of an error. */
const CODE_KEY =
  /^(?:code|(?:error|err|e|fault|failure|reason|result|api|x|xerror)code|e?rrno|errorname|errorid|errorkey|errorslug|grpcstatus|xerror|xerrorcode|xerrortype|xamznerrortype)$/;
/** Keys that hold a code where no other field does, the surest first. */
const OTHER_KEYS = [
  ...[
    'error',
    'err',
    'errortype',
    'type',
    'issue',
    'name',
    'exception',
    'status',
    'statuscode',
    'grpccode',
    'reason',
  ],
];

/** The shape of a code under a key that holds the number of a report as often: words that are joined. */
const JOINED_WORDS = /^[a-z]+(?:[_.:/-][a-z]+)+$|^[A-Z]+(?:_[A-Z]+)+$|^[A-Za-z]?[a-z]+(?:[A-Z][a-z]+)+$/;

/** Values that say that there is an error, or none, and not which. */
const EMPTY =
  /^(?:|ok|success\w{0,4}|succeeded|fail(?:ed|ure)?|errors?|exception|null|none|nil|undefined|unknown|true|false|yes|no|string|object|number|integer|array|bool(?:ean)?|info|warn(?:ing)?|debug|fatal|critical|request|response|about:blank|default|active|inactive|pending|closed|open|done|http|https|html|json|xml|text|x|na|n\/a|(?:soap|soapenv|soap-env|env|s):\w{1,40}|[\w.-]{0,60}section-[\d.]{1,9}|(?:\w{1,20}[-_])?(?:status|error|response)[-_]codes)$/i;
const TEXTS =
  /^(?:message|msg|detail|details|description|error|errors|status|statuscode|title|errordescription|errormessage|reason|requestid|hint|moreinfo|path|errorcode|fault|debugid|extensions|docurl|param)$/;
const OF_ERROR =
  /err(?!and)|exception|fault|problem|failure|extensions|violation|issue|body|response|data|detail/;
/** What a request sent is not an error. */
const SENT =
  /^(?:request|params?|query|headers?|config|options|payload|form|args|variables|input|context|device|user|cookies)$/;
/** Codes that are not codes of errors. */
const OTHER_CODE =
  /\b(?:exit\w{0,6}|zip|post(?:al)?|country|area|promo\w{0,6}|discount|voucher|coupon|currency|language|dial\w{0,4}|door|bar|qr|source|auth(?:orization)?|verification|invite|referral|sms)[\s_-]{1,3}$|[?&]$/i;

/** What names a field of a request. */
const FIELD_KEY =
  /^(?:field(?:name|path)?|path|loc|instancepath|schemapath|pointer|param|parameter|property|propertypath|attribute)$/;

const LONGEST = 80;
const SEARCHED = 8_192;
/** The code that stands in brackets behind the name of an exception: `PlatformError [captcha_mismatch]: …`. */
const BRACKETED =
  /(?:[a-z]Error|Exception|\bError):? {0,2}[[(]([A-Za-z][\w./-]{2,78}[_./-]\w{1,40}|[A-Z][a-z]+[A-Z]\w{2,60})[)\]]/g;

/** The numbered code with which a tool begins its message, or that it announces: `error TS1005:`, `ABC123456: …`. A ticket has one too. */
const LETTERED =
  /(?:^|\n|(?:\berror|Error|ERR!|Exception|\bfatal|\bfailed):? |\b[a-z]{3,20}_[a-z_]{2,30}: |\berror\[)[ \t]{0,4}((?!HTTP|RFC|ISO|INC|CHG|TKT)[A-Z]{1,8}(?:\d{3,7}|-\d{5}))(?=\]?:(?: |$))/g;
/** The code that a tool announces without a colon: `npm error code ERESOLVE`, `(status 400) (error_code sku_unknown)`. */
const ANNOUNCED =
  /(?:(?:^|\n)[a-z]{2,12} (?:error|ERR!) code (?=[A-Z])|\((?:error[_ ]?)?code (?=[A-Za-z]{2,40}_))([A-Za-z]\w{2,40})(?=\s|\)|$)/g;
/**
 * The code of a database, by SQL's own number, in whatever client: `SQLSTATE: 23505`, `SQLSTATE[42S02]`, `ERROR 1045 (28000):`.
 * The reason of a cluster: `Error from server (NotFound): …`.
 */
const OF_SYSTEM =
  /\b(?:SQL ?STATE|sqlstate)["']?[:= ]{0,3}[[("']?([0-9A-Z]{5})\b|\bERROR (\d{4,5}) \([0-9A-Z]{5}\)|\bError from server \(([A-Z][A-Za-z]{3,40})\):/g;
/** The code that a client writes before what the service says: `api error NoSuchKey: …`, `NoSuchKey: …\n\tstatus code: 404, …`. */
const PREFIXED =
  /(?:\bapi error |(?<![\w.:])(?=[\w.]{4,100}: [^\n]{1,300}\n\s{0,4}status code: \d{3}, ))([A-Z][a-z]{1,30}[A-Z]\w{1,60}(?:\.[A-Z]\w{1,40})?): (?![A-Z][a-z]{1,30}[A-Z]\w{1,60}(?:\.\w{1,40})?: )/g;
/** The code with which a client of AWS or a tool of Azure begins: `An error occurred (NoSuchBucket) when calling`, `(AuthorizationFailed) The client …`. */
const IN_BRACKETS =
  /\bAn error occurred \((?=\w{3,80}\)[^\n]{0,40} when calling)([A-Z]\w{2,79})\)|(?:^|\n|\bERROR: )\(([A-Z][a-z]{1,30}(?:[A-Z][a-z]{1,30}){1,6})\) (?=[A-Z])/g;
/** A code beside the status, or by its number: `Error 400: redirect_uri_mismatch`, `[429:quota_spent]`, `[409 | 8k] name_in_use - …`, `(error code: 50013)`, `docs/errors/20003`. */
const NUMBERED_BESIDE =
  /\bError:? [45]\d\d:? ([a-z]{2,30}(?:_[a-z]{2,30}){1,4})(?=\s{0,3}(?:\n|$|[-–(:,.]))|\[[45]\d\d[: ] ?([a-z]{2,30}(?:_[a-z]{2,30}){1,4})\]|\berr(?:or)?[ _]?code[:=]? {0,2}(-?\d{4,8})\b|\/errors?\/(\d{4,6})\b|\bError (\d{5,6})(?= (?:in|from|for|on|by|when|at)\b|[:.,)])|\([45]\d\d, ["']([a-z]{2,30}(?:_[a-z]{2,30}){1,4})["']|\[[45]\d\d\b[^\]\n]{0,60}\] ([a-z]{2,30}(?:_[a-z]{2,30}){1,4}) - /gi;
/** A constant between the name of an exception, or `error`, and what it says, or in brackets: `RedditAPIException: RATELIMIT: "…"`, `RTCError NO_GATEWAY: …`, `(ERR-BILL-403)`. */
const CONSTANT =
  /\w(?:Error|Exception):? ([A-Z]{2,30}(?:_[A-Z]{2,30}){1,5}|[A-Z]{4,30}): |\berror ([a-z]{2,30}(?:_[a-z]{2,30}){1,4}): |\((?:request|error) "([A-Z]{2,30}(?:_[A-Z]{2,30}){1,7})"\)|\((ERR?(?:OR)?[-_][A-Z\d]{2,20}(?:[-_][A-Z\d]{1,12}){0,3})\)/g;
/** The name of a class in front of what it says: `SignatureDoesNotMatch: The request …`. */
const CLASS =
  /(?:^|\n)[\s>*|•-]{0,10}(?:[Ee]rror:? )?(?=\w{0,60}(?:Not|No|Invalid|Denied|Exceeded|Failed|Missing|Limit|Unknown|Expired|Exists|Mismatch|Unavailable|Required|Too|Duplicate|Unsupported|Conflict))([A-Z][a-z]{1,30}(?:[A-Z][a-z]{1,30}){2,6}): (?=[A-Z][a-z]{1,30} \w+ \w)/g;
/** The code in a list of names and values in brackets: `(http_status_code 400, api_error_code duplicate_entry)`. */
const IN_LIST = /[(,] ?(?:api_)?error_code ([a-z]{2,30}(?:_[a-z]{2,30}){1,4})(?=[,)])/g;
const SDK_GO = /\bRequestID: [\w-]{1,60}, (?!api error )([A-Z][a-z]{1,30}[A-Z]\w{1,60}): /g;
/** The code in brackets with which a sentence ends: `The security code is wrong. (incorrect_cvc)`, or one that is all but its remark. */
const LAST =
  /[\w.!'"] \(([a-z]{2,30}(?:_[a-z]{2,30}){1,4})(?:, [\w-]{6,40})?\)\.?\s*$|\berror: ([a-z]{2,30}(?:_[a-z]{2,30}){1,4})(?= [-–(]|\s*$)/gi;
/** The same with the service in front: `(auth/id-token-expired)`. */
const OF_SERVICE = /\(([a-z]{2,20}\/[a-z]{2,20}(?:-[a-z]{1,20}){1,6})\)/g;

/** The rank of what says something of a single field of a request, or stands where anything might. */
export const OF_FIELD = 90;

/** Where a text announces a code outside of any field. */
const ANNOUNCEMENTS: readonly { pattern: RegExp; rank: number; says: Announced }[] = [
  { pattern: OF_SYSTEM, rank: 0, says: 'code' },
  { pattern: IN_BRACKETS, rank: 0, says: 'code or standard' },
  { pattern: IN_LIST, rank: 0, says: 'code or standard' },
  { pattern: NUMBERED_BESIDE, rank: 1, says: 'code or standard' },
  { pattern: BRACKETED, rank: 1, says: 'name' },
  { pattern: LETTERED, rank: 1, says: 'name' },
  { pattern: ANNOUNCED, rank: 1, says: 'name' },
  { pattern: CONSTANT, rank: 1, says: 'name' },
  { pattern: PREFIXED, rank: 1, says: 'name' },
  { pattern: SDK_GO, rank: 1, says: 'code' },
  { pattern: OF_SERVICE, rank: 1, says: 'code' },
  { pattern: CLASS, rank: 2, says: 'class' },
  { pattern: LAST, rank: OF_FIELD, says: 'name' },
];

/** What stands where a text announces something: always a code, one that may be a standard's, or any name of an error. */
type Announced = 'code' | 'code or standard' | 'class' | 'name';

/** A word that ends in a number, as codes of a family do: `LDG-0042`, `TS2304`. */
const NUMBERED = /(?<![\w.-])[A-Za-z][A-Za-z_]{0,20}[-_]?\d{2,8}(?![\w.-])/g;
const families = new WeakMap<Catalog, ReadonlySet<string>>();

/** The first of `text`'s names that is of a family of the catalog's codes, and none of them; null if there is none. */
function ofFamily(text: string, catalog: Catalog): { value: string; at: number } | null {
  const known = families.get(catalog) ?? familiesOf(catalog);
  families.set(catalog, known);
  if (known.size === 0) return null;
  for (const { 0: value, index } of text.matchAll(NUMBERED)) {
    if (known.has(familyOf(value)) && catalog.get(value) === undefined) return { value, at: index };
  }
  return null;
}

/** What the codes of a family have in common: all but the number, and how long it is. */
function familyOf(name: string): string {
  return name.replace(/\d/g, '#');
}

/** The families of which the catalog has two codes at least. */
function familiesOf(catalog: Catalog): ReadonlySet<string> {
  const names = namesOf(catalog).filter((name) => /^[A-Za-z][A-Za-z_]{0,20}[-_]?\d{2,8}$/.test(name));
  const counts = new Map<string, number>();
  for (const family of names.map(familyOf)) counts.set(family, (counts.get(family) ?? 0) + 1);
  return new Set([...counts].filter(([, count]) => count > 1).map(([family]) => family));
}

function announcedKind(value: string, standard: StandardName | null, says: Announced): OwnName['kind'] {
  if (says === 'code') return 'code';
  if (standard !== null) return 'standard';
  return says === 'class' || (says === 'name' && isExceptionName(value)) ? 'class' : 'code';
}

/** The names of errors in the fields of `text` that `catalog` lacks, the one first that is most surely its code. */
export function ownNamesIn(
  fields: readonly NamedValue[],
  text: string,
  isError: boolean,
  catalog: Catalog,
): OwnName[] {
  const found: OwnName[] = [];
  for (const field of fields) {
    const rank = rankOf(field);
    if (rank === null || field.isElement) continue;
    const value = nameIn(field);
    if (value === null || catalog.get(value) !== undefined) continue;
    if (field.key === 'errorid' && !JOINED_WORDS.test(value)) continue;
    const siblings = fields.filter((other) => other.parent === field.parent && other !== field);
    // What a validator calls the rule that a field broke is no code of the answer.
    if (isRuleOfValidator(value) && (isOfField(field, siblings) || hasPlace(field, fields))) continue;
    const [kind, standard] = kindOf(value, rank, field, siblings, text) ?? [];
    if (kind === undefined || standard === undefined) continue;
    if (!isOfError(field, siblings, isError, text)) continue;
    found.push({
      value,
      kind,
      standard,
      field,
      rank: isReason(field, siblings) ? 0 : isOfListed(field, siblings, fields) ? OF_FIELD : rank,
    });
  }
  const searched = text.slice(0, SEARCHED);
  for (const { pattern, rank, says } of ANNOUNCEMENTS) {
    for (const match of searched.matchAll(pattern)) {
      const value = match.slice(1).find((group) => group !== undefined) ?? '';
      if (catalog.get(value) !== undefined || EMPTY.test(value) || isClientCode(value)) continue;
      const named = standardName(value);
      const kind = announcedKind(value, named, says);
      // What a program calls so is its own, whatever a standard says of the word.
      const standard = named !== null && says === 'code' ? { ...named, says: '' } : named;
      const place = { path: [], parent: 0, at: match.index, isQuoted: says === 'code', isElement: false };
      found.push({ value, kind, standard, field: { name: 'error', key: 'error', value, ...place }, rank });
    }
  }
  const sibling = ofFamily(searched, catalog);
  if (sibling !== null) {
    const { value, at } = sibling;
    const place = { path: [], parent: 0, at, isQuoted: false, isElement: false };
    const field = { name: 'error', key: 'error', value, ...place };
    found.push({ value, kind: 'code', standard: null, field, rank: 2 });
  }
  return found.sort(
    (a, b) => a.rank - b.rank || a.field.path.length - b.field.path.length || a.field.at - b.field.at,
  );
}

/** The code of Google's APIs is a reason within a domain (AIP-193). */
function isReason({ key }: NamedValue, siblings: readonly NamedValue[]): boolean {
  return key === 'reason' && siblings.some((other) => other.key === 'domain');
}

/** Whether the code in a list of errors says something of a single field; what stands under `extensions` is the error's (GraphQL). */
function isOfListed(
  field: NamedValue,
  siblings: readonly NamedValue[],
  fields: readonly NamedValue[],
): boolean {
  if (!isListed(field) || field.path.at(-1) === 'extensions') return false;
  return namesField(siblings) || hasPlace(field, fields);
}

function rankOf({ key, name }: NamedValue): number | null {
  if (name.startsWith('@')) return null;
  if (CODE_KEY.test(key)) return 0;
  const at = OTHER_KEYS.indexOf(key);
  return at === -1 ? null : at + 1;
}

/** The name in a field; of an address of a problem's type (RFC 9457), its end. Null where no name stands there. */
function nameIn({ value, key }: NamedValue): string | null {
  const bare = value.replace(/^[:"'`]{1,3}|["'`.,;]{1,3}$/g, '');
  const address = /^(?:https?:\/\/|urn:|tag:|\/)\S{1,300}?([A-Za-z][\w.-]{2,80})\/?$/.exec(bare);
  if (address !== null) {
    const end = address[1] ?? '';
    return (key === 'type' || key === 'code') && !EMPTY.test(end) ? end : null;
  }
  const type = bare.includes('#') ? bare.slice(bare.lastIndexOf('#') + 1) : bare;
  return type.length <= LONGEST && !EMPTY.test(type) && !isUuid(type) ? type : null;
}

type Kind = readonly [kind: OwnName['kind'], standard: StandardName | null];

function kindOf(
  value: string,
  rank: number,
  field: NamedValue,
  siblings: readonly NamedValue[],
  text: string,
): Kind | null {
  if (/^-?\d+$/.test(value)) {
    // A status that tells of an answer is none of its own; those below 200 never do.
    if (rank > 0 || (isKnownStatus(value) && Number(value) >= 200)) return null;
    // The number by which a system knows what its client names beside it.
    if (siblings.some((other) => CODE_KEY.test(other.key) && isClientCode(other.value))) return null;
    const number = Number(value);
    const isSmall = number > 0 && number <= 16;
    const standard =
      isSmall && siblings.some(({ key }) => key === 'message' || key === 'details')
        ? grpcName(number)
        : standardName(value);
    if (standard !== null) return ['standard', standard];
    // A small number under `code` may be anybody's; under `error_code` it is one.
    const isStated = field.key !== 'code' && /err/.test(field.key) && number > 0;
    return isStated || number < 0 || number > 16 ? ['code', null] : null;
  }
  if (isClientCode(value)) return null;
  const standard = standardName(value);
  if (standard !== null) return ['standard', standard];
  if (isExceptionName(value)) return ['class', null];
  if (!isName(value)) return null;
  // A lone word under any key but that of a code may be anything.
  const isWord = !/[_.:/-]|\p{Ll}\p{Lu}|\d/u.test(value);
  if (rank === 0)
    return field.isQuoted || !isWord || field.name.toLowerCase() !== 'code' || text.length < 200
      ? ['code', null]
      : null;
  const isJoined = /^[a-z][a-z0-9]*(?:[_.:/-][a-z0-9]+)+$|^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/.test(value);
  if (field.key === 'error' || field.key === 'err')
    return isJoined || (field.isQuoted && !isWord) ? ['code', null] : null;
  const isStatusOfError = field.key === 'status' && /^(?:detail|error)$/.test(field.path.at(-1) ?? '');
  if (isStatusOfError && isJoined) return ['code', null];
  const isErrorName = field.key === 'name' && /err|fault|exception/.test(field.path.at(-1) ?? '');
  if (isErrorName || /^(?:(?:error)?type|reason|issue)$/.test(field.key))
    return isJoined || /\p{Ll}\p{Lu}/u.test(value) ? ['code', null] : null;
  return null;
}

/** One identifier, of letters, digits and what joins them. */
function isName(value: string): boolean {
  return (
    isIdentifier(value) ||
    /^[A-Za-z]\w{0,60}(?:[./:-]{1,2}\w{1,60}){0,8}$/.test(value) ||
    /^\d{1,8}(?:[A-Z]\w{0,20}|[_-]\d{1,8})$/.test(value)
  );
}

/** Whether a field says something of a single field of a request, as the lists of validators do. */
function isOfField(field: NamedValue, siblings: readonly NamedValue[]): boolean {
  return isListed(field) || namesField(siblings);
}

function isListed({ path }: NamedValue): boolean {
  return path.some((key) => /^(?:errors|issues|detail|details|violations|children)$/.test(key));
}

/** Whether the object of a field has a list of names that lead to a field of a request: `"loc": ["body", "slug"]`. */
function hasPlace({ path, at }: NamedValue, fields: readonly NamedValue[]): boolean {
  return fields.some(
    (other) =>
      other.isElement &&
      other.path.length === path.length + 1 &&
      /^(?:loc|path)$/.test(other.path.at(-1) ?? '') &&
      Math.abs(other.at - at) < NEAR,
  );
}

const NEAR = 400;

function namesField(siblings: readonly NamedValue[]): boolean {
  return siblings.some(({ key, value }) => FIELD_KEY.test(key) && !EMPTY.test(value));
}

const THROWN = /^\s{0,9}(?:Uncaught )?[\w.$]{0,80}(?:Error|Exception): [^\n]{1,400}\n\s{1,9}at /;

function isOfError(
  field: NamedValue,
  siblings: readonly NamedValue[],
  isError: boolean,
  text: string,
): boolean {
  const { key, path, name, at } = field;
  if (path.some((each) => SENT.test(each))) return false;
  const before = text.slice(Math.max(0, at - name.length - 40), at);
  const named = before.lastIndexOf(name);
  if (named !== -1 && OTHER_CODE.test(before.slice(0, named)) && !/err/.test(key)) return false;
  if (/err|fault|exception/.test(key)) return true;
  if (CODE_KEY.test(key) && field.isQuoted && path.every((each) => each === '') && /^\s*[[{]/.test(text))
    return true;
  // What a runtime prints below the stack of an error are the error's own fields.
  if (CODE_KEY.test(key) && path.every((each) => each === '') && THROWN.test(text)) return true;
  const isCompound = field.isQuoted && JOINED_WORDS.test(field.value);
  if (CODE_KEY.test(key) && isCompound && /error|exception|fail/i.test(text.slice(0, SEARCHED))) return true;
  return (
    isError ||
    path.some((each) => OF_ERROR.test(each)) ||
    siblings.some((other) => TEXTS.test(other.key)) ||
    /\berror/i.test(before)
  );
}

/** What a reader of pictures takes one letter for, in small letters. */
const MISREAD: readonly [RegExp, string][] = [
  [/rn/g, 'm'],
  [/vv/g, 'w'],
  [/[1i]/g, 'l'],
  [/0/g, 'o'],
];
/** In letters; shorter names are near to too many others. */
const LEAST_MISREAD = 8;

/** Whether a name is what a reader of pictures makes of a name: `rate_lirnited`, `workspace_sIug_taken`. */
export function isMisread(value: string, name: string): boolean {
  const read = (text: string) =>
    MISREAD.reduce((letters, [from, to]) => letters.replace(from, to), lettersOf(text));
  return name.length >= LEAST_MISREAD && read(value) === read(name);
}

/** Whether a name is only another spelling of a name: of the same letters and digits, but for what it is called. */
export function isRespelling(value: string, name: string): boolean {
  const letters = lettersOf(value);
  return (
    letters === lettersOf(name) ||
    letters.replace(/^(?:err|error|e)(?=[a-z]{4})|(?:error|exception|err)$/g, '') === lettersOf(name)
  );
}
