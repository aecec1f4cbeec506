import { plain } from './rich.ts';

/** What a part of a page is about. */
export type Topic = 'errors' | 'other' | 'unknown';

const ERRORS =
  /error|exception|\bfault|fail(?:ure|ed|s|ing)?\b|declin|reject|problem|warning|sqlstate|troubleshoot|\bcodes\b|\breasons?\b|invalid|denied/i;
const OTHER =
  /\b(?:headers?|parameters?|params|arguments?|fields?|attributes?|propert(?:y|ies)|endpoints?|methods?|scopes?|permissions?|librar(?:y|ies)|sdks?|plans?|pricing|quotas?|limits?|options|settings|config\w*|variables?|events?|changelog|versions?|glossary|formats?|objects?|schema|structure|anatomy|body|shape|payload|languages?|countr(?:y|ies)|currenc(?:y|ies)|locales?|contents|samples?|opcodes?|next steps|see also|prerequisites|installation|getting started|best practices)\b/i;
const CODES = /\b(?:codes|errors|exceptions|faults|failures|reasons)\b/i;

/** What the nearest heading that tells it says a part is about; the headings from the nearest to the page's title. */
export function topicOf(headings: readonly string[]): Topic {
  for (const [at, heading] of headings.entries()) {
    const words = plain(heading);
    if (OTHER.test(words) && !(at > 0 && ERRORS.test(words)) && !CODES.test(words)) return 'other';
    if (ERRORS.test(words)) return 'errors';
  }
  return 'unknown';
}

/** What a list or table is about, by its place and the paragraph in front of it: `It answers with these errors:`. */
export function topicBehind(topic: Topic, paragraph: string): Topic {
  const introduces = /\b(?:errors?|exceptions|error codes|failure (?:codes|reasons))\b/i.test(paragraph);
  if (topic === 'other') return introduces && /:\s*$/.test(paragraph) ? 'errors' : 'other';
  return introduces ? 'errors' : topic;
}

/** Whether prose may say something about errors. */
export function mayTellOfErrors(text: string): boolean {
  return /error|exception|fail|\bcodes?\b|\bstatus\b|\bretr(?:y|ies|ied)|declin|reject|invalid|denied|[a-z]{2,40}_[a-z]{2,40}|\b[45]\d\d\b/i.test(
    text,
  );
}
