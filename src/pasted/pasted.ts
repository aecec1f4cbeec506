export {
  bounded,
  fieldNamesIn,
  fieldsIn,
  headersIn,
  pastedValues,
  placeholderIn,
  quotedIn,
  VALUE,
} from './fields.ts';
export { decodeJwt, type Jwt, LONGEST_TOKEN } from './jwt.ts';
export {
  RETRY_AFTER_NAMES,
  retryAfter,
  saidRetryAfter,
  unreadableRetryAfter,
  type Wait,
  waitOf,
} from './retry-after.ts';
export {
  charName,
  holdsSecret,
  quote,
  quoteLowered,
  quoteWhole,
  suggest,
  withQuotes,
} from './show.ts';
export { howLong, httpDate, iso, isoDate, RESET_NAMES, resetMoment } from './time.ts';
