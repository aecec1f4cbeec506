import { describe, expect, it } from 'vitest';
import { Failure } from '../../src/base/failure.ts';
import { explainError } from '../../src/tools/explain-error.ts';
import { callTool, toolContext } from '../support/context.ts';
import pastes from './pastes.json' with { type: 'json' };

/** A paste, the codes that may be the answer (`refused`: that none is), and what the answer holds, as patterns. */
interface Paste {
  paste: string;
  code: string[];
  not?: string[];
  mentions?: string[];
  absent?: string[];
}

async function answerTo(error: string): Promise<{ code: string; said: string }> {
  try {
    const { data, text } = await callTool(explainError, { error }, toolContext());
    return { code: String(data['code']), said: `${text}\n${JSON.stringify(data)}` };
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure;
    return { code: 'refused', said: `${failure.message}\n${JSON.stringify(failure.details)}` };
  }
}

describe('what stands in a paste decides', () => {
  it.each((pastes as Paste[]).map((one) => [one.paste.slice(0, 100), one] as const))('%j', async (_, one) => {
    const { code, said } = await answerTo(one.paste);
    expect(one.code).toContain(code);
    for (const wrong of one.not ?? []) expect(code).not.toBe(wrong);
    for (const pattern of one.mentions ?? []) expect(said).toMatch(new RegExp(pattern, 'i'));
    for (const pattern of one.absent ?? []) expect(said).not.toMatch(new RegExp(pattern, 'i'));
  });
});
