import { describe, expect, it } from 'vitest';
import { retryAfter } from '../../src/pasted/retry-after.ts';
import { findings, line, NOW, said } from './facts.ts';

describe('retryAfter', () => {
  const in30 = { seconds: 30, at: '2026-11-20T10:00:30Z' };
  it.each([
    ['Retry-After: 30', in30],
    ['HTTP/2 429\r\nretry-after: 30\r\ndate: x\r\n', in30],
    ['< retry-after: 30', in30],
    ['"Retry-After":["30"]', in30],
    ['{"retry_after": 30}', in30],
    ['{"retryAfter":30,"x":1}', in30],
    ['{\\"retry_after\\":\\"30\\"}', in30],
    ['retry_after=30 level=warn', in30],
    ['{"retry_after_ms": 30000}', in30],
    ['{"retry_after": 29.5}', { seconds: 30, at: '2026-11-20T10:00:29Z' }],
    ['Retry-After: 30s', in30],
    ['Too many requests. Retry after 30 seconds.', in30],
    ['please try again in 5 minutes', { seconds: 300, at: '2026-11-20T10:05:00Z' }],
    ['Retry-After: Fri, 20 Nov 2026 10:00:30 GMT', in30],
    ['Retry-After: Friday, 20-Nov-26 10:00:30 GMT', in30],
    ['Retry-After: Fri Nov 20 10:00:30 2026', in30],
    ['"retry_after": "2026-11-20T10:00:30Z"', in30],
    [`Retry-After: ${NOW / 1000 + 30}`, in30],
    ['Retry-After: Fri, 20 Nov 2026 09:00:00 GMT', { seconds: 0, at: '2026-11-20T09:00:00Z' }],
    ['Retry-After: 0', { seconds: 0, at: '2026-11-20T10:00:00Z' }],
    ['Retry-After: -5', null],
    ['Retry-After: soon', null],
    ['Retry-After: 999999999', null],
    ['Retry-After: Fri, 20 Nov 2096 10:00:30 GMT', null],
    ['Check the Retry-After header.', null],
    ['', null],
  ])('%j', (text, wait) => {
    expect(retryAfter(text, NOW)).toEqual(wait);
  });
});

