import { wordSet } from '../../base/text.ts';

/** Control sequences of a terminal (ECMA-48: colors, cursor moves) and the titles that some consoles set. */
const SEQUENCE = /\x1b(?:\[[\d;:?]{0,20}[A-Za-z]|\][^\x07\x1b]{0,200}\x07)/g;
/** The same as rsyslog escapes it. */
const ESCAPED = /#033\[[\d;]{0,20}m/g;

/** `text` without colors, which stand in the middle of names and levels. */
export function stripAnsi(text: string): string {
  const plain = text.includes('\x1b') ? text.replace(SEQUENCE, '') : text;
  return plain.includes('#033[') ? plain.replace(ESCAPED, '') : plain;
}

/** Reads severities: words, and the numbers of pino, Python, OpenTelemetry and syslog. */

const WORDS: Readonly<Record<string, string>> = wordsOfLevels({
  trace: 'trace trce trac trc vrb finest finer all',
  debug: 'debug dbug debu dbg deb fine',
  info: 'info information informational inf log config default',
  notice: 'notice note',
  warn: 'warn warning wrn warni',
  error: 'error err eror erro fail failed failure severe exception',
  fatal: 'fatal fata ftl critical crit crt panic pani emerg emergency alert',
  // Of winston and loguru; they stand between the others.
  verbose: 'verbose',
  http: 'http',
  silly: 'silly',
  success: 'success',
  audit: 'audit',
  security: 'security',
});

/** Every word for a level of error or worse, as a field or a column of levels may hold it, in lower case. */
export const ERROR_WORDS: readonly string[] = Object.keys(WORDS).filter(
  (word) => WORDS[word] === 'error' || WORDS[word] === 'fatal',
);

/** Words that are levels only where a format or a field says that a level stands there. */
const ONLY_IN_PLACE = wordSet(`
  all fine finer finest log config default note fail failed failure exception http silly success audit
  security deb`);

function wordsOfLevels(levels: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(levels).flatMap(([level, words]) => words.split(' ').map((word) => [word, level])),
  );
}

/** Severities of which each is worse than the one before. */
const LADDER = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;

/** RFC 5424, table 2. */
const SYSLOG = ['fatal', 'fatal', 'fatal', 'error', 'warn', 'notice', 'info', 'debug'] as const;

/** The level that a known word names where nothing but a level may stand; undefined for any other word. */
export function levelInPlace(word: string): string | undefined {
  const key = word.toLowerCase();
  return Object.hasOwn(WORDS, key) ? WORDS[key] : undefined;
}

/** Whether a word is a level only where brackets or the like mark its place. */
export function needsMark(word: string): boolean {
  return ONLY_IN_PLACE.has(word.toLowerCase());
}

/** The level that a word names anywhere; undefined for any other word. */
export function knownLevel(word: string): string | undefined {
  return needsMark(word) ? undefined : levelInPlace(word);
}

/** Monolog's numbers: 100 debug, 200 info, 250 notice, 300 warning, 400 error, from 500 on worse. */
const MONOLOG: readonly [number, string][] = [
  [500, 'fatal'],
  [400, 'error'],
  [300, 'warn'],
  [250, 'notice'],
  [200, 'info'],
  [100, 'debug'],
];

/** The value of a `level` field: a severity, or one of the numbers of pino (10 trace … 60 fatal) or Monolog. */
export function readLevel(value: unknown): string | undefined {
  const stripped = typeof value === 'string' ? stripAnsi(value) : '';
  if (/^[[\s]{0,3}[A-Za-z][A-Za-z0-9_+ -]{0,39}\]?$/.test(stripped)) {
    // Padded or in brackets, OTLP's names (SEVERITY_NUMBER_ERROR2) and slog's steps (WARN+2).
    const bare = stripped.replace(/^\[|\]$/g, '').trim();
    const word = bare.replace(/^SEVERITY_NUMBER_([A-Z]+)\d?$/, '$1').replace(/[+-]\d{1,3}$/, '');
    return levelInPlace(word);
  }
  const number = toInteger(value);
  if (number !== undefined && number >= 100 && number <= 600)
    return MONOLOG.find(([least]) => number >= least)?.[1];
  return number !== undefined && number >= 10 && number < 70 && number % 10 === 0
    ? LADDER[Math.floor(number / 10) - 1]
    : undefined;
}

/** Python's `levelno`: 10 debug … 50 critical. */
export function readPythonLevel(value: unknown): string | undefined {
  const number = toInteger(value);
  return number !== undefined && number >= 10 && number < 60 ? LADDER[Math.floor(number / 10)] : undefined;
}

/** OpenTelemetry's `severityNumber`: 1–4 trace, 5–8 debug … 21–24 fatal (logs data model). */
export function readOtelSeverity(value: unknown): string | undefined {
  const number = toInteger(value);
  if (number === undefined || number < 1 || number > 24) return undefined;
  return LADDER[Math.floor((number - 1) / 4)];
}

/** A syslog severity by itself (GELF's `level`, journald's `PRIORITY`): 0 fatal … 7 debug. */
export function readSyslogSeverity(value: unknown): string | undefined {
  const number = toInteger(value);
  return number === undefined || number < 0 ? undefined : SYSLOG[number];
}

/** The severity of a syslog priority value (RFC 5424, 6.2.1). */
export function syslogLevel(priority: number): string | undefined {
  return SYSLOG[priority % 8];
}

function toInteger(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d{1,3}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) ? number : undefined;
}
