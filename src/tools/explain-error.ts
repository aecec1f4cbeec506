import * as z from 'zod';
import { Failure } from '../errors.ts';
import { recognize, type Unrecognized } from '../recognize/recognize.ts';
import { explain, explanationShape, renderExplanation, withTitles } from './explanation.ts';
import { BRIEF } from './json-schema.ts';
import { type NextCall, nextCallSchema, renderNext } from './next.ts';
import { defineTool } from './tool.ts';

const LONGEST_ERROR = 10_000_000;

const input = z.strictObject({
  error: z
    .string()
    .trim()
    .min(1)
    .max(LONGEST_ERROR)
    .describe('The error code, or the whole error exactly as received'),
  value: z.string().max(LONGEST_ERROR).optional().describe('The value that was rejected, if known'),
});

const output = z.strictObject({
  ...explanationShape,
  matched: z.strictObject({ by: z.string(), confidence: z.number() }).meta(BRIEF),
  alternatives: z.array(z.strictObject({ code: z.string(), title: z.string() }).meta(BRIEF)).optional(),
  also: z.array(z.string()).optional(),
  request_id: z.string().optional(),
  next: z.array(nextCallSchema).optional(),
});

export const explainError = defineTool({
  name: 'explain_error',
  title: 'Explain an API error',
  description:
    'What an API error means and what to do about it: causes, fix steps, whether to retry, who must act. Call it first for any error of the platform; pass the code or paste the whole error.',
  input,
  output,
  aliases: {
    code: 'error',
    error_code: 'error',
    errorCode: 'error',
    message: 'error',
    error_message: 'error',
    text: 'error',
    body: 'error',
    response: 'error',
    query: 'error',
    input: 'error',
    rejected_value: 'value',
  },

  run({ error }, { catalog, logs }) {
    const recognized = recognize(error, catalog);
    const entry = recognized.code === null ? undefined : catalog.get(recognized.code);
    if (recognized.code === null || entry === undefined)
      throw notRecognized(recognized as Unrecognized, error);

    const { by, confidence, also, request_id } = recognized;
    const alternatives = withTitles(recognized.alternatives, catalog);
    const next: NextCall[] = [];
    if (request_id !== null && logs !== null) {
      const reason = 'see what happened to this very request';
      next.push({ tool: 'lookup_request', arguments: { request_id }, reason });
    }
    const other = also[0] ?? alternatives[0]?.code;
    if (other !== undefined) {
      const reason =
        also.length > 0 ? 'the text names this code too' : 'if this is not the error that is meant';
      next.push({ tool: 'explain_error', arguments: { error: other }, reason });
    }
    return {
      ...explain(entry),
      matched: { by, confidence: Math.round(confidence * 100) / 100 },
      ...(alternatives.length > 0 && { alternatives }),
      ...(also.length > 0 && { also }),
      ...(request_id !== null && { request_id }),
      ...(next.length > 0 && { next }),
    };
  },

  render(answer) {
    const { by, confidence } = answer.matched;
    const lines = renderExplanation(answer);
    if (confidence < 1) lines.push(`Matched by ${by}, confidence ${confidence}.`);
    for (const { code, title } of answer.alternatives ?? [])
      lines.push(`It may be instead: ${code} (${title})`);
    if (answer.also !== undefined) lines.push(`Named in the text too: ${answer.also.join(', ')}`);
    if (answer.request_id !== undefined) lines.push(`request_id: ${answer.request_id}`);
    return [...lines, ...renderNext(answer.next)].join('\n');
  },
});

/** The text itself is not repeated: it may be long, and it may hold secrets. */
function notRecognized({ nearest, status_class }: Unrecognized, text: string): Failure {
  const status = status_class === null ? '' : `It shows ${status_class}. `;
  return new Failure(
    'not_found',
    `No error of the catalog was recognised in the given text (${text.length} characters). ${status}` +
      `The nearest codes are ${nearest.join(', ')}. ` +
      'Pass the code itself or the whole error body; list_errors shows all codes. ' +
      'The catalog follows the documentation, which may lag behind the backend: the code may be newer.',
  );
}
