import type { Catalog } from '../../catalog/catalog.ts';
import type { LogLine } from '../../logs/logs.ts';
import { mentionedCodes } from '../../recognize/recognize.ts';

/** How a request ended in error. */
export interface Outcome {
  /** The line that says so. */
  line: LogLine;
  /** The code that the line names; null if it only has a status or a level. */
  code: string | null;
  /** Other codes of the catalog that its lines name: what led to it, or what was mended on the way. */
  also: string[];
}

const TROUBLED: readonly (string | undefined)[] = ['warn', 'error', 'fatal', 'critical'];

/**
 * How the request behind `lines`, in time order, ended in error; null if it did not, or no line says.
 *
 * The last status decides whether it failed at all: what a retry or a fallback mended is no outcome. Of
 * the codes named on the way, one that goes with that status weighs most, then one of the catalog, then the last.
 * Lines that only mention the request have no say.
 */
export function outcomeOf(lines: readonly LogLine[], catalog: Catalog): Outcome | null {
  const own = lines.filter(({ mentioned_in }) => mentioned_in === undefined);
  const last = own.findLast(({ status }) => status !== undefined);
  const ended = last?.status;
  if (ended !== undefined && ended < 300) return null;

  let best: { line: LogLine; code: string; weight: number } | null = null;
  const named = new Set<string>();
  for (const line of own) {
    const code = codeOf(line, catalog);
    if (code === null) continue;
    const known = catalog.get(code) !== undefined;
    if (known) named.add(code);
    if (!known && !isTroubled(line)) continue;
    const agrees = line.status === undefined || line.status === ended;
    const weight = (agrees ? 2 : 0) + (known ? 1 : 0);
    if (best === null || weight >= best.weight) best = { line, code, weight };
  }
  if (best !== null) {
    const { line, code } = best;
    return { line, code, also: [...named].filter((other) => other !== code) };
  }
  if (last !== undefined && isTroubled(last)) return { line: last, code: null, also: [] };
  const broken = own.findLast(({ level }) => level === 'error' || level === 'fatal');
  return broken === undefined ? null : { line: broken, code: null, also: [] };
}

/** The code of a line: its own field, or in text without fields, the one of the catalog that it mentions. */
function codeOf(line: LogLine, catalog: Catalog): string | null {
  if (line.code !== undefined) return line.code;
  const [mention] = mentionedCodes(failureText(line) ?? '', catalog);
  if (mention === undefined) return null;
  const asError = mention.place === 'code_field' || mention.place === 'error_field';
  return asError || isTroubled(line) ? mention.code : null;
}

function isTroubled({ level, status = 0 }: LogLine): boolean {
  return status >= 400 || TROUBLED.includes(level);
}

/** Where the loggers that keep an error apart from their own message put its text. */
const ERROR_TEXT = [
  'err.message',
  'error.message',
  'error_description',
  'error_message',
  'exception.message',
  'details.message',
];

/** What a line says went wrong: the error's own message before the logger's, or null. */
export function failureText({ message, rest = {} }: LogLine): string | null {
  const own = ERROR_TEXT.map((name) => rest[name]).find((text) => typeof text === 'string' && text !== '');
  return typeof own === 'string' ? own : (message ?? null);
}
