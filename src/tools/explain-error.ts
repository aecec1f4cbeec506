import * as z from 'zod';
import { Failure } from '../base/failure.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { diagnose, waitOfValue } from '../diagnose/diagnose.ts';
import type { SeenErrors } from '../logs/logs.ts';
import { readPasted } from '../pasted/pasted.ts';
import {
  MATCHED_BY,
  type MatchedBy,
  type NoAnswer,
  type Recognized,
  recognize,
  type Unrecognized,
} from '../recognize/recognize.ts';
import { isPlainId, redactText } from '../redact/redact.ts';
import type { Block } from './answer/blocks.ts';
import {
  budgetOfEach,
  explain,
  explainShortly,
  explanationBlocks,
  explanationShape,
  shortExplanationSchema,
  withTitles,
} from './answer/explanation.ts';
import {
  countedOf,
  countedSchema,
  findingBlocks,
  findingsSchema,
  formatCounted,
  formatSeen,
  type NextCall,
  nextBlocks,
  nextCallSchema,
  seenOf,
  seenSchema,
  startOf,
} from './answer/parts.ts';
import { IN_BRIEF, PART } from './json-schema.ts';
import { isCodeOfOwnLogs, type OwnFailure, ownFailureIn } from './own-failures.ts';
import { defineTool, type ToolContext } from './tool.ts';

/** How far back it is told how often an error was seen. */
const WINDOW = '24h';
/** How many milliseconds an explanation waits for that. */
const PATIENCE = 500;

const LONGEST_ERROR = 10_000_000;

const input = z.strictObject({
  error: z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(LONGEST_ERROR)
    .describe('The code, or the whole error as received, e.g. slug_in_use'),
  value: z.string().max(LONGEST_ERROR).optional().describe('The rejected value, e.g. Acme Corp'),
});

const output = z.strictObject({
  ...explanationShape,
  matched: z
    .strictObject({
      by: z
        .enum(MATCHED_BY)
        .meta({ ...IN_BRIEF, description: 'How it was recognized, the most trusted way first' }),
      confidence: z
        .number()
        .meta({ description: '1 where the code itself stands in the text', unit: '0 to 1' }),
    })
    .meta(PART)
    .describe('How sure it is that this error is meant'),
  alternatives: z
    .array(
      z
        .strictObject({
          code: z.string().describe('The other code'),
          title: z.string().nullable().describe('That error in a few words'),
        })
        .meta(PART),
    )
    .optional()
    .meta({ description: 'What may be meant instead', when: '`matched` is a guess among several' }),
  also: z
    .array(z.string())
    .optional()
    .meta({ description: 'Other codes of the catalog that the text names', when: 'it names some' }),
  unknown_code: z.string().optional().meta({
    description: 'A code of the text that the catalog lacks',
    when: 'the text names one besides',
  }),
  namesakes: z.array(shortExplanationSchema.meta(IN_BRIEF)).optional().meta({
    description: 'Other errors with the same code, explained, at most four',
    when: 'the code has several meanings',
  }),
  note: z
    .string()
    .optional()
    .meta({ description: 'What else is to be known', when: 'there is something to be said' }),
  request_id: z
    .string()
    .optional()
    .meta({ description: 'The id of the request that failed', when: 'the text shows it' }),
  retry_after: z
    .strictObject({
      seconds: z.number().meta({ description: 'How long to wait from now on', unit: 'seconds' }),
      at: z.string().meta({ description: 'When the wait ends', unit: 'ISO 8601, UTC' }),
    })
    .meta(PART)
    .optional()
    .meta({ description: 'The wait that the API asks for', when: 'the text or `value` shows one' }),
  findings: findingsSchema
    .optional()
    .meta({ description: 'What is wrong with the value that was rejected', when: 'something was found' }),
  seen: z
    .strictObject({ ...seenSchema.shape, ...countedSchema.shape })
    .meta(PART)
    .optional()
    .meta({
      description: 'How often the logs show it in the last 24 hours',
      when: 'there are logs and they are counted',
    }),
  next: z
    .array(nextCallSchema)
    .optional()
    .meta({ description: 'Calls that can be made as they stand, at most two', when: 'one is of use' }),
});

