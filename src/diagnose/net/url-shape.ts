import { placeholderIn } from '../read/placeholder.ts';
import { quote } from '../read/show.ts';
import { splitUri } from './uri.ts';
import { REPAIRS } from './url-repairs.ts';

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
