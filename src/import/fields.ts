import { reasonPhrases } from '../base/http-status.ts';
import { isObject } from '../base/objects.ts';
import { type EntryInput, RETRY_WHEN } from '../catalog/catalog.ts';

export type Field = keyof EntryInput;
/** What no source has under a usual name: free fields, and what only this format says. */
export type NotImported =
  | 'extra'
  | 'rejects'
  | 'status_alone'
  | 'by_message'
  | 'documented'
  | 'operations'
  | 'domain';

/** The words of a list that is written as text. */
function words(list: string): string[] {
  return list.trim().split(/\s+/);
}

/** Names that sources usually give to what an entry has a field for, the likeliest first, as `plainName` has them. */
export const USUAL_NAMES: Readonly<Record<Exclude<Field, NotImported>, readonly string[]>> = {
  code: words('code errorcode errcode errorname error name key id errorid slug'),
  aliases: words('aliases alias othernames formercodes'),
  title: words('title summary errortitle shortdescription shortmessage errorsummary'),
  service: words('service servicename'),
  surface: words('surface'),
  area: words('area category group module domain component'),
  http_status: words(`
    httpstatus httpstatuscode httpcode statuscode status http recommendedhttpstatuscode httpstatuses
    httpstatuscodes httpresponsecode responsestatus httperrorcode`),
  http_status_note: words('httpstatusnote'),
  meaning: words(`
    meaning description explanation errordescription detail details desc longdescription definition
    longmessage errordetail errordetails errorsummary`),
  causes: words(`
    causes cause possiblecauses possiblecause commoncauses commoncause likelycause likelycauses
    probablecause probablecauses rootcause reasons`),
  fix: words(`
    fix fixes resolution resolutions resolutionsteps solution solutions remediation remedy action actions
    recommendedaction useraction howtofix howtoresolve workaround workarounds recommendation recommendations
    recommendedactions suggestion suggestions suggestedaction suggestedactions suggestedfix
    suggestedsolution possiblesolution possiblesolutions correctiveaction correctiveactions mitigation
    nextstep nextsteps whattodo requiredaction troubleshooting`),
  retry: words('retry retryable isretryable retriable isretriable canretry'),
  who: words('who whomustact'),
  confusable_with: words('confusablewith'),
  symptoms: words('symptoms symptom'),
  example: words(`
    example message errormessage msg messagetemplate defaultmessage examplemessage messagetext errortext
    text longmessage shortmessage errordescription error`),
  since: words('since addedin introducedin introduced availablesince'),
  deprecated: words('deprecated isdeprecated deprecation'),
  replaced_by: words('replacedby supersededby replacement replacedwith'),
  links: words(`
    links link docurl docsurl url docs documentation documentationurl helpurl href reference references
    seealso moreinfo moreinfourl learnmore doclink docslink documentationlink documentationuri helplink
    relatedlinks`),
};

/** A name without what spellings differ in: `http_status`, `httpStatus` and `HTTP-Status` are one. */
export function plainName(name: string): string {
  return name.toLowerCase().replaceAll(/[\s_.\-/]/g, '');
}

const FIELDS_BY_NAME = new Map(
  (Object.keys(USUAL_NAMES) as (keyof typeof USUAL_NAMES)[])
    .toReversed()
    .flatMap((field) => USUAL_NAMES[field].map((name) => [name, field] as const)),
);

/** The field that sources usually give under a name; null for a name of none. */
export function fieldCalled(name: string): keyof typeof USUAL_NAMES | null {
  return FIELDS_BY_NAME.get(plainName(name)) ?? null;
}

/** The members of a record by what is plain of their names; of several the first. */
export function byPlainName(names: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const name of names) {
    const plain = plainName(name);
    if (!found.has(plain)) found.set(plain, name);
  }
  return found;
}

/** Names that end like that of a code and hold another kind of it. */
const OTHER_CODE =
  /^(?:http|status|response|country|currency|zip|postal|post|area|region|lang|language|locale|colou?r|source|qr|bar|promo|coupon|sample|example|language|exit|grpc|parent|group|category|severity|module|service|product)\w{0,20}codes?$/;

/** Whether a name that is none of the usual ones says that a code stands under it: `metaCode`, `Decline code`. */
export function endsLikeCode(plain: string): boolean {
  return /.codes?$/.test(plain) && plain.length < 60 && !OTHER_CODE.test(plain);
}

type Value<F extends Field> = NonNullable<EntryInput[F]>;
/** A value as the field has it; null where it does not fit there. */
type Reader<F extends Field> = (value: unknown) => Value<F> | null;

const TRUE = /^(?:true|yes|y|1|✓|✔️?|✅|☑️?)[.!]?$/i;
const FALSE = /^(?:false|no|n|0|✗|✘|❌|✖️?)[.!]?$/i;
const LIST_MARK = /^(?:[-*•]|\d{1,3}[.)])\s+(?=\S)/;
const STATUS = /(?<![\w.])[1-9]\d\d(?![\w.]*\w)/g;
/** Words that stand beside a status and say no more than it does. */
const BESIDE_STATUS = new RegExp(
  String.raw`\b(?:${reasonPhrases()}|client errors?|http(?:\/\d(?:\.\d)?)?|status(?: codes?)?|codes?|errors?|responses?|or|and|either)\b`,
  'gi',
);

