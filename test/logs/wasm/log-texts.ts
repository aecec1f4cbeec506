/** Random log lines, and the ids that stand in them. */

import { tokenRule } from '../../../src/logs/token.ts';
import { fc } from '../../support/chance.ts';

const hex = (size: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: size, maxLength: size });

const word = fc.string({ unit: fc.constantFrom(...'abcxyzABCXYZ0123456789_-'), minLength: 1, maxLength: 20 });

const uuid = fc.uuid();

/** An id of the kinds that logs have, and of some that they seldom have. */
export const ids: fc.Arbitrary<string> = fc.oneof(
  hex(24).map((text) => `req_${text}`),
  fc.integer({ min: 0, max: 99_999 }).map((number) => `req_${number}`),
  hex(16),
  hex(32),
  fc.integer({ min: 14, max: 140 }).chain(hex),
  uuid,
  uuid.map((text) => text.toUpperCase()),
  fc.tuple(hex(8), hex(24)).map(([first, second]) => `1-${first}-${second}`),
  fc
    .tuple(fc.bigInt({ min: 10n ** 9n, max: 10n ** 10n }), fc.bigInt({ min: 10n ** 14n, max: 10n ** 18n }))
    .map((numbers) => numbers.join('-')),
  fc.bigInt({ min: 0n, max: 10n ** 20n }).map(String),
  fc.integer({ min: 100_000, max: 99_999_999 }).map(String),
  word,
  fc.tuple(hex(8), hex(24)).map(([first, second]) => `Root=1-${first}-${second}`),
  fc
    .tuple(
      word,
      fc.constantFrom(
        '.',
        '/',
        '&',
        '"',
        '\\',
        ' ',
        ':',
        '\t',
        '\n',
        'é',
        '%3D',
        '\\n',
        '<',
        '\u0001',
        '\ud800',
      ),
      word,
    )
    .map((parts) => parts.join('')),
  fc
    .array(fc.oneof(word, fc.constantFrom('.', '-', '/', '&', '/', ':', '"', '\\', '')), {
      minLength: 1,
      maxLength: 6,
    })
    .map((parts) => parts.join('')),
  fc
    .tuple(fc.constantFrom('', '.', '-', '/', '_'), word, fc.constantFrom('', '.', '-', '/', '_'))
    .map((parts) => parts.join('')),
  fc.constantFrom(
    '1',
    'api',
    'state_conflict',
    '2026-11-22',
    'a'.repeat(200),
    `${'a'.repeat(127)}1`,
    `${'a'.repeat(128)}1`,
    '123456ab',
    '123456abc',
    '123_456',
  ),
);

/** Names that may hold ids or not, in all spellings. */
const names = fc.oneof(
  fc.constantFrom(
    'request_id',
    'requestId',
    'RayID',
    'req',
    'X-Request-Id',
    'trace',
    'span',
    'ids',
    'correlation',
    'request',
    'traceparent',
    'req.id',
    'id__',
    'uuid',
    'GUID',
  ),
  fc.constantFrom('status', 'duration_ms', 'code', 'count', 'msg'),
);

const spaces = fc.string({ unit: fc.constantFrom(' ', '\t', '\xa0'), maxLength: 3 });

const escapes = fc.constantFrom(
  '\\n',
  '\\t',
  '\\R',
  '\\u0000',
  '\\u0026',
  '\\U003C',
  '\\x00',
  '\\X1f',
  '%3D',
  '%253D',
  '%25253d',
  '%2525252F',
  '%25',
  '\x1b[0m',
  '\x1b[31;1m',
  '\x1b[K',
  '\\u001b[36m',
  '\\x1b[m',
  '\\033[1;32M',
  '\\e[0m',
  '\x1b[2;3:4?5H',
);

