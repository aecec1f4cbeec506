import * as z from 'zod';
import { endedInWords } from '../base/outcome.ts';
import { count } from '../base/text.ts';
import { actorInWords, type Catalog, type Entry } from '../catalog/catalog.ts';
import { type Diagnosis, diagnose, NOTHING_FOUND } from '../diagnose/diagnose.ts';
import type { LogLine } from '../logs/logs.ts';
import { chooseEntry, recognize } from '../recognize/recognize.ts';
import { isPlainId, namedId } from '../redact/redact.ts';
import { comesAgain, explanationBy, isOthers, passes } from './advice.ts';
import type { Block } from './answer/blocks.ts';
import { explanationBlocks, shortExplanationSchema } from './answer/explanation.ts';
import { logBlock, pageOf } from './answer/log-lines.ts';
import {
  failuresOf,
  findingBlocks,
  findingsSchema,
  formatSearched,
  type NextCall,
  nextBlocks,
  shownSearched,
} from './answer/parts.ts';
import { IN_BRIEF, PART } from './json-schema.ts';
import { cursorFor, offsetIn, offsetOf } from './list-errors.ts';
import { lastUse, noteOn, notFound, usesOf } from './request-notes.ts';
import { lookupShape } from './search-requests.ts';
import { BONDS, nearIds, RELATIONS } from './story/around.ts';
import { failureText, type NamedError, specificText } from './story/named-error.ts';
import { storyInContext, withoutContext } from './story/related.ts';
import { type Cause, type Story, storyOf } from './story/story.ts';
import type { ToolContext } from './tool.ts';

/** The answer that tells the story of one request. */

export const outcomeSchema = z
  .strictObject({
    ended: z.enum(['succeeded', 'failed', 'unknown']).describe('How the request ended'),
    status: z
      .number()
      .nullable()
      .describe('The HTTP status that the caller got; null where no line shows it'),
    at: z.string().nullable().meta({ description: 'When; null where no line tells', unit: 'ISO 8601, UTC' }),
    carried_out: z
      .enum(['yes', 'no', 'unknown'])
      .describe('Whether what it asked for was done, so that sending it again would do it twice'),
    evidence: z.string().describe('What in the lines says so'),
  })
  .meta(PART);

const causeSchema = z
  .strictObject({
    line: z.string().describe('Where it stands: `file:line`'),
    message: z.string().nullable().describe('What it says went wrong; null where it has no words'),
    why: z.string().describe('Why it is this line'),
    frame: z
      .string()
      .optional()
      .meta({ description: "The program's own frame of a stack trace", when: 'the line has a stack trace' }),
  })
  .meta(PART);

const SHOWN = 'its lines show it';

const relatedSchema = z
  .strictObject({
    request_id: z
      .string()
      .describe('Its id; of other work, that of the job; of a machine or a service, its name'),
    relation: z.enum(RELATIONS).meta({ ...IN_BRIEF, description: 'How it belongs to this request' }),
    same: z.enum(BONDS).meta(IN_BRIEF).optional().meta({
      description: 'What the two have in common',
      when: 'it is a call of the same operation',
    }),
    time: z
      .string()
      .nullable()
      .meta({ description: 'When; null where no line tells', unit: 'ISO 8601, UTC' }),
    method: z.string().optional().meta({ description: 'The HTTP method', when: SHOWN }),
    path: z.string().optional().meta({ description: 'The path', when: SHOWN }),
    status: z.number().nullable().describe('The HTTP status; null where no line shows it'),
    code: z.string().nullable().describe('The error code; null where it has none'),
    carried_out: z
      .literal('yes')
      .optional()
      .meta({ description: 'What it asked for was done', when: 'its lines show that' }),
    message: z.string().optional().meta({
      description: 'What its lines say went wrong',
      when: 'they say it',
    }),
  })
  .meta(PART);

const similarSchema = z
  .strictObject({
    count: z.number().meta({ description: 'How many', unit: 'requests, or lines of such as have no id' }),
    from: z.string().meta({ description: 'The first of them', unit: 'ISO 8601, UTC' }),
    to: z.string().meta({ description: 'The last of them', unit: 'ISO 8601, UTC' }),
  })
  .meta(PART);

const idSchema = z.string();

