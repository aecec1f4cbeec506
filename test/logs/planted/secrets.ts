import type { Dice } from './dice.ts';

export interface Secret {
  kind: string;
  /** The name that it stands under where its place has one. */
  name: string;
  value: string;
  /** The parts of the value that no answer may hold; the rest of it is no secret by itself. */
  cores: string[];
  /** Whether its shape alone gives it away, so that it may stand without a name. */
  shaped: boolean;
}

export const OWN_NAMES = ['internalNote', 'billing-ref', 'shoe_size'];

const DIGITS = '0123456789';
const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const HEX = `${DIGITS}abcdef`;
const UPPER = LOWER.toUpperCase();
const ALNUM = LOWER + UPPER + DIGITS;
const BASE64URL = `${ALNUM}-_`;

const OWN_SPELLINGS = [
  ...['internalNote', 'internal_note', 'internal-note', 'InternalNote', 'INTERNAL_NOTE', 'internalnote'],
  ...['billingRef', 'billing_ref', 'billing-ref', 'shoeSize', 'shoe_size', 'Shoe-Size'],
];
const SYLLABLES = 'ka zu mo ri ta ven dol pra sik nor bel tha wex jin fop lur gan qui zer yam'.split(' ');

const word = (dice: Dice) => Array.from({ length: 4 }, () => dice.pick(SYLLABLES)).join('');
const base64 = (text: string) => Buffer.from(text).toString('base64');
const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

type Made = { name: string; value: string; cores?: string[] };

/** Values of any shape: only their name gives them away. */
const NAMED: Record<string, (dice: Dice) => Made> = {
  password: (dice) => ({
    name: dice.pick([
      'password',
      'passwd',
      'pwd',
      'user_password',
      'newPassword',
      'DB_PASS',
      'smtp-password',
    ]),
    value: dice.pick([word(dice), `${word(dice)}${dice.roll(100)}`, dice.text(12, `${ALNUM}!$*.~^`)]),
  }),
  secret: (dice) => ({
    name: dice.pick(['client_secret', 'clientSecret', 'client-secret', 'webhook_secret', 'APP_SECRET']),
    value: dice.text(20, ALNUM),
  }),
  token: (dice) => ({
    name: dice.pick([
      'access_token',
      'refreshToken',
      'id_token',
      'token',
      'x-auth-token',
      'csrf',
      'authToken2',
    ]),
    value: dice.text(24, BASE64URL),
  }),
  key: (dice) => ({
    name: dice.pick(['api_key', 'apiKey', 'X-Api-Key', 'private_key', 'signing-key', 'secretKey', 'apikey']),
    value: dice.text(18, ALNUM),
  }),
  session: (dice) => ({
    name: dice.pick(['session_id', 'connect.sid', 'JSESSIONID', 'PHPSESSID', 'sid']),
    value: dice.text(16, HEX),
  }),
  authorization: (dice) => {
    const value = dice.text(22, BASE64URL);
    return {
      name: dice.pick(['Authorization', 'authorization', 'Proxy-Authorization']),
      value: `${dice.pick(['Bearer', 'Token', 'DPoP', 'ApiKey', 'bearer'])} ${value}`,
      cores: [value],
    };
  },
  basic: (dice) => {
    const value = base64(`${word(dice)}:${dice.text(14, ALNUM)}`);
    return {
      name: 'Authorization',
      value: `Basic ${value}`,
      cores: [value.slice(0, 16), value.replace(/=+$/, '').slice(-16)],
    };
  },
  cookie: (dice) => {
    const values = [dice.text(14, ALNUM), dice.text(14, ALNUM)];
    return {
      name: dice.pick(['Cookie', 'cookie', 'Set-Cookie']),
      value: dice.pick([
        `a=${values[0]}; b=${values[1]}`,
        `sid=${values[0]}; theme=dark; remember=${values[1]}`,
        `sid=${values[0]}${values[1]}; Path=/; HttpOnly`,
      ]),
      cores: values,
    };
  },
  named: (dice) => ({
    name: dice.pick(OWN_SPELLINGS),
    value: dice.pick([
      word(dice),
      `${dice.pick(['is', 'pending', 'must', 'no'])} ${word(dice)} ${word(dice)}`,
    ]),
  }),
};

