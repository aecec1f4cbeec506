import { describe, expect, test } from 'vitest';
import { redact } from '../../src/logs/line/safe-line.ts';
import { isSecretName, NO_OWN_NAMES } from '../../src/redact/names.ts';
import { redactText } from '../../src/redact/redact.ts';

/** Each text holds the secret `Zq7…`, `hunter2x` or one of a shape of its own, behind it where it is another. */
const PLANTED: [string, string?][] = [
  ['call failed\\npaid_with: 5136664765429120', '5136664765429120'],
  // Disguised.
  ['pass\u200bword=hunter2x'],
  ['\u001b[32mpassword\u001b[0m=hunter2x'],
  ['\\u001b[32mpassword\\u001b[0m=hunter2x'],
  ['\uff50\uff41\uff53\uff53\uff57\uff4f\uff52\uff44=hunter2x'],
  [
    '\uff14\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11',
    '\uff11',
  ],
  ['password&#61;hunter2x'],
  ['password&#x3d;hunter2x'],
  ['password&equals;hunter2x'],
  ['/x?p%61ssword=hunter2x&a=1'],
  ['/x?p%2561ssword=hunter2x&a=1'],
  ['Authorization%3A%20Bearer%20hunter2xhunter2x'],
  ['{\\"p\\u0061ssword\\":\\"hunter2x\\"}'],
  // The name beside the value.
  ['{"body":"[{\\"name\\":\\"password\\",\\"value\\":\\"hunter2x\\"}]"}'],
  ['{"b":"{\\"rawHeaders\\":[\\"Authorization\\",\\"hunter2x\\"]}"}'],
  ["headers: [ 'X-Api-Key', 'kkkkkkkk' ]", 'kkkk'],
  ["[(b'host', b'h'), (b'authorization', b'hunter2x')]"],
  ['[{"Name":"password","Value":"hunter2x"}]'],
  ['[{"k":"api_key","v":"hunter2x"}]'],
  ['[{"key":"api_key","value":"hunter2x"}]'],
  ['[{"value":"hunter2x","name":"password"}]'],
  ['{"loc":["body","password"],"input":"hunter2x"}'],
  ['{"type":"t","loc":["body","password"],"msg":"Too short","input":"hunter2x"}'],
  // Tokens.
  ['eyJhbGciOiJkaXIifQ..aXZpdml2.Y3RjdGN0.dGFndGFn', 'aXZp'],
  ['eyJhbGciOiJkaXIifQ%2EeyJzdWIiOiIx%2EdBjftJeZ', 'dBjf'],
  ['cut off: eyJhbGciOiJkaXIi', 'eyJ'],
  // Whole values.
  ["password=ab'cd99&x=1", 'cd99'],
  ['password=ab<cd99&x=1', 'cd99'],
  ['password=ab\\cd99&x=1', 'cd99'],
  ['a=1&password=ab cd99&x=1', 'cd99'],
  ['Server=h;Password=ab cd99;User=x', 'cd99'],
  ['token: Some("hunter2x")'],
  ["password: b'hunter2x'"],
  ['Authorization: SSWS 00hunter2x'],
  ['Authorization: Custom hunter2x'],
  ['Authorization:                                Bearer                     hunter2x'],
  ['password:\n  hunter2x\nuser: bob'],
  ['password: |\n  hunter2x\nuser: bob'],
  ['Set-Cookie: a=b1; Path=/; Expires=Wed, 21 Oct 2026 07:28:00 GMT; HttpOnly, foo=hunter2x; Secure'],
  ['Set-Cookie: a=b1, foo=hunter2x'],
  ['sent Bearer token hunter2xabc'],
  ['BEARER "hunter2x"'],
  ['Authorization: BEARER "hunter2x"'],
  ['passphrase: correct horse battery staple', 'battery'],
  ['seed_phrase: abandon ability able about', 'able'],
  ['token: "abcdefg" expired', 'abcdefg'],
  // Codes.
  ['{"query":{"code":"hunter"}}', 'hunter'],
  ['query.code=hunter', 'hunter'],
  ['{\\"params\\":{\\"a\\":1,\\"code\\":\\"hunter\\"}}', 'hunter'],
  // Shapes.
  ['https://hooks.slack.com/services/T000/B000/XXhunter2x'],
  ['https://discord.com/api/webhooks/123456789/hunter2x_abc'],
  ['https://api.telegram.org/bot123456789:AAhunter2xhunter2xhunter2x/getMe'],
  ['xapp-1-A0-1-hunter2x'],
  ['GOCSPX-hunter2xhunter2x'],
  ['1//0hunter2xhunter2xhu'],
  ['pypi-hunter2xhunter2xhu'],
  ['rubygems_0123456789abcdef0123', '0123'],
  ['lin_api_hunter2xhunter2x'],
  ['dapi0123456789abcdef0123456789abcdef', '0123'],
  ['hvs.hunter2xhunter2xhunter2x'],
  ['PMAK-0123456789abcdef01234567-0123', '0123'],
  ['sq0csp-hunter2xhunter2xhunter2x'],
  ['SK0123456789abcdef0123456789abcdef', '0123'],
  ['key-0123456789abcdef0123456789abcdef', '0123'],
  ['v4.local.hunter2xhunter2xhunter2x'],
  ['Fe26.2**hunter2x*abc*def'],
  ['AKIAIOSFODNN7EXAMPLE wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', 'bPxR'],
  ['bob:hunter2x@tcp(db:3306)/x'],
  ['jdbc:oracle:thin:scott/hunter2x@//h:1521/x'],
  ['scott/hunter2x@db:1521/x'],
  ['see //bob:hunter2x@h/x'],
  ['"postgres:\\/\\/bob:hunter2x@h\\/x"'],
  ['postgres%3A%2F%2Fbob%3Ahunter2x%40h'],
  [`https://bob:${'a1'.repeat(300)}hunter2x@h/`],
  ['["-----BEGIN PRIVATE KEY-----","MIIEhunter2x","abc","-----END PRIVATE KEY-----"]'],
  ['-----BEGIN%20PRIVATE%20KEY-----%0AMIIEhunter2x%0A-----END%20PRIVATE%20KEY-----'],
  ['<password>hunter2x</password>'],
  ['<a:Password type="x"><![CDATA[hunter2x]]></a:Password>'],
  ['form-data; name="password"\r\n\r\nhunter2x\r\n--b'],
  ['form-data; name=\\"password\\"\\r\\n\\r\\nhunter2x\\r\\n--b'],
  ["CREATE USER bob IDENTIFIED BY 'hunter2x'"],
  ["ALTER ROLE bob WITH PASSWORD 'hunter2x'"],
  ['mysql --password hunter2x -h db'],
  ['["mysql","--password","hunter2x"]'],
  ['curl -u bob:hunter2x https://h'],
  ['curl --user bob:hunter2x https://h'],
  ['GET /reset-password/0123456789abcdef0123 200', '0123456789'],
  ['GET /magic-link/550e8400-e29b-41d4-a716-446655440000 200', '446655440000'],
  ['GET /x;jsessionid=hunter2x?a=1'],
  ...['.', '_', '+', '%20', '\u00a0', ' ', '-'].map((mark): [string, string] => [
    `paid with 4111 1111 1111 1111 today`.replace(/(?<=\d) (?=\d)/g, mark),
    `1111${mark}1111`,
  ]),
  ['to DE89 3704 0044 0532 0130 00', '3704'],
  ['to GB82WEST12345698765432', 'WEST'],
  ['the key 0123456789abcdef0123456789abcdef', '0123'],
  ['the token "aB3dEfGhIjKlMnOpQrStUvWxYz0123456789"', 'aB3d'],
  ['{"kty":"EC","d":"aB3dEfGhIjKlMnOpQrStUvWxYz0123456789aB3dEfG"}', 'aB3d'],
  // Access logs.
  ['10.0.0.1 - - [x] "GET / HTTP/1.1" 200 1 "theme=dark; foo=hunter2x"'],
  ['10.0.0.1 - bob:hunter2x [22/Nov/2026:10:00:00 +0000] "GET /"'],
];