/** What a lookup of one request answers. */
export const lookupAnswer = z.strictObject({
  ...lookupShape,
  request_id: idSchema,
  outcome: outcomeSchema,
  cause: causeSchema.optional().meta({
    description: 'The line that explains the ending',
    when: 'something went wrong and a line tells',
  }),
  error: z
    .strictObject({
      code: z.string().nullable().describe('The code; null where the line only has a status or a level'),
      message: z.string().nullable().describe('What the failure said; null where the line has no words'),
    })
    .meta(PART)
    .optional()
    .meta({ description: 'The error that ended it', when: 'it did not succeed and a line names one' }),
  explanation: shortExplanationSchema
    .optional()
    .meta({ description: 'That error, explained', when: 'the catalog has it' }),
  who: z
    .string()
    .optional()
    .meta({ description: 'Who must act by the lines', when: 'the catalog does not explain the error' }),
  also: z
    .array(z.string())
    .optional()
    .meta({ description: 'Other codes of the catalog that the lines name', when: 'they name some' }),
  findings: findingsSchema.optional().meta({
    description: 'What the lines prove, and what is wrong with the value that was rejected',
    when: 'something was found',
  }),
  related: z.array(relatedSchema).optional().meta({
    description: 'Other requests, or other work, that matter to this one, at most eight',
    when: 'there are such',
  }),
  similar: similarSchema
    .optional()
    .meta({ description: 'Other requests that failed in the same way', when: 'there are such' }),
  fields_cursor: z.string().optional().meta({
    description: 'The `cursor` of a call for the same lines with all of their fields',
    when: 'a line has `fields_omitted`',
  }),
});

export type LookupAnswer = z.infer<typeof lookupAnswer>;

/** Whether two ids differ in length, and are so long that they are not alike by chance. */
function differInLength(one: string, other: string): boolean {
  return one.length !== other.length && Math.min(one.length, other.length) >= 12;
}

/** All that the logs tell of the request with this id. */
export async function storyOfRequest(
  request_id: string,
  cursor: string | undefined,
  context: ToolContext,
): Promise<LookupAnswer> {
  const {
    catalog,
    catalogNote = null,
    logs,
    journal,
    workspace = null,
    now,
    signal,
    onProgress,
    wantsAll,
  } = context;
  const { from, extent } = placeOf(cursor, request_id);
  const [own, found] = await Promise.all([
    journal.find(request_id, { signal }),
    logs?.find(request_id, { signal, ...(onProgress && { onProgress }) }),
  ]);
  const lines = [...(found?.lines ?? []), ...own.lines].map((line) => withoutTag(line, request_id));
  if (lines.length === 0) {
    // To people of one workspace, a request of another must cost what a missing one does.
    const mayLook = logs !== null && workspace === null;
    const near = mayLook ? await nearIds(request_id, logs, signal) : { ids: [], isOnlyCut: false };
    const [whole] = near.ids;
    // Ids that are counted up differ by one character from their neighbors, but are of the same length.
    const isSlip = near.ids.length === 1 && whole !== undefined && differInLength(request_id, whole);
    if (whole === undefined || !(near.isOnlyCut || isSlip) || cursor !== undefined)
      throw notFound(request_id, found, own.searched, workspace, near.ids);
    const answer = await storyOfRequest(whole, undefined, context);
    const [looks, how] = near.isOnlyCut
      ? ['cut off', 'begins or ends with it']
      : ['mistyped', 'has but one character more or less'];
    const cut = `No line carries ${namedId(request_id)}, which looks ${looks}: among the newest lines, only the id ${namedId(whole)} ${how}. This is what happened to that request.`;
    return { ...answer, note: [cut, answer.note].filter((note) => note !== undefined).join(' ') };
  }

  // The remedies of the catalog are for the platform's failures, not for a call that this server refused.
  const isOwn = found === undefined || found.lines.length === 0;
  const uses = usesOf(lines);
  const told = storyOf(lastUse(lines, uses), catalog);
  const { story, related, similar } =
    isOwn || logs === null
      ? withoutContext(told)
      : await storyInContext({ id: request_id, story: told, catalog, logs, signal });
  const { error } = story;
  const likely = error === null || isOwn ? undefined : entryOf(error, catalog, now());
  // Where the lines say what was refused, they say more than what the status may mean.
  const isTold =
    error?.code === null &&
    (saysWhy(story) || passes(story, likely) || comesAgain(story, likely) || isOthers(story, likely));
  const entry = isTold ? undefined : likely;
  const { findings, advice } = isOwn ? NOTHING_FOUND : await diagnosisOf(story, entry, lines, now());
  const also = isOwn ? [] : (error?.also ?? []);
  const { page, end } = pageOf(lines, from, request_id, wantsAll === true ? 'all' : extent);
  const { omitted = 0, isCut = false } = found ?? {};
  const failed = failuresOf(found?.searched);
  return {
    request_id,
    lines: page,
    total: lines.length + omitted,
    outcome: outcomeShown(story),
    ...(story.cause !== null && { cause: causeShown(story.cause) }),
    ...(error !== null && { error: { code: error.code, message: specificText(error.line) } }),
    ...(entry !== undefined && { explanation: explanationBy(story, { ...entry, ...advice }) }),
    ...(entry === undefined && !isOwn && whoOf(story, likely)),
    ...(also.length > 0 && { also }),
    ...(findings.length > 0 && { findings }),
    ...(related.length > 0 && { related }),
    ...(similar !== null && { similar: { count: similar.count, from: similar.from, to: similar.to } }),
    searched: shownSearched(found?.searched ?? own.searched),
    ...noteOn({
      ...{ lines, error, entry, isOwn, omitted, isCut, failed, workspace, catalog, catalogNote, uses },
      isAtLeast: similar?.isAtLeast === true,
    }),
    ...(end < lines.length && { next_cursor: cursorFor(end, questionOf(request_id, extent)) }),
    ...(page.some(({ fields_omitted }) => fields_omitted !== undefined) && {
      fields_cursor: cursorFor(from, questionOf(request_id, 'fields')),
    }),
    ...nextCalls(entry === undefined ? [] : also),
  };
}

