import { wordList } from '../../base/text.ts';
import type { Catalog } from '../../catalog/catalog.ts';
import { exceptionIn, isErrorLevel, type LogLine } from '../../logs/logs.ts';
import { mentionedCodes } from '../../recognize/recognize.ts';
import type { Outcome } from './outcome.ts';
import { isSpecific, isTroubled } from './said.ts';

/** The error that ended a request, as its lines name it. */
export interface NamedError {
  /** The line that says so. */
  line: LogLine;
  /** The code that the line names; null if it only has a status or a level. */
  code: string | null;
  /** Other codes of the catalog that its lines name: what led to it, or what was mended on the way. */
  also: string[];
}

/**
 * The error by which a request ended; null if it did not fail, or no line says.
 *
 * Of the codes named on the way, one that goes with the final status weighs most, then one of the catalog, then the last:
 * what a retry or a fallback mended ended nothing. `lines` are the request's own, in time order.
 */
export function errorOf(
  lines: readonly LogLine[],
  { ended, status }: Outcome,
  catalog: Catalog,
): NamedError | null {
  if (ended === 'succeeded') return null;
  let best: { line: LogLine; code: string; weight: number } | null = null;
  const named = new Set<string>();
  for (const line of lines) {
    const code = codeOf(line, catalog);
    if (code === null) continue;
    const known = catalog.get(code) !== undefined;
    if (known) named.add(code);
    if (!known && !isTroubled(line)) continue;
    const agrees = line.status === undefined || line.status === status;
    const weight = (agrees ? 2 : 0) + (known ? 1 : 0);
    if (best === null || weight >= best.weight) best = { line, code, weight };
  }
  if (best !== null) {
    const { line, code } = best;
    return { line, code, also: [...named].filter((other) => other !== code) };
  }
  const last = lines.findLast((line) => line.status !== undefined && line.status === status);
  if (last !== undefined && isTroubled(last)) return { line: last, code: null, also: [] };
  const broken = lines.findLast(isErrorLevel);
  return broken === undefined ? null : { line: broken, code: null, also: [] };
}

/** The code of a line: its own field, or in text without fields, the one of the catalog that it mentions. */
function codeOf(line: LogLine, catalog: Catalog): string | null {
  if (line.code !== undefined) return line.code;
  const beside = isTroubled(line) ? codeBeside(line) : undefined;
  if (beside !== undefined) return beside;
  const [mention] = mentionedCodes(failureText(line) ?? '', catalog);
  if (mention === undefined) return null;
  const asError = mention.place === 'code_field' || mention.place === 'error_field';
  return asError || isTroubled(line) ? mention.code : null;
}

/** Names, by their last part, of fields whose value is an error code where the line says that something is wrong. */
const CODE = /(?:^|\.)(?:err(?:or)?_?)?code$/i;

/** A code within an object that a reader of lines does not look into, since it may also be of something else: `labels.code`. */
function codeBeside({ rest = {} }: LogLine): string | undefined {
  const [, value] =
    Object.entries(rest).find(
      ([name, each]) => CODE.test(name) && /^[a-z][a-z0-9]*(?:_[a-z0-9]+)+$/.test(String(each)),
    ) ?? [];
  return value === undefined ? undefined : String(value);
}

/** Where the loggers that keep an error apart from their own message put its text. */
const ERROR_TEXT = wordList(`
  err.message error.message error_description error_message exception.message details.message`);

/** The same by the parts of the name: `thrown.message`, `exception.values.0.value`, `extra.err.message`. */
const NESTED_TEXT =
  /(?:^|\.)(?:err|error|exception|thrown|last_error)(?:\.values?)?(?:\.\d{1,2})?\.(?:message|msg|value|errmsg)$/i;

/** Where a line keeps the error that it speaks of as plain text. */
const BESIDE = wordList(`
  err error exception errormessage grpc.error cause reason detail details.last_error suffix`);

/** A name in lower case, without the object that only holds the fields of its line. */
function bare(name: string): string {
  return name.replace(/^(?:attributes|fields|extra|data|context|payload|properties)\./i, '').toLowerCase();
}

/** All that a line says of what went wrong, in one text: its message, and the error or the exception that stands beside it. */
export function reasonText(line: LogLine): string | null {
  const text = failureText(line);
  const rest = Object.entries(line.rest ?? {}).map(([name, value]) => [bare(name), value] as const);
  const field = BESIDE.map((name) => rest.find(([each]) => each === name)?.[1]).find(
    (each) => typeof each === 'string' && each !== '',
  );
  const beside = typeof field === 'string' && rowsOf(field).length === 1 ? field : exceptionOf(line);
  if (beside === null || text?.includes(beside)) return text;
  // The message may be that of the exception, without its name.
  if (text !== null && text !== '' && beside.endsWith(`: ${text}`)) return text;
  return text === null ? beside : `${text}: ${beside}`;
}

/** The same without a message that says nothing but that something ended; null where nothing else is said. */
export function specificText(line: LogLine): string | null {
  const text = reasonText(line);
  if (isSpecific(line) || text === null || line.message === undefined) return text;
  const beside = text.startsWith(`${line.message}: `) ? text.slice(line.message.length + 2) : text;
  return beside === line.message ? null : beside;
}

/** Where traces stand, by the last part of the name. */
const TRACE =
  /(?:^|[._])(?:stack|stack_?trace|backtrace|trace_?back|exc_info|full_?message|exception|@?x|suffix|err|error)$/i;

/** The exception that a trace of the line names; null if there is none. */
function exceptionOf({ rest = {} }: LogLine): string | null {
  for (const [name, value] of Object.entries(rest)) {
    if (!TRACE.test(name)) continue;
    const found = Array.isArray(value)
      ? exceptionIn(value.map(String))
      : typeof value === 'string' && rowsOf(value).length > 1
        ? exceptionIn(rowsOf(value))
        : null;
    if (found !== null) return found;
  }
  return null;
}

/** The lines of a text; its line feeds may already be shown as escapes. */
function rowsOf(text: string): string[] {
  return text.split(/\r?\n|\\n/).filter((row) => row.trim() !== '');
}

/** What a line says went wrong: the error's own message before the logger's, or null. */
export function failureText({ message, rest = {} }: LogLine): string | null {
  const isText = (text: unknown): text is string => typeof text === 'string' && text !== '';
  const own = ERROR_TEXT.map((name) => rest[name]).find(isText);
  const nested = Object.entries(rest).find(([name, value]) => NESTED_TEXT.test(name) && isText(value))?.[1];
  return own ?? (isText(nested) ? nested : (message ?? null));
}
