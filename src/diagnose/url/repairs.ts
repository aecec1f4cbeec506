import { isHiddenInValue } from '../../base/text.ts';
/** What is wrong with how a URL is written, and how it is meant. Each repair is one slip of the pen. */

import { editDistance } from '../../base/edit-distance.ts';
import { charName, quote } from '../../pasted/pasted.ts';

export interface Repair {
  /** The slip, as it follows "The URL …". */
  problem: string;
  /** The URL without it, or null where nobody can know what was meant. */
  text: string | null;
}

type Step = (text: string) => Repair | null;

const NO_WEB_SCHEME = new Set(['ftp', 'ftps', 'sftp', 'ws', 'wss', 'file', 'data', 'tel', 'urn', 'ssh']);

/** In the order in which they are looked for: what stands around a URL first, its scheme last. */
export const REPAIRS: readonly Step[] = [
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
    const once = decode(text);
    const twice = once !== null && /%3a%2f/i.test(once.slice(0, 60)) ? decode(once) : once;
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
  function misspelt(text) {
    const scheme = /^([a-z]{3,8}):\/\//i.exec(text)?.[1]?.toLowerCase() ?? '';
    const isNear = scheme !== '' && (editDistance(scheme, 'https') <= 2 || editDistance(scheme, 'http') <= 1);
    if (!isNear || NO_WEB_SCHEME.has(scheme) || /^https?$/.test(scheme)) return null;
    return { problem: `has a misspelt scheme, ${quote(scheme)}`, text: `https${text.slice(scheme.length)}` };
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

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
