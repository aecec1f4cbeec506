import { describe, expect, it } from 'vitest';
import { combine } from '../../src/catalog/combine.ts';
import { catalogSchema } from '../../src/catalog/schema.ts';
import { recognize } from '../../src/recognize/recognize.ts';
import { catalogWith, manyErrors } from '../support/catalog.ts';

const CODES = [
  ...['21211', 'E0308', '42P01', 'ORA-00001', 'auth/invalid-email', 'AccessDenied', 'FORBIDDEN', '-32601'],
  ...['card.declined', 'card.declined.lost', 'resource-missing', 'expired', 'Not Found', 'CARD_DECLINED'],
];
const catalog = catalogWith(CODES.map((code) => ({ code, http_status: code === 'expired' ? 401 : null })));

function found(text: string, among = catalog): string | null {
  return recognize(text, among, 0).code;
}

describe('codes of any form', () => {
  it.each(CODES)('%s is recognized alone, quoted, in a body and behind words', (code) => {
    for (const text of [
      code,
      `"${code}"`,
      `{"error":{"code":"${code}","message":"No."}}`,
      `Error code: ${code}`,
    ])
      expect(found(text), text).toBe(code);
  });

  it.each([
    ['{"code": 21211, "message": "Invalid number", "status": 400}', '21211'],
    ['ERROR 42P01: relation "users" does not exist', '42P01'],
    ['error[E0308]: mismatched types', 'E0308'],
    ['SQL error: ORA-00001: unique constraint (APP.PK) violated', 'ORA-00001'],
    ['FirebaseError: Firebase: Error (auth/invalid-email).', 'auth/invalid-email'],
    ['An error occurred (AccessDenied) when calling the GetObject operation', 'AccessDenied'],
    ['{"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"Method not found"}}', '-32601'],
    ['charge failed with card.declined.lost', 'card.declined.lost'],
    ['charge failed with card.declined', 'card.declined'],
    ['Twilio error 21211 for +15005550001', '21211'],
    ['HTTP/1.1 401 expired', 'expired'],
  ])('%s', (text, code) => expect(found(text)).toBe(code));

  it.each([
    ['took 21211 ms', 'a number that is no code here'],
    ['order 21211 was shipped', 'a number of something else'],
    ['{"amount": 21211, "currency": "eur"}', 'a number in another field'],
    ['21212', 'another number is no misspelling'],
    ['E0309', 'another number behind a letter'],
    ['{"code": "ORA-00002"}', 'the next code of the same family'],
    [
      'the card has long expired I think and the customer is quite unhappy with what the screen says',
      'a word',
    ],
  ])('does not take %s for one: %s', (text) => expect(found(text)).toBeNull());
});

describe('codes that are words and numbers', () => {
  const WORDS = ['expired', 'Not Found', 'error', 'failed', 'user', 'type', 'timeout', '404', '0', '1000'];
  const worded = catalogWith(WORDS.map((code) => ({ code })));

  it.each(WORDS)('%s is recognized alone and where codes stand', (code) => {
    for (const text of [
      code,
      `{"error":{"code":"${code}","message":"No."}}`,
      `<Error><Code>${code}</Code><Message>No.</Message></Error>`,
      `error_code=${code}`,
    ])
      expect(found(text, worded), text).toBe(code);
  });

  it.each([
    ['{"error":"expired"}', 'expired'],
    ['{"error":{"type":"expired","param":"card"}}', 'expired'],
    ['{"message":"expired"}', 'expired'],
    ['Upload failed: expired', 'expired'],
    ["The server answered 'expired' to every call", 'expired'],
    ['the call failed with timeout', 'timeout'],
    ['ERROR: duplicate key (SQLSTATE 1000)', '1000'],
  ])('%s is one of them', (text, code) => expect(found(text, worded)).toBe(code));

  it.each([
    ['failed with expired cookies that nobody had asked for', 'a word that goes on'],
    ['Thanks for the error', 'a word in few words'],
    ['my coupon (expired) was on the table', 'a remark'],
    ['{"level":"error","msg":"Connection refused"}', 'a level'],
    ['{"status":"failed"}', 'a state'],
    ['{"type":"user","user":{"name":"user"}}', 'names and kinds of other things'],
    ['{"expired":true,"user":"x"}', 'keys'],
    ['["user","type"]', 'a list'],
    ['GET /user/type 200 12ms', 'a path'],
    ['The page was Not Found in the index of the book', 'two words'],
    ['process exited with code 1000', 'an exit code'],
    ['zip code: 1000', 'another code'],
    ['it logged error 1000 times', 'an amount'],
    ['Found 0 errors', 'a count'],
    ['1,000', 'a number with a separator'],
  ])('%s is none: %s', (text) => expect(found(text, worded)).toBeNull());
});

