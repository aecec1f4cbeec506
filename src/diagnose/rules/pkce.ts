import { createHash } from 'node:crypto';
import { trimEnd } from '../../text/trim.ts';
import { fieldsIn } from '../read/evidence.ts';
import type { Facts, Finding } from '../rule.ts';

/** Whether a pasted code_verifier can be one, and fits the challenge beside it. Source: RFC 7636 sections 4.1, 4.6. */
export function pkce({ text }: Facts): Finding[] {
  const verifier = fieldsIn(text, ['code_verifier'])[0];
  if (verifier === undefined || /^[[<$]/.test(verifier)) return [];
  if (verifier.length < 43 || verifier.length > 128) {
    return [
      {
        message: `The code_verifier has ${verifier.length} characters; RFC 7636 section 4.1 wants 43 to 128.`,
      },
    ];
  }
  if (!/^[\w.~-]+$/.test(verifier)) {
    return [
      { message: 'The code_verifier has characters other than A-Z a-z 0-9 - . _ ~ (RFC 7636 section 4.1).' },
    ];
  }
  const challenge = fieldsIn(text, ['code_challenge'])[0];
  if (challenge === undefined || challenge.length < 43) return [];
  const hash = createHash('sha256').update(verifier).digest('base64url');
  if (challenge === hash || challenge === verifier) return [];
  const isPadded = trimEnd(challenge, /=/).replaceAll('+', '-').replaceAll('/', '_') === hash;
  return [
    {
      message: isPadded
        ? 'The code_challenge is base64; RFC 7636 section 4.2 wants base64url without padding.'
        : 'The code_verifier does not fit the code_challenge: its SHA-256 is another (RFC 7636 section 4.6).',
    },
  ];
}