describe('a secret is redacted', () => {
  test.each(PLANTED)('%s', (text, secret = 'hunter2x') => {
    const left = redactText(text);
    expect(left).toContain('[redacted]');
    expect(left).not.toContain(secret);
    expect(redactText(left)).toBe(left);
  });
});

describe('what stands beside a secret stays', () => {
  test.each([
    ['Server=h;Password=a b;User=x', 'Server=h;Password=[redacted];User=x'],
    ['Server=h;Password=ab;User=x', 'Server=h;Password=[redacted];User=x'],
    ['GET /x;jsessionid=ab12?a=1', 'GET /x;jsessionid=[redacted]?a=1'],
    ["password=ab'cd99&x=1", 'password=[redacted]&x=1'],
    ["call('password=abc', 1)", "call('password=[redacted]', 1)"],
    ['authorization=Bearer abcdef status=401', 'authorization=[redacted] status=401'],
    ['token=abc status=401 code=invalid_token', 'token=[redacted] status=401 code=invalid_token'],
    ['password: hunter2x was rejected', 'password: [redacted] was rejected'],
    ['<password>x1</password><code>409</code>', '<password>[redacted]</password><code>409</code>'],
    ['a\u200b b password=x1 c', 'a\u200b b password=[redacted] c'],
    ['["-----BEGIN PRIVATE KEY-----","MII","-----END PRIVATE KEY-----","x"]', '["[redacted]","x"]'],
  ])('%s', (text, expected) => {
    expect(redactText(text)).toBe(expected);
  });
});

