export {
  fieldNamesIn,
  fieldsIn,
  formAsLines,
  headersIn,
  isSentence,
  type NamedValue,
  namedValues,
  pastedValues,
  placeholderIn,
  quotedIn,
  valuesIn,
} from './fields.ts';
export { decodeJwt, type Jwt, LONGEST_TOKEN } from './jwt.ts';
export { onOneLine, type Pasted, readPasted } from './read.ts';
export { findRequestId, readPastedId } from './request-id.ts';
export {
  howLong,
  iso,
  isoDate,
  RESET_NAMES,
  RETRY_AFTER_NAMES,
  resetMoment,
  responseMoment,
  retryAfter,
  saidRetryAfter,
  unreadableRetryAfter,
  type Wait,
  waitOf,
} from './retry-after.ts';
export { bounded, VALUE } from './scan-fields.ts';
export {
  charName,
  holdsSecret,
  quote,
  quoteLowered,
  quoteWhole,
  suggest,
  withQuotes,
} from './show.ts';
