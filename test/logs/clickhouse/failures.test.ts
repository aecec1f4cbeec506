import { describe, expect, test } from 'vitest';
import { Exception, failureOf } from '../../../src/logs/clickhouse/table-client.ts';
import { redactText } from '../../../src/redact/redact.ts';

const withCode = (code: string) => Object.assign(new Error('It failed.'), { code });
const THROWN: readonly unknown[] = [
  ...[516, 497, 60, 16, 158, 202, 159, 210, 49].map((code) => new Exception(code, 'NAME')),
  ...['ECONNREFUSED', 'EPROTO', 'ECONNRESET', 'ETIMEDOUT'].map(withCode),
  ...[new SyntaxError('No JSON.'), new Error('A page.')],
];

describe('the words of a failure', () => {
  test.each(THROWN)(
    'of %s are none that look like a secret, and say whether to retry or whom to tell',
    (thrown) => {
      const { message } = failureOf(thrown, { queryId: 'error-catalog-mcp-1', time: 1_000 });
      expect(redactText(message)).toBe(message);
      expect(message).toMatch(/Retry after 10 seconds|whoever runs this server/);
    },
  );
});