/** Whether a value says nothing: nothing at all, or the dash of an empty cell. */
export function isNothing(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === 'string' && /^(?:[-–—]|n\/a)?$/i.test(value.trim());
}

/** How a value of a source, of whatever type, becomes the value of a field. */
export const READERS = {
  code: text,
  aliases: (value) => names(value),
  title: text,
  service: text,
  surface: text,
  area: text,
  http_status: statuses,
  http_status_note: text,
  meaning: text,
  causes: texts,
  fix: texts,
  retry: retryOf,
  who: text,
  confusable_with: confusable,
  symptoms: texts,
  example: text,
  since: text,
  deprecated: (value) => flag(value) ?? text(value),
  replaced_by: (value) => names(value),
  links,
} satisfies { readonly [F in Exclude<Field, NotImported>]: Reader<F> };

function text(value: unknown): string | null {
  if (typeof value === 'string') return value.trim();
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : null;
}

/** A list of texts; a text alone is one for each of its lines, without the marks of a list where all have some. */
function texts(value: unknown): string[] | null {
  if (typeof value === 'string') {
    const lines = filled(value.split(/\r?\n/)) ?? [];
    const isList = lines.length > 0 && lines.every((line) => LIST_MARK.test(line));
    return filled(isList ? lines.map((line) => line.replace(LIST_MARK, '')) : lines);
  }
  const items = Array.isArray(value) ? value.map(text) : [text(value)];
  return items.every((item) => item !== null) ? filled(items) : null;
}

function names(value: unknown): string[] | null {
  return typeof value === 'string' ? filled(value.split(/[\n,;|]/)) : texts(value);
}

/** Addresses; a text alone may hold several, or be the words of one line, as `RFC 6749, section 5.2`. */
function links(value: unknown): string[] | null {
  if (typeof value !== 'string') return texts(value);
  const parts = filled(value.split(/[\s,;|]+/));
  if (parts?.every((part) => /^[a-z][\w+.-]*:|^[/#]./i.test(part))) return parts;
  return parts === null || /\n/.test(value.trim()) ? null : [value.trim()];
}

function filled(items: readonly string[]): string[] | null {
  const some = items.map((item) => item.trim()).filter((item) => item !== '');
  return some.length > 0 ? some : null;
}

function statuses(value: unknown): number | number[] | null {
  if (typeof value === 'number') return Number.isInteger(value) ? value : null;
  if (typeof value === 'string') {
    return oneOrAll(statusesOf(value) ?? []);
  }
  if (!Array.isArray(value)) return null;
  const all = value.map(statuses);
  return all.every((each) => each !== null) ? oneOrAll(all.flat()) : null;
}

/** The statuses of a text that says statuses and nothing else; null for any other text. */
export function statusesOf(text: string): number[] | null {
  if (text.length > 300 || /\d\s*(?:[-–—]|\bto\b|\.\.)\s*\d/.test(text)) return null;
  const found = text.match(STATUS)?.map(Number) ?? [];
  const rest = withoutReasons(text.replace(STATUS, ' ')).replace(/[\s,;/|()[\]:.&+–—-]+/g, '');
  return found.length > 0 && rest === '' ? [...new Set(found)] : null;
}

/** A text without the words that say what a status says. */
export function withoutReasons(text: string): string {
  return text.replace(BESIDE_STATUS, ' ');
}

/** The distinct values of a list: one alone stands without a list, and none is null. */
export function oneOrAll<T>(all: readonly T[]): T | T[] | null {
  const distinct = [...new Set(all)];
  return distinct.length > 1 ? distinct : (distinct[0] ?? null);
}

/** Whether a value says yes or no; null where it says something else. */
export function flag(value: unknown): boolean | null {
  if (typeof value === 'boolean') return value;
  const written = text(value);
  if (written === null) return null;
  return TRUE.test(written) ? true : FALSE.test(written) ? false : null;
}

function retryOf(value: unknown): Value<'retry'> | null {
  const can = flag(value);
  if (can !== null) {
    return can
      ? { when: 'with_backoff', note: 'The source says that it may be retried.' }
      : { when: 'never', note: 'The source says not to retry.' };
  }
  const { when, note, ...rest } = isObject(value) ? value : { when: value };
  const known = RETRY_WHEN.find((each) => each === when);
  if (known === undefined || Object.keys(rest).length > 0) return null;
  if (note === undefined) return { when: known };
  return typeof note === 'string' && note.trim() !== '' ? { when: known, note } : null;
}

function confusable(value: unknown): Value<'confusable_with'> | null {
  if (!Array.isArray(value)) return null;
  const pairs = value.map((each) => {
    if (!isObject(each) || Object.keys(each).length !== 2) return null;
    const code = text(each['code']);
    const apart = text(each['tell_apart']);
    return code === null || apart === null ? null : { code, tell_apart: apart };
  });
  return pairs.every((pair) => pair !== null) ? pairs : null;
}
