import { editDistance } from '../base/edit-distance.ts';
import { isHiddenInValue, percentDecoded } from '../base/text.ts';
import { charName, placeholderIn, quote } from '../pasted/pasted.ts';

const LONGEST_URL = 4096;

interface Shape {
  /** What is wrong with it, each as it follows "The URL …". */
  problems: string[];
  /** The URL without those problems, or null where there is none. */
  tidied: string | null;
  /** `tidied`, or the given text if it can be read in spite of its problems; null if it is no URL. */
  url: URL | null;
}

/** How a URL is written: its slips, and whether it is a URL at all. Scheme and host are judged by the rules. */
export function shapeOf(given: string): Shape {
  if (given.trim() === '') return { problems: ['is empty'], tidied: null, url: null };
  if (given.length > LONGEST_URL) {
    return { problems: [`has ${given.length} characters, which is no usable URL`], tidied: null, url: null };
  }
  const problems: string[] = [];
  let text = given;
  let isMendable = true;
  const placeholder = placeholderIn(given.trim().replace(/^<(.*)>$/s, '$1'));
  if (placeholder !== null)
    problems.push(`holds a placeholder that was not filled in, ${quote(placeholder)}`);
  for (const step of REPAIRS) {
    const repair = placeholder !== null && step.name === 'spaces' ? null : step(text);
    if (repair === null) continue;
    problems.push(repair.problem);
    if (repair.text === null) isMendable = false;
    else text = repair.text;
  }
  if (text.includes('*')) problems.push('holds a wildcard (*): each URL must be given in full');
  if (placeholder !== null || text.includes('*')) isMendable = false;
  return readAs(text, problems, isMendable);
}

function readAs(text: string, problems: string[], isMendable: boolean): Shape {
  const url = parse(text);
  if (url === null) {
    if (isMendable) problems.push(`is not a valid URL: ${whyNot(text)}`);
    return { problems, tidied: null, url: null };
  }
  let tidied = text;
  if (url.username !== '' || url.password !== '') {
    problems.push('has a user name or password before the host; take it out, and change that password');
    const { userinfo } = splitUri(tidied);
    tidied = tidied.replace(`${userinfo}@`, '');
  }
  if (text.includes('#')) {
    problems.push('has a fragment (#…)');
    tidied = tidied.slice(0, tidied.indexOf('#'));
  }
  return { problems, tidied: isMendable ? tidied : null, url };
}

function parse(text: string): URL | null {
  // A host with an unfilled `{…}` still parses in some positions; a relative path never does.
  // The URL standard skips further slashes; what the sender meant as its host is not known.
  if (/^https?:\/\/\//i.test(text)) return null;
  return URL.canParse(text) ? new URL(text) : null;
}

function whyNot(text: string): string {
  const { scheme, host, port } = splitUri(text);
  if (host === '') return scheme === '' ? 'it has no scheme' : 'it has no host';
  if (port !== '' && Number(port) > 65_535) return `the port ${quote(port, 12)} is above 65535`;
  if (/:[^:\]]*$/.test(host)) return 'its port is not a number';
  return `the host ${quote(host)} cannot be one`;
}

/** A URI cut into its parts as it is written, without normalizing: a redirect URI is compared byte for byte. */

interface UriParts {
  scheme: string;
  userinfo: string;
  host: string;
  port: string;
  path: string;
  /** With its `?`, empty if there is none. */
  query: string;
  /** With its `#`, empty if there is none. */
  fragment: string;
}

