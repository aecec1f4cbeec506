import { isUuid } from '../../text/uuid.ts';
import { bounded } from '../read/evidence.ts';
import type { Facts, Finding } from '../rule.ts';

/** The providers' own error codes, from their documentation. */
const CAUSES: readonly [string, string][] = [
  [
    'AADSTS7000215',
    "Microsoft refused the secret (AADSTS7000215): often the secret's ID was saved, not its value.",
  ],
  [
    'AADSTS7000222',
    'The Microsoft client secret expired (AADSTS7000222): make a new one in Entra and save its value.',
  ],
  [
    'AADSTS700016',
    'Microsoft does not know that client_id in this tenant (AADSTS700016): compare application and tenant.',
  ],
  ['AADSTS90002', 'Microsoft does not find the tenant (AADSTS90002): compare the tenant ID or domain.'],
  [
    'AADSTS50011',
    'The redirect URI is not registered at Microsoft (AADSTS50011): the credentials are not at fault.',
  ],
  [
    'incorrect_client_credentials',
    'GitHub refused client_id or secret (incorrect_client_credentials): make a new secret there.',
  ],
  [
    'bad_verification_code',
    'GitHub refused the code, not the credentials (bad_verification_code): it is expired or used. Sign in again.',
  ],
  [
    'deleted_client',
    'The OAuth client was deleted at Google (deleted_client): make a new one and save its credentials.',
  ],
  [
    'redirect_uri_mismatch',
    'The provider does not know the redirect URI (redirect_uri_mismatch): the credentials are not at fault.',
  ],
];

/** What the provider's answer, if it was pasted or logged, says about the cause. Source: the providers' documentation. */
export function providerCause(facts: Facts): Finding[] {
  const logged = facts.lines
    .slice(0, 200)
    .flatMap(({ message, rest }) => [
      (message ?? '').slice(0, 4096),
      ...Object.values(rest ?? {}).flatMap((value) =>
        typeof value === 'string' ? [value.slice(0, 4096)] : [],
      ),
    ]);
  const texts = [bounded(facts.text), ...logged];
  const isNamed = (code: string) => texts.some((text) => hasWord(text, code));
  const found = CAUSES.filter(([code]) => isNamed(code)).map(([, message]) => ({ message }));
  return [...found.slice(0, 2), ...secretId(facts, texts)];
}

/** Microsoft's secrets have no dashes in that pattern; their IDs do. */
function secretId({ value }: Facts, texts: readonly string[]): Finding[] {
  if (value === null || !isUuid(value.trim())) return [];
  const isMicrosoft = texts.some((text) => /\bmicrosoft\b|\bentra\b|\bazure\b|\bAADSTS\d/i.test(text));
  return isMicrosoft
    ? [
        {
          message:
            'If this is the secret: a UUID is the ID of a Microsoft secret, not its value. Copy the value; it is shown once.',
        },
      ]
    : [];
}

function hasWord(text: string, word: string): boolean {
  const at = text.indexOf(word);
  return at >= 0 && !/\w/.test(text.charAt(at + word.length));
}