describe('a rate limit', () => {
  it('says how long to wait, and until when', async () => {
    expect(await said('rate_limited', { text: 'retry-after: 90' })).toBe(
      'Wait 1 min 30 s (Retry-After): retry at 2026-11-20T10:01:30Z or later, not before.',
    );
    expect(await said('rate_limited', '90')).toContain('Wait 1 min 30 s');
    expect(await said('service_unavailable', { text: 'retry-after: 90' })).toContain('Wait 1 min 30 s');
  });

  it('counts from the response, if that is older', async () => {
    const text = (date: string) => `HTTP/2 429\ndate: ${date}\nretry-after: 30\n`;
    expect(await said('rate_limited', { text: text('Fri, 20 Nov 2026 09:44:19 GMT') })).toContain(
      'that ended 15 min 11 s ago, retry now',
    );
    expect(await said('rate_limited', { text: text('Fri, 20 Nov 2026 09:59:50 GMT') })).toContain(
      'Wait 20 s more',
    );
  });

  it.each([
    ['a field', { rest: { 'err.details.retry_after': 90 } }],
    ['a header', { rest: { 'resp_headers.Retry-After': ['90'] } }],
    ['a header, flattened', { rest: { 'resp_headers.Retry-After.0': '90' } }],
    ['a message', { status: 429, message: 'Too many requests. Retry after 90 seconds.' }],
  ])('is read from %s of a log line, counted from that line', async (_, given) => {
    const lines = [line({ time: '2026-11-20T09:59:00Z', ...given })];
    expect(await said('rate_limited', { lines })).toContain('Wait 30 s more');
  });

  it('is not read from a line about something else', async () => {
    const lines = [line({ message: 'upstream timed out, retry in 90 s' })];
    expect(await findings('rate_limited', { lines })).toEqual([]);
  });

  it.each([
    [
      'x-ratelimit-limit: 100\nx-ratelimit-remaining: 0\nx-ratelimit-reset: 60',
      '0 of 100 requests are left in this window; the limit is reset in 1 min, at 2026-11-20T10:01:00Z.',
    ],
    [`X-RateLimit-Reset: ${NOW / 1000 + 60}`, 'reset in 1 min'],
    [`X-RateLimit-Reset: ${NOW + 60_000}`, 'reset in 1 min'],
    ['x-ratelimit-reset: 1m0s', 'reset in 1 min'],
    ['x-rate-limit-reset: 60', 'reset in 1 min'],
    ['RateLimit-Reset: 60', 'reset in 1 min'],
    [`X-RateLimit-Reset: ${NOW / 1000 - 60}`, 'was reset at 2026-11-20T09:59:00Z, 1 min ago'],
    ['X-RateLimit-Remaining: 7', 'so another limit was hit'],
    ['RateLimit: "default";r=0;t=60', '0 requests are left in this window; the limit is reset in 1 min'],
    [
      'RateLimit: limit=100, remaining=0, reset=60',
      '0 of 100 requests are left in this window; the limit is reset in 1 min',
    ],
  ])('%j: %s', async (text, message) => {
    expect(await said('rate_limited', { text })).toContain(message);
  });

  it.each(['100 requests', 'GET /v1/users', '2 workers'])(
    'is not read from a value that is no wait: %s',
    async (value) => {
      expect(await findings('rate_limited', value)).toEqual([]);
    },
  );

  it('without a header says nothing', async () => {
    expect(
      await findings('rate_limited', { text: '{"error":{"code":"rate_limited"}} Check Retry-After header.' }),
    ).toEqual([]);
  });
});

describe('a wait', () => {
  it.each([
    ['Retry-After: 37', 37, 27],
    ['Retry-After: Fri, 20 Nov 2026 10:00:27 GMT', 37, 27],
    ['Retry-After: 5', 5, 0],
    ['x-ratelimit-remaining: 0\nx-ratelimit-reset: 37', 37, 27],
    ['RateLimit: "default";r=0;t=37', 37, 27],
    ['{"retry_after_ms":37000}', 37, 27],
    ['{"message":"Please wait 37 seconds."}', 37, 27],
    ['{"message":"You may ask for this only after 37 seconds."}', 37, 27],
    ['{"message":"Blocked for another 37 seconds"}', 37, 27],
    ['{"retryDelay":"37s"}', 37, 27],
    ['{"message":"Down for maintenance until 2026-11-20T10:00:27Z"}', 27, 27],
    ['FLOOD_WAIT_37', 37, 27],
    ['/cb?error=slow_down&error_description=Please+wait+37+seconds', 37, 27],
  ])(
    'has one answer in the findings and beside them, with and without Date: %s',
    async (text, alone, left) => {
      for (const [date, seconds] of [
        ['', text.includes('GMT') ? left : alone],
        ['Date: Fri, 20 Nov 2026 09:59:50 GMT\n', left],
      ] as const) {
        const paste = `HTTP/1.1 429 Too Many Requests\n${date}${text}\n`;
        const wait = retryAfter(paste, NOW);
        expect(wait?.seconds).toBe(seconds);
        const findings = await said('rate_limited', { text: paste });
        if (seconds > 0) expect(findings).toMatch(new RegExp(`(?:Wait|reset in) ${seconds} s`));
        else expect(findings).toContain('retry now');
        expect(findings).toContain(seconds > 0 ? wait?.at : 'ago');
      }
    },
  );

  it.each([
    'Your token expires in 3600 seconds',
    'available in 3 regions',
    'try one of 5 servers',
    'The certificate is valid until 2026-11-21T10:00:00Z',
  ])('is not read from %s', (text) => {
    expect(retryAfter(text, NOW)).toBeNull();
  });
});
