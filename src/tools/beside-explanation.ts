import type { Catalog } from '../catalog/catalog.ts';
import { Failure } from '../errors.ts';
import type { Recognized, Unrecognized } from '../recognize/recognize.ts';
import { isPlainId } from '../redact/redact.ts';
import type { NextCall } from './next.ts';

/** How many others of the same code are explained. */
export const MOST_NAMESAKES = 4;
/** How many other codes that a text names are listed. */
export const MOST_NAMED = 20;

/** What whoever reads the explanation has to know about it; null if there is nothing. */
export function notesOn(
  { entry, namesakes, isTold, also }: Recognized,
  ...others: readonly (string | null)[]
): string | null {
  const more = namesakes.length - MOST_NAMESAKES;
  const left = more > 0 ? ` ${more} more: resource errors://catalog/${encodeURIComponent(entry.code)}.` : '';
  const several =
    namesakes.length === 0
      ? null
      : `${namesakes.length + 1} errors have the code '${entry.code}'. ${isTold ? 'The first one here goes best with the rest of the text; the others follow.' : 'Which one is meant, the text does not tell; all are here.'}${left}`;
  const unnamed = also.length - MOST_NAMED;
  const unlisted =
    unnamed > 0 ? `The text names ${unnamed} more codes, beyond those that are listed here.` : null;
  const notes = [several, unlisted, ...others].filter((note) => note !== null);
  return notes.length === 0 ? null : notes.join(' ');
}

/** At most two calls that can be made as they stand. */
export function nextCalls(
  { entry, request_id, also, alternatives }: Recognized,
  catalog: Catalog,
  hasLogs: boolean,
): NextCall[] {
  const next: NextCall[] = [];
  if (request_id !== null && hasLogs && isPlainId(request_id)) {
    next.push({
      tool: 'lookup_request',
      arguments: { request_id },
      reason: 'see what happened to this request',
    });
  }
  const [named] = also;
  const [instead] = alternatives;
  const successor = entry.replaced_by.find((code) => catalog.get(code) !== undefined);
  if (successor !== undefined) {
    const reason = 'this code is sent instead';
    next.push({ tool: 'explain_error', arguments: { error: successor }, reason });
  } else if (named !== undefined) {
    next.push({ tool: 'explain_error', arguments: { error: named }, reason: 'the text names this code too' });
  } else if (instead !== undefined) {
    next.push({
      tool: 'explain_error',
      arguments: { error: instead },
      reason: 'if it is this error instead',
    });
  }
  return next;
}

/** The text itself is not repeated: it may be long, and it may hold secrets. */
export function notRecognized(
  { nearest, status_class, request_id }: Unrecognized,
  text: string,
  catalogNote: string | null,
): Failure {
  const lookup =
    request_id === null
      ? ''
      : `The text names ${isPlainId(request_id) ? `request ${request_id}` : 'a request id'}: lookup_request shows what happened to it. `;
  const status = status_class === null ? '' : `It shows ${status_class}. `;
  return new Failure(
    'not_found',
    `No error of the catalog was recognised in the given text (${text.length} characters). ${status}${lookup}` +
      `The nearest codes are ${nearest.join(', ')}. ` +
      'Pass the code itself or the whole error body; list_errors shows all codes. ' +
      'The catalog may lag behind the backend: the code may be newer.' +
      (catalogNote === null ? '' : ` ${catalogNote}`),
  );
}
