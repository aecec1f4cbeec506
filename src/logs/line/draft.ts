import type { UnitRule } from './duration.ts';
import type { Field } from './json.ts';
import { betterTime, finerTime, type Instant, isSameMoment } from './time.ts';

/** A field of JSON, or of pairs, that means a term of a line only in this format. */
export type Term = 'time' | 'level' | 'service' | 'method' | 'path' | 'status' | 'message' | 'code';

/** A half-read record: what its format shows by position, and its fields, still under their own names. */
export interface Draft {
  fields: Field[];
  /** Fields that the message already shows word for word: they are read, but not listed again. */
  quiet?: Field[] | undefined;
  /** Text that was not decoded (a plain line, the prefix of a JSON object): the id may stand in it too. */
  text: string;
  /** Ids of the line's own request that its format shows by position. */
  ids?: string[] | undefined;
  instant?: Instant | null | undefined;
  level?: string | undefined;
  /** Set where the level is written by the program itself, in a text that something else wrapped. */
  isOwnLevel?: boolean | undefined;
  service?: string | undefined;
  /** Set where a format of text is known by its layout. */
  isOfFormat?: boolean | undefined;
  /** What a sentence says of the request; fields take precedence. */
  request?: RequestSummary | undefined;
  message?: string | undefined;
  /** What the format knows of its fields. */
  units?: Readonly<Record<string, UnitRule>> | undefined;
  terms?: Partial<Record<Term, string>> | undefined;
}

/** What the text of a line says of a request. */
export interface RequestSummary {
  method?: string | undefined;
  path?: string | undefined;
  status?: number | undefined;
  duration_ms?: number | undefined;
}

/**
 * The draft of a wrapped line together with what its wrapper said.
 *
 * The inner line takes precedence: the wrapper adds only what it does not say. Of two times the better one counts.
 */
export function wrapDraft(inner: Draft, outer: Draft): Draft {
  const better = betterTime(outer.instant, inner.instant);
  const other = better === outer.instant ? inner.instant : outer.instant;
  const instant = (better && other && finerTime(better, other)) ?? better;
  const lost =
    instant && other && !isSameMoment(instant, other) ? [{ name: 'other_time', value: other.iso }] : [];
  // The words in front of a wrapping, where what is in it has words of its own.
  const words =
    inner.message && outer.message && inner.message !== outer.message
      ? [{ name: 'prefix', value: outer.message }]
      : [];
  const program =
    inner.service && outer.service && inner.service !== outer.service
      ? [{ name: 'program', value: outer.service }]
      : [];
  return {
    ...inner,
    fields: [...inner.fields, ...outer.fields, ...lost, ...words, ...program],
    quiet: joined(inner.quiet, outer.quiet),
    text: `${outer.text} ${inner.text}`,
    ids: joined(inner.ids, outer.ids),
    instant,
    level: inner.level ?? outer.level,
    isOwnLevel: inner.level === undefined ? outer.isOwnLevel : inner.isOwnLevel,
    service: inner.service ?? outer.service,
    isOfFormat: inner.isOfFormat ?? outer.isOfFormat,
    request: merged(outer.request, inner.request),
    message: inner.message || outer.message,
    units: merged(outer.units, inner.units),
    terms: merged(outer.terms, inner.terms),
  };
}

function joined<T>(one: T[] | undefined, other: T[] | undefined): T[] | undefined {
  return one && other ? [...one, ...other] : (one ?? other);
}

/** Both together; the second wins. */
function merged<T extends object>(under: T | undefined, over: T | undefined): T | undefined {
  return under && over ? { ...under, ...over } : (over ?? under);
}
