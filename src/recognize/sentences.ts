import { wordsOf } from '../base/words.ts';
import type { NamedValue } from '../pasted/pasted.ts';
import { isRuleOfValidator } from './names.ts';

/** The parts of a paste that may tell of an error each: answers of a transcript, lines of a log, points of a list. */

const LONGEST_PARTED = 16_384;
const MOST_PARTS = 12;

/** How a line begins that tells of something new. */
const BEGINNING = new RegExp(
  `^(?:${[
    String.raw`[ \t]{0,4}(?:[-*•]|\d{1,2}[.)])[ \t]+\S`,
    String.raw`\[?\d{4}-\d\d-\d\d[T ]`,
    String.raw`[A-Z][a-z]{2} {1,2}\d{1,2} \d\d:\d\d`,
    String.raw`\[?\d{1,2}:\d\d(?::\d\d)?[\] ,.]`,
    String.raw`\[?(?:ERROR|WARN(?:ING)?|FATAL|INFO|DEBUG|SEVERE)\b`,
    String.raw`(?:< )?HTTP\/[\d.]{1,3} [1-5]\d\d`,
    String.raw`(?:> |\$ |curl )?(?:GET|POST|PUT|PATCH|DELETE|curl) \S`,
    String.raw`\{[^\n]{2,4000}\}\s*$`,
    String.raw`(?:[\w.$]{1,80}\.)?[A-Z]\w{1,60}(?:Error|Exception)\b`,
    'Caused by: ',
    String.raw`(?:first|second|third|then|and then|later|also|after(?:wards| that)|next|finally|now)\b`,
    String.raw`[45]\d\d\b`,
  ].join('|')})`,
  'i',
);
const BODY = /^[ \t]*[{[<]/;
/** The head of an answer or a request whose body is yet to come. */
const HEAD = /HTTP\/[\d.]{1,3}/;

/** The parts of a text, in its order; empty where it is one. Linear. */
export function partsOf(text: string, fields: readonly NamedValue[]): string[] {
  if (text.length > LONGEST_PARTED) return [];
  const elements = elementsOf(text, fields);
  if (elements.length > 1) return elements;
  if (!text.includes('\n')) return [];
  const parts: string[] = [];
  let part = '';
  let isAfterBlank = false;
  let isIntroduced = false;
  for (const line of text.split('\n')) {
    const isBlank = line.trim() === '';
    const isAwaited = HEAD.test(part) && !/[{<]/.test(part) && BODY.test(line);
    const begins =
      !isAwaited &&
      part !== '' &&
      // What a line introduces is not another error.
      !isIntroduced &&
      (BEGINNING.test(line) || (isAfterBlank && !isBlank && !isHeadOf(part, line)));
    if (begins) {
      parts.push(part);
      part = '';
    }
    part += `${line}\n`;
    isAfterBlank = isBlank;
    if (!isBlank) isIntroduced = line.endsWith(':');
  }
  parts.push(part);
  return parts.length > MOST_PARTS || parts.length < 2 ? [] : parts;
}

function isHeadOf(part: string, line: string): boolean {
  return (HEAD.test(part) && !/[{<]/.test(part)) || BODY.test(line);
}

/** The elements of the first list of errors. */
function elementsOf(text: string, fields: readonly NamedValue[]): string[] {
  const starts = new Map<number, number>();
  let list: string | null = null;
  for (const { path, parent, at, name } of fields) {
    const [outer, inner] = path.slice(-2);
    const isElement =
      inner !== undefined &&
      inner === outer &&
      /^(?:errors|issues|details|violations|problems|results|responses|items)?$/.test(inner);
    if (!isElement || starts.has(parent)) continue;
    const key = path.join('/');
    list ??= key;
    if (key === list) starts.set(parent, Math.max(0, at - name.length - 4));
  }
  const places = [...starts.values()].slice(0, MOST_PARTS);
  return places.map((from, index) => text.slice(from, places[index + 1] ?? from + 2_000));
}

/** What a paste says in words: the messages in its fields, what an exception says of itself, or the text itself. */

/** The keys whose value is a sentence about the error, that which says most first. */
const MESSAGE_KEYS = [
  'errordescription',
  'errormessage',
  'errormsg',
  'message',
  'msg',
  'detail',
  'faultstring',
  'description',
  'desc',
  'userMessage',
  'developermessage',
  'localizedmessage',
  'details',
  'reason',
  'error',
  'errors',
  'err',
  'cause',
  'fault',
  'exception',
  'issue',
  'statustext',
  'title',
  'summary',
  'text',
  'hint',
  'stderr',
].map((key) => key.toLowerCase());
const RANK = new Map(MESSAGE_KEYS.map((key, rank) => [key, rank]));

/** The name of an exception, behind which stands what it says. */
const EXCEPTION =
  /^(?:[A-Za-z_][\w$]{0,60}\.){0,12}[A-Z][A-Za-z0-9_]{0,80}(?:Error|Exception|Fault|Failure)$/;

export function isExceptionName(name: string): boolean {
  return EXCEPTION.test(name);
}

const MOST = 12;

/** The sentences in the fields of a paste, those first that say most. */
export function messagesIn(fields: readonly NamedValue[]): string[] {
  const found: { text: string; rank: number }[] = [];
  for (const { key, name, value } of fields) {
    const rank = RANK.get(key) ?? (isExceptionName(name) ? 3 : undefined);
    if (rank === undefined || !isSentence(value)) continue;
    found.push({ text: value, rank });
  }
  const texts = found.sort((a, b) => a.rank - b.rank).map(({ text }) => text);
  return [...new Set(texts)].slice(0, MOST);
}

/** Whether a value says something: two words at least, or one that is no mere name. */
function isSentence(value: string): boolean {
  return /[^\s\d]\s+[^\s\d]/.test(value) && !/^(?:https?:)?\/\/\S+$/.test(value);
}

/** What names a field in an element of a list of what is wrong. */
const FIELD_KEYS = new Set([
  ...[
    'field',
    'fieldname',
    'fieldpath',
    'param',
    'parameter',
    'property',
    'propertypath',
    'pointer',
    'attribute',
  ],
  ...['path', 'loc', 'location', 'instancepath', 'datapath', 'name', 'key', 'memberNames'],
]);
const FIELD_MESSAGES = new Set([
  'message',
  'msg',
  'detail',
  'reason',
  'error',
  'description',
  'issue',
  'title',
  'defaultmessage',
  'errormessage',
]);
const POINTER = /^(?:pointer|loc|instancepath|path|field|fieldname|property|param|parameter|propertypath)$/;
/** The lists that validators make. */
const LISTS =
  /^(?:errors?|fielderrors?|issues?|details?|violations|fieldviolations|badrequest|invalidparams|invalidparameters|validationerrors?|validation|messages|constraints|modelstate|fields|errorbag|failures|problems|source)$/;
/** Words that such a body says of itself. */
const OF_VALIDATION =
  /validation[ -](?:failed|error|problem)|did ?n[o']t validate|one or more validation errors|given data was invalid|\bfailed on the '|ValidationError|ZodError|is not valid under|unprocessable|"(?:schemaPath|instancePath|loc)"/i;
/** A sentence that begins with the field that it is about, as lists of class-validator do: `name should not be empty`. */
const FIELD_FIRST = /^([a-z][\w.]{0,60}) (?:must|should|is|has|cannot|can't|contains?|does|may)\b/;

/** The places in front of a field's own name. */
const PLACES = new Set([
  '',
  'body',
  'query',
  'data',
  'attributes',
  'params',
  'path',
  'request',
  'payload',
  'errors',
  'root',
  'input',
]);

/**
 * What a paste says is wrong with single fields, as Zod, Ajv, FastAPI, Django, Rails, Laravel, ASP.NET, Spring, JSON:API
 * and RFC 9457 say it: each sentence with the field that it is about. Empty for every other paste.
 */
export function fieldErrorsIn(
  fields: readonly NamedValue[],
  text: string,
): { field: string; text: string }[] {
  const found: { field: string; text: string }[] = [];
  const groups = new Map<number, NamedValue[]>();
  const listed = fields.filter(({ isElement, key }) => isElement && key === 'message');
  if (listed.length > 0 && listed.every(({ value }) => FIELD_FIRST.test(value))) {
    for (const { value } of listed.slice(0, MOST))
      found.push({ field: FIELD_FIRST.exec(value)?.[1] ?? '', text: value });
  }
  // Beside lists of sentences alone, a body has nothing that says of itself what it is.
  const isBare = !fields.some(
    ({ isElement, path, value }) => !isElement && path.length === 1 && isSentence(value),
  );
  for (const each of fields) {
    const { isElement, path, value, key } = each;
    // `"errors": {"slug": ["is too short"]}`, and the same without what is round it.
    const [list = '', name = ''] = path.slice(-2);
    const isBag = path.length >= 2 ? LISTS.test(list) || (list === '' && isBare) : false;
    const isAmongTexts =
      LISTS.test(name) ||
      (list === '' && OF_TEXT.test(name)) ||
      (RANK.has(name) && !(LISTS.test(list) && TEXT_OR_FIELD.test(name)));
    if (isElement && isBag && !isAmongTexts && isSentence(value)) found.push({ field: key, text: value });
    else if (
      !isElement &&
      each.isQuoted &&
      LISTS.test(path.at(-1) ?? '') &&
      !isText(each, fields) &&
      !FIELD_KEYS.has(key) &&
      isSentence(value) &&
      key !== 'code'
    )
      found.push({ field: each.name, text: value });
    else groups.set(each.parent, [...(groups.get(each.parent) ?? []), each]);
  }
  const isValidation = OF_VALIDATION.test(text.slice(0, 8_192));
  for (const group of groups.values()) {
    const message =
      group.find(({ key, value }) => FIELD_MESSAGES.has(key) && key !== 'title' && value !== '') ??
      group.find(({ key }) => key === 'title');
    if (message === undefined || message.isElement) continue;
    const isListed = message.path.some((key) => LISTS.test(key));
    const isRule = group.some(
      ({ key, value }) =>
        key === 'instancepath' || key === 'schemapath' || (key === 'code' && isRuleOfValidator(value)),
    );
    if (!isListed && !isRule) continue;
    const named = group.find(({ key }) => FIELD_KEYS.has(key)) ?? placeOf(fields, message);
    const isPointed =
      named !== undefined && (message.path.includes('invalidparams') || POINTER.test(named.key));
    if (named === undefined || (!isPointed && !isValidation)) continue;
    // `$` is the root, and no field.
    if (/\p{L}/u.test(named.value)) found.push({ field: named.value, text: message.value });
  }
  return found
    .filter(({ text: each }) => each.length < 400)
    .slice(0, MOST)
    .map(({ field, text: each }) => ({ field: nameOf(field), text: each }));
}

/** Keys of sentences that may be the name of a field as well, where nothing else stands beside them. */
const TEXT_OR_FIELD = /^(?:summary|title|description|text|hint)$/;
const OF_TEXT = /(?:message|msg|description|details?|help|hint|reason|title|url|link)s?$/;

/** Whether a field of a list of errors holds a sentence about all of them, and none about the field of its name. */
function isText({ key, parent }: NamedValue, fields: readonly NamedValue[]): boolean {
  if (!RANK.has(key) && !OF_TEXT.test(key)) return false;
  const isAlone = fields.filter((other) => other.parent === parent).length === 1;
  return !(TEXT_OR_FIELD.test(key) && isAlone);
}

/** The pointer or the path that stands in an object or list beside a message. */
function placeOf(fields: readonly NamedValue[], message: NamedValue): NamedValue | undefined {
  const inside = fields.filter(({ path, parent }) => {
    return (
      path.length === message.path.length + 1 && parent > message.parent - 1 && parent <= message.parent + 4
    );
  });
  return inside.findLast(({ key, value }) => FIELD_KEYS.has(key) && !PLACES.has(value.toLowerCase()));
}

/** The field's own name at the end of a path: `/data/attributes/slug` and `body.slug` are slug. */
function nameOf(path: string): string {
  const parts = path
    .split(/[/.[\]>]+/)
    .filter((part) => !PLACES.has(part.toLowerCase()) && !/^\d+$/.test(part));
  return wordsOf(parts.at(-1) ?? '').join(' ');
}

const FRAME =
  /^[ \t>|]{0,40}(?:at [^\n]{0,400}|File "[^\n]{0,400}|#\d{1,3} [^\n]{0,400}|from [^\n:]{1,200}:\d+:in [^\n]{0,200}|\.{3} \d+ (?:more|common)[^\n]{0,100}|goroutine \d+[^\n]{0,100}|\S{1,200}\.go:\d+[^\n]{0,60}|Traceback \(most[^\n]{0,60}|Caused by: ?)$/gm;
const CODE_OF_FRAME = /^ {4,12}(?:raise|return|throw|await|self\.|\^+)[^\n]{0,200}$/gm;
const STAMP =
  /\b\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?\b|\b\d\d:\d\d:\d\d(?:[.,]\d{1,6})?\b|^\W{0,2}(?:ERROR|WARN(?:ING)?|INFO|DEBUG|FATAL|TRACE|NOTICE|SEVERE)\b[\]:]{0,2}/gim;
const URL = /\b[a-z][a-z0-9+.-]{1,20}:\/\/\S{1,2000}/gi;
/** An address without a scheme: of a repository, an image or a host with a path. */
const ADDRESS =
  /(?<![\w.@-])(?:[\w-]{1,40}@)?(?:[\w-]{1,63}\.){1,5}(?:com|org|net|io|dev|app|cloud|ai|co)(?::\d{1,5})?[:/]\S{1,300}/gi;
const LOCAL = /^https?:\/\/(?:localhost|127\.)/i;
const TAG = /<[^<>]{0,300}>/g;
/** The name of an element in the manner of documents of XML, which says what the document is. */
const ROOT = /(?<=^<(?:\w{1,20}:)?)[A-Z][a-z]{1,30}(?:[A-Z][a-z]{1,30}){1,4}(?=[\s>/])/;
const SYMBOL = /[{}();=<>|\\$]/g;
/** What clients say of every refused call, whatever it was refused for. */
const BOILERPLATE = new RegExp(
  [
    String.raw`\brequest failed with status(?: code)? \d{3}`,
    String.raw`\b(?:client|server) error '?\d{3}[^\n']{0,40}'? for url`,
    String.raw`\b\d{3} (?:client|server) error:? [^\n]{0,40}? for url\b`,
    String.raw`\bfor url\b:?`,
    String.raw`\bfailed to load resource: the server responded with a status of \d{3}(?: \([^()\n]{1,60}\))?`,
    String.raw`\ban error occurred(?: \(\w{1,80}\))? when calling the \w{1,60} operation:?`,
    String.raw`\bclient error\b:?`,
    String.raw`(?<![\w.])(?:[a-z_]\w{0,40}\.){1,9}\w{0,60}(?:Error|Exception)\b:?`,
    String.raw`\bresponse status code does not indicate success: ?\d{0,3}`,
    String.raw`\bthe requested url returned error:? ?\d{0,3}`,
    String.raw`\berror (?:making|calling|sending) (?:the |an )?api (?:request|call)\b`,
    String.raw`\burl: ?(?:GET|POST|PUT|PATCH|DELETE)?(?=\s|$)`,
    String.raw`\b(?:status )?code: ?[45]\d\d\b`,
    String.raw`\bunexpected (?:http )?(?:status|response)(?: code)?:? ?\d{0,3}`,
    String.raw`\bfor more information(?: check)?:?`,
    String.raw`\bif (?:the|this) (?:error|problem|issue) persists\b[^\n]{0,40}`,
    String.raw`\bHTTP\/[\d.]{1,3}"? \d{3}[^\n]{0,40}`,
    String.raw`\b(?:the )?http(?:error| error| status(?: code)?)?:? ?\(?[1-5]\d\d\)?`,
    String.raw`\b(?:status|error)(?: code)?:? ?\(?[1-5]\d\d\)?`,
    String.raw`\b[45]\d\d\b(?: \(?(?:bad request|unauthori[sz]ed|payment required|forbidden|not found|method not allowed|conflict|gone|unprocessable (?:entity|content)|too many requests|internal server error|bad gateway|service unavailable|gateway time-?out)\)?)?`,
    String.raw`\b(?:rpc error: )?code = \w{1,30} desc =`,
  ].join('|'),
  'gi',
);
const LONGEST = 2_000;

/** Numbers with their names in brackets: `[id: 12, head_repo_id: 3]`. */
const DETAILS = /[[(]\w{1,40}[:=] ?\d{1,19}(?:, ?\w{1,40}[:=] ?\d{1,19}){0,9}[\])]/g;

/** A text without what is no sentence in it: frames of a stack, times, addresses, tags, what every client says. */
export function plainProse(text: string): string {
  return text
    .slice(0, LONGEST * 2)
    .replace(FRAME, ' ')
    .replace(CODE_OF_FRAME, ' ')
    .replace(STAMP, ' ')
    .replace(TAG, (tag) => ` ${ROOT.exec(tag)?.[0] ?? ''} `)
    .replace(DETAILS, ' ')
    .replace(URL, (url) => (LOCAL.test(url) ? ' localhost ' : ' '))
    .replace(ADDRESS, ' ')
    .slice(0, LONGEST);
}

/** A text without the frames of its stack. */
export function withoutFrames(text: string): string {
  return text.replace(FRAME, ' ').replace(CODE_OF_FRAME, ' ');
}

/** The sentences of a longer text, each by itself; empty where there are not several. */
export function sentencesOf(prose: string): string[] {
  const parts = prose.split(/[.?!;]\s|\n\s*\n|[.?!]$|\s[-–—]\s/).map((part) => part.trim());
  const said = parts.filter((part) => /\S\s+\S{1,40}\s+\S/.test(part));
  return said.length > 1 || parts.length > 2 ? said.slice(0, MOST) : [];
}

export function withoutBoilerplate(sentence: string): string {
  return sentence.replace(BOILERPLATE, ' ');
}

/** The text itself if it reads like sentences and not like source code or data, else ''. */
export function proseIn(text: string): string {
  const plain = withoutBoilerplate(plainProse(text));
  const words = plain.match(/[\p{L}\p{N}_'’-]+/gu) ?? [];
  const plainWords = words.filter((word) => /^[\p{L}'’-]+$/u.test(word));
  const symbols = plain.match(SYMBOL)?.length ?? 0;
  const readsAsText = plainWords.length >= words.length * 0.6 && symbols * 4 <= plainWords.length;
  return readsAsText ? plain : '';
}

const SUCCESS =
  /\bHTTP\/[\d.]{1,3}\s{1,2}2\d\d\b(?! Connection established)|"isError"\s{0,9}:\s{0,9}false|"?status(?:_?code)?"?\s{0,3}[:=]\s{0,3}2\d\d\b/i;
const FAILURE =
  /\bHTTP\/[\d.]{1,3}\s{1,2}[45]\d\d\b|"isError"\s{0,9}:\s{0,9}true|"?status(?:_?code)?"?\s{0,3}[:=]\s{0,3}[45]\d\d\b/i;
const CHANGE_TITLE =
  /^\W{0,3}(?:feat|fix|docs|chore|refactor|test|style|perf|build|ci)(?:\([^)]{0,40}\))?!?:\s/;
/** An answer that says of itself that nothing is wrong, whole. */
const FINE = [
  /^\W{0,4}(?:HTTP\/[\d.]{1,3}\s{1,2})?2\d\d(?:\s+(?:ok|created|accepted|no content))?\W{0,4}$/i,
  /^\W{0,2}(?:ok|success|succeeded|done)\W{0,3}$/i,
  /^\{\s*"?errors?"?\s*:\s*(?:null|\[\s*\]|false|"")\s*\}$/i,
  /^\{[^{}]{0,400}"(?:ok|success)"\s*:\s*true[^{}]{0,400}\}$/i,
  /[?&]code=[^&\s]{1,400}&(?:[^\s]{0,400}&)?state=|[?&]state=[^&\s]{1,400}&(?:[^\s]{0,400}&)?code=/i,
];

/** A body whose error is empty, and words with which it would tell of one all the same. */
const WITHOUT_ERROR =
  /^\s{0,9}\{(?:[^{}]{0,400}|[\s\S]{0,1000}[}\]"]\s{0,9},\s{0,9})"errors?"\s{0,3}:\s{0,3}(?:null|\[\s{0,3}\]|false|"")/;
/** A body that says that all went well. */
const WENT_WELL = /^\s{0,9}\{[\s\S]{0,1000}"(?:ok|success|succeeded)"\s{0,3}:\s{0,3}true\b/;
const OF_FAILURE =
  /\b(?:not|invalid|expired|fail\w{0,4}|denied|missing|wrong|must|cannot|unable|required|too|exceeded|already)\b|"(?:ok|success)"\s{0,3}:\s{0,3}false/i;

/** Whether a text reports success and no failure. */
export function isSuccess(text: string): boolean {
  const start = text.slice(0, LONGEST);
  if (FAILURE.test(start) || /[?&]error=/.test(start)) return false;
  if ((WITHOUT_ERROR.test(start) || WENT_WELL.test(start)) && !OF_FAILURE.test(start)) return true;
  return SUCCESS.test(start) || FINE.some((pattern) => pattern.test(start.trim()));
}

/** Whether a text reports success and no failure, or is the title of a change. */
export function isHarmless(text: string): boolean {
  return CHANGE_TITLE.test(text.slice(0, LONGEST)) || isSuccess(text);
}
