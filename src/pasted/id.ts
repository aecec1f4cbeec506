import { isUuid, trimEnd, trimStart } from '../base/text.ts';

/** What may stand in front of an id that was copied with its name: `request_id: `, `"traceId": "`, `X-Request-Id=`. */
const LABEL =
  /^["'`]?(?:[a-z][\w.]{0,40}[ _-]?){0,3}(?:requests?|req|correlation|trace|traceparent|span|ray|root|self|id|uuid|guid|reference|incident)["'`]?(?:\s{0,3}(?::|=>|=|#)\s{0,3}|\s{1,3}is\s{1,3}|\s{1,3})["'`]?(?=\S)/i;

/** An id in a sentence or a list. */
const OPENING = /[\s"'`([{<]/;
const CLOSING = /[\s"'`)\]}>,;.!?]/;

/** Headers and other shapes that hold an id with more beside it, and where in them it stands. */
const SHAPES: readonly RegExp[] = [
  // traceparent (W3C Trace Context), b3 (Zipkin), uber-trace-id (Jaeger), X-Cloud-Trace-Context (Google).
  /^[\da-f]{2}-([\da-f]{32})-[\da-f]{16}-[\da-f]{2}$/i,
  /^([\da-f]{32}|[\da-f]{16})-[\da-f]{16}(?:-[01d](?:-[\da-f]{16})?)?$/i,
  /^([\da-f]{16,32}):[\da-f]{1,16}:[\da-f]{1,16}:[\da-f]{1,2}$/i,
  /^([\da-f]{32})\/\d{1,20}(?:;o=\d)?$/i,
  // CF-Ray with the place that answered; X-Amzn-Trace-Id; a UUID as a URN, or with its kind in front.
  /^([\da-f]{16,20})-[a-z]{3}$/i,
  /^(?:[\w-]{1,40}=[^;\s]{1,100};\s?)*Root=([\da-f-]{10,80})(?:;|$)/i,
  /^(1-[\da-f]{8}-[\da-f]{24})(?:;.{0,200})?$/i,
  /^urn:uuid:([\da-f-]{36})$/i,
  /^req-([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/i,
];

/**
 * The id in what was pasted as one: without its label, what stands round it and what a header holds beside it, and with
 * the characters that a URL escapes. What is no such dress is left as it is.
 */
export function readPastedId(pasted: string): string {
  const id = unescaped(undressed(pasted));
  for (const shape of SHAPES) {
    const inner = shape.exec(id)?.[1];
    if (inner !== undefined) return inner;
  }
  return id;
}

function undressed(pasted: string): string {
  const bare = trimStart(pasted, OPENING);
  const label = LABEL.exec(bare)?.[0] ?? '';
  const behind = bare.slice(label.length);
  // With but a blank between, the next word must look like an id: not `id rather`, nor `req 1`.
  const isLabelled = label !== '' && (/[:=#>]/.test(label) || /^(?=\S*\d)\S{6}/.test(behind));
  const value =
    isLabelled && !isUuid(bare) ? (trimStart(behind, OPENING).split(/[\s"'`,]/, 1)[0] ?? '') : bare;
  return trimEnd(trimEnd(value, CLOSING), /[\s"'`:]/);
}

function unescaped(id: string): string {
  if (!/%[\da-f]{2}/i.test(id)) return id;
  try {
    const plain = decodeURIComponent(id);
    return /^[!-~]+$/.test(plain) ? plain : id;
  } catch {
    return id;
  }
}