export function storyBlocks({
  request_id,
  lines,
  total,
  outcome,
  cause,
  error,
  explanation,
  who,
  also = [],
  findings,
  related,
  similar,
  searched,
  note,
  next_cursor,
  fields_cursor,
  next,
}: LookupAnswer): Block[] {
  const id = isPlainId(request_id) ? request_id : 'this request id';
  const carry = `${total} log ${total === 1 ? 'line carries' : 'lines carry'} ${id}`;
  const blocks: Block[] = [
    { kind: 'note', text: formatOutcome(outcome) },
    { kind: 'note', text: lines.length < total ? `${carry}, ${lines.length} shown` : carry },
    logBlock(lines, error?.message ?? null, cause, related),
  ];
  if (cause !== undefined)
    blocks.push({ kind: 'field', label: 'Cause', text: `${cause.line}, ${cause.why}` });
  // A code that only the status points to is not said to have ended it.
  if (explanation !== undefined && error?.code === explanation.code)
    blocks.push({ kind: 'code', label: 'Ended by', code: explanation.code, title: null });
  if (also.length > 0)
    blocks.push({ kind: 'field', label: 'Also named in the lines', text: also.join(', ') });
  if (note !== undefined) blocks.push({ kind: 'note', text: note });
  if (similar !== undefined) {
    const { count: many, from, to } = similar;
    const when = from === to ? `at ${from}` : `from ${from} to ${to}`;
    const text = `${count(many, 'other request')} failed in the same way in these logs, ${when}.`;
    blocks.push({ kind: 'note', text });
  }
  blocks.push(...findingBlocks(findings));
  if (explanation !== undefined) blocks.push(...explanationBlocks(explanation));
  if (who !== undefined) blocks.push({ kind: 'field', label: 'To act', text: actorInWords(who) });
  blocks.push({ kind: 'field', label: 'Searched', text: formatSearched(searched) });
  for (const [label, cursor] of [
    ['More', next_cursor],
    ['Fields not shown', fields_cursor],
  ] as const) {
    const text = `lookup_request with the same request_id and cursor "${cursor}"`;
    if (cursor !== undefined) blocks.push({ kind: 'field', label, text });
  }
  return [...blocks, ...nextBlocks(next)];
}

/** Where a page begins, and how much of its lines is asked for. Throws `Failure` for a cursor of another request. */
function placeOf(cursor: string | undefined, id: string): { from: number; extent: 'page' | 'fields' } {
  if (cursor === undefined) return { from: 0, extent: 'page' };
  const from = offsetIn(cursor, questionOf(id, 'fields'));
  if (from !== null) return { from, extent: 'fields' };
  return { from: offsetOf(cursor, questionOf(id, 'page')), extent: 'page' };
}

function questionOf(request_id: string, extent: 'page' | 'fields'): object {
  return { request_id, ...(extent === 'fields' && { fields: 'all' }) };
}

/** `Failed with 409 at …. Carried out: no; it was refused with 409 (api.ndjson:17).` */
function formatOutcome({ carried_out, evidence, ...ending }: z.infer<typeof outcomeSchema>): string {
  return `${endedInWords(ending)}. Carried out: ${carried_out}; ${evidence}.`;
}

