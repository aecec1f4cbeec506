import { isUuid } from '../base/text.ts';
import { isHarmlessValue, isProse, isRemark, looksGenerated, looksRandom } from './harmless.ts';
import { isGuardedName, isPossibleSecretName, isSecretName, type OwnNames, REDACTED } from './names.ts';

/** Redacts secrets that neither `=` nor `:` joins to their name: options of a command, SQL, XML, multipart, paths. */

/** `--password pw`; `--user bob:pw`. */
const OPTION =
  /(?<!-)--([A-Za-z][\w-]{1,40})((?:\\{0,15}["'],)?\s{1,8}\\{0,15}["']?|\\{0,15}["'],\\{0,15}["'])([^\s"'\\,-][^\s"'\\]*)/g;
const USER_OPTION =
  /(?<![\w-])(-u|-U|--user|--proxy-user)([ =]{1,4}["']?|\\{0,15}["'], ?\\{0,15}["'])([^\s:"'\\]{1,128}):(?!\d+(?![^\s"']))([^\s"']+)/g;

const SQL =
  /\b(IDENTIFIED (?:WITH \S{1,64} )?(?:BY|AS)(?: PASSWORD)?|WITH(?: ENCRYPTED)? PASSWORD|PASSWORD) (\\{0,15})(['"])((?:(?!\2\3)[^\r\n])+)/gi;

const ELEMENT =
  /(<([A-Za-z_][\w:.-]{0,63})(?:\s[^<>]{0,256})?>\s{0,16}(?:<!\[CDATA\[)?)([^<>\]\s](?:[^<>\]]|\](?!\]>))*)/g;

/** RFC 7578, 4.2; the line feeds may be written out. */
const PART =
  /(name=\\{0,15}["']([\w.[\]-]{1,64})\\{0,15}["'](?:(?:\\r|\\n|[\r\n]){1,4}Content-[^\r\n\\]{1,128})?(?:\\r|\\n|[\r\n]){2,8})([^\r\n\\"]+)/g;

const PATH_TOKEN =
  /(\/(?:reset|reset[_-]password|password[_-]reset|magic|magic[_-]link|verify[_-]email|verify|confirm|invite|activate)\/)([A-Za-z0-9_.~-]{12,})/gi;

/** Data source names of Go's MySQL driver and of Oracle. */
const GO_DSN = /([\w.-]{1,64}):([^\s"'()/]{1,128})(?=@(?:tcp|unix)\()/g;
/** Without this mark there is no such name, and searching for one is slow. */
const GO_DSN_MARK = /@(?:tcp|unix)\(/;
const ORACLE =
  /(?<![\w/@.-])(?<=(thin:|oci:|sqlplus (?:-\w )?)?)([A-Za-z]\w{0,30})\/([^\s"'@/]{1,64})@(\/\/)?(?=([A-Za-z][\w.-]{0,128}):?(\d{2,5}\/)?)/g;

/** The user of an access log, with a password. */
const LOG_USER = /( - [^\s:[\]"]{1,64}:)([^\s[\]"]{1,128})(?= \[\d\d\/[A-Z][a-z]{2}\/\d{4}:)/g;

/** Replaces the secrets in such phrases. */
export function redactPhrases(text: string, own: OwnNames): string {
  const named = redactCookies(text, own)
    .replace(LOG_USER, `$1${REDACTED}`)
    .replace(USER_OPTION, `$1$2$3:${REDACTED}`)
    .replace(OPTION, redactOption(own))
    .replace(SQL, `$1 $2$3${REDACTED}`)
    .replace(ELEMENT, redactNamed(own))
    .replace(PART, redactNamed(own))
    .replace(PATH_TOKEN, (all: string, path: string, value: string) => {
      const isToken = isUuid(value) ? /reset|magic/i.test(path) : looksRandom(value);
      return isToken ? path + REDACTED : all;
    });
  return redactOracle(redactGoDsn(named));
}

function redactGoDsn(text: string): string {
  return GO_DSN_MARK.test(text) ? text.replace(GO_DSN, `$1:${REDACTED}`) : text;
}

function redactOracle(text: string): string {
  if (!text.includes('@')) return text;
  return text.replace(ORACLE, (...match: (string | undefined)[]) => {
    const [all = '', client, user = '', , slashes = '', host = '', port] = match;
    const isOracle = client !== undefined || slashes !== '' || port !== undefined;
    return isOracle && host !== 'sha256' ? `${user}/${REDACTED}@${slashes}` : all;
  });
}

function redactOption(own: OwnNames) {
  return (all: string, name: string, between: string, value: string, at: number, text: string): string => {
    if (!isPossibleSecretName(name, own) || isHarmlessValue(name, value, own)) return all;
    const from = at + all.length - value.length;
    const isOneOfProse = /^(?:and|or|is|was|to|with|for|in|on|instead|flag|option|parameter)\b/i.test(value);
    return isOneOfProse || isProse(name, text, from, own) ? all : `--${name}${between}${REDACTED}`;
  };
}

function redactNamed(own: OwnNames) {
  return (all: string, before: string, name: string, value: string): string => {
    const isHarmless = isHarmlessValue(name, value.trim(), own) || isRemark(name, value, own);
    return isPossibleSecretName(name, own) && !isHarmless ? before + REDACTED : all;
  };
}

/** Masks e-mail addresses. */

/** Twice what RFC 5321, 4.5.3.1, allows for a local part, and what it allows for a domain. */
const MAX_LOCAL = 128;
const MAX_DOMAIN = 255;

const NOT_LOCAL = /[\s"'`<>()[\]{},;:=|\\/@&?%]/;
const DOMAIN = /^[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){0,8}\.\p{L}{2,24}(?![\p{L}\p{N}])/u;
const AT = /@|%(?:25){0,4}40/gi;

/** `alice@example.com` becomes `a***@example.com`. */
export function maskEmails(text: string): string {
  const parts: string[] = [];
  let copied = 0;
  for (const { 0: at, index } of text.matchAll(AT)) {
    const start = localStart(text, copied, index);
    const end = index + at.length;
    if (start === index || !isMail(text, start, index, end)) continue;
    parts.push(text.slice(copied, start), String.fromCodePoint(text.codePointAt(start) ?? 0), '***');
    copied = index;
  }
  return parts.join('') + text.slice(copied);
}

/** A package with its version (`pkg@1.2.3.io`) and a repository (`git@github.com:org/name`) are no addresses. */
function isMail(text: string, start: number, at: number, end: number): boolean {
  const domain = text.slice(end, end + MAX_DOMAIN);
  return DOMAIN.test(domain) && !/^v?\d+\.\d/.test(domain) && !/^(?:git|hg|svn)$/.test(text.slice(start, at));
}

function localStart(text: string, min: number, at: number): number {
  let start = at;
  while (start > min && at - start < MAX_LOCAL && !NOT_LOCAL.test(text[start - 1] ?? '')) start -= 1;
  return start;
}

/** Redacts lists of cookies that stand without a name, as columns of access logs do. */

/** A quoted list, as web servers put it at the end of a line. */
const QUOTED = /(["'])([\w.!-]{1,64}=[^\s"';]*(?:; ?[\w.!-]{1,64}=[^\s"';]*)+;?)(?=\1)/g;

/**
 * A list without quotes; CloudFront and IIS write the spaces as `%20` (perhaps encoded twice), as `+` or not at all. What
 * may precede it ends a value, so that no text is read twice.
 */
const BARE =
  /(?<![^\s"'|,])[\w.!-]{1,64}=[^\s"'|;,]{0,4096}(?:;(?: |\+|%(?:25){0,2}20)?[\w.!-]{1,64}=[^\s"'|;,]{0,4096})+;?/g;

/** Lists of other parameters look the same. */
const NO_COOKIES =
  /(?:^|; ?)(?:for|by|proto|host|max-age|charset|q|rel|timeout|boundary|profile|server|data source|user id|uid)=/i;

/** `text` with such lists replaced: a column in quotes always, others if a name or a value in them tells a session. */
function redactCookies(text: string, own: OwnNames): string {
  if (!text.includes(';')) return text;
  return text
    .replace(QUOTED, (all: string, quote: string, list: string, at: number) => {
      // What follows a colon has a name, which would say so if it held cookies.
      const isNamed = /[:\\]\s{0,4}$/.test(text.slice(Math.max(0, at - 5), at));
      return (isNamed ? isCookieList(list, own) : !NO_COOKIES.test(list)) ? quote + REDACTED : all;
    })
    .replace(BARE, (list) => (isCookieList(list, own) ? REDACTED : list));
}

function isCookieList(list: string, own: OwnNames): boolean {
  if (NO_COOKIES.test(list)) return false;
  if (/;%(?:25){0,2}20/.test(list)) return true;
  return list.split(';').some((part) => {
    const pair = part.replace(/^(?: |\+)/, '');
    const sign = pair.indexOf('=');
    const name = pair.slice(0, sign);
    const value = pair.slice(sign + 1);
    return (
      value !== '' &&
      (isGuardedName(name) || isSecretName(name, own) ? value.length > 7 : looksGenerated(value))
    );
  });
}
