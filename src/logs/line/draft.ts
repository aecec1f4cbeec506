import type { Field } from './json.ts';
import type { Instant } from './time.ts';

/** A record half read: what its format gave away by position, and its fields still under their own names. */
export interface Draft {
  fields: Field[];
  /** Text that was not decoded (a plain line, the prefix of a JSON object): the id may stand in it too. */
  text: string;
  /** The fields are also part of the message, so those that say nothing else are not listed again. */
  quiet?: boolean;
  /** Ids of the line's own request that its format shows by position. */
  ids?: string[] | undefined;
  instant?: Instant | null | undefined;
  level?: string | undefined;
  service?: string | undefined;
  method?: string | undefined;
  path?: string | undefined;
  status?: number | undefined;
  message?: string | undefined;
}

/**
 * The draft of a wrapped line together with what its wrapper said.
 *
 * The inner line knows better: the wrapper's words count only where it is silent.
 */
export function wrapDraft(inner: Draft, outer: Draft): Draft {
  return {
    ...inner,
    fields: [...inner.fields, ...outer.fields],
    text: `${outer.text} ${inner.text}`,
    ids: [...(inner.ids ?? []), ...(outer.ids ?? [])],
    instant: inner.instant ?? outer.instant,
    level: inner.level ?? outer.level,
    service: inner.service ?? outer.service,
    message: inner.message || outer.message,
  };
}