describe('isSecretName', () => {
  test.each(
    `pass smtp_pass DB_PASS pin cvv cvv2 security_code sid session_id sessionId sessionid JSESSIONID PHPSESSID connect.sid
    csrf _csrf xsrf hmac x-hmac x-auth recovery_codes backup_code seed_phrase mnemonic sms_code otp login_code user_code
    oauth_code device_code magic_link password_reset_url dsn SENTRY_DSN connection_string connectionString passwort
    contrase\u00f1a mot_de_passe password1 token2 apiKey2 api_key_2 pass\u200bword`.split(/\s+/),
  )('%s', (name) => {
    expect(isSecretName(name, NO_OWN_NAMES)).toBe(true);
  });

  test.each(
    `token_id secret_id api_key_id status_code exit_code reset_at csrf_check passed bypass compass side spin design
    correlation_id request_id user_id link url string invalid_token_error sha256 oauth2`.split(/\s+/),
  )('not %s', (name) => {
    expect(isSecretName(name, NO_OWN_NAMES)).toBe(false);
  });
});

test('in fields', () => {
  const rest = {
    'headers.0.Name': 'X-Api-Key',
    'headers.0.Value': 'hunter2x',
    'p.k': 'password',
    'p.v': 'hunter2x',
    'detail.loc': ['body', 'password'],
    'detail.input': 'hunter2x',
    'query.code': 'hunter2x',
    'jwk.d': 'hunter2xhunter2xhunter2xhunter2xhunter2xhunter2x',
    pem: ['-----BEGIN PRIVATE KEY-----', 'hunter2x', '-----END PRIVATE KEY-----'],
    remote_user: 'bob:hunter2x',
    extra: '"theme=dark; foo=hunter2x"',
    'pass\u200bword': 'hunter2x',
    'p%61ssword': 'hunter2x',
    pin: 1234,
  };
  const line = redact({ time: null, source: 'a/token=hunter2x/b.log:12', rest });
  expect(JSON.stringify(line)).not.toMatch(/hunter2x|1234/);
  expect(line.source).toMatch(/:12$/);
});
