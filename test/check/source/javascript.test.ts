import { expect, test } from 'vitest';
import { codesIn } from './codes.ts';

const CASES: [what: string, text: string, codes: string[], file?: string][] = [
  [
    'codes that are registered by calls in a file about errors',
    "E('ERR_BAD_PORT', 'Bad port', RangeError);\nE('ERR_BAD_CHAR',\n  (name) => name, TypeError),\ntest('ERR_NO_CODE', f);\nlog('ERR_LOGGED');\nx = E('ERR_INNER');\nE('badPort');\n",
    ['ERR_BAD_PORT', 'ERR_BAD_CHAR'],
    'lib/internal/errors.js',
  ],
  ['what is registered by calls elsewhere', "E('ERR_BAD_PORT', 'Bad port');\n", [], 'lib/net.js'],
  [
    'an enum',
    "export enum ErrorCode { NotFound = 'not_found', SlugTaken = 'slug_taken', Gone, }",
    ['not_found', 'slug_taken', 'Gone?'],
  ],
  [
    'an enum of numbers',
    'export enum ErrorCode {\n  ConnectionClosed = -32000,\n  InvalidNumber = 21211,\n  Gone = 410,\n}',
    ['-32000', '21211', 'Gone?'],
  ],
  [
    'an enum of something else',
    "enum Color { Red = 'dark_red' }\nenum StatusCode { NotFound = 'not_found' }",
    [],
  ],
  [
    'a union',
    "export type ErrorCode =\n  | 'not_found'\n  // | 'gone_away'\n  | 'slug_taken';\ntype LoginError = 'locked' | 'unverified';",
    ['not_found', 'slug_taken', 'locked', 'unverified'],
  ],
  [
    'a union of very many',
    `type ErrorCode =\n${Array.from({ length: 300 }, (_, index) => `  | 'code_${index}'`).join('\n')};`,
    Array.from({ length: 300 }, (_, index) => `code_${index}`),
  ],
  ['settings for errors', 'export const NETWORK_FAILURE = { MAX_RETRIES: 10, RETRY_INTERVAL: 2 };', []],
  ['one text among types', "type Failure = Line | null | 'unsure';", []],
  [
    'a table of codes',
    "export const ERRORS = {\n  NOT_FOUND: 'not_found',\n  SEATS: 'seat_limit',\n} as const;",
    ['not_found', 'seat_limit'],
  ],
  [
    'a table by codes',
    "const ERROR_CODES = { not_found: { status: 404 }, 'slug_taken': { status: 409 }, RATE_LIMITED: {} };",
    ['not_found', 'slug_taken', 'RATE_LIMITED?'],
  ],
  [
    'a table of what says its code',
    "export const Errors = {\n  notFound: { code: 'not_found', status: 404 },\n  slug: { code: 'slug_taken', status: 409 },\n};",
    ['not_found', 'slug_taken'],
  ],
  [
    'a typed table',
    'const STATUS: Record<ErrorCode, number> = { not_found: 404, slug_taken: 409 };',
    ['not_found', 'slug_taken'],
  ],
  [
    'messages for codes that came in',
    "const ERROR_MESSAGES = { not_found: 'There is none', slug_taken: 'Taken' };",
    [],
  ],
  [
    'what is wrong with a form',
    "const errors = { user_name: 'is_required' };\nsetErrors({ email_address: 'is_invalid' });\nsetError('user_name', { type: 'not_unique' });",
    [],
  ],
  [
    'lists',
    "export const ERROR_CODES = ['not_found', 'slug_taken'] as const;\nconst errorCodes = new Set(['seat_limit']);\nexport const ErrorCode = z.enum(['gone_away']);",
    ['not_found', 'slug_taken', 'seat_limit', 'gone_away'],
  ],
  [
    'constants',
    "export const ERR_SLUG_TAKEN = 'slug_taken';\nexport const NOT_FOUND = 'not_found';",
    ['slug_taken'],
  ],
  [
    'constants of a module about errors',
    "export const NOT_FOUND = 'user/not_found' as const;\nexport const SEATS = 'seat_limit';",
    ['user/not_found'],
    'src/errors.ts',
  ],
  [
    'names of actions',
    "export const FETCH_USER_FAILURE = 'FETCH_USER_FAILURE';\nconst ERROR_EVENT = 'app_error';",
    [],
  ],
  [
    'throwing',
    "throw new ApiError('slug_taken', 'x');\nthrow new HttpError(404, 'not_found');\nreturn fail('seat_limit');\nctx.throw(403, 'not_allowed');",
    ['slug_taken', 'not_found', 'seat_limit', 'not_allowed'],
  ],
  [
    'what is added to an error',
    "throw Object.assign(new Error('x'), { code: 'not_found' });\nthrow new ApiError(body.code ?? 'slug_taken', text);",
    ['not_found', 'slug_taken'],
  ],
  ['what the language throws', "throw new Error('slug_taken'); throw new TypeError('not_callable');", []],
  [
    'a class of the own',
    "throw new Failure('not_found', 'x');\nnew ValidationError('email_address');",
    ['not_found'],
  ],
  [
    'fields',
    "res.status(404).json({ error: { code: 'not_found', message: 'x' } });\nerr.code = 'slug_taken';\nreply.send({ error: 'invalid_grant' });",
    ['not_found', 'slug_taken', 'invalid_grant'],
  ],
  [
    'fields of types and classes',
    "interface A { code: 'not_found'; message: string }\nclass B extends Error { readonly code = 'slug_taken'; errorCode?: 'seat_limit' | 'gone_away'; }",
    ['not_found', 'slug_taken', 'seat_limit', 'gone_away'],
  ],
  [
    'numbers',
    "throw new ApiError({ code: 20003, message: 'x' });\nthrow new ApiError({ code: 404, message: 'x' });\nconst e = { errorCode: 21211 };",
    ['20003', '21211'],
  ],
  [
    'setters',
    ".setErrorCode('slug_taken').withCode('not_found')\nproblem.code('name_taken')",
    ['slug_taken', 'not_found', 'name_taken'],
  ],
  [
    'either of two',
    "const error = { code: a ? 'slug_taken' : 'name_taken', message };\nconst e2 = { message, code: err.code ?? 'internal_error' };",
    ['slug_taken', 'name_taken', 'internal_error'],
  ],
  ['a condition is no key', "return typeof e.code === 'string' ? e.code : 'not_known';", []],
  [
    'other codes',
    "const COUNTRIES = [{ code: 'north_korea', name: 'x' }];\nconst c = { code: 'not_us', currency: 'x' };\nconst k = { code: 'KeyA' }; const l = { code: 'en-US' }; const o = { code: 'authorization_code' };",
    [],
  ],
  [
    'styles',
    "const styles = { error: 'text-red-500', success: 'text-green-500' };\nconst icon = { error: 'alert-circle' };",
    [],
  ],
  [
    'comparisons',
    "if (e.code === 'slug_taken' || 'not_found' === e.code) {}\nswitch (e.code) { case 'gone_away': break; }\nif (e.code !== 'ECONNREFUSED') {}",
    [],
  ],
  [
    'what is asked for, or expected',
    "db.error.findFirst({ where: { code: 'slug_taken' } });\nexpect(e).toMatchObject({ code: 'not_found' });\nlogger.warn({ code: 'slow_down' });\nconsole.error('not_found');",
    [],
  ],
  [
    'what a getter gives',
    "class NotFoundError extends ApiError { get code() { return 'not_found'; } }\nfunction errorCodeOf(e) { if (e) { return 'slug_taken'; } return 'internal_error'; }",
    ['not_found', 'slug_taken', 'internal_error'],
  ],
  [
    'a switch that spells the members',
    "function toErrorCode(e: Kind): string {\n  switch (e) {\n    case Kind.NotFound: return 'not_found';\n    case Kind.Slug:\n      return 'slug_taken';\n  }\n}",
    ['not_found', 'slug_taken'],
  ],
  [
    'comments, templates and expressions',
    "// code: 'a_missing'\n/* throw new ApiError('b_missing') */\nconst x = `code: 'c_missing' \x24{f({ error: `\x24{'d'}` })}`; const r = /['\"`]/.test(y);\nthrow new ApiError(`slug_taken`);\nthrow new ApiError(`slug_\x24{x}`);",
    ['slug_taken'],
  ],
  [
    'an apostrophe between tags',
    "const a = <p>Don't</p>;\nthrow new ApiError('slug_taken');\nconst b = <p>it's {f({ code: 'not_found', message: 1 })}</p>;",
    ['slug_taken', 'not_found'],
  ],
];

test.each(CASES)('%s', (_, text, codes, file = 'src/api/users.ts') => {
  expect(codesIn(text, file)).toEqual(codes);
});

test('the key of an error may speak of what other things are called', () => {
  const text = "export const ERRORS = { KEY_NOT_FOUND: { code: 'key_not_found', status: 404 } };";
  expect(codesIn(text, 'errors.ts')).toEqual(['key_not_found']);
});
