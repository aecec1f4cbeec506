import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from 'htmlparser2';
import { describe, expect, test } from 'vitest';
import type * as z from 'zod';
import type { explanationShape } from '../../src/tools/answer/explanation.ts';
import { explainError } from '../../src/tools/explain-error.ts';
import type { lookupAnswer } from '../../src/tools/request-story.ts';
import type { EntryData, StoryData } from '../../src/view/answers.ts';
import { failureOf, shownOf } from '../../src/view/answers.ts';
import { paper, viewPage } from '../../src/view/view.ts';
import { carriedOutOf, headlineOf } from '../../src/view/words.ts';
import { runHere } from '../cli/run-here.ts';
import { toolContext } from '../support/context.ts';
import { freshFolder, SAMPLE_LOGS } from '../support/server.ts';

/** What the page's elements of a kind hold. */
function textsIn(html: string, name: string): string[] {
  const found: string[] = [];
  const visit = (node: { name?: string; children?: unknown[]; data?: string }, isWithin: boolean): void => {
    if (node.data !== undefined && isWithin) found.push(node.data);
    for (const child of node.children ?? []) visit(child as never, isWithin || node.name === name);
  };
  visit(parseDocument(html) as never, false);
  return found;
}

describe('the page', () => {
  test('is one file that refers to nothing outside, and allows its own script and style only', () => {
    const page = viewPage();
    expect(page).not.toMatch(/(?:src|href|action)=|https?:|@import|url\(/);
    expect(page).not.toMatch(/unsafe|nonce|\son\w+=/);
    expect(page.match(/sha256-/g)).toHaveLength(2);
    expect(page).toContain("default-src 'none'");
  });

  test('weighs at most 60 kB', () => {
    expect(Buffer.byteLength(viewPage())).toBeLessThanOrEqual(60_000);
  });

  test('holds an answer whose words end no element and fill no pattern', () => {
    const hostile = "</script><script>alert(1)</script><!-- $& $' </noscript></pre><img src=x>";
    const html = paper({ data: { message: hostile }, text: hostile });
    const scripts = textsIn(html, 'script');
    expect(scripts).toHaveLength(2);
    expect(JSON.parse(scripts[0] ?? '')).toEqual({ data: { message: hostile }, text: hostile });
    expect(textsIn(html, 'pre').join('').replaceAll('&lt;', '<').replaceAll('&amp;', '&')).toBe(hostile);
    expect(html).not.toContain('<img');
  });
});

describe('lookup --html', () => {
  const lookup = (file: string, ...more: string[]) =>
    runHere(['lookup', 'req_7f3kq9w2mx', '--logs', SAMPLE_LOGS, '--html', file, ...more]);

  test('writes the answer that it prints, with all lines, into a page', async () => {
    const file = join(freshFolder(), 'req.html');
    const { code, stdout } = await lookup(file, '--json');
    expect(code).toBe(0);
    const { data, text } = JSON.parse(textsIn(readFileSync(file, 'utf8'), 'script')[0] ?? '');
    expect(data).toEqual(JSON.parse(stdout));
    expect(data.lines).toHaveLength(12);
    expect(text).toContain('Failed with 500');
  });

  test('never overwrites, and says why it writes nothing', async () => {
    const file = join(freshFolder(), 'req.html');
    await lookup(file);
    const before = readFileSync(file, 'utf8');
    const { code, stdout, stderr } = await lookup(file);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain('is not overwritten');
    expect(readFileSync(file, 'utf8')).toBe(before);
  });
});

describe('what the view reads', () => {
  test('is what the tools answer', async () => {
    const story = (answer: z.infer<typeof lookupAnswer>): StoryData => answer;
    const entry = (answer: z.infer<z.ZodObject<typeof explanationShape>>): EntryData => answer;
    expect([story, entry]).toHaveLength(2);
    const { data } = await explainError.call({ error: 'rate_limited' }, toolContext());
    expect(shownOf(data)?.kind).toBe('explanation');
  });

  test.each([
    [{ outcome: {}, lines: [] }, 'story'],
    [{ requests: [], lines: [] }, 'requests'],
    [{ matched: {} }, 'explanation'],
    [{ errors: [] }, undefined],
    [null, undefined],
  ])('of %j is %s', (data, kind) => {
    expect(shownOf(data)?.kind).toBe(kind);
  });

  test('of a failure is its code and its message', () => {
    const text = '{"error":{"code":"not_found","message":"No line.","request_id":"req_1"}}';
    expect(failureOf(text)).toEqual({ kind: 'failure', code: 'not_found', message: 'No line.' });
    expect(failureOf('No line.')).toBeNull();
  });
});

describe('the head of the page', () => {
  test.each([
    ['failed', 409, 'no', 'Failed with 409', 'bad', 'Not carried out', 'plain'],
    ['failed', 502, 'yes', 'Failed with 502', 'bad', 'Carried out all the same', 'caution'],
    [
      'failed',
      200,
      'unknown',
      'Answered 200, but failed',
      'bad',
      'Unknown whether it was carried out',
      'caution',
    ],
    ['succeeded', 201, 'yes', 'Succeeded with 201', 'good', 'Carried out', 'plain'],
    [
      'unknown',
      null,
      'unknown',
      'How it ended is unknown',
      'caution',
      'Unknown whether it was carried out',
      'caution',
    ],
  ] as const)(
    'of one that %s with %s, carried out: %s',
    (ended, status, carried_out, words, look, done, doneLook) => {
      const outcome = { ended, status, carried_out };
      expect(headlineOf(outcome)).toEqual({ words, look });
      expect(carriedOutOf(outcome)).toEqual({ words: done, look: doneLook });
    },
  );
});
