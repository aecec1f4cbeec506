import { describe, expect, it } from 'vitest';
import { fc } from '../support/chance.ts';
import { findings, line, said, suggestion } from './facts.ts';

const CODE = 'redirect_uri_invalid';
const GOOD = 'https://app.example.com/cb';

describe('a redirect URI', () => {
  it.each([
    ['callback', 'is not a URL'],
    ['/callback', 'is only a path'],
    ['', 'is empty'],
    ['https://', 'has no host'],
    ['https://app.example.com:99999/cb', 'above 65535'],
    ['https://app.example.com:port/cb', 'port is not a number'],
    ['https://exa%00mple.com/', 'cannot be one'],
    ['javascript:alert(1)', "'javascript:', which is forbidden"],
    ['data:text/html,x', "'data:', which is forbidden"],
    ['file:///tmp/cb', "'file:', which is forbidden"],
    ['mailto:a@example.com', 'no browser is redirected'],
    ['myapp://callback', "'myapp:', a custom one"],
    ['https://*.example.com/cb', 'a wildcard'],
    ['https://{HOST}/cb', "'{HOST}'"],
    ['https://$HOST/cb', 'placeholder'],
    ['https://<your-host>/cb', 'placeholder'],
    ['https://your-domain.com/cb', "'your-domain'"],
    ['https://app .example.com/cb', 'a space at position 12'],
  ])('%s: %s, and no correction is known', async (uri, problem) => {
    expect(await said(CODE, uri)).toContain(problem);
    expect(await suggestion(CODE, uri)).toBeUndefined();
  });

  it.each([
    ['app.example.com/cb', 'has no scheme', GOOD],
    ['//app.example.com/cb', 'has no scheme', GOOD],
    ['app.example.com:8443/cb', 'has no scheme', 'https://app.example.com:8443/cb'],
    ['https//app.example.com/cb', 'lacks the colon', GOOD],
    ['https:/app.example.com/cb', 'lacks the two slashes', GOOD],
    ['https:app.example.com/cb', 'lacks the two slashes', GOOD],
    ['https://https://app.example.com/cb', 'scheme twice', GOOD],
    ['htps://app.example.com/cb', "misspelled scheme, 'htps'", GOOD],
    ['https:\\\\app.example.com\\cb', 'a backslash', GOOD],
    ['http://app.example.com/cb', 'is plain http', GOOD],
    ['http://app.example.com:80/cb', 'is plain http', GOOD],
    [`${GOOD}#top`, 'RFC 6749 section 3.1.2 forbids', GOOD],
    [` ${GOOD}\n`, 'whitespace around', GOOD],
    [`"${GOOD}"`, 'in quotes', GOOD],
    [`<${GOOD}>`, 'in quotes', GOOD],
    ['https://app.example.com/call back', 'a space at position 29', 'https://app.example.com/call%20back'],
    ['https%3A%2F%2Fapp.example.com%2Fcb', 'percent-encoded as a whole', GOOD],
    ['https%253A%252F%252Fapp.example.com%252Fcb', 'percent-encoded as a whole twice', GOOD],
    ['https://app.exa\u200bmple.com/cb', 'U+200B) at position 16', GOOD],
    ['https://app.example.com/cb?a=1&amp;b=2', 'HTML escaping', `${GOOD}?a=1&b=2`],
    ['https://joe:hunter2@app.example.com/cb', 'user name or password', GOOD],
  ])('%s: %s, corrected to %s', async (uri, problem, better) => {
    expect(await said(CODE, uri)).toContain(problem);
    expect(await suggestion(CODE, uri)).toBe(better);
  });

  it.each([
    'http://localhost:3000/cb',
    'https://localhost/cb',
    'localhost:3000/cb',
    'http://app.localhost/cb',
    'http://LOCALHOST./cb',
    'http://127.0.0.1/cb',
    'http://127.1/cb',
    'http://2130706433/cb',
    'http://0x7f.0.0.1/cb',
    'http://0.0.0.0:3000/cb',
    'http://[::1]:3000/cb',
    'http://[::ffff:127.0.0.1]/cb',
  ])('%s points to this machine', async (uri) => {
    for (const code of [CODE, 'redirect_uri_localhost_only_dev']) {
      expect(await said(code, uri)).toContain('points to');
      expect(await suggestion(code, uri)).toBeUndefined();
    }
  });

  it('that breaks no rule is said to', async () => {
    expect(await findings(CODE, GOOD)).toEqual([
      { message: expect.stringContaining('breaks no documented rule') },
    ]);
  });

  it.each([
    [`${GOOD} ${GOOD}/`, "in the path: '/cb' against '/cb/' (a trailing slash)"],
    [`${GOOD}\n${GOOD.replace('cb', 'CB')}`, "in the path: '/cb' against '/CB' (upper and lower case)"],
    [`${GOOD}, https://app.example.com:8443/cb`, "in the port: none against '8443'"],
    [
      `${GOOD} vs https://www.app.example.com/cb`,
      "in the host: 'app.example.com' against 'www.app.example.com' (www.)",
    ],
    [`${GOOD} != ${GOOD}?a=1`, "in the query: none against '?a=1'"],
    [
      `https://a.example.com/a%2Fb https://a.example.com/a/b`,
      "in the path: '/a%2Fb' against '/a/b' (percent-encoding)",
    ],
  ])('%j differs %s', async (uris, difference) => {
    expect(await said(CODE, uris)).toContain(`The two redirect URIs differ ${difference}`);
  });

  it('inside the query of another one is no second one', async () => {
    expect(await said(CODE, `${GOOD}?next=https://b.example.com/`)).not.toContain('differ');
  });

  it.each([
    ['a message', { text: `{"error":{"message":"'myapp://callback' is not a valid redirect URI"}}` }],
    ['a field', { text: '{"redirect_uri": "myapp://callback"}' }],
    ['a form', { text: 'redirect_uri=myapp%3A%2F%2Fcallback&x=1' }],
    ['a log field', { lines: [line({ rest: { 'params.redirectUri': 'myapp://callback' } })] }],
    [
      "a log line's path",
      { lines: [line({ path: '/oauth/authorize?redirect_uri=myapp%3A%2F%2Fcallback' })] },
    ],
  ])('is read from %s', async (_, given) => {
    expect(await said(CODE, given)).toContain("The redirect URI 'myapp://callback' (in the");
  });

  it('that a log shows and that is fine says nothing', async () => {
    expect(await findings(CODE, { lines: [line({ rest: { redirect_uri: GOOD } })] })).toEqual([]);
  });

  it('never shows its password or a secret of its query', async () => {
    const uris =
      'https://joe:hunter2@a.example.com/cb?code=Xy12 https://joe:hunter3@a.example.com/cb?code=Zz34';
    const text = JSON.stringify(await findings(CODE, uris));
    for (const secret of ['hunter2', 'hunter3', 'Xy12', 'Zz34']) expect(text).not.toContain(secret);
  });

  it('that is corrected has no problem left', async () => {
    const part = fc.constantFrom(
      'http',
      'https',
      '://',
      ':/',
      'a.example.com',
      'localhost',
      '127.1',
      ':80',
      '/',
      'cb',
      '?a=b',
      '#f',
      ' ',
      '*',
      '\\',
      '@',
      'u:p@',
      '{X}',
      '%3A%2F%2F',
      '&amp;',
      'é',
      '\u200b',
      '"',
      '[::1]',
      '.',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 9 }), async (parts) => {
        const better = await suggestion(CODE, parts.join(''));
        if (better !== undefined) expect(await said(CODE, better)).toContain('breaks no documented rule');
      }),
      { numRuns: 2000 },
    );
  });
});
