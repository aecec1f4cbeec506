import { describe, expect, test } from 'vitest';
import { parseLine } from '../../src/logs/line/parse-line.ts';
import { redact, safeLine } from '../../src/logs/line/safe-line.ts';
import { isSecretName, NO_OWN_NAMES } from '../../src/redact/names.ts';
import { redactText } from '../../src/redact/redact.ts';
import { fc } from '../support/chance.ts';
import { passesOf } from '../support/passes.ts';

const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dBjftJeZ4CVP-mB92K27uhbUJU1p1r';
const PEM = '-----BEGIN RSA PRIVATE KEY-----\nMIIEow\nIBAAKC==\n-----END RSA PRIVATE KEY-----';

/** In characters: so many that the square of it costs far more than the bound. */
const LENGTH = 128_000;
/** In passes through a megabyte: the same for each character as 75 for a megabyte. */
const BOUND = (75 * LENGTH) / 1_000_000;

describe('redactText', () => {
  test.each([
    // By name.
    ['password=hunter2 user=bob', 'password=[redacted] user=bob'],
    ['{"password":"a\\"b c","x":1}', '{"password":"[redacted]","x":1}'],
    [
      '{"b":"{\\"password\\":\\"hun ter2\\",\\"a\\":1}"}',
      '{"b":"{\\"password\\":\\"[redacted]\\",\\"a\\":1}"}',
    ],
    [
      '"{\\"x\\":\\"{\\\\\\"token\\\\\\":\\\\\\"zzz\\\\\\",\\\\\\"b\\\\\\":2}\\"}"',
      '"{\\"x\\":\\"{\\\\\\"token\\\\\\":\\\\\\"[redacted]\\\\\\",\\\\\\"b\\\\\\":2}\\"}"',
    ],
    ["{'password': 'abc', 'u': 1}", "{'password': '[redacted]', 'u': 1}"],
    ['{"otp":123456,"a":[{"otp":1}]}', '{"otp":[redacted],"a":[{"otp":[redacted]}]}'],
    ['cookies={"a":"b"} x=1', 'cookies=[redacted] x=1'],
    ['"credentials":{"user":"bob","list":[1,2]},"x":1', '"credentials":[redacted],"x":1'],
    ['user[password]=hunter2&a=b', 'user[password]=[redacted]&a=b'],
    ['user%5Bpassword%5D=hunter2&a=b', 'user%5Bpassword%5D=[redacted]&a=b'],
    ['Authorization: Bearer abc.def, Host: x', 'Authorization: [redacted] Host: x'],
    ['authorization=Bearer abcdef status=200', 'authorization=[redacted] status=200'],
    ['Authorization: Digest username="bob", response="6629"', 'Authorization: [redacted]'],
    ['curl -H "X-Api-Key: kkk" -v', 'curl -H "X-Api-Key: [redacted]" -v'],
    ['Cookie: sid=abc; theme=dark; x=y next', 'Cookie: [redacted] next'],
    ['dbPassword=x MYTOKEN=y', 'dbPassword=[redacted] MYTOKEN=[redacted]'],
    // Parameters.
    ['GET /cb?code=SplxlOB&state=xyz', 'GET /cb?code=[redacted]&state=xyz'],
    ['/cb?code=word&state=xyz', '/cb?code=[redacted]&state=xyz'],
    ['code=abc&grant_type=authorization_code', 'code=[redacted]&grant_type=authorization_code'],
    ['/x?key=abc&sig=def&a=1', '/x?key=[redacted]&sig=[redacted]&a=1'],
    ['/x#access_token=abc&token_type=bearer', '/x#access_token=[redacted]&token_type=bearer'],
    [
      'to=https%3A%2F%2Fapp%2Fcb%3Fcode%3DSplx%26state%3Dabc%26client_secret%3Ds3',
      'to=https%3A%2F%2Fapp%2Fcb%3Fcode%3D[redacted]%26state%3Dabc%26client_secret%3D[redacted]',
    ],
    ['to=cb%253Fcode%253DSplx%2526state%253Da', 'to=cb%253Fcode%253D[redacted]%2526state%253Da'],
    ['code=SplxlOBeZQQYbYS6WxSbIA status=1', 'code=[redacted] status=1'],
    // By shape.
    ['sent Bearer mF_9.B5f-4.1JqM ok', 'sent Bearer [redacted] ok'],
    ['Basic dXNlcjpwYXNz', 'Basic [redacted]'],
    [`a ${JWT} b`, 'a [redacted] b'],
    [`x%3D${JWT}`, 'x%3D[redacted]'],
    [`before ${PEM} after`, 'before [redacted] after'],
    [`before ${PEM.slice(0, 50)}`, 'before [redacted]'],
    [JSON.stringify({ k: PEM }), '{"k":"[redacted]"}'],
    ['postgres://bob:p@ss/w@host/db', 'postgres://[redacted]@host/db'],
    ['https://tok@host/x', 'https://[redacted]@host/x'],
    ['https://host:8080/@bob', 'https://host:8080/@bob'],
    ['sk_live_abcdefgh12345678', '[redacted]'],
    ['xghp_abcdefghijklmnopqrstuvwxyz0123456789', 'x[redacted]'],
    ['xoxb-1234567890-abcdef', '[redacted]'],
    ['AKIAIOSFODNN7EXAMPLE', '[redacted]'],
    ['AIzaSyA1234567890123456789012345678901', '[redacted]'],
    // People.
    ['mail alice@example.com, bob%40example.co.uk', 'mail a***@example.com, b***%40example.co.uk'],
    ['josé@exämple.de', 'j***@exämple.de'],
    ['paid with 4111 1111 1111 1111 12/26', 'paid with [redacted] 12/26'],
    ['123 4111-1111-1111-1111, 378282246310005', '123 [redacted], [redacted]'],
    ['2026 4111 1111 1111 1111 123', '2026 [redacted] 123'],
    ['T10:00:00.123 4111111111111111', 'T10:00:00.123 [redacted]'],
    ['{"pan":"5555555555554444","a":6011111111111117}', '{"pan":"[redacted]","a":[redacted]}'],
  ])('%s', (text, expected) => {
    expect(redactText(text)).toBe(expected);
  });

  test.each([
    'level=error code=state_conflict status=409 request_id=req_xyz123',
    '{"error":{"code":"state_conflict","message":"x","request_id":"req_xyz123"}}',
    '/cb?error=access_denied&error_description=Consent%20refused&state=af0ifjsldkj',
    'WWW-Authenticate: Bearer realm="api", error="invalid_token", error_description="The token expired"',
    'Bearer token is missing',
    'Basic plan for customers',
    'client_secret: is required',
    'the code client_secret_revoked and invalid_token',
    'token_type=bearer idempotency_key=abc tokens_used=153 cache_key=u:1 public_key=x key=value',
    'code=ECONNREFUSED code=409 code=AccessDenied code=P2002 code=E_ABC-12',
    '4bf92f35-77b3-4da6-a3ce-929d0e0e4736 12345678-4111-1111-1111-111111111111',
    'traceparent 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    'trace_id=4111111111111111 {"span_id":4111111111111111,"time":"4111111111111111"}',
    'req_4111111111111111 id-4111111111111111 0.4111111111111111 4111111111111111ab',
    'ts=1763805600123456789 at 1763805600123 and 1763805600123456',
    '4111111111111112 1234567812345670',
    '2026-11-22T10:00:00.123Z 2026-11-22 10:00:00',
    '{"password":null,"has_password":true,"token":""}',
    'lodash@4.17.21 and user@host',
    'https://api.example/v1?x=1',
  ])('leaves alone: %s', (text) => {
    expect(redactText(text)).toBe(text);
  });

  test('changes nothing the second time', () => {
    const parts = fc.constantFrom(
      'password=',
      '"token":"',
      'code=',
      'Bearer ',
      '://',
      '@a.example',
      '[redacted]',
      ' ',
      '"',
      '\\',
      '{',
      '}',
      '&',
      '%3D',
      'abc1',
      '4111111111111111',
      JWT,
    );
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 12 }), (texts) => {
        const once = redactText(texts.join(''));
        expect(redactText(once)).toBe(once);
      }),
      { numRuns: 1_000 },
    );
  });

  test.each([
    'a',
    '"',
    '\\"',
    '@',
    'a@',
    `${'a'.repeat(63)}"@`,
    '1',
    '1 ',
    '4111111111111111 ',
    '4111111111111112-',
    'eyJ',
    'eyJ.',
    'eyJaaaaaaa.',
    'Bearer ',
    'Basic aaaa ',
    '://',
    'a://b:c@',
    '-----BEGIN PRIVATE KEY-----',
    '-----BEGIN ',
    'code=',
    'key=',
    '(key=',
    'code:',
    'code:{',
    'code="',
    'token:{',
    'token="\\',
    '&code=',
    'key%3D',
    '%',
    '%25',
    'Cookie: a; ',
    'Authorization: Digest ',
    'sk-',
    'SG.aaaaaaaaaaaaaaaa.',
    'ghp_',
    'xoxb-',
    'A',
    '.',
    'a.',
    'password ',
    'password : ',
    '[',
    '\u202e',
    '"value":"',
    "value='",
    '"name":"password",',
    '"token",',
    '<password>',
    'name="password"\\n\\n',
    '-u a:',
    "IDENTIFIED BY '",
    'a:b@tcp(',
    '//a:',
    '"a=b; c=d',
    'AKIAAAAAAAAAAAAAAAAA ',
    'DE89 3704 ',
    'password:\n',
    'token=a"b',
    'a;password=',
    '&password=a ',
    'passphrase: a ',
    'Set-Cookie: a, ',
    '&#61;',
    '%61',
    '\u001b[3',
    '\uff14',
    '4111.',
    'xapp-',
    '"query":{"code":',
    '/a=b',
    ' a=b;',
    'a=b; ',
    'sid=a;%20',
    'ghp_a',
    'key-a',
    'xoxb-a-',
    'live_',
    't1.a',
    'Q~8a',
    'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-',
    '1|',
    'acme_key=',
    'session={',
    'acmeKey:[',
    '"name":"session",value=a',
    'acme key: ',
    'tokens:read ',
    'authorization:{action:',
    '::token::',
  ])('takes linear time for %j, again and again', async (piece) => {
    const text = piece.repeat(LENGTH / piece.length);
    expect(await passesOf(() => redactText(text), BOUND)).toBeLessThan(BOUND);
    expect(await passesOf(() => redactText(`${text}!`), BOUND)).toBeLessThan(BOUND);
  });
});

