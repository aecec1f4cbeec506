import type { RejectsOf } from '../../catalog/catalog.ts';
import { fieldsIn, quote, quotedIn, quoteLowered, suggest } from '../../pasted/pasted.ts';
import { type Facts, type Finding, messages, named, type Seen } from '../rule.ts';
import { differences, type Host, hostOf, shapeOf, urisIn } from '../url.ts';

const MOST_URIS = 3;

type Rules = RejectsOf<'redirect_uri'>;

/**
 * A redirect URI is a full URL of an allowed scheme, without fragment, on https; a host of development only there.
 * Source: RFC 6749 section 3.1.2, and what the catalog says.
 */
export function redirectUri(facts: Facts, rules: Rules): Finding[] {
  const seen = facts.value === null ? redirectUris(facts)[0] : { text: facts.value, where: '' as const };
  if (seen === undefined) return [];
  const uris = urisIn(seen.text).slice(0, MOST_URIS);
  const [first = '', second] = uris;
  const found = uris.flatMap((uri, index) => {
    const ordinal = second === undefined ? '' : ['first ', 'second ', 'third '][index];
    const shown = seen.where === '' && second === undefined ? '' : ` ${quote(uri, 80)}${seen.where}`;
    return uriFindings(uri, rules, `The ${ordinal}redirect URI${shown}`);
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
export function uriFindings(uri: string, rules: Rules, subject: string): Finding[] {
  const messages = redirectProblems(uri, rules);
  const better = suggest(correctedUri(uri, rules));
  return messages.map((message, index) =>
    index === 0 ? { message: `${subject} ${message}.`, ...better } : { message: `It ${message}.` },
  );
}

/** Each as it follows "The redirect URI …". */
function redirectProblems(uri: string, rules: Rules): string[] {
  const { problems, url } = shapeOf(uri);
  const cited = problems.map((problem) =>
    problem.startsWith('has a fragment') ? `${problem}, which RFC 6749 section 3.1.2 forbids` : problem,
  );
  if (url === null) return cited;
  const scheme = schemeProblem(url.protocol, rules.schemes);
  if (scheme !== null) return [...cited, scheme];
  const host = hostOf(url.hostname);
  if (host.kind === 'loopback') return [...cited, loopback(url, host, rules)];
  if (url.protocol !== 'http:' || rules.schemes !== undefined) return cited;
  return [...cited, 'is plain http: only https is safe beyond localhost'];
}

function loopback(url: URL, host: Host, rules: Rules): string {
  const { development_hosts: known = [], development_note: note } = rules;
  const written = host.name === 'localhost' ? 'localhost' : `${quoteLowered(host.name)}, ${host.what}`;
  if (known.includes(host.name)) {
    const instead = note === undefined ? '' : `, or ${note}`;
    return `points to ${written}: for development only. Register the deployed https address${instead}`;
  }
  const [first] = known;
  if (first === undefined) {
    return `points to ${written}, which means the machine of whoever opens it: register the deployed https address, unless the API takes it in development`;
  }
  const port = url.port === '' ? '' : `:${url.port}`;
  return `points to ${written}. For development only http://${first}${port} is documented; elsewhere register the deployed https address`;
}

/** The URI as it is meant, if there is one that breaks no rule. */
function correctedUri(uri: string, rules: Rules): string | null {
  const { tidied, url } = shapeOf(uri);
  if (tidied === null || url === null) return null;
  const isLocal = hostOf(url.hostname).kind === 'loopback';
  const better = isLocal
    ? tidied
    : tidied
        .replace(rules.schemes?.includes('http') ? /^(?:wss?|ftp):/i : /^(?:http|wss?|ftp):/i, 'https:')
        .replace(/^(https:\/\/[^/?#]+):80(?=[/?]|$)/i, '$1');
  const isOne = urisIn(better).length === 1;
  return better !== uri && isOne && redirectProblems(better, rules).length === 0 ? better : null;
}

const REDIRECT_NAMES = [
  'redirect_uri',
  'redirect_url',
  'callback_url',
  'redirect_uris',
  'redirect_urls',
  'callback_urls',
];

const URI_LIKE = /^[a-z][a-z0-9+.-]*:\S|^https?%(?:25)?3a|^[^\s/]+\.[a-z]{2,}(?:[/:?#]|$)|^\/\//i;

/** Every redirect URI that the paste or the log shows, each once, in that order. */
export function redirectUris(facts: Facts): Seen[] {
  const inQueries = facts.lines
    .slice(0, 500)
    .flatMap((line) => (line.path === undefined ? [] : fieldsIn(line.path.slice(0, 8192), ['redirect_uri'])))
    .map((text): Seen => ({ text, where: ' (in the log)' }));
  const seen = [...named(facts, REDIRECT_NAMES), ...inQueries, ...messages(facts).flatMap(quotedUris)];
  const texts = new Set<string>();
  return seen.filter(({ text }) => {
    if (texts.has(text) || !URI_LIKE.test(text) || text.includes('[redacted]')) return false;
    texts.add(text);
    return true;
  });
}

function quotedUris({ text, where }: Seen): Seen[] {
  const isAbout = /redirect|callback/i.test(text);
  return quotedIn(text)
    .filter(({ text: part, at }) => URI_LIKE.test(part) && (isAbout || at === 0))
    .map((part) => ({ text: part.text, where }));
}

const RUNS_CODE = new Set(['javascript', 'vbscript', 'data', 'livescript']);
const LOCAL = new Set(['file', 'blob', 'about', 'filesystem', 'view-source', 'chrome', 'resource', 'jar']);
const OTHER = new Set([
  'ftp',
  'ftps',
  'sftp',
  'ws',
  'wss',
  'mailto',
  'tel',
  'sms',
  'ssh',
  'git',
  'ldap',
  'gopher',
  'urn',
]);

/**
 * Why a scheme cannot stand in a redirect URI, as it follows "The redirect URI …"; null for one that is allowed, and
 * for http and https where the catalog lists none. Source: RFC 8252 section 7.1.
 */
function schemeProblem(protocol: string, allowed: readonly string[] | undefined): string | null {
  const scheme = protocol.replace(/:$/, '').toLowerCase();
  if (allowed?.includes(scheme)) return null;
  if (scheme === 'https' || scheme === 'http') {
    return allowed === undefined ? null : `uses the scheme '${scheme}:'; allowed are ${listed(allowed)}`;
  }
  const named = `uses the scheme ${quoteLowered(`${scheme}:`, 40)}`;
  if (RUNS_CODE.has(scheme)) return `${named}, which is forbidden: a browser runs what it holds. Use https`;
  if (LOCAL.has(scheme)) return `${named}, which is forbidden: it stays inside one machine. Use https`;
  if (OTHER.has(scheme)) return `${named}, to which no browser is redirected. Use https`;
  if (allowed !== undefined) return `${named}; allowed are ${listed(allowed)}`;
  const form = scheme.includes('.')
    ? ''
    : '; RFC 8252 section 7.1 wants a reversed domain, e.g. com.example.app';
  return `${named}, a custom one. Which schemes are forbidden is not documented; https is the safe one${form}`;
}

function listed(schemes: readonly string[]): string {
  return schemes
    .slice(0, 8)
    .map((scheme) => `${scheme}:`)
    .join(', ');
}