/** Values that give themselves away. */
const SHAPED: Record<string, (dice: Dice) => Made> = {
  jwt: (dice) => {
    const [payload, signature] = [base64url({ sub: dice.text(20, ALNUM) }), dice.text(43, BASE64URL)];
    const value = `${base64url({ alg: 'HS256', typ: 'JWT' })}.${payload}.${signature}`;
    return { name: 'assertion', value, cores: [payload.slice(8), signature] };
  },
  vendor: (dice) => {
    const [prefix, length, alphabet] = dice.pick<[string, number, string]>([
      ['sk_live_', 24, ALNUM],
      ['rk_test_', 24, ALNUM],
      ['whsec_', 32, ALNUM],
      ['ghp_', 36, ALNUM],
      ['github_pat_', 40, `${ALNUM}_`],
      ['glpat-', 20, BASE64URL],
      ['xoxb-', 30, DIGITS + LOWER],
      ['AKIA', 16, UPPER + DIGITS],
      ['AIza', 35, BASE64URL],
      ['ya29.', 40, BASE64URL],
      ['GOCSPX-', 28, BASE64URL],
      ['npm_', 36, ALNUM],
      ['pypi-', 40, BASE64URL],
      ['dapi', 32, HEX],
      ['hvs.', 24, ALNUM],
      ['lin_api_', 40, ALNUM],
      ['hf_', 34, ALNUM],
      ['dop_v1_', 64, HEX],
      ['shpat_', 32, HEX],
      ['sk-ant-api03-', 40, BASE64URL],
      ['sk-proj-', 40, BASE64URL],
      ['key-', 32, HEX],
      ['sq0csp-', 43, BASE64URL],
      ['glptt-', 40, HEX],
      ['xoxe.xoxp-1-', 40, ALNUM],
      ['sntrys_', 60, ALNUM],
      ['sbp_', 40, HEX],
      ['atlasv1.', 60, ALNUM],
      ['ATATT3xFfGF0', 60, ALNUM],
      ['EAACEdEose0cBA', 60, ALNUM],
      ['pat-na1-', 36, HEX],
      ['figd_', 40, BASE64URL],
      ['sl.', 60, ALNUM],
      ['secret_', 43, ALNUM],
      ['re_', 32, ALNUM],
      ['ntn_', 46, ALNUM],
      ['glsa_', 32, ALNUM],
      ['pscale_tkn_', 32, ALNUM],
      ['vercel_blob_rw_', 32, ALNUM],
      ['tskey-auth-', 28, ALNUM],
      ['AGE-SECRET-KEY-1', 58, UPPER + DIGITS],
      ['gsk_', 52, ALNUM],
      ['r8_', 37, ALNUM],
    ]);
    const random = dice.text(length, alphabet);
    return { name: 'value', value: prefix + random, cores: [random] };
  },
  card: (dice) => {
    const digits = card(dice);
    const mark = dice.pick(['', ' ', '-']);
    const value = digits.replace(/(.{4})(?=.)/g, `$1${mark}`);
    return { name: dice.pick(['pan', 'paid_with', 'text']), value, cores: [value.slice(2, -2)] };
  },
  pem: (dice) => {
    const body = [dice.text(64, ALNUM), dice.text(64, ALNUM), dice.text(40, ALNUM)];
    const kind = dice.pick(['RSA ', 'EC ', 'OPENSSH ', 'ENCRYPTED ', '']);
    const value = [
      `-----BEGIN ${kind}PRIVATE KEY-----`,
      ...body,
      `-----END ${kind}PRIVATE KEY-----`,
      '',
    ].join('\n');
    return { name: 'pem', value, cores: body };
  },
  mail: (dice) => {
    const local = `${word(dice)}.${dice.text(6, LOWER)}`;
    return { name: 'mail', value: `${local}@${word(dice)}.example`, cores: [local.slice(1)] };
  },
  url: (dice) => {
    const value = dice.text(16, ALNUM);
    const scheme = dice.pick(['postgres', 'https', 'redis', 'amqp', 'mongodb+srv']);
    return { name: 'target', value: `${scheme}://app:${value}@db.internal:5432/x`, cores: [value] };
  },
  bearer: (dice) => {
    const value = dice.text(24, ALNUM);
    return { name: 'sent', value: `Bearer ${value}`, cores: [value] };
  },
};

/** A number of a card that was never issued, with a right check digit. */
function card(dice: Dice): string {
  const body = dice.pick(['4', '51', '2221', '6011']) + dice.text(20, DIGITS);
  const digits = body.slice(0, 15);
  const sum = [...digits].reverse().reduce((total, char, index) => {
    const doubled = Number(char) * (index % 2 === 0 ? 2 : 1);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return digits + ((10 - (sum % 10)) % 10);
}

/** One of the secrets of every kind, in turn. */
export function secretAt(index: number, dice: Dice): Secret {
  const kinds = [
    ...Object.entries(NAMED).map(([kind, make]) => ({ kind, make, shaped: false })),
    ...Object.entries(SHAPED).map(([kind, make]) => ({ kind, make, shaped: true })),
  ];
  const { kind, make, shaped } = kinds[index % kinds.length] ?? dice.pick(kinds);
  const made = make(dice);
  return { kind, shaped, cores: [made.value], ...made };
}
