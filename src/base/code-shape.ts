/**
 * What an error code looks like. There is one idea of it, and how much of it a text must show depends on what the place
 * of the text says already:
 *
 * - `canBeCode`: the place says that a code stands here (a cell below `Code`, the value of a member of `ErrorCode`), so
 *   all that is asked is that it is one word, and no address;
 * - `codeShape`: a word of a page, where nothing is known of it;
 * - `isCodeValue`: the same in a program, whose members may as well be statuses or addresses;
 * - `literalShape`: a string in a program, where most strings are something else: keys, files, styles, media types;
 * - `isIdentifier`: a value of a log or a paste, which may as well be a secret or a sentence: letters and digits only.
 */

import { HIGHEST_STATUS, isStatusText } from './http-status.ts';
import { remembering } from './remember.ts';
import { wordSet } from './text.ts';
import { wordsAndNumbersOf } from './words.ts';

/** How much a word looks like a code: on its own, only where its place says so, only as a number, or not at all. */
export type CodeShape = 'strong' | 'weak' | 'number' | 'none';

/** In characters; what is longer is no code. */
const LONGEST = 200;
const ONE_WORD = /^(?:-(?=\d))?[\p{L}\p{N}_$@#*][\p{L}\p{N}_$@#*.,:;/+&~!?()[\]-]*$/u;
const ADDRESS = /^www\.|:\/\//i;
const FILE =
  /\.(?:[cm]?[jt]sx?|mdx?|json|ya?ml|toml|html?|css|scss|csv|txt|log|pdf|png|jpe?g|gif|svg|exe|xml|sgml|h|hpp|c|cc|cpp|cs|go|rs|rb|py|php|java|kts?|swift|sh|sql|env|lock|zip|gz|pem|proto|conf|ini)$/i;
const HOST = /\.(?:com|org|net|io|dev)$/i;
const VERSION_OR_AMOUNT =
  /^v?\d+(?:\.\d+){2,}$|^v\d+(?:\.\d+)*$|^\d{4}-\d\d(?:-\d\d)?$|^[1-5]xx$|^\d+%$|^\d+(?:ms|s|m|h|kb|mb|gb)$/i;
/** The name of a page or a range of codes: `error-codes-1000-to-1099`. */
const LIST_OF_CODES = /\d-to-\d|(?:^|[-_.])(?:error|status|result|reason)[-_]codes(?:$|[-_.])/i;
const KNOWN_TERM =
  /^(?:sha-?\d+|base-?\d+|utf-?\d+|iso-?\d+|rfc-?\d+|http-?\d|oauth-?\d|x509|ipv\d|es20\d\d|p256|h264|md5|ascii|json|html|http|https|xml|url|uri|api|rest|sdk|cli|grpc|graphql|oauth|jwt|tls|ssl|sql|todo|note|faq|get|post|put|patch|delete|head|options)$/i;
const PRODUCT =
  /^(?:GitHub|GitLab|JavaScript|TypeScript|WebSockets?|YouTube|LinkedIn|PayPal|WordPress|CloudFront|GraphQL|DynamoDB|OpenApi|MacOs|DevTools|NodeJs)$/i;

const SNAKE = /^[\p{L}\p{N}]+(?:_[\p{L}\p{N}]+)+$/u;
const LETTERS_AND_NUMBER = /^[A-Za-z][A-Za-z]{0,15}[-_.]?\d{2,}[A-Za-z]?$/;
const SQLSTATE = /^(?=.*\d)(?=.*[A-Z]|0)[0-9A-Z]{5}$/;
const SEVERAL_PARTS = /^[A-Za-z][\w$]*(?:[./:-][\w$]+)+$/;
const HUMPS = /^(?:[A-Z][a-z0-9]+){2,}[A-Z]?$|^[A-Z]{2,6}(?:[A-Z][a-z0-9]+){2,}$|^[a-z]+(?:[A-Z][a-z0-9]+)+$/;
const NAMED_ERROR = /(?:Error|Exception|Fault|Failure|Invalid|Exceeded|Denied|Expired|NotFound)$/;

/** Whether a text can be a code where its place says that one stands there. */
export function canBeCode(text: string): boolean {
  return text.length <= LONGEST && ONE_WORD.test(text) && !/[,;:!?]$/.test(text);
}

/**
 * Whether the value of a member of a set of codes (`enum ErrorCode { TableMissing = '42P01' }`) is the code itself:
 * not where it is a sentence, an address, or an HTTP status, which belongs to the code and does not name it.
 */
export function isCodeValue(value: string): boolean {
  return canBeCode(value) && !value.endsWith('.') && !ADDRESS.test(value) && !isStatusText(value);
}

/** What a word looks like where nothing else is known about it. */
export function codeShape(word: string): CodeShape {
  if (!canBeCode(word) || isOtherThing(word)) return 'none';
  if (/^[-+]?\d+$/.test(word)) return 'number';
  if (KNOWN_TERM.test(word) || PRODUCT.test(word)) return 'none';
  if (/[()[\]!?,;~&]/.test(word)) return 'weak';
  if (SNAKE.test(word) || SQLSTATE.test(word) || LETTERS_AND_NUMBER.test(word)) return 'strong';
  if (/^[A-Z]{2,10}(?:-[A-Z0-9]+)*-\d+$/.test(word)) return 'strong';
  if (SEVERAL_PARTS.test(word))
    return /[_/]|\d/.test(word) || /^[a-z]+(?:[.:-][a-z]+)+$/.test(word) ? dashed(word) : 'weak';
  return HUMPS.test(word) && NAMED_ERROR.test(word) ? 'strong' : 'weak';
}

/** Words such as `sign-up` are written with a dash in prose too. */
function dashed(word: string): CodeShape {
  return /^[A-Za-z]+-[A-Za-z]+$/.test(word) ? 'weak' : 'strong';
}

/** Whether a word has the characters of a code and is plainly something else: an address, a file, a version, a function. */
function isOtherThing(word: string): boolean {
  return (
    ADDRESS.test(word) ||
    FILE.test(word) ||
    HOST.test(word) ||
    VERSION_OR_AMOUNT.test(word) ||
    LIST_OF_CODES.test(word) ||
    /^(?:[./~]|-(?!\d))|\(\)$/.test(word)
  );
}

/** Whether a word is written in CamelCase, as names of errors may be, and words of prose are not. */
export function isCamel(word: string): boolean {
  return HUMPS.test(word);
}

const NO_ERROR =
  /^(?:ok|okay|success|succeeded|none|created|accepted|no_content|not_modified|no_?(?:[a-z]{1,20}_){0,3}errors?(?:_codes?)?)$/i;

/** Whether one of a list of codes says that nothing went wrong: `no_error`, `NO_AUTH_ERROR`, `created`. */
export function saysNoError(code: string): boolean {
  return NO_ERROR.test(code);
}

/** Names that fields of an error body have: in a list or table of such, no name is a code. */
const FIELDS = new Set(
  'code,message,msg,error,errors,type,param,params,parameter,field,fields,detail,details,description,status,status_code,statuscode,http_status,httpstatus,request_id,requestid,trace_id,traceid,correlation_id,error_code,errorcode,error_message,errormessage,error_description,error_uri,error_type,error_subcode,doc_url,documentation_url,docs_url,more_info,instance,title,target,innererror,inner_error,reason,decline_code,errno,timestamp,path,name,source,links,meta,metadata,data,id,object,user_message,developer_message,help,info,ok,success,result,retry_after,severity,hint,domain,location'.split(
    ',',
  ),
);

/** Whether a word is the name of a field of an error body. */
export function isFieldName(word: string): boolean {
  return FIELDS.has(word.toLowerCase());
}

/** How much a string of a program looks like a code: of several words, or one that may as well be plain English. */
export type LiteralShape = 'compound' | 'word';

const LONGEST_LITERAL = 80;
const CHARACTERS = /^[A-Za-z][\w.:/-]*[A-Za-z0-9]$/;

/** What strings of programs are besides, that a page would not write among its codes. */
const OTHER_LITERALS = [
  /\/\/|::|\.\.|--/,
  /^(?:application|text|image|audio|video|multipart|font|message)\//,
  /^(?:com|org|io|net|dev|java|javax|jakarta|kotlin|kotlinx|android|github\.com|golang\.org|google)[./]\w/,
  /^localhost|\.(?:com|org|net|io|dev|internal|local)(?:[/:]|$)/,
  // Headers: `Content-Type`, `x-request-id`.
  /^(?=[A-Z][a-z]+-)(?:[A-Z][A-Za-z0-9]*-)+[A-Z][A-Za-z0-9]*$/,
  /^x-/i,
  /^(?:authorization_code|client_credentials|refresh_token|access_token|id_token|device_code|client_id|client_secret|request_id|user_id)$/,
  /^[a-z]{2,3}[-_][A-Z]{2}$/,
  /^v\d+\.\d/,
  /^[0-9a-f]{8,}$|^[0-9a-f]{8}-[0-9a-f]{4}/i,
  /^(?:text|bg|border|rounded|flex|grid|btn|fa|icon|col|row|alert|badge|form|input|px|py|mt|mb|ml|mr|w|h|sm|md|lg)-/,
  /^(?:us-ascii|iso-8859-\d+|base64|hs256|rs256|es256)$/i,
  /^(?:https?|mailto|file|data|blob|node|npm|git|tcp|udp|ws|wss|std|core):/,
  /^(?:TRACE|CONNECT|FIXME|HTTP\/\d.*)$/,
  /^(?:string|number|boolean|bool|object|integer|int|float|array|undefined|null|nil|none|true|false|function|text|any|void|optional|required)$/,
  /^(?:YYYY|yyyy|HH|hh|MM|DD|dd|mm|ss)\b/,
];

const SYSTEM_CODE =
  /^(?:E(?:PERM|NOENT|SRCH|INTR|IO|NXIO|BADF|AGAIN|NOMEM|ACCES|FAULT|BUSY|EXIST|XDEV|NOTDIR|ISDIR|INVAL|MFILE|NFILE|FBIG|NOSPC|SPIPE|ROFS|MLINK|PIPE|LOOP|NOTEMPTY|NOSYS|PROTO|NOTSUP|ADDRINUSE|ADDRNOTAVAIL|NETDOWN|NETUNREACH|CONNABORTED|CONNRESET|ISCONN|NOTCONN|TIMEDOUT|CONNREFUSED|HOSTUNREACH|HOSTDOWN|ALREADY|STALE|CANCELED|SOCKETTIMEDOUT|AI_AGAIN)|E?EAI_\w+|SIG[A-Z]{3,6}|ERR_MODULE_NOT_FOUND|MODULE_NOT_FOUND)$/;

const ABOUT_CODES = wordSet(`
  error errors err errcode errcodes errno errmsg code codes message msg status exception description reason type kind detail details`);

/**
 * Whether `text`, a string of a program, could be an error code as it goes over the wire: `compound` for words that are
 * joined (`slug_taken`, `SlugTaken`, `auth/invalid-email`), shouted (`UNAUTHORIZED`) or a SQLSTATE (`42P01`), `word` for
 * a lone one (`unauthorized`); null for all else: sentences, addresses, media types, files, packages, headers, codes of
 * the operating system.
 */
export const literalShape: (text: string) => LiteralShape | null = remembering(readShape, 20_000);

function readShape(text: string): LiteralShape | null {
  if (text.length < 3 || text.length > LONGEST_LITERAL) return null;
  if (isSqlState(text)) return 'compound';
  if (!CHARACTERS.test(text) || codeShape(text) === 'none') return null;
  if (
    text.split('/').length > 2 ||
    OTHER_LITERALS.some((other) => other.test(text)) ||
    SYSTEM_CODE.test(text)
  )
    return null;
  const words = wordsAndNumbersOf(text);
  // `error_code` is the name of what holds a code, and `QXJ5ZWxs…` no name at all.
  if (words.every((word) => ABOUT_CODES.has(word)) || words.length > 14) return null;
  if (/^[A-Z]{5,}$/.test(text)) return 'compound';
  return words.length > 1 || /\d/.test(text) ? 'compound' : 'word';
}

/** `42P01`, `22P02`: a SQLSTATE that no plain number and no word can be. */
function isSqlState(text: string): boolean {
  return /^\d/.test(text) && /[A-Z]/.test(text) && SQLSTATE.test(text);
}

/** Whether a number can be a code: it is no HTTP status, and no count or flag. */
export function isCodeNumber(digits: string): boolean {
  return /^[1-9]\d{1,9}$/.test(digits) && Number(digits) > HIGHEST_STATUS;
}

const IDENTIFIER = /^[A-Za-z][A-Za-z0-9]*(?:[_.:-][A-Za-z0-9]+)*$/;

/** Whether a value is one identifier, of parts that single separators join: `slug_taken`, `auth.token-expired`. */
export function isIdentifier(value: string): boolean {
  return IDENTIFIER.test(value);
}

/**
 * How a code is written: the case of its letters and what joins its words, as `a_` of `slug_taken`, `A_` of `SLUG_TAKEN`,
 * `Aa` of `SlugTaken`, `TS0` of `TS2304`, `0` of `1042`. A lone word has no joint: `a` of `taken`.
 */
export function formOf(code: string): string {
  if (/^-?\d+$/.test(code)) return '0';
  const numbered = /^([A-Za-z]{1,16})[-_.]?\d+[A-Za-z]?$/.exec(code)?.[1];
  if (numbered !== undefined) return `${numbered}0`;
  const letters = code.replace(/[^\p{L}]+/gu, '');
  const isLower = letters === letters.toLowerCase();
  const kind = isLower
    ? 'a'
    : letters === letters.toUpperCase()
      ? 'A'
      : /^\p{Lu}/u.test(letters)
        ? 'Aa'
        : 'aA';
  return kind + [...new Set(code.replace(/[\p{L}\p{N}]+/gu, ''))].sort().join('');
}

/** Whether codes of two forms may be of one set: letters of one case, and no joint of one that the other's all differ from. */
export function areAlike(form: string, other: string): boolean {
  if (form === other) return true;
  const [one, joints = ''] = partsOfForm(form);
  const [two, further = ''] = partsOfForm(other);
  const [few, many] = joints.length < further.length ? [joints, further] : [further, joints];
  return one === two && [...few].every((joint) => many.includes(joint));
}

function partsOfForm(form: string): string[] {
  const [kind = ''] = /^[\p{L}\p{N}]*/u.exec(form) ?? [];
  return [kind, form.slice(kind.length)];
}
