import { describe, expect, it } from 'vitest';
import { redact } from '../../src/logs/line/safe-line.ts';
import { redactText } from '../../src/redact/redact.ts';

/** As no person writes it. */
const VALUE = ['q7Rt2', 'Lm9Xw', '4Zk8V', 'b3Np'].join('');

/** Names under which a generated value is a secret. */
const NAMES = `
  acme_key acmeKey ACME_KEY acme-key hmac_key signing_keys x-functions-key stripeKey
  db_pass dbpass smtppass userPass DB_PW pw bindpw bind_pw rootpw psk wpa_psk creds aws_creds
  registry_auth proxy_auth _auth session _rails_session laravel_session connect.sid PHPSESSID JSESSIONID
  ASP.NET_SessionId PLAY_SESSION ci_session user_session _gitlab_session .AspNetCore.Session SSESS0123456789abcdef
  wordpress_logged_in_0123456789abcdef remember_web_0123456789abcdef koa.sess cf_clearance SAPISID
  kubeconfig contraseña contrasenya mot_de_passe motdepasse mdp passwort kennwort senha wachtwoord hasło heslo
  lösenord salasana jelszó şifre κωδικός пароль секрет 密码 密碼 口令 パスワード 비밀번호 clé llave chave schlüssel ключ 密钥
`
  .trim()
  .split(/\s+/);

/** Under these the same value is an id, or what something is found by. */
const PLAIN_NAMES = `
  primary_key cache_key cacheKey sort_key partition_key idempotency_key routing_key object_key lookup_key lock_key
  request_id trace_id monkey turkey public_key version name slug author session_count
`
  .trim()
  .split(/\s+/);

const FORMS: ((name: string, value: string) => string)[] = [
  (name, value) => `loaded ${name}=${value} at start`,
  (name, value) => `loaded ${name}: ${value} at start`,
  (name, value) => JSON.stringify({ a: 1, [name]: value }),
  (name, value) => JSON.stringify({ body: JSON.stringify({ [name]: value }) }),
  (name, value) => JSON.stringify([{ name, value }]),
  (name, value) => `GET /x?a=1&${name}=${value}&b=2 200`,
];

describe('a generated value', () => {
  it.each(NAMES)('is hidden under %s', (name) => {
    for (const form of FORMS) {
      const left = redactText(form(name, VALUE));
      expect(left).toContain('[redacted]');
      expect(left).not.toContain(VALUE);
      expect(redactText(left)).toBe(left);
    }
    const fields = redact({ time: null, source: 'a:1', rest: { [name]: VALUE, [`in.${name}`]: VALUE } });
    expect(JSON.stringify(fields)).not.toContain(VALUE);
  });

  it.each(PLAIN_NAMES)('stays under %s', (name) => {
    for (const form of FORMS.slice(0, 5)) expect(redactText(form(name, VALUE))).toBe(form(name, VALUE));
    const line = { time: null, source: 'a:1', rest: { [name]: VALUE } };
    expect(redact(line)).toEqual(line);
  });

  it.each(['acme key', 'acme API key', 'Acme-Key', 'the license key', 'session id'])(
    'is hidden behind %s',
    (words) => {
      expect(redactText(`could not use ${words}: ${VALUE}.`)).toBe(`could not use ${words}: [redacted]`);
    },
  );
});

describe('a plain value', () => {
  it.each([
    `key=${VALUE}`,
    'acme_key=blue',
    'acmeKey: "users/42/avatar.png"',
    'session=closed',
    'laravel_session: expired',
    'registry_auth=basic',
    'kubeconfig=/home/deploy/.kube/config-2026',
    'acme_key=2026-11-22T10:00:00.123Z',
    'acme_key=1763805600123456',
    'acme_key=10.0.0.1:8080',
    'acme_key=order-2026-11-eu-west-1',
    'acme_key=CustomerAddressUpdatedV2',
    'acme key: user:42',
  ])('stays: %s', (text) => {
    expect(redactText(text)).toBe(text);
  });
});

describe('cookies in a column', () => {
  const TIME =
    '2026-11-22\t10:00:00\tFRA56-P5\t2390\t192.0.2.10\tGET\td111.cloudfront.net\t/x\t200\t-\tcurl/8.5\t-';
  it.each([
    `session=${VALUE};%20theme=dark`,
    'theme=dark;%20lang=en',
    'theme=dark;%2520lang=en',
    `theme=dark;+sid=${VALUE}`,
    `theme=dark; _rails_session=${VALUE}`,
    `PHPSESSID=${VALUE}; theme=dark`,
    `foo=${VALUE}; theme=dark`,
    `theme=dark;foo=${VALUE}`,
  ])('are hidden: %s', (cookies) => {
    for (const text of [`${TIME}\t${cookies}\tHit\treq_1`, `10.0.0.1 GET /x ${cookies} 200`]) {
      const left = redactText(text);
      expect(left).not.toContain(VALUE);
      expect(left).not.toMatch(/theme|dark|lang/);
      expect(left).toMatch(/(?:\treq_1| 200)$/);
      expect(redactText(left)).toBe(left);
    }
  });

  it.each([
    'Content-Type: text/html; charset=utf-8; boundary=q7Rt2Lm9Xw4Zk8Vb3Np',
    'a=1; b=2',
    'max-age=31536000; includeSubDomains',
    'Forwarded: for=192.0.2.60; proto=http; by=203.0.113.43',
    'Server=db1;Database=app;Encrypt=true',
    '<a href="/x?a=1&amp;b=2;c=3">',
  ])('are none: %s', (text) => {
    expect(redactText(text)).toBe(text);
  });
});