describe('isSecretName', () => {
  test.each([
    ...[
      'authorization',
      'Proxy-Authorization',
      'cookie',
      'Set-Cookie',
      'access_token',
      'refreshToken',
      'id_token',
    ],
    ...[
      'csrf-token',
      'X-Amz-Security-Token',
      'client_secret',
      'clientSecret',
      'SECRET',
      'secret_value',
      'password',
    ],
    ...[
      'passwd',
      'pwd',
      'db.password',
      'PGPASSWORD',
      'api-key',
      'apiKey',
      'APIKey',
      'x-api-key',
      'private_key',
    ],
    ...[
      'credentials',
      'credentials.user',
      'cookies.theme',
      'authorization.0',
      'code_verifier',
      'card_number',
    ],
    ...['stripe-signature', 'req.headers.authorization', 'authToken', 'authtoken', 'token', 'tokens', 'auth'],
  ])('%s', (name) => {
    expect(isSecretName(name, NO_OWN_NAMES)).toBe(true);
  });

  test.each([
    ...[
      'token_type',
      'token_endpoint',
      'idempotency_key',
      'tokens_used',
      'error_code',
      'code',
      'key',
      'cache_key',
    ],
    ...[
      'public_key',
      'primary_key',
      'client_id',
      'author',
      'authority',
      'secret_version',
      'password_changed_at',
    ],
    ...[
      'token_expires_in',
      'state',
      'error',
      'error_description',
      'request_id',
      'status_code',
      'keyboard',
      'path',
    ],
  ])('not %s', (name) => {
    expect(isSecretName(name, NO_OWN_NAMES)).toBe(false);
  });
});