/** The entry of the code that a line names; of a line that only has a status, the entry that it points to. */
function entryOf({ line, code }: NamedError, catalog: Catalog, now: number): Entry | undefined {
  if (code !== null) {
    const [first, ...more] = catalog.all(code);
    return first && chooseEntry([first, ...more], whereOf(line)).entry;
  }
  if (line.status === undefined) return undefined;
  const recognized = recognize(`HTTP ${line.status}`, catalog, now);
  return recognized.code === null ? undefined : recognized.entry;
}

/** What a line says about where its error comes from, in words. */
function whereOf({ service, method, path, status }: LogLine): string {
  const answered = status === undefined ? [] : [`HTTP ${status}`];
  return [service, method, path, ...answered].filter((part) => part !== undefined).join(' ');
}

/** What the lines conclude first; then what is wrong with the rejected value, unless the lines make that advice wrong. */
async function diagnosisOf(
  { facts, outcome }: Story,
  entry: Entry | undefined,
  lines: readonly LogLine[],
  now: number,
): Promise<Diagnosis> {
  const told = facts.map(({ message }) => ({ message }));
  if (entry === undefined || facts.some(({ overrules }) => overrules)) return { findings: told, advice: {} };
  // How long to wait is counted from a line's own time, and is that of the answer, not of a call on its way.
  const isWait = entry.rejects?.kind === 'wait';
  const text = isWait ? '' : lines.map((line) => failureText(line) ?? '').join('\n');
  const of = isWait ? lines.filter((line) => !speaksOfOther(line, outcome.status)) : lines;
  const { findings, advice } = await diagnose({ entry, value: null, text, lines: of, now });
  return { findings: [...told, ...findings], advice };
}

/** Whether a line is of an answer with another status than this one. */
function speaksOfOther({ status, message = '' }: LogLine, own: number | null): boolean {
  if (status !== undefined) return status !== own;
  const [named] = /(?<![\w.:/-])[45]\d\d(?![\w.:/-])/.exec(message) ?? [];
  return named !== undefined && Number(named) !== own;
}

/** Whether a line says in words why a request was refused. */
function saysWhy({ cause, facts, outcome: { status } }: Story): boolean {
  if (cause === null || status === null || status >= 500) return false;
  return specificText(cause.line) !== null || facts.some(({ overrules, who }) => overrules && who === null);
}

/** Without an entry only the lines say who must act; a status of 4xx is the caller's (RFC 9110 section 15.5). */
function whoOf({ who, outcome: { ended, status } }: Story, likely: Entry | undefined): { who?: string } {
  if (who !== null) return { who };
  if (ended !== 'failed') return {};
  if (likely?.who != null) return { who: likely.who };
  if (status === null || status < 400) return {};
  if (status >= 500) return { who: 'platform' };
  return status === 499 || status === 460 || status === 408 ? {} : { who: 'caller' };
}

/** How loggers put the id in front of a message: `[id] done`, `id: done`, `id done`, `request{id=id}: done`. */
const TAG =
  /^(?:[\w.-]{1,40}\{[\w.]{1,30}="?([\w.:-]{4,200})"?\}: |[[(<]?([\w.:-]{4,200}?)[\])>]?(?:: | - | \| | |(?<=[\])>]) ?))/;

/** A line without its own id in front of its message. */
function withoutTag(line: LogLine, id: string): LogLine {
  const [tag = '', inSpan, before = inSpan] = TAG.exec(line.message ?? '') ?? [];
  const rest = line.message?.slice(tag.length).trimStart();
  return before === id && rest ? { ...line, message: rest } : line;
}

/** Work that was done twice is told of beside that it was done. */
function outcomeShown({ outcome, facts }: Story): Story['outcome'] {
  const isTwice = outcome.carried_out === 'yes' && facts.some((each) => each.isTwice);
  return isTwice
    ? { ...outcome, evidence: `${outcome.evidence}, but more than once, as found below` }
    : outcome;
}

function causeShown({ line, why, frame }: Cause): z.infer<typeof causeSchema> {
  return { line: line.source, message: specificText(line), why, ...(frame !== null && { frame }) };
}

/** An entry is explained here already; what else the lines name may be worth a call. */
function nextCalls([other]: readonly string[]): { next?: NextCall[] } {
  if (other === undefined) return {};
  const reason = 'the lines name it too, and it may be the cause';
  return { next: [{ tool: 'explain_error', arguments: { error: other }, reason }] };
}
