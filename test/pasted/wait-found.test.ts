import { describe, expect, it } from 'vitest';
import { retryAfter } from '../../src/pasted/retry-after.ts';
import { NOW, said } from '../diagnose/facts.ts';

describe('a wait', () => {
  it.each([
    ['retry after 10', 10],
    ['Retry after: 10 seconds', 10],
    ['retry in 1m30s', 90],
    ['try again in 1 minute 30 seconds', 90],
    ['Retry-After: 1m30s', 90],
    ['| Retry-After | 15 |', 15],
    ['[["retry-after","9"]]', 9],
    ['X-RateLimit-Reset: +60', 60],
    ['RateLimit-Reset: 20', 20],
    [`X-RateLimit-Reset: ${NOW / 1000 + 60}`, 60],
    ['RateLimit-Reset: 20\nRetry-After: 5', 5],
    ['Do not retry for 30 seconds.', 30],
    ['Retry-After: 10 s 5 m', 10],
  ])('is read from %j', (text, seconds) => {
    expect(retryAfter(text, NOW)?.seconds).toBe(seconds);
  });

  it.each([
    'do not retry in 10 seconds loops',
    'never retry in 5 s',
    'retry after 3 attempts',
    'X-RateLimit-Remaining: 7\nX-RateLimit-Reset: 60',
    'X-RateLimit-Reset: -60',
  ])('is not read from %j', (text) => {
    expect(retryAfter(text, NOW)).toBeNull();
  });

  it.each(['soon', '-5', '"later"', '999999999'])('that cannot be read is said to be so: %s', async (raw) => {
    for (const text of [`HTTP/1.1 429\nRetry-After: ${raw}\n`, `{"retry_after": ${raw}}`])
      expect(await said('rate_limited', { text })).toContain(`Retry-After is '${raw.replaceAll('"', '')}'`);
  });

  it('that a sentence only mentions is not', async () => {
    expect(await said('rate_limited', { text: 'Look at Retry-After: it is in the headers.' })).toBe('');
  });

  const two =
    'GET /a → 503 Retry-After: 120 {"code":"service_unavailable"} GET /b → 429 Retry-After: 5 {"code":"rate_limited"}';
  it.each([
    [two, 'rate_limited', 5],
    [two, 'service_unavailable', 120],
    [two, undefined, 120],
    [two, 'not_there', 120],
    ['Retry-After: 120\n{"code":"x"}\nRetry-After: 5\n{"code":"rate_limited"}', 'rate_limited', 5],
    ['rate_limited\nRetry-After: 5', 'rate_limited', 5],
    [
      '{"code":"service_unavailable","retry_after":120}\n{"code":"rate_limited","retry_after":5}',
      'rate_limited',
      5,
    ],
    [
      'HTTP/2 503\nretry-after: 120\n\nHTTP/2 429\nratelimit-reset: 20\n\n{"code":"rate_limited"}',
      'rate_limited',
      20,
    ],
  ])('is that of the block with the code: %j %s', (text, code, seconds) => {
    expect(retryAfter(text, NOW, code)?.seconds).toBe(seconds);
  });

  it('of the block with the code is the one that is said', async () => {
    expect(await said('rate_limited', { text: two })).toContain('Wait 5 s');
  });
});