/** The parts by RFC 3986 appendix B. Any text has parts; most of them may be empty. */
function splitUri(uri: string): UriParts {
  const [beforeFragment, fragment] = cutAt(uri, '#');
  const [beforeQuery, query] = cutAt(beforeFragment, '?');
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(beforeQuery)?.[1] ?? '';
  const rest = beforeQuery.slice(scheme === '' ? 0 : scheme.length + 1);
  if (!rest.startsWith('//')) {
    return { scheme, userinfo: '', host: '', port: '', path: rest, query, fragment };
  }
  const slash = rest.indexOf('/', 2);
  const authority = slash < 0 ? rest.slice(2) : rest.slice(2, slash);
  const at = authority.lastIndexOf('@');
  const hostPort = authority.slice(at + 1);
  const port = /:(\d*)$/.exec(hostPort);
  return {
    scheme,
    userinfo: at < 0 ? '' : authority.slice(0, at),
    host: port ? hostPort.slice(0, port.index) : hostPort,
    port: port?.[1] ?? '',
    path: slash < 0 ? '' : rest.slice(slash),
    query,
    fragment,
  };
}

/** The URIs in a value that holds several: `a b`, `a,b`, `a vs b`, one a line. One URI if it holds one. */
export function urisIn(value: string): string[] {
  const text = value.slice(0, 16_384);
  const starts: number[] = [];
  for (let at = text.indexOf('://'); at >= 0 && starts.length < 10; at = text.indexOf('://', at + 3)) {
    let start = at;
    while (start > 0 && at - start < 40 && /[a-z0-9+.-]/i.test(text.charAt(start - 1))) start -= 1;
    // `?next=https://…` is a part of the URI that it stands in.
    if (start < at && (start === 0 || /[\s,;|"'<([`]/.test(text.charAt(start - 1)))) starts.push(start);
  }
  if (starts.length < 2) return [value];
  return starts.map((start, index) => {
    const piece = text.slice(start, starts[index + 1]);
    const end = piece.search(/[\s|"'<>`]/);
    return (end < 0 ? piece : piece.slice(0, end)).replace(/[,;)\]]{1,3}$/, '');
  });
}

function cutAt(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at)];
}

/** What is wrong with how a URL is written, and how it is meant. Each repair is one slip of the pen. */

interface Repair {
  /** The slip, as it follows "The URL …". */
  problem: string;
  /** The URL without it, or null where nobody can know what was meant. */
  text: string | null;
}

type Step = (text: string) => Repair | null;

const NO_WEB_SCHEME = new Set(['ftp', 'ftps', 'sftp', 'ws', 'wss', 'file', 'data', 'tel', 'urn', 'ssh']);

/** In the order in which they are looked for: what stands around a URL first, its scheme last. */
const REPAIRS: readonly Step[] = [
  function whitespaceAround(text) {
    const trimmed = text.trim();
    return trimmed === text ? null : { problem: 'has whitespace around it', text: trimmed };
  },
  function quotesAround(text) {
    const bare = /^(?:"(.*)"|'(.*)'|`(.*)`|<(.*)>|“(.*)”)$/s.exec(text);
    const inner = bare?.slice(1).find((part) => part !== undefined);
    return inner === undefined
      ? null
      : { problem: 'stands in quotes, which were sent with it', text: inner.trim() };
  },
  function percentEncoded(text) {
    if (!/^[a-z][a-z0-9+.-]{0,30}%(?:25)?3a%(?:25)?2f/i.test(text)) return null;
    const once = percentDecoded(text);
    const twice = once !== null && /%3a%2f/i.test(once.slice(0, 60)) ? percentDecoded(once) : once;
    const times = twice === once ? '' : ' twice';
    return {
      problem: `is percent-encoded as a whole${times}: send it decoded, or encode it once in a query`,
      text: twice,
    };
  },
  function hiddenCharacters(text) {
    const chars = [...text];
    const at = chars.findIndex(isHiddenInValue);
    if (at < 0) return null;
    const bare = chars.filter((char) => !isHiddenInValue(char)).join('');
    return {
      problem: `has a character that does not show (${charName(chars[at] ?? '')}) at position ${at + 1}`,
      text: bare,
    };
  },
  function spaces(text) {
    const at = text.indexOf(' ');
    if (at < 0) return null;
    const path = text.search(/[^/:]\//) + 1;
    const isBehindHost = path > 0 && at > path;
    return {
      problem: `has a space at position ${at + 1}`,
      text: isBehindHost ? text.replaceAll(' ', '%20') : null,
    };
  },
  function htmlEscaped(text) {
    if (!text.includes('&amp;')) return null;
    return { problem: 'has &amp; where & is meant (HTML escaping)', text: text.replaceAll('&amp;', '&') };
  },
  function backslashes(text) {
    if (!text.includes('\\')) return null;
    return { problem: 'has a backslash', text: text.replaceAll('\\', '/') };
  },
  function schemeTwice(text) {
    const match = /^https?:\/\/(https?:\/\/)/i.exec(text);
    return match
      ? { problem: 'has its scheme twice', text: text.slice(match[0].length - (match[1] ?? '').length) }
      : null;
  },
  function colonMissing(text) {
    const match = /^(https?)\/\/+/i.exec(text);
    return match
      ? { problem: `lacks the colon after ${match[1]}`, text: `${match[1]}://${text.slice(match[0].length)}` }
      : null;
  },
  function slashes(text) {
    const match = /^(https?):(?!\/\/)\/?/i.exec(text);
    if (!match || match[0].length === text.length) return null;
    return {
      problem: `lacks the two slashes after ${match[1]}:`,
      text: `${match[1]}://${text.slice(match[0].length)}`,
    };
  },
  function manySlashes(text) {
    // Only what looks like a host is one; otherwise the host is missing, and these slashes begin the path.
    const match =
      /^(https?):(\/{3,20})(?=(?:localhost|[a-z0-9-]+(?:\.[a-z0-9-]+)+)(?::\d{1,5})?(?:[/?#]|$))/i.exec(text);
    return match
      ? {
          problem: `has ${match[2]?.length} slashes after ${match[1]}: where two belong`,
          text: `${match[1]}://${text.slice(match[0].length)}`,
        }
      : null;
  },
  function misspelled(text) {
    const scheme = /^([a-z]{3,8}):\/\//i.exec(text)?.[1]?.toLowerCase() ?? '';
    const isNear = scheme !== '' && (editDistance(scheme, 'https') <= 2 || editDistance(scheme, 'http') <= 1);
    if (!isNear || NO_WEB_SCHEME.has(scheme) || /^https?$/.test(scheme)) return null;
    return {
      problem: `has a misspelled scheme, ${quote(scheme)}`,
      text: `https${text.slice(scheme.length)}`,
    };
  },
  function noScheme(text) {
    if (text.startsWith('//')) return { problem: 'has no scheme', text: `https:${text}` };
    if (/^[/?#.]/.test(text)) return { problem: 'is only a path: scheme and host are missing', text: null };
    const isHostPort = /^[a-z0-9.-]+:\d{1,5}(?:[/?#]|$)/i.test(text);
    if (/^[a-z][a-z0-9+.-]*:/i.test(text) && !isHostPort) return null;
    if (!/^[a-z0-9-]+(?:\.[a-z0-9-]+)+\.?(?::\d{1,5})?(?:[/?#]|$)/i.test(text) && !isHostPort) {
      return { problem: 'is not a URL: it has no scheme', text: null };
    }
    const isLocal = /^(?:localhost|127\.|0\.0\.0\.0)/i.test(text);
    return { problem: 'has no scheme', text: `${isLocal ? 'http' : 'https'}://${text}` };
  },
];

const PARTS = [
  ['scheme', 'scheme'],
  ['host', 'host'],
  ['port', 'port'],
  ['path', 'path'],
  ['query', 'query'],
  ['fragment', 'fragment'],
] as const satisfies [keyof UriParts, string][];

/** In what two URIs differ, part by part, each as a clause; empty if they are the same byte for byte. */
export function differences(first: string, second: string): string[] {
  if (first === second) return [];
  if (first.trim() === second.trim()) return ['only in the whitespace around one of them'];
  const [a, b] = [splitUri(first.trim()), splitUri(second.trim())];
  const found = PARTS.flatMap(([part, word]) =>
    a[part] === b[part] ? [] : [clause(word, a[part], b[part])],
  );
  if (a.userinfo !== b.userinfo) found.push('in the user name or password before the host');
  return found.length > 0 ? found : ['in a character that does not change their parts'];
}

/** The first position, from 1, at which two texts differ. */
export function firstDifference(first: string, second: string): number {
  let at = 0;
  while (at < first.length && first[at] === second[at]) at += 1;
  return at + 1;
}

function clause(part: string, a: string, b: string): string {
  return `in the ${part}: ${side(a, b)} against ${side(b, a)}${hint(part, a, b)}`;
}

function side(own: string, other: string): string {
  if (own === '') return 'none';
  // What is equal for long says nothing: show the place where they part.
  const from = own.length > 40 ? Math.max(0, firstDifference(own, other) - 12) : 0;
  return quote(`${from > 0 ? '…' : ''}${own.slice(from)}`, 40);
}

function hint(part: string, a: string, b: string): string {
  if (a !== '' && b !== '' && a.toLowerCase() === b.toLowerCase()) return ' (upper and lower case)';
  if (part === 'path' && (`${a}/` === b || a === `${b}/`)) return ' (a trailing slash)';
  if ((percentDecoded(a) ?? a) === (percentDecoded(b) ?? b)) return ' (percent-encoding)';
  if (part === 'host' && (`www.${a}` === b || a === `www.${b}`)) return ' (www.)';
  return '';
}

/** What kind of place a host is: one that the whole internet can reach, or not. */

type HostKind = 'public' | 'loopback' | 'private';

export interface Host {
  kind: HostKind;
  /** What it is, as it ends a sentence: `a link-local address`. Empty for a public host. */
  what: string;
  /** As the URL standard writes it: `0x7f.1` is `127.0.0.1`. Without brackets. */
  name: string;
}

type Range = [base: string, bits: number, kind: HostKind, what: string];

/** IANA's IPv4 special-purpose address registry (RFC 6890), narrow ranges before the wide ones. */
const V4: readonly Range[] = [
  ['169.254.169.254', 32, 'private', 'the metadata address of clouds'],
  ['100.100.100.200', 32, 'private', 'the metadata address of a cloud'],
  ['168.63.129.16', 32, 'private', 'a platform address inside Azure'],
  ['0.0.0.0', 32, 'loopback', 'the unspecified address, which means this machine'],
  ['0.0.0.0', 8, 'private', 'an address of "this network"'],
  ['127.0.0.0', 8, 'loopback', 'a loopback address'],
  ['10.0.0.0', 8, 'private', 'a private address'],
  ['172.16.0.0', 12, 'private', 'a private address'],
  ['192.168.0.0', 16, 'private', 'a private address'],
  ['169.254.0.0', 16, 'private', 'a link-local address'],
  ['100.64.0.0', 10, 'private', 'a carrier-grade NAT address'],
  ['192.0.0.0', 24, 'private', 'a reserved address'],
  ['192.0.2.0', 24, 'private', 'a documentation address'],
  ['198.51.100.0', 24, 'private', 'a documentation address'],
  ['203.0.113.0', 24, 'private', 'a documentation address'],
  ['198.18.0.0', 15, 'private', 'a benchmarking address'],
  ['224.0.0.0', 4, 'private', 'a multicast address'],
  ['240.0.0.0', 4, 'private', 'a reserved address'],
];

/** The host of a URL, `hostname` as the URL standard gives it: IPv4 in any spelling is four decimal numbers by then. */
export function hostOf(hostname: string): Host {
  if (hostname.startsWith('[')) return v6Host(hostname.slice(1, -1));
  const name = hostname.toLowerCase().replace(/\.$/, '');
  const v4 = v4Number(name);
  return v4 === null ? { ...namedHost(name), name } : { ...v4Host(v4), name };
}

function namedHost(name: string): Omit<Host, 'name'> {
  if (name === 'localhost' || name.endsWith('.localhost') || name === 'localhost.localdomain') {
    return { kind: 'loopback', what: 'this very machine (RFC 6761)' };
  }
  if (!name.includes('.'))
    return { kind: 'private', what: 'a single word, which only a local network knows' };
  const ending = /\.(local|internal|localdomain|lan|intranet|home\.arpa|test|invalid)$/.exec(name)?.[1];
  return ending === undefined
    ? { kind: 'public', what: '' }
    : { kind: 'private', what: `a name under .${ending}, which the internet does not resolve` };
}

function v4Host(address: number): Omit<Host, 'name'> {
  const range = V4.find(([base, bits]) => {
    const size = 2 ** (32 - bits);
    return Math.floor(address / size) === Math.floor((v4Number(base) ?? 0) / size);
  });
  return range ? { kind: range[2], what: range[3] } : { kind: 'public', what: '' };
}

function v6Host(name: string): Host {
  const groups = v6Groups(name);
  const [a = 0, b = 0] = groups;
  const inner = v4Inside(groups);
  if (inner !== null) {
    const host = v4Host(inner);
    const address = [24, 16, 8, 0].map((shift) => (inner >>> shift) & 255).join('.');
    return host.kind === 'public'
      ? { ...host, name }
      : { kind: host.kind, what: `${address} written as IPv6, ${host.what}`, name };
  }
  const is = (kind: HostKind, what: string): Host => ({ kind, what, name });
  if (groups.slice(0, 7).every((group) => group === 0)) {
    return groups[7] === 1 ? is('loopback', 'a loopback address') : is('loopback', 'the unspecified address');
  }
  if (a === 0xfd00 && b === 0xec2) return is('private', 'the metadata address of a cloud');
  if ((a & 0xfe00) === 0xfc00) return is('private', 'a private address (unique local, RFC 4193)');
  if ((a & 0xffc0) === 0xfe80) return is('private', 'a link-local address');
  if ((a & 0xffc0) === 0xfec0) return is('private', 'a site-local address');
  if ((a & 0xff00) === 0xff00) return is('private', 'a multicast address');
  if (a === 0x2001 && b === 0xdb8) return is('private', 'a documentation address');
  return is('public', '');
}

/** The IPv4 address inside a mapped (RFC 4291), translated (RFC 6052) or 6to4 (RFC 3056) one, as a number. */
function v4Inside(groups: readonly number[]): number | null {
  const join = (high = 0, low = 0) => high * 65_536 + low;
  const isZero = (from: number, to: number) => groups.slice(from, to).every((group) => group === 0);
  if (isZero(0, 5) && groups[5] === 0xffff) return join(groups[6], groups[7]);
  if (isZero(0, 4) && groups[4] === 0xffff && groups[5] === 0) return join(groups[6], groups[7]);
  // `::a.b.c.d` is deprecated, but some resolvers still take it.
  if (isZero(0, 6) && (groups[6] ?? 0) > 0) return join(groups[6], groups[7]);
  if (groups[0] === 0x64 && groups[1] === 0xff9b && isZero(2, 6)) return join(groups[6], groups[7]);
  return groups[0] === 0x2002 ? join(groups[1], groups[2]) : null;
}

function v6Groups(name: string): number[] {
  const [head = '', tail] = name.split('::');
  const read = (part: string) =>
    part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16));
  const before = read(head);
  if (tail === undefined) return before;
  const after = read(tail);
  return [...before, ...Array<number>(Math.max(0, 8 - before.length - after.length)).fill(0), ...after];
}

function v4Number(name: string): number | null {
  if (!/^\d{1,3}(?:\.\d{1,3}){3}$/.test(name)) return null;
  return name.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}