describe('codes in other scripts', () => {
  const CODES = [
    '余额不足',
    '错误404',
    'квота_исчерпана',
    'Ошибка доступа',
    'límite-superado',
    'プラン期限切れ',
  ];
  const foreign = catalogWith([...CODES, 'expired', 'card_declined', 'too_many'].map((code) => ({ code })));

  it.each(CODES)('%s is recognized alone, in a body and behind words', (code) => {
    for (const text of [code, `{"error":{"code":"${code}","message":"No."}}`, `Error code: ${code}`])
      expect(found(text, foreign), text).toBe(code);
  });

  it.each([
    ['404', null],
    ['квота_исчерпанана', null],
    ['错误：余额不足', '余额不足'],
    ['调用返回card_declined错误', 'card_declined'],
  ])('%s: %s', (text, code) => expect(found(text, foreign)).toBe(code));
});

describe('codes of one family', () => {
  const FAMILY = Array.from({ length: 150 }, (_, n) => `acme.${'a'.repeat(n)}.gone${n}`);
  const family = catalogWith([...FAMILY, 'acme.gone', 'acme.gone.gone', '错误'].map((code) => ({ code })));

  it.each(['acme.aa.gone2', 'acme.gone', 'acme.gone.gone', 'acme.aaaaa.gone5'])(
    '%s is told apart',
    (code) => {
      expect(found(`The call failed: ${code} (see the log)`, family)).toBe(code);
    },
  );

  it.each([
    ['acme.', 'the beginning of all of them'],
    ['错误', 'letters without an end'],
  ])('are looked for in a text of nothing but %s, %s', (part) => {
    expect(found(part.repeat(4_000_000), family)).toBeNull();
  });
});

describe('a status that many codes share', () => {
  const many = catalogWith(
    Array.from({ length: 9 }, (_, n) => ({ code: `thing_${n}_bad`, http_status: 400 })),
  );

  it('says nothing about which of them is meant', () => {
    expect(recognize('HTTP/1.1 400 Bad Request', many, 0)).toMatchObject({
      code: null,
      status_class: expect.stringContaining('4xx'),
    });
  });
});

describe('two errors with the same code', () => {
  const namesakes = catalogWith([
    { code: 'expired', surface: 'api', http_status: 401, meaning: 'The session ended.' },
    { code: 'expired', service: 'cards', http_status: 402, meaning: 'The card is past its date.' },
  ]);

  it.each([
    ['expired', 'The session ended.', false],
    ['{"error":{"code":"expired"},"status":402}', 'The card is past its date.', true],
    ['HTTP/1.1 401 Unauthorized\n\n{"error":{"code":"expired"}}', 'The session ended.', true],
    [
      'POST https://cards.example.com/charge {"error":{"code":"expired"}}',
      'The card is past its date.',
      true,
    ],
    ['{"error":{"code":"expired"}}', 'The session ended.', false],
  ])('are both given for %s', (text, meaning, isTold) => {
    const both = recognize(text, namesakes, 0);
    expect(both).toMatchObject({ code: 'expired', entry: { meaning }, isTold });
    expect(both.code !== null && both.namesakes).toHaveLength(1);
  });
});

describe('an alias', () => {
  const renamed = catalogWith([{ code: 'card_declined', aliases: ['payment_refused', '402001'] }]);

  it.each(['payment_refused', '{"code":402001}', '{"error":{"code":"payment_refused"}}'])(
    'leads from %s to its error',
    (text) => expect(recognize(text, renamed, 0)).toMatchObject({ code: 'card_declined', by: 'alias' }),
  );

  it('is found misspelled too, and never named beside its own code', () => {
    expect(found('PaymentRefusedError', renamed)).toBe('card_declined');
    expect(recognize('card_declined (was payment_refused)', renamed, 0)).toMatchObject({ also: [] });
  });
});

describe('a catalog of thousands', () => {
  const { catalog: many } = combine([manyErrors(5_000)]);

  it.each([
    ['ticket_locked_7', 'ticket_locked_7'],
    ['{"error":{"code":"ticket_locked_7","message":"No."}}', 'ticket_locked_7'],
    ['com.acme.TicketLocked7Exception: at Main.java:12', 'ticket_locked_7'],
    ['tiket_locked_7', 'ticket_locked_7'],
  ])('knows %s', (text, code) => expect(found(text, many)).toBe(code));

  it('names what is near a code that it lacks, and nothing where nothing is', () => {
    const near = recognize('{"code":"ticket_locked_by_agent"}', many, 0);
    expect(near).toMatchObject({ code: null, unknown_code: 'ticket_locked_by_agent' });
    expect('nearest' in near && near.nearest[0]).toMatch(/^ticket_locked/);
    const far = recognize('{"code":"zebra_unknown"}', many, 0);
    expect(far).toMatchObject({ code: null, unknown_code: 'zebra_unknown', nearest: [] });
  });

  it('understands a description by the words that the entries share with it', () => {
    const [tickets] = ['the ticket that the request names is locked so nothing was changed'];
    const match = recognize(tickets ?? '', many, 0);
    expect(match.code).toMatch(/^ticket_locked_\d+$/);
    expect(match.code !== null && match.by).toBe('symptom');
  });
});

