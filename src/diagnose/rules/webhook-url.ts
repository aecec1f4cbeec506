import { visibleValue } from '../../base/text.ts';
import type { RejectsOf } from '../../catalog/catalog.ts';
import { holdsSecret, quote, quotedIn, quoteLowered, suggest } from '../../pasted/pasted.ts';
import { type Facts, type Finding, messages, named, type Seen, valueOr } from '../rule.ts';
import { hostOf, shapeOf } from '../url.ts';

const NAMES = ['webhook_url', 'endpoint_url', 'target_url', 'url', 'endpoint'];

const NAMED_URL =
  /\b(?:url|uri|endpoint|webhook|address)(?::|[ ]is)?[ ]([a-z][a-z0-9+.-]{1,8}:\/\/[^\s"'`<>]{1,2000})/i;
const JUDGED_URL =
  /\b([a-z][a-z0-9+.-]{1,8}:\/\/[^\s"'`<>]{1,2000})[ ](?:is|must|does|did|has|cannot|could|was|isn't|doesn't)\b/i;

/** Ports of other protocols, which HTTP clients refuse (Fetch standard, "port blocking"): the well-known ones. */
const BLOCKED_PORTS = new Set(
  '1 7 9 11 13 15 17 19 20 21 22 23 25 37 42 43 53 69 77 79 87 95 101 102 103 104 109 110 111 113 115 117 119 123 135 137 139 143 161 179 389 427 465 512 513 514 515 526 530 531 532 540 548 554 556 563 587 601 636 989 990 993 995 1719 1720 1723 2049 3659 4045 4190 5060 5061 6000 6566 6665 6666 6667 6668 6669 6679 6697 10080'.split(
    ' ',
  ),
);

type Rules = RejectsOf<'webhook_url'>;

/**
 * A webhook URL has an allowed scheme, can be reached from the internet, and answers the method by which it is tried.
 * The last is only said, with the command that checks it: no call is made from here.
 */
export function webhookUrl(facts: Facts, rules: Rules): Finding[] {
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
function webhookProblems(text: string, { schemes }: Rules): string[] {
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
function correctedWebhook(text: string, rules: Rules): string | null {
  const { tidied } = shapeOf(text);
  if (tidied === null) return null;
  const isHttpFine = rules.schemes === undefined || rules.schemes.includes('http');
  const secure = isHttpFine ? tidied : tidied.replace(/^http:/i, 'https:');
  const better = secure.replace(/^(https:\/\/[^/?#]+):80(?=[/?]|$)/i, '$1');
  return better !== text && webhookProblems(better, rules).length === 0 ? better : null;
}

/** What is still to be tried: no call is made from here. */
function reminder(target: string | null, isFine: boolean, { must_answer: method }: Rules): Finding[] {
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
