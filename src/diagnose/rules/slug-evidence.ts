import type { RejectsOf } from '../../catalog/rejects.ts';
import { asPattern } from '../../text/as-pattern.ts';
import { fieldsIn, messages, named, quotedIn, type Seen } from '../read/evidence.ts';
import type { Facts } from '../rule.ts';

const LOOKED_AT = 1000;
const LONGEST_NAME = 60;

/** The slug that was refused. `isPart`: it was taken out of a URL or host. */
export interface SeenSlug extends Seen {
  isPart: boolean;
}

/** Where the catalog says that slugs stand. */
type Places = Pick<RejectsOf<'slug'>, 'fields' | 'path_segments'>;

/** The slug as given, or as a message, a field or a path shows it. Null if there is none to be sure of. */
export function refusedSlug(facts: Facts, places: Places): SeenSlug | null {
  if (facts.value !== null) {
    return slugIn({ text: facts.value, where: '' }, places);
  }
  const names = fieldsOf(places);
  const seen = [
    ...named(facts, names),
    ...messages(facts).flatMap((message) => inMessage(message, names)),
    ...inPaths(facts, places),
  ];
  const first = seen.find(({ text }) => !isPattern(text) && !/^(?:null|undefined|true|false|)$/.test(text));
  if (!first) return null;
  const part = slugInUrl(first.text.slice(0, LOOKED_AT).trim(), places);
  return { text: part ?? first.text, where: first.where, isPart: part !== null };
}

/** The slug in a value that was given for it: in a body, a form, quotes or a URL. */
export function slugIn({ text, where }: Seen, places: Places): SeenSlug {
  const bare = undressed(text, fieldsOf(places));
  const part = slugInUrl(bare.slice(0, LOOKED_AT).trim(), places);
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

function undressed(value: string, names: readonly string[]): string {
  const own = ownField(value, names) ?? fieldsIn(value, names)[0];
  if (own !== undefined) return own;
  const quoted = /^\s{0,20}(?:"([^"]{0,200})"|'([^']{0,200})'|`([^`]{0,200})`|“([^”]{0,200})”)\s{0,20}$/.exec(
    value,
  );
  return quoted?.slice(1).find((inner) => inner !== undefined) ?? value;
}

/** What stands behind the name at the start of a value, be it empty or a word. */
function ownField(value: string, names: readonly string[]): string | undefined {
  const name = `(?:${names.map((each) => asPattern(each).replaceAll('_', '_?')).join('|')})`;
  const json = new RegExp(
    String.raw`^\s{0,20}\{\s{0,20}"${name}"\s{0,20}:\s{0,20}"([^"\\]{0,200})"`,
    'i',
  ).exec(value);
  const plain = new RegExp(
    String.raw`^\s{0,20}${name}\s{0,4}[:=]\s{0,4}([^\s&"'%]{0,200})\s{0,20}$`,
    'i',
  ).exec(value);
  return json?.[1] ?? plain?.[1];
}

function fieldsOf({ fields = ['slug'] }: Places): readonly string[] {
  return fields;
}

/** The slug-like part of a URL or of a host name with three labels or more; null for anything else. */
function slugInUrl(text: string, places: Places): string | null {
  const hasScheme = /^https?:\/\//i.test(text);
  const rest = text.replace(/^https?:\/\//i, '');
  const slash = rest.indexOf('/');
  const host = (slash < 0 ? rest : rest.slice(0, slash)).replace(/[:?#].*$/s, '');
  const isHost = /^[^\s.@]+(?:\.[a-z0-9-]+){2,}$/i.test(host);
  if (!hasScheme && !isHost) return null;
  const inPath = slash < 0 ? null : pathSlug(rest.slice(slash), places);
  if (inPath !== null) return inPath;
  const label = host.split('.').find((part) => !/^(?:www|api|app|auth|admin)$/i.test(part)) ?? '';
  return label === '' ? null : label;
}

/** A message may name the pattern that it wants. */
function isPattern(text: string): boolean {
  return text.startsWith('^') || text.includes('[a-z') || text.includes('a-z0-9');
}

/** `the slug 'Acme'`, `'Acme' is no valid slug`, or the same with a name of the field. */
function inMessage({ text, where }: Seen, names: readonly string[]): Seen[] {
  const first = quotedIn(text)[0];
  if (!first) return [];
  const before = text.slice(Math.max(0, first.at - LONGEST_NAME), first.at);
  const name = `\\b(?:slug|${names.map(asPattern).join('|')})`;
  const isNamed =
    new RegExp(`${name}:? $`, 'i').test(before) ||
    (first.at === 0 && new RegExp(`${name}\\b`, 'i').test(text));
  return isNamed ? [{ text: first.text, where }] : [];
}

/** A path names a thing that exists when it is changed, so only looking up and creating count. */
function inPaths(facts: Facts, places: Places): Seen[] {
  return facts.lines.slice(0, 500).flatMap((line): Seen[] => {
    if (line.path === undefined || /^(?:PATCH|DELETE)$/i.test(line.method ?? '')) return [];
    const slug = pathSlug(line.path.slice(0, LOOKED_AT), places);
    return slug === null ? [] : [{ text: slug, where: ' (in the log)' }];
  });
}

function pathSlug(path: string, { path_segments: segments = ['slugs'] }: Places): string | null {
  const match = new RegExp(`/(?:${segments.map(asPattern).join('|')})/([^/?#]+)`, 'i').exec(path);
  if (!match?.[1]) return null;
  try {
    return decodeURIComponent(match[1]);
  } catch {
    return match[1];
  }
}
