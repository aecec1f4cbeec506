import { expect, test } from 'vitest';
import { ownNames, redactText } from '../../src/redact/redact.ts';

test("a text that was found to hold no secret is looked through again for names of one's own, and under a name", () => {
  const digits = '4111111111111111';
  const own = ownNames(['badge']);
  const plain = redactText('badge=7731-blue');
  expect(plain).toBe('badge=7731-blue');
  expect(redactText('badge=7731-blue', own)).toBe('badge=[redacted]');
  expect(redactText('badge=7731-blue')).toBe(plain);
  expect(redactText(digits, undefined, 'trace_id')).toBe(digits);
  expect(redactText(digits)).not.toContain(digits);
});