/** A code alone is always answered the same by a catalog where there are no logs to count it in. */
const kept = new WeakMap<Catalog, Map<string, Readonly<z.infer<typeof output>>>>();

export const explainError = defineTool({
  name: 'explain_error',
  title: 'Explain an API error',
  description: 'What an API error means and what to do. For any error.',
  input,
  output,
  hasView: true,
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
  gather: {
    into: 'error',
    members: [
      'error',
      'code',
      'error_code',
      'message',
      'error_description',
      'request_id',
      'status',
      'status_code',
      'details',
    ],
  },

  async run({ error, value = null }, context) {
    const { catalog, catalogNote = null, logs, seen: inLogs = null, hasTables = false, now } = context;
    const isAlone =
      value === null &&
      inLogs === null &&
      !hasTables &&
      catalogNote === null &&
      catalog.get(error) !== undefined;
    const known = isAlone ? kept.get(catalog)?.get(error) : undefined;
    if (known !== undefined) return known;
    const pasted = readPasted(error);
    const own = ownFailureIn(error, catalog);
    if (own !== null && (own.isTold || (await isInJournal(pasted.requestId, context)))) return answerOf(own);
    // All waits are counted from one moment.
    const moment = now();
    const recognized = withoutSecretId(recognize(pasted, catalog, moment));
    if (recognized.code === null) throw notRecognized(recognized, error, catalogNote);
    const { entry, by, confidence, also, request_id } = recognized;
    const retry_after = waitOfValue({ entry, value, now: moment }) ?? recognized.retry_after;
    const unknown_code = shownCode(recognized.unknown_code);
    const alternatives = withTitles(recognized.alternatives, catalog);
    const facts = { entry, value, text: pasted, lines: [], now: moment };
    const { findings, advice } = await diagnose(facts);
    const next = nextCalls(recognized, catalog, logs !== null);
    // A code alone does not tell whose failure it was.
    const isEither = hasTables && error === entry.code && isCodeOfOwnLogs(error);
    const note = notesOn(recognized, isEither ? EITHER : null, catalogNote);
    const seen = inLogs && (await seenOfLate(inLogs, entry.code, now()));
    const namesakes = recognized.namesakes.slice(0, MOST_NAMESAKES);
    const budget = budgetOfEach(1 + namesakes.length);
    const answer = {
      ...explain({ ...entry, ...advice }, budget),
      matched: { by, confidence: Math.round(confidence * 100) / 100 },
      ...(alternatives.length > 0 && { alternatives }),
      ...(also.length > 0 && { also: also.slice(0, MOST_NAMED) }),
      ...(unknown_code !== null && { unknown_code }),
      ...(namesakes.length > 0 && { namesakes: namesakes.map((each) => explainShortly(each, budget)) }),
      ...(note !== null && { note }),
      ...(request_id !== null && { request_id }),
      ...(retry_after !== null && { retry_after }),
      ...(findings.length > 0 && { findings }),
      ...(seen && { seen }),
      ...(next.length > 0 && { next }),
    };
    if (isAlone) keep(catalog, error, answer);
    return answer;
  },

  render(answer) {
    const { matched, alternatives = [], also = [], namesakes = [], note } = answer;
    const { request_id, retry_after, findings, seen, next } = answer;
    const [title, ...rest] = explanationBlocks(answer);
    const blocks: Block[] = title === undefined ? [] : [title];
    if (note !== undefined) blocks.push({ kind: 'note', text: note });
    if (matched.confidence < 1 || matched.by === 'alias')
      blocks.push({
        kind: 'note',
        text: `${MATCHED[matched.by] ?? ''} (confidence ${matched.confidence}).`,
      });
    for (const other of alternatives) blocks.push({ kind: 'code', label: 'It may instead be', ...other });
    if (also.length > 0)
      blocks.push({ kind: 'field', label: 'Also named in the text', text: also.join(', ') });
    if (answer.unknown_code !== undefined)
      blocks.push({
        kind: 'field',
        label: 'Not in the catalog',
        text: `${answer.unknown_code}, which the text names too`,
      });
    blocks.push(...findingBlocks(findings), ...rest);
    if (retry_after !== undefined)
      blocks.push({
        kind: 'note',
        text:
          retry_after.seconds > 0
            ? `Wait ${retry_after.seconds} s, until ${retry_after.at}.`
            : `The wait ended at ${retry_after.at}.`,
      });
    if (request_id !== undefined && isPlainId(request_id))
      blocks.push({ kind: 'field', label: 'request_id', text: request_id });
    if (seen !== undefined)
      blocks.push({
        kind: 'field',
        label: `Seen in the last ${WINDOW}`,
        text: `${formatSeen(seen)} (${formatCounted(seen)}).`,
      });
    for (const namesake of namesakes) blocks.push({ kind: 'blank' }, ...explanationBlocks(namesake));
    if (namesakes.length > 0 && next !== undefined) blocks.push({ kind: 'blank' });
    return [...blocks, ...nextBlocks(next)];
  },
});

