import { visibleValue, wordList, wordSet } from '../../base/text.ts';
import type { RejectsOf } from '../../catalog/catalog.ts';
import { fieldsIn, holdsSecret, quote, quotedIn, quoteLowered, suggest } from '../../pasted/pasted.ts';
import { type Facts, type Finding, messages, named, type Seen, valueOr } from '../rule.ts';
import { differences, type Host, hostOf, shapeOf, urisIn } from '../url.ts';

const MOST_URIS = 3;

type RedirectRules = RejectsOf<'redirect_uri'>;

/**
 * A redirect URI is a full URL of an allowed scheme, without fragment, on https; a host of development only there.
 * Source: RFC 6749 section 3.1.2, and what the catalog says.
 */
export function redirectUri(facts: Facts, rules: RedirectRules): Finding[] {
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
export function uriFindings(uri: string, rules: RedirectRules, subject: string): Finding[] {
  const messages = redirectProblems(uri, rules);
  const better = suggest(correctedUri(uri, rules));
  return messages.map((message, index) =>
    index === 0 ? { message: `${subject} ${message}.`, ...better } : { message: `It ${message}.` },
  );
}

/** Each as it follows "The redirect URI …". */
function redirectProblems(uri: string, rules: RedirectRules): string[] {
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

function loopback(url: URL, host: Host, rules: RedirectRules): string {
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
function correctedUri(uri: string, rules: RedirectRules): string | null {
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

const REDIRECT_NAMES = wordList(`
  redirect_uri redirect_url callback_url redirect_uris redirect_urls callback_urls`);

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
const OTHER = wordSet('ftp ftps sftp ws wss mailto tel sms ssh git ldap gopher urn');

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

const NAMES = ['webhook_url', 'endpoint_url', 'target_url', 'url', 'endpoint'];

const NAMED_URL =
  /\b(?:url|uri|endpoint|webhook|address)(?::|[ ]is)?[ ]([a-z][a-z0-9+.-]{1,8}:\/\/[^\s"'`<>]{1,2000})/i;
const JUDGED_URL =
  /\b([a-z][a-z0-9+.-]{1,8}:\/\/[^\s"'`<>]{1,2000})[ ](?:is|must|does|did|has|cannot|could|was|isn't|doesn't)\b/i;

/** Ports of other protocols, which HTTP clients refuse (Fetch standard, "port blocking"): the well-known ones. */
const BLOCKED_PORTS = wordSet(`
  1 7 9 11 13 15 17 19 20 21 22 23 25 37 42 43 53 69 77 79 87 95 101 102 103 104 109 110 111 113 115 117 119
  123 135 137 139 143 161 179 389 427 465 512 513 514 515 526 530 531 532 540 548 554 556 563 587 601 636 989
  990 993 995 1719 1720 1723 2049 3659 4045 4190 5060 5061 6000 6566 6665 6666 6667 6668 6669 6679 6697 10080`);

type WebhookRules = RejectsOf<'webhook_url'>;

/**
 * A webhook URL has an allowed scheme, can be reached from the internet, and answers the method by which it is tried.
 * The last is only said, with the command that checks it: no call is made from here.
 */
export function webhookUrl(facts: Facts, rules: WebhookRules): Finding[] {
  const seen = valueOr(facts, () =>
    [
      ...named(facts, NAMES),
      ...messages(facts).flatMap(quotedUrls),
      ...messages(facts).flatMap(bareUrl),
    ].filter(isWeb),
  );
  if (seen === null) return [];
  const problems = webhookProblems(seen.text, rules);
  const better = correctedWebhook(seen.text, rules);
  const shown = seen.where === '' ? '' : ` ${quote(seen.text, 80)}${seen.where}`;
  const found: Finding[] = problems.map((problem, index) =>
    index === 0
      ? { message: `The webhook URL${shown} ${problem}.`, ...suggest(better) }
      : { message: `It ${problem}.` },
  );
  const target = problems.length === 0 ? seen.text : better;
  return [...found, ...reminder(target, problems.length === 0, rules)];
}

/** Each as it follows "The webhook URL …". */
function webhookProblems(text: string, { schemes }: WebhookRules): string[] {
  const { problems, url } = shapeOf(text);
  if (url === null) return problems;
  const found = [...problems];
  const allowed = schemes ?? ['https', 'http'];
  const scheme = url.protocol.replace(/:$/, '');
  const due = allowed.slice(0, 8).join(' or ');
  if (!allowed.includes(scheme)) {
    const has = /^https?$/.test(scheme) ? `is ${scheme}` : `has the scheme ${quoteLowered(url.protocol)}`;
    found.push(`${has}, not ${due}`);
  }
  if (url.hostname === '') return [...found, 'has no host'];
  const host = hostOf(url.hostname);
  if (host.kind !== 'public') {
    const name = host.name.replace(/^\[|\]$/g, '');
    found.push(`cannot be reached from the internet: ${quoteLowered(name)} is ${host.what}`);
  }
  if (BLOCKED_PORTS.has(url.port))
    found.push(`names port ${url.port}, which HTTP clients refuse (another protocol's)`);
  if (url.port === '80' && url.protocol === 'https:')
    found.push('asks for https on port 80, where plain http is usual');
  return found;
}

/** The URL as it is meant, if there is one that breaks no rule. */
function correctedWebhook(text: string, rules: WebhookRules): string | null {
  const { tidied } = shapeOf(text);
  if (tidied === null) return null;
  const isHttpFine = rules.schemes === undefined || rules.schemes.includes('http');
  const secure = isHttpFine ? tidied : tidied.replace(/^http:/i, 'https:');
  const better = secure.replace(/^(https:\/\/[^/?#]+):80(?=[/?]|$)/i, '$1');
  return better !== text && webhookProblems(better, rules).length === 0 ? better : null;
}

/** What is still to be tried: no call is made from here. */
function reminder(target: string | null, isFine: boolean, { must_answer: method }: WebhookRules): Finding[] {
  const start = isFine ? 'Nothing is wrong with how the webhook URL is written.' : '';
  if (method === undefined) return isFine ? [{ message: start }] : [];
  const options = method === 'HEAD' ? ['-I'] : method === 'GET' ? ['-i'] : ['-i', '-X', method];
  const message =
    target === null
      ? `The URL you choose must also answer ${method}, which is not tried from here: run \`curl ${options.join(' ')}\` on it.`
      : `${isFine ? `${start} ` : ''}It must also answer ${method}, which was not tried from here. From outside your network: ${command(target, options)}`;
  return [{ message }];
}

/** The whole command or none of it: a command that is cut calls another URL. */
function command(target: string, [first = '', ...more]: readonly string[]): string {
  const { href } = new URL(target);
  if (href.length > 160 || holdsSecret(target) || holdsSecret(href) || visibleValue(href) !== href)
    return `curl ${[first, ...more].join(' ')} with that URL`;
  // Without -g, curl would read [1-9] and {a,b} as several URLs.
  const globs = /[[\]{}]/.test(href) ? 'g' : '';
  return `curl ${[`${first}${globs}`, ...more].join(' ')} '${href.replaceAll("'", `'\\''`)}'`;
}

function quotedUrls({ text, where }: Seen): Seen[] {
  return quotedIn(text).map((part) => ({ text: part.text, where }));
}

/** A URL without quotes, by the words around it: an address that was called is not the one that was refused. */
function bareUrl({ text, where }: Seen): Seen[] {
  const found = NAMED_URL.exec(text) ?? JUDGED_URL.exec(text);
  const url = found?.[1]?.replace(/[.,;:)\]}]{1,3}$/, '') ?? '';
  return url === '' ? [] : [{ text: url, where }];
}

function isWeb({ text }: Seen): boolean {
  return /^[a-z]{2,8}:\/\/./i.test(text) && !text.includes('[redacted]');
}