describe('redact', () => {
  const base = { time: null, source: 'a:1' };

  test('redacts by name at any depth, in lists, and beside a name', () => {
    const rest = {
      'a.b.password': 'x',
      'a.secret.list': ['x', 'y'],
      pin_token: 123_456,
      tokens: 153,
      has_token: true,
      password: null,
      rawHeaders: ['Host', 'h', 'Authorization', 'abc', 'Accept', '*/*'],
      'header.name': 'X-Api-Key',
      'header.value': 'abc',
      note: 'x',
      'alice@example.com': 1,
      card: 4_111_111_111_111_111,
      trace_id: 4_111_111_111_111_111,
      code: 'SplxlOBeZQQYbYS6WxSbIA',
    };
    expect(redact({ ...base, rest }).rest).toEqual({
      'a.b.password': '[redacted]',
      'a.secret.list': '[redacted]',
      pin_token: '[redacted]',
      tokens: 153,
      has_token: true,
      password: null,
      rawHeaders: ['Host', 'h', 'Authorization', '[redacted]', 'Accept', '*/*'],
      'header.name': 'X-Api-Key',
      'header.value': '[redacted]',
      note: 'x',
      'a***@example.com': 1,
      card: '[redacted]',
      trace_id: 4_111_111_111_111_111,
      code: '[redacted]',
    });
  });

  test('redacts every common field', () => {
    const secret = `x ${JWT}`;
    const line = { ...base, level: secret, service: secret, method: secret, path: secret, workspace: secret };
    const text = JSON.stringify(redact({ ...line, message: secret, code: secret }));
    expect(text).not.toContain('eyJ');
    expect(text.match(/\[redacted\]/g)).toHaveLength(7);
  });

  test('keeps names that redaction made equal apart', () => {
    const rest = { 'amy@example.com': 1, 'ann@example.com': 2 };
    expect(redact({ ...base, rest }).rest).toEqual({ 'a***@example.com': 1, 'a***@example.com (2)': 2 });
  });
});

