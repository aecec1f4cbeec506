import { fieldsIn, messages, named, quotedIn, type Seen } from '../read/evidence.ts';
import type { Facts } from '../rule.ts';

const REDIRECT_NAMES = [
  'redirect_uri',
  'redirect_url',
  'callback_url',
  'redirect_uris',
  'redirect_urls',
  'callback_urls',
];

const URI_LIKE = /^[a-z][a-z0-9+.-]*:\S|^[^\s/]+\.[a-z]{2,}(?:[/:?#]|$)|^\/\//i;

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