describe('texts in other scripts', () => {
  const said = [
    { code: 'QUOTA_EXCEEDED', example: '本月额度已用完，请升级套餐' },
    { code: 'BANK_REFUSED', example: '銀行が支払いを拒否しました' },
    { code: 'NO_STOCK', example: 'Товар закончился на складе' },
  ];

  it.each([
    ['提示本月额度已经用完', 'QUOTA_EXCEEDED'],
    ['銀行が支払いを拒否しました', 'BANK_REFUSED'],
    ['Товар закончился на складе', 'NO_STOCK'],
  ])('are matched by what they say: %s', (text, code) => {
    expect(found(text, catalogWith(said))).toBe(code);
    const { errors } = manyErrors(300);
    expect(found(text, catalogWith([...errors, ...said]))).toBe(code);
  });
});

describe('the own words of an entry', () => {
  const errors = [
    {
      code: 'FLOOD_WAIT_X',
      title: 'Flood control',
      meaning: 'A wait of {seconds} seconds is due, caused by %s',
    },
    { code: 'USER_MISSING', meaning: 'The user does not exist', http_status: 404 },
    { code: 'USER_THERE', title: 'Already exists', meaning: 'The user already exists', http_status: 409 },
    { code: '15', meaning: 'The account <id> is closed' },
    { code: '2304', meaning: "Cannot find name '{0}'" },
    { code: 'expired', surface: 'api', meaning: 'The session ended.' },
    { code: 'expired', service: 'cards', meaning: 'The card is past its date.' },
  ];
  const { catalog: own } = combine([catalogSchema.parse({ name: 'mine', prefix: 'TS', errors })]);

  it.each([
    ['Flood control', 'FLOOD_WAIT_X'],
    ['{"message":"A wait of 37 seconds is due, caused by \'GetHistory\'"}', 'FLOOD_WAIT_X'],
    ['FLOOD_WAIT_37', 'FLOOD_WAIT_X'],
    ['{"error_code":420,"description":"FLOOD_WAIT_12"}', 'FLOOD_WAIT_X'],
    ['The user does not exist', 'USER_MISSING'],
    ['the user already exists', 'USER_THERE'],
    ['The account 992 is closed', '15'],
    ['[15] The account 12 is closed', '15'],
    ["error TS2304: Cannot find name 'Foo'.", '2304'],
    ["Cannot find name 'Foo'.", '2304'],
  ])('mean it, with other values in them: %s', (text, code) => expect(found(text, own)).toBe(code));

  it('tell which of several entries with one code is meant', () => {
    const text = '{"code":"expired","message":"The card is past its date"}';
    expect(recognize(text, own, 0)).toMatchObject({ entry: { service: 'cards' }, isTold: true });
  });
});

describe('a reason of an ErrorInfo', () => {
  const parts = [
    {
      name: 'billing',
      domain: 'billing.example.com',
      errors: [{ code: 'QUOTA_SPENT', meaning: 'No credit is left.' }],
    },
    {
      name: 'storage',
      domain: 'storage.example.com',
      errors: [{ code: 'QUOTA_SPENT', meaning: 'The disk is full.' }],
    },
    { name: 'other', errors: [{ code: 'LOCKED', meaning: 'Somebody else works on it.' }] },
  ];
  const { catalog: own } = combine(parts.map((part) => catalogSchema.parse(part)));
  const info = (reason: string, domain: string) =>
    JSON.stringify({
      error: {
        code: 429,
        status: 'RESOURCE_EXHAUSTED',
        details: [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason, domain, metadata: {} }],
      },
    });
  const ofGrpc = (reason: string, domain: string) =>
    `rpc error: code = ResourceExhausted desc = spent\nerror_info:{reason:"${reason}" domain:"${domain}"}`;

  it.each([info, ofGrpc])('means the entry of its domain', (dress) => {
    for (const [domain, meaning] of [
      ['billing.example.com', 'No credit is left.'],
      ['storage.example.com', 'The disk is full.'],
    ] as const) {
      const text = dress('QUOTA_SPENT', domain);
      expect(recognize(text, own, 0)).toMatchObject({
        code: 'QUOTA_SPENT',
        entry: { meaning },
        isTold: true,
      });
    }
  });

  it.each([info, ofGrpc])('of another domain is none of the catalog', (dress) => {
    const foreign = recognize(dress('QUOTA_SPENT', 'pubsub.googleapis.com'), own, 0);
    expect(foreign).toMatchObject({ code: null, unknown_code: 'QUOTA_SPENT' });
  });

  it('is not denied by a domain where the entry names none', () => {
    expect(found(info('LOCKED', 'docs.example.com'), own)).toBe('LOCKED');
  });
});