/** A secret that no shape gives away: only its name does. */
const plainSecret = fc.stringMatching(/^[A-Za-z0-9]{12}$/).map((text) => `Zq${text}qZ`);
const secretName = fc.constantFrom(
  'password',
  'client_secret',
  'accessToken',
  'x-api-key',
  'Authorization',
  'refresh_token',
);
const shapedSecret = fc.constantFrom(
  JWT,
  'sk_live_4eC39HqLyjWDarjtT1zdp7dc',
  'ghp_abcdefghijklmnopqrstuvwxyz0123456789',
  'xoxb-123456789012-abcdefABCDEF',
  'AKIAIOSFODNN7EXAMPLE',
  'Bearer mF_9.B5f-4.1JqM9x',
  'Basic dXNlcjpwYXNzd29yZA==',
  PEM,
  '4111 1111 1111 1111',
  'postgres://bob:hunter2hunter2@db/x',
);

/** Places in a line where a named secret may stand. */
const namedPlaces: ((name: string, secret: string) => string)[] = [
  (name, secret) => JSON.stringify({ id: 'req_1', [name]: secret }),
  (name, secret) => JSON.stringify({ id: 'req_1', req: { headers: { [name]: secret } } }),
  (name, secret) => JSON.stringify({ id: 'req_1', req: { headers: { [name]: [secret, secret] } } }),
  (name, secret) =>
    JSON.stringify({
      id: 'req_1',
      headers: [
        { name, value: secret },
        { name: 'a', value: 'b' },
      ],
    }),
  (name, secret) => JSON.stringify({ id: 'req_1', header: { key: name, value: secret } }),
  (name, secret) => JSON.stringify({ id: 'req_1', rawHeaders: ['Host', 'x', name, secret] }),
  (name, secret) => JSON.stringify({ id: 'req_1', body: JSON.stringify({ a: 1, [name]: secret, b: 2 }) }),
  (name, secret) =>
    JSON.stringify({ id: 'req_1', m: JSON.stringify({ n: JSON.stringify({ [name]: secret, b: 2 }) }) }),
  (name, secret) =>
    `{"id":"req_1","deep":${'{"a":'.repeat(20)}${JSON.stringify({ [name]: secret })}${'}'.repeat(20)}}`,
  (name, secret) => JSON.stringify({ id: 'req_1', url: `/x?a=1&${name}=${secret}&b=2` }),
  (name, secret) =>
    JSON.stringify({ id: 'req_1', to: encodeURIComponent(`https://a/x?${name}=${secret}&b=2`) }),
  (name, secret) => JSON.stringify({ id: 'req_1', msg: `login with ${name}=${secret} failed` }),
  (name, secret) => JSON.stringify({ id: 'req_1', msg: `sent\n${name}: ${secret}\nHost: x` }),
  (name, secret) => `level=info id=req_1 ${name}=${secret} status=200`,
  (name, secret) => `level=info id=req_1 ${name}="${secret} ${secret}" status=200`,
  (name, secret) => `2026-11-22T10:00:00Z INFO req_1 ${name}: ${secret}`,
  (name, secret) =>
    `10.0.0.1 - - [22/Nov/2026:10:00:00 +0000] "GET /x?${name}=${secret}&id=req_1 HTTP/1.1" 200 1`,
  (name, secret) =>
    `10.0.0.1 - - [22/Nov/2026:10:00:00 +0000] "GET / HTTP/1.1" 200 1 "https://a/?${name}=${secret}" "req_1"`,
  (name, secret) =>
    JSON.stringify({ log: `id=req_1 ${name}=${secret}\n`, stream: 'stdout', time: '2026-11-22T10:00:00Z' }),
  (name, secret) => `{"id":"req_1","broken":{"${name}":"${secret}","x":`,
];