const MATCHED: Readonly<Record<string, string>> = {
  code: 'The text contains the code',
  alias: 'The text names it by an alias',
  spelling: 'Read as a misspelled code',
  status: 'A guess from the HTTP status alone: the text contains no code',
  symptom: 'A guess from the description: the text contains no code',
} satisfies Record<MatchedBy, string>;

const EITHER =
  'If lookup_request of this MCP server failed with this code, its log database failed, not the platform: pass that whole failure to explain_error.';

/** Whether this server failed a call with that id: then a code that the catalog lacks is its own. */
async function isInJournal(id: string | null, { journal, signal }: ToolContext): Promise<boolean> {
  return id !== null && (await journal.find(id, { signal })).lines.length > 0;
}

/** A failure of this server itself, as its message says or its journal knows. */
function answerOf({ entry, isTold }: OwnFailure): z.infer<typeof output> {
  const source = isTold ? 'its message says' : 'its journal of failures has this request_id';
  return {
    ...explain(entry),
    matched: { by: 'code', confidence: 1 },
    note: `This is a failure of the MCP server itself, as ${source}; an error of the platform with the same code means something else.`,
  };
}

function keep(catalog: Catalog, error: string, answer: z.infer<typeof output>): void {
  const answers = kept.get(catalog) ?? new Map<string, Readonly<z.infer<typeof output>>>();
  kept.set(catalog, answers.set(error, Object.freeze(answer)));
}

/** How often the logs show a code of late; null if nothing was counted yet. */
async function seenOfLate(
  inLogs: SeenErrors,
  code: string,
  now: number,
): Promise<z.infer<typeof output>['seen'] | null> {
  const since = startOf(WINDOW, now);
  const seen = await inLogs.since(since, { patience: PATIENCE });
  const counted = countedOf(seen, since);
  // A count of a part of the logs would mislead.
  if (seen.troubles.length > 0) return null;
  return counted && { ...seenOf(seen.codes.get(code)), ...counted };
}

/** A code of the text, unless it looks like a secret: it would be echoed. */
function shownCode(code: string | null): string | null {
  return code === null || redactText(code) !== code ? null : code;
}

/** Without a request id that looks like a secret: it would be echoed. */
function withoutSecretId<Found extends { request_id: string | null }>(found: Found): Found {
  const { request_id } = found;
  return request_id === null || redactText(request_id) === request_id
    ? found
    : { ...found, request_id: null };
}

/** How many others of the same code are explained. */
const MOST_NAMESAKES = 4;
/** How many other codes that a text names are listed. */
const MOST_NAMED = 20;

