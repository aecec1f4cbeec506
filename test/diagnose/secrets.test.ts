import { describe, expect, it } from 'vitest';
import { findings } from './facts.ts';

/** As no person writes it. */
const SECRET = ['q7Rt2', 'Lm9Xw', '4Zk8V', 'b3NpA'].join('');

const GIVEN: [string, string?][] = [
  // Addresses that are secrets themselves.
  [`https://hooks.slack.com/services/T0001/B0001/${SECRET}`],
  [`http://hooks.slack.com/services/T0001/B0001/${SECRET}`],
  [`https://hooks.slack.com/triggers/T0001/12345/${SECRET}`],
  [`https://discord.com/api/webhooks/123456789012345678/${SECRET}-x`],
  [`https://discordapp.com/api/v10/webhooks/123456789012345678/${SECRET}`],
  [`https://api.telegram.org/bot123456789:AA${SECRET}x/getMe`],
  [`https://acme.webhook.office.com/webhookb2/${SECRET}@x/IncomingWebhook/${SECRET}`],
  // Values that go on behind a mark.
  [`https://app.example.com/cb?code=4/${SECRET}`],
  ['https://app.example.com/cb?code=4/plainwords', 'plainwords'],
  ['https://app.example.com/cb?token=a:hunter', 'hunter'],
  ['http://app.example.com/cb?access_token=a/hunter', 'hunter'],
  ['https://joe:hunter@app.example.com/cb', 'hunter'],
  ['joe:hunter@app.example.com/cb', 'hunter'],
  // People.
  ['http://app.example.com/in?to=joe.doe@example.org', 'joe.doe'],
  ['https://app.example.com/in/joe.doe%40example.org', 'joe.doe'],
  ['joe.doe@example.org', 'joe.doe'],
  // Bare, without a name.
  [SECRET],
  [`https://app.example.com/${SECRET}/`],
];

describe('what is secret in a value', () => {
  it.each(GIVEN)('is in no finding: %s', async (value, secret = SECRET) => {
    for (const code of [
      'webhook_url_invalid',
      'redirect_uri_invalid',
      'workspace_slug_invalid',
      'workspace_slug_taken',
      'workspace_slug_reserved',
      'validation_failed',
      'invalid_token',
      'invalid_grant',
    ]) {
      const given = [{ value }, { text: `{"error":{"field":"url","value":${JSON.stringify(value)}}}` }];
      for (const each of given) {
        const shown = JSON.stringify(await findings(code, each));
        expect(shown.toLowerCase(), code).not.toContain(secret.toLowerCase());
        expect(shown, code).not.toContain('[hidden]');
      }
    }
  });

  it.each(['https://hooks.example.com/in', 'https://app.example.com/v2/orders/42?state=new'])(
    'is not seen in %s',
    async (value) => {
      expect(JSON.stringify(await findings('webhook_url_invalid', { value }))).toContain(
        `curl -I '${value}'`,
      );
    },
  );
});
