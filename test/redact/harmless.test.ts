import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { redact } from '../../src/logs/line/safe-line.ts';
import { redactText } from '../../src/redact/redact.ts';

/** Values of the forms that real logs hold and that no redactor should take for secrets. */
const HARMLESS = JSON.parse(readFileSync(new URL('harmless.json', import.meta.url), 'utf8')) as {
  texts: string[];
  fields: Record<string, unknown>;
};

describe('what is harmless stays', () => {
  it('in a text', () => {
    const destroyed = HARMLESS.texts.filter((text) => redactText(text) !== text);
    expect(destroyed.map((text) => redactText(text))).toEqual([]);
  });

  it('in a text with words around it', () => {
    const sentences = HARMLESS.texts.map((text) => `2026-11-22T10:00:00Z ERROR req_1 ${text} (attempt 2)`);
    const destroyed = sentences.filter((text) => redactText(text) !== text);
    expect(destroyed.map((text) => redactText(text))).toEqual([]);
  });

  it('in a text inside JSON', () => {
    const bodies = HARMLESS.texts.map((text) => JSON.stringify({ status: 400, message: text }));
    const destroyed = bodies.filter((text) => redactText(text) !== text);
    expect(destroyed.map((text) => redactText(text))).toEqual([]);
  });

  it('in a field', () => {
    const line = { time: null, source: 'a:1', rest: HARMLESS.fields };
    expect(redact(line)).toEqual(line);
  });

  it('there are many', () => {
    expect(new Set(HARMLESS.texts).size).toBeGreaterThanOrEqual(200);
  });
});
