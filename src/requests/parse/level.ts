/** Reads severities: words, and the numbers of pino, Python, OpenTelemetry and syslog. */

const WORDS: Readonly<Record<string, string>> = {
  trace: 'trace',
  debug: 'debug',
  dbug: 'debug',
  info: 'info',
  information: 'info',
  informational: 'info',
  warn: 'warn',
  warning: 'warn',
  error: 'error',
  err: 'error',
  eror: 'error',
  fatal: 'fatal',
  critical: 'fatal',
  crit: 'fatal',
  panic: 'fatal',
  emerg: 'fatal',
  emergency: 'fatal',
  alert: 'fatal',
  notice: 'notice',
};

const LADDER = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;

/** RFC 5424, table 2. */
const SYSLOG = ['fatal', 'fatal', 'fatal', 'error', 'warn', 'notice', 'info', 'debug'] as const;

/** The level that a known word names; undefined for any other word. */
export function knownLevel(word: string): string | undefined {
  const key = word.toLowerCase();
  return Object.hasOwn(WORDS, key) ? WORDS[key] : undefined;
}

/** The value of a `level` field: a word, or one of pino's numbers (10 trace … 60 fatal). */
export function readLevel(value: unknown): string | undefined {
  if (typeof value === 'string' && /^[A-Za-z][A-Za-z0-9_-]{0,19}$/.test(value)) {
    return knownLevel(value) ?? value.toLowerCase();
  }
  const number = toInteger(value);
  return number !== undefined && number >= 10 && number < 70
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

/** The severity of a syslog priority value (RFC 5424, 6.2.1). */
export function syslogLevel(priority: number): string | undefined {
  return SYSLOG[priority % 8];
}

function toInteger(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d{1,3}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) ? number : undefined;
}