const shapedPlaces: ((secret: string) => string)[] = [
  (secret) => JSON.stringify({ id: 'req_1', note: secret }),
  (secret) => JSON.stringify({ id: 'req_1', msg: `saw ${secret} there` }),
  (secret) => JSON.stringify({ id: 'req_1', [secret]: 1 }),
  (secret) => JSON.stringify({ id: 'req_1', list: ['a', secret, 'b'] }),
  (secret) => JSON.stringify({ id: 'req_1', path: `/x/${secret}` }),
  (secret) => JSON.stringify({ id: 'req_1', service: secret, workspace: secret, level: secret }),
  (secret) => JSON.stringify({ id: 'req_1', body: JSON.stringify({ x: { y: secret } }) }),
  (secret) => JSON.stringify({ id: 'req_1', pad: 'x'.repeat(480), msg: `${'pad '.repeat(495)}${secret}` }),
  (secret) => `req_1 ${secret}`,
  (secret) => `id=req_1 note="${secret.replaceAll('\n', '\\n')}"`,
];

describe('a planted secret never leaves', () => {
  const leave = (text: string) => {
    const lines = parseLine(text.replaceAll('\n', '\\n'), { source: 'a:1', id: 'req_1' });
    expect(lines).toHaveLength(1);
    return JSON.stringify(lines.map(({ line }) => safeLine(line)));
  };

  test('under any secret name, in any place', () => {
    fc.assert(
      fc.property(secretName, plainSecret, fc.nat(namedPlaces.length - 1), (name, secret, index) => {
        expect(leave(namedPlaces[index]?.(name, secret) ?? '')).not.toContain(secret.slice(0, 9));
      }),
      { numRuns: 3_000 },
    );
  });

  test('of any known shape, in any place', () => {
    fc.assert(
      fc.property(shapedSecret, fc.nat(shapedPlaces.length - 1), (secret, index) => {
        const left = leave(shapedPlaces[index]?.(secret) ?? '');
        for (const word of secret.split(/[\s:/@.-]+/).filter((part) => /\d/.test(part) && part.length >= 4)) {
          expect(left).not.toContain(word);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
