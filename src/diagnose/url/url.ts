import { placeholderIn, quote } from '../../pasted/pasted.ts';
import { REPAIRS } from './repairs.ts';

const LONGEST_URL = 4096;

export interface Shape {
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

/** A URI cut into its parts as it is written, without normalising: a redirect URI is compared byte for byte. */

export interface UriParts {
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
export function splitUri(uri: string): UriParts {
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