/** What whoever reads the explanation has to know about it; null if there is nothing. */
function notesOn(
  { entry, namesakes, isTold, also }: Recognized,
  ...others: readonly (string | null)[]
): string | null {
  const more = namesakes.length - MOST_NAMESAKES;
  const left = more > 0 ? ` ${more} more: resource errors://catalog/${encodeURIComponent(entry.code)}.` : '';
  const several =
    namesakes.length === 0
      ? null
      : `${namesakes.length + 1} errors have the code '${entry.code}'. ${isTold ? 'The first one here fits the rest of the text best; the others follow.' : 'The text does not say which one is meant; all are explained.'}${left}`;
  const unnamed = also.length - MOST_NAMED;
  const unlisted = unnamed > 0 ? `The text names ${unnamed} more codes than are listed here.` : null;
  const notes = [several, unlisted, ...others].filter((note) => note !== null);
  return notes.length === 0 ? null : notes.join(' ');
}

/** At most two calls that can be made as they stand. */
function nextCalls(
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

/** What is said of a call that got no answer. */
const NO_ANSWER: Readonly<Record<NoAnswer, string>> = {
  cors: 'the browser withheld it from the page, as no header allows the origin of the page (CORS)',
  dns: 'the name of the host was not resolved (DNS)',
  connection: 'no connection to the host was made, or it was broken off',
  tls: 'the TLS handshake failed over a certificate or a protocol version',
  timeout: 'nothing arrived before the client stopped waiting (timeout)',
  aborted: 'the client itself aborted the call',
  page: 'an HTML page came instead, from a proxy, a login or another host',
};

/** The text itself is not repeated: it may be long, and it may hold secrets. */
function notRecognized(found: Unrecognized, text: string, catalogNote: string | null): Failure {
  const { unknown_code, request_id } = found;
  const unknown = shownCode(unknown_code);
  const lookup =
    request_id === null
      ? null
      : `The text names ${isPlainId(request_id) ? `request ${request_id}` : 'a request id'}: lookup_request shows what happened to it.`;
  const said = [
    ...whyNot(found, unknown, text),
    lookup,
    nearestOf(found),
    found.is_success ? null : howToAsk(found, unknown),
    catalogNote,
  ];
  return new Failure('not_found', said.filter((each) => each !== null).join(' '), {
    ...(unknown !== null && { details: { unknown_code: unknown } }),
  });
}

function whyNot(
  { is_success, no_answer, standard, status_class }: Unrecognized,
  unknown: string | null,
  text: string,
): string[] {
  if (is_success) return ['The text shows a success, not an error: there is nothing to explain.'];
  const status = status_class === null ? [] : [`It shows ${status_class}.`];
  if (no_answer !== null)
    return [
      `${no_answer.kind === 'cors' ? 'No answer reached the caller' : 'No answer came from the platform'}: ${NO_ANSWER[no_answer.kind]}, as '${no_answer.word}' says.`,
      'So the text holds no error of the catalog, and it is unknown whether the request was carried out: before you repeat a write, read what it would have changed.',
      no_answer.kind === 'cors'
        ? 'See it in the network panel of the browser, or call with curl; whether the origin is allowed is set where the answer is made.'
        : 'Check the address, the network and the proxy of the caller.',
    ];
  if (unknown === null)
    return [
      `No error of the catalog was recognized in the given text (${text.length} characters).`,
      ...status,
    ];
  const meant =
    standard === null || standard.says === ''
      ? []
      : [`In ${standard.source} it means that ${standard.says}.`];
  return [
    `The code '${unknown}' in the text is not in the catalog; it may be newer, or another service's.`,
    ...meant,
    ...status,
  ];
}

function nearestOf({ nearest, unknown_code, status_class }: Unrecognized): string | null {
  if (nearest.length === 0) return null;
  const basis = unknown_code === null && status_class === null ? '' : ' (a guess, not what the text says)';
  return `The nearest codes are ${nearest.join(', ')}${basis}.`;
}

function howToAsk({ is_other_language, no_answer }: Unrecognized, unknown: string | null): string | null {
  if (no_answer !== null) return null;
  if (unknown !== null) return 'list_errors shows all codes; the catalog may lag behind the backend.';
  if (is_other_language)
    return 'Descriptions are matched in the language of the catalog, mostly English: pass the code, the whole error body, or a description in English.';
  return 'Pass the code itself or the whole error body; list_errors shows all codes. The catalog may lag behind the backend: the code may be newer.';
}