/** How a line may show an id. */
function shown(id: string): fc.Arbitrary<string> {
  const json = JSON.stringify(id).slice(1, -1);
  const spelling = fc.constantFrom(
    id,
    json,
    json.replaceAll('/', '\\/'),
    json.replaceAll('&', '\\u0026'),
    json.replaceAll('<', '\\u003c'),
    id.toUpperCase(),
    id.toLowerCase(),
    ...tokenRule(id).spellings,
  );
  const edge = fc.oneof(
    { weight: 3, arbitrary: fc.constant('') },
    { weight: 2, arbitrary: escapes },
    fc.constantFrom(
      ' ',
      '-',
      '.',
      '1.',
      '"',
      '_',
      'a',
      ',',
      '/',
      ':',
      '0',
      '\0',
      '\n',
      '(',
      '[',
      '00-',
      'ab-',
      'req-',
    ),
  );
  const placed = fc.tuple(edge, spelling, edge).map((parts) => parts.join(''));
  return fc.oneof(
    placed,
    fc
      .tuple(
        names,
        spaces,
        fc.constantFrom(
          '=',
          ': ',
          ':',
          '="',
          '": "',
          '":"',
          '\\":\\"',
          '#',
          ' #',
          ' ',
          '\x1b[0m=',
          '=\x1b[32m',
          '=\\u001b[32m',
          `": ${' '.repeat(14)}"`,
        ),
        spaces,
        placed,
      )
      .map((parts) => parts.join('')),
    fc
      .tuple(names, placed, fc.constantFrom('string', 'int'))
      .map(([name, value, type]) => `{"key":"${name}","value":{"${type}Value":"${value}"}}`),
    fc.tuple(names, placed).map(([name, value]) => `{"key":"${name}","value":${value}}`),
    fc
      .tuple(names, placed)
      .map(([name, value]) => `{\\"key\\":\\"${name}\\",\\"value\\":{ \\"intValue\\" : \\"${value}\\"}}`),
    placed.map((value) => `00-${value}-00f067aa0ba902b7-01`),
    placed.map((value) => `${value}-SJC`),
    placed.map((value) => `/v1/apps/${value}?x=1`),
    placed.map((value) => JSON.stringify({ log: `at ${value}\nreq=${value}` })),
  );
}

const fillers = fc.oneof(
  fc.constantFrom(
    ' ',
    '\n',
    '\n',
    ',',
    '{"level":"error"}',
    ' status=404 ',
    '"status":500,',
    '"error":{"code":"not_found"}',
    '"code":"x","status_code":"y"',
    'statusCode=1 response.code=2 err',
    '"ms": 404 }',
    '\\u0022404\\u0022',
    'abc',
    '-',
    '\r\n',
    '=',
    '\0',
    '2026-11-20T00:00:00.006Z',
    '"status": "409"',
    ' 404 ',
  ),
  fc.integer({ min: 1, max: 140 }).map((size) => 'x'.repeat(size)),
  fc.integer({ min: 1, max: 140 }).map((size) => ' '.repeat(size)),
  fc.string({ unit: 'binary', maxLength: 10 }),
  ids,
);

/** Bytes of which no text is made. */
const rawBytes = fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes));

/** A text of lines in which `id` stands in many ways. */
export function textsWith(id: string): fc.Arbitrary<Buffer> {
  const part = fc.oneof(
    { weight: 3, arbitrary: shown(id).map((text) => Buffer.from(text)) },
    { weight: 3, arbitrary: fillers.map((text) => Buffer.from(text)) },
    shown(id).map((text) => Buffer.from(text, 'latin1')),
    rawBytes,
  );
  return fc.array(part, { maxLength: 24 }).map((parts) => Buffer.concat(parts));
}

/** An id, and a text in which it may stand. */
export const idsInTexts: fc.Arbitrary<{ id: string; text: Buffer }> = ids.chain((id) =>
  textsWith(id).map((text) => ({ id, text })),
);

/** Texts of all kinds. */
export const texts: fc.Arbitrary<Buffer> = fc.oneof(
  { weight: 4, arbitrary: idsInTexts.map(({ text }) => text) },
  fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes)),
  fc
    .array(fc.constantFrom(...Buffer.from('45670ab_-err code:="\\[mu0022%25 \n.|')), { maxLength: 400 })
    .map((bytes) => Buffer.from(bytes)),
);
