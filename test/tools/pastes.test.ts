import { describe, expect, it } from 'vitest';
import { Failure } from '../../src/base/failure.ts';
import { builtinCatalog, combine } from '../../src/catalog/combine.ts';
import type { Catalog } from '../../src/catalog/entries.ts';
import { catalogSchema } from '../../src/catalog/schema.ts';
import { explainError } from '../../src/tools/explain-error.ts';
import { callTool, toolContext } from '../support/context.ts';
import table from './pastes.json' with { type: 'json' };

/** A paste, the codes that may be the answer (`refused`: that none is), and what else is true of the answer. */
interface Paste {
  paste: string;
  /** The value that was rejected, as it is given beside the paste. */
  value?: string;
  /** The catalogs that are served, by their names in the table; the built-in one where none is named. */
  catalogs?: string[];
  code: string[];
  not?: string[];
  /** Patterns that the answer holds, and that it does not. */
  mentions?: string[];
  absent?: string[];
  request_id?: string;
  /** The wait in seconds; null for none. */
  wait?: number | null;
  /** How sure the answer may be at most. */
  at_most?: number;
  /** Codes that are named beside the first. */
  also?: string[];
  findings?: boolean;
}

interface Answer {
  code: string;
  matched?: { confidence: number };
  also?: string[];
  request_id?: string;
  retry_after?: { seconds: number };
  findings?: unknown[];
}

const builtin = builtinCatalog();
const data: Readonly<Record<string, unknown>> = table.catalogs;
const kinds: Readonly<Record<string, readonly Paste[]>> = table.kinds;

function catalogOf(names: readonly string[]): Catalog {
  return names.length === 0 ? builtin : combine(names.map((name) => catalogSchema.parse(data[name]))).catalog;
}

async function answerTo({ paste, value, catalogs = [] }: Paste): Promise<{ answer: Answer; said: string }> {
  const context = { ...toolContext(), catalog: catalogOf(catalogs) };
  const args = { error: paste, ...(value !== undefined && { value }) };
  try {
    const { data: answer, text } = await callTool(explainError, args, context);
    return { answer: answer as unknown as Answer, said: `${text}\n${JSON.stringify(answer)}` };
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure;
    return {
      answer: { code: 'refused' },
      said: `${failure.message}\n${JSON.stringify(failure.details)}`,
    };
  }
}

describe.each(Object.entries(kinds))('%s', (_, pastes) => {
  it('has instances enough', () => expect(pastes.length).toBeGreaterThanOrEqual(3));

  it.each(pastes.map((one) => [one.paste.slice(0, 100), one] as const))('%j', async (_, one) => {
    const { answer, said } = await answerTo(one);
    expect(one.code).toContain(answer.code);
    for (const wrong of one.not ?? []) expect(answer.code).not.toBe(wrong);
    for (const pattern of one.mentions ?? []) expect(said).toMatch(new RegExp(pattern, 'i'));
    for (const pattern of one.absent ?? []) expect(said).not.toMatch(new RegExp(pattern, 'i'));
    if (answer.code === 'refused') {
      if (one.request_id !== undefined) expect(said).toContain(one.request_id);
      return;
    }
    if (one.request_id !== undefined) expect(answer.request_id).toBe(one.request_id);
    if (one.wait !== undefined) expect(answer.retry_after?.seconds ?? null).toBe(one.wait);
    if (one.at_most !== undefined) expect(answer.matched?.confidence).toBeLessThanOrEqual(one.at_most);
    if (one.also !== undefined) expect(answer.also).toEqual(expect.arrayContaining(one.also));
    if (one.findings === false) expect(answer.findings).toBeUndefined();
  });
});
