import { differences } from '../net/difference.ts';
import { type Host, hostOf } from '../net/host.ts';
import { urisIn } from '../net/uri.ts';
import { shapeOf } from '../net/url-shape.ts';
import { quote, quoteLowered, suggest } from '../read/show.ts';
import type { Facts, Finding } from '../rule.ts';
import { redirectUris } from './redirect-evidence.ts';
import { schemeProblem } from './redirect-scheme.ts';

const MOST_URIS = 3;

/**
 * A redirect URI is a full URL of an allowed scheme, without fragment, on https; `http://localhost` only in
 * development.
 *
 * Source: "Error codes", `redirect_uri_invalid`, `redirect_uri_localhost_only_dev`; RFC 6749 section 3.1.2.
 */
export function redirectUri(facts: Facts): Finding[] {
  const seen = facts.value === null ? redirectUris(facts)[0] : { text: facts.value, where: '' as const };
  if (seen === undefined) return [];
  const uris = urisIn(seen.text).slice(0, MOST_URIS);
  const [first = '', second] = uris;
  const found = uris.flatMap((uri, index) => {
    const ordinal = second === undefined ? '' : ['first ', 'second ', 'third '][index];
    const shown = seen.where === '' && second === undefined ? '' : ` ${quote(uri, 80)}${seen.where}`;
    return uriFindings(uri, `The ${ordinal}redirect URI${shown}`);
  });
  if (second !== undefined) {
    return [
      ...differences(first, second).map((clause) => ({ message: `The two redirect URIs differ ${clause}.` })),
      ...found,
    ];
  }
  if (found.length > 0 || seen.where !== '') return found;
  return [
    { message: `${quote(first, 120)} breaks no documented rule: compare it with what was really sent.` },
  ];
}

/** What is wrong with one redirect URI, the first finding with one that has nothing wrong. */
export function uriFindings(uri: string, subject: string): Finding[] {
  const messages = redirectProblems(uri);
  const better = suggest(correctedUri(uri));
  return messages.map((message, index) =>
    index === 0 ? { message: `${subject} ${message}.`, ...better } : { message: `It ${message}.` },
  );
}

/** Each as it follows "The redirect URI …". */
function redirectProblems(uri: string): string[] {
  const { problems, url } = shapeOf(uri);
  const cited = problems.map((problem) =>
    problem.startsWith('has a fragment') ? `${problem}, which RFC 6749 section 3.1.2 forbids` : problem,
  );
  if (url === null) return cited;
  const scheme = schemeProblem(url.protocol);
  if (scheme !== null) return [...cited, scheme];
  const host = hostOf(url.hostname);
  if (host.kind === 'loopback') return [...cited, loopback(url, host)];
  if (url.protocol !== 'http:') return cited;
  return [...cited, 'is plain http: only https is safe beyond localhost'];
}

function loopback(url: URL, host: Host): string {
  const written = host.name === 'localhost' ? 'localhost' : `${quoteLowered(host.name)}, ${host.what}`;
  if (host.name === 'localhost') {
    return `points to ${written}: for development only. Register the deployed https address, or allow the override (Pro and higher)`;
  }
  const port = url.port === '' ? '' : `:${url.port}`;
  return `points to ${written}. For development the document names only http://localhost${port}; elsewhere register the deployed https address`;
}

/** The URI as it is meant, if there is one that breaks no rule. */
function correctedUri(uri: string): string | null {
  const { tidied, url } = shapeOf(uri);
  if (tidied === null || url === null) return null;
  const isLocal = hostOf(url.hostname).kind === 'loopback';
  const better = isLocal
    ? tidied
    : tidied.replace(/^(?:http|wss?|ftp):/i, 'https:').replace(/^(https:\/\/[^/?#]+):80(?=[/?]|$)/i, '$1');
  return better !== uri && redirectProblems(better).length === 0 ? better : null;
}
