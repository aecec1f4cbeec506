import { fieldsIn, messages, named, quotedIn, type Seen } from '../read/evidence.ts';
import type { Facts } from '../rule.ts';

const NAMES = ['slug', 'workspace_slug', 'workspaceSlug', 'requested_slug'];
const LOOKED_AT = 1000;

/** The slug that was refused. `isPart`: it was taken out of a URL or host. */
export interface SeenSlug extends Seen {
  isPart: boolean;
}

/** The slug as given, or as a message, a field or a path shows it. Null if there is none to be sure of. */
export function refusedSlug(facts: Facts): SeenSlug | null {
  if (facts.value !== null) {
    return slugIn({ text: facts.value, where: '' });
  }
  const seen = [...named(facts, NAMES), ...messages(facts).flatMap(inMessage), ...inPaths(facts)];
  const first = seen.find(({ text }) => !isPattern(text) && !/^(?:null|undefined|true|false|)$/.test(text));
  if (!first) return null;
  const part = slugInUrl(first.text.slice(0, LOOKED_AT).trim());
  return { text: part ?? first.text, where: first.where, isPart: part !== null };
}

/** The slug in a value that was given for it: in a body, a form, quotes or a URL. */
export function slugIn({ text, where }: Seen): SeenSlug {
  const bare = undressed(text);
  const part = slugInUrl(bare.slice(0, LOOKED_AT).trim());
  return { text: part ?? bare, where, isPart: part !== null };
}

/** A slug that the platform itself proposes: `Try 'acme-corp'`. */
export function proposedSlug(facts: Facts): string | null {
  for (const { text } of messages(facts)) {
    const try_ = quotedIn(text).find(({ at }) => /\btry $/i.test(text.slice(Math.max(0, at - 4), at)));
    if (try_) return try_.text;
  }
  return named(facts, ['suggestion', 'suggested_slug'])[0]?.text ?? null;
}

function undressed(value: string): string {
  const own = ownField(value) ?? fieldsIn(value, NAMES)[0];
  if (own !== undefined) return own;
  const quoted = /^\s{0,20}(?:"([^"]{0,200})"|'([^']{0,200})'|`([^`]{0,200})`|“([^”]{0,200})”)\s{0,20}$/.exec(
    value,
  );
  return quoted?.slice(1).find((inner) => inner !== undefined) ?? value;
}

/** What stands behind the name at the start of a value, be it empty or a word. */
function ownField(value: string): string | undefined {
  const json = /^\s{0,20}\{\s{0,20}"(?:workspace_?|requested_)?slug"\s{0,20}:\s{0,20}"([^"\\]{0,200})"/i.exec(
    value,
  );
  const plain = /^\s{0,20}(?:workspace_?|requested_)?slug\s{0,4}[:=]\s{0,4}([^\s&"'%]{0,200})\s{0,20}$/i.exec(
    value,
  );
  return json?.[1] ?? plain?.[1];
}

/** The slug-like part of a URL or of a host name with three labels or more; null for anything else. */
function slugInUrl(text: string): string | null {
  const hasScheme = /^https?:\/\//i.test(text);
  const rest = text.replace(/^https?:\/\//i, '');
  const slash = rest.indexOf('/');
  const host = (slash < 0 ? rest : rest.slice(0, slash)).replace(/[:?#].*$/s, '');
  const isHost = /^[^\s.@]+(?:\.[a-z0-9-]+){2,}$/i.test(host);
  if (!hasScheme && !isHost) return null;
  const inPath = slash < 0 ? null : pathSlug(rest.slice(slash));
  if (inPath !== null) return inPath;
  const label = host.split('.').find((part) => !/^(?:www|api|app|auth|admin)$/i.test(part)) ?? '';
  return label === '' ? null : label;
}

/** A message may name the pattern that it wants. */
function isPattern(text: string): boolean {
  return text.startsWith('^') || text.includes('[a-z') || text.includes('a-z0-9');
}

function inMessage({ text, where }: Seen): Seen[] {
  const first = quotedIn(text)[0];
  if (!first) return [];
  const before = text.slice(Math.max(0, first.at - 12), first.at);
  return /\bslug:? $/i.test(before) || (first.at === 0 && /\bslug\b/i.test(text))
    ? [{ text: first.text, where }]
    : [];
}

/** A path names a workspace that exists when it is changed, so only looking up and creating count. */
function inPaths(facts: Facts): Seen[] {
  return facts.lines.slice(0, 500).flatMap((line): Seen[] => {
    if (line.path === undefined || /^(?:PATCH|DELETE)$/i.test(line.method ?? '')) return [];
    const slug = pathSlug(line.path.slice(0, LOOKED_AT));
    return slug === null ? [] : [{ text: slug, where: ' (in the log)' }];
  });
}

function pathSlug(path: string): string | null {
  const match = /\/(?:workspaces|workspace|slugs)\/([^/?#]+)/i.exec(path);
  if (!match?.[1]) return null;
  try {
    return decodeURIComponent(match[1]);
  } catch {
    return match[1];
  }
}
