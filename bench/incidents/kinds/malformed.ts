import { acts, carried, claims, neverActs, neverCarried, relates, SUCCEEDED, says, tells } from '../judge.ts';
import type { Kind } from '../scene.ts';

/** The platform's own gateway changed the body that was signed. */
const REENCODED = [
  { rewrote: 'body re-serialised by the json filter', words: 'signature does not match the body', got: 'received_bytes', signed: 'signed_bytes' },
  { rewrote: 'transcoded request from ISO-8859-1 to UTF-8', words: 'HMAC differs', got: 'bodyLength', signed: 'contentLengthSigned' },
  { rewrote: 'line ends turned from LF to CRLF', words: 'digest check did not hold', got: 'digest.over', signed: 'digest.claimed_length' },
] as const; // biome-ignore format: a table

const MEDIA = [
  { words: 'cannot read this media type', sent: 'content_type', takes: 'accepted_types' },
  { words: 'no decoder registered', sent: 'receivedType', takes: 'decoders' },
  { words: 'unsupported payload format', sent: 'body.type', takes: 'body.may_be' },
] as const;

const TOO_LONG = [
  { words: 'value is too long for its column', field: 'field', has: 'length', max: 'max_length' },
  { words: 'constraint maxLength broken', field: 'jsonPointer', has: 'actualLength', max: 'maxLength' },
  { words: 'truncation refused', field: 'column.name', has: 'value.chars', max: 'column.width' },
] as const;

const ENUMS = [
  { words: 'not one of the known values', field: 'field', value: 'got', known: 'one_of' },
  { words: 'enum constant is unknown', field: 'property', value: 'rejectedValue', known: 'constants' },
  { words: 'choice is not on offer', field: 'param.name', value: 'param.value', known: 'param.choices' },
] as const;

const CURSORS = [
  { words: 'cursor has expired', age: 'cursor_age_s', lives: 'cursor_ttl_s', page: 'page' },
  { words: 'snapshot behind the page token is gone', age: 'tokenAgeSec', lives: 'keptForSec', page: 'pageNo' },
  { words: 'scroll context not found, evicted', age: 'scroll.idle', lives: 'scroll.keep_alive', page: 'scroll.page' },
] as const; // biome-ignore format: a table

const ZONES = [
  { read: 'start taken as local time', words: 'slot lies in the past', as: 'assumed_zone', now: 'slot_utc' },
  { read: 'no offset in startsAt, falling back to server zone', words: 'start is before now', as: 'fallbackZone', now: 'startsAtUtc' },
  { read: 'naive datetime, zone guessed from profile', words: 'not bookable: already over', as: 'parse.zone', now: 'parse.utc' },
] as const; // biome-ignore format: a table

/** Refused for what stands in the request, or for what was made of it on the way. */
export const MALFORMED: readonly Kind[] = [
  {
    name: 'signature-of-a-rewritten-body',
    half: 'd',
    tell(scene) {
      const { random } = scene;
      const { rewrote, words, got, signed } = random.pick(REENCODED);
      const id = scene.newId();
      const length = random.int(900, 4_000);
      const now = length + random.int(7, 90);
      scene.explain('gateway', 2, 'info', rewrote, id, { filter: 'inbound-normaliser' });
      scene.explain('inbound', 9, 'warn', words, id, { [got]: now, [signed]: length, provider: 'parcelhub' });
      scene.exchange({
        id,
        method: 'POST',
        path: '/v1/inbound/parcelhub',
        status: random.pick([400, 401]),
        ms: 13,
        code: random.pick(['signature_invalid', 'unauthorized']),
        message: 'The signature is not valid.',
        client: { ip: '192.0.2.200', agent: 'parcelhub-hooks/3' },
      });
      return {
        call: { request_id: id },
        facts: [
          says('what had been done to the body', rewrote),
          says('the deciding words', words),
          tells('how long the body was then', `${got}|bytes|length|received|over`, now),
          tells('how long the signed one was', `${signed}|bytes|length|signed|claimed`, length),
          carried('no'),
        ],
        never: [
          SUCCEEDED,
          claims(
            'says that the secret is wrong',
            /(?<!\b(?:whether|if|unless|check|verify|ensure|sure|that|may|might|or|either)\b[^\n.;]{0,60})the (?:signing )?secret (?:is|was) (?:wrong|revoked|rotated|expired)/i,
          ),
          ...neverCarried('yes'),
        ],
      };
    },
  },
  {
    name: 'wrong-content-type',
    half: 'd',
    tell(scene) {
      const { random } = scene;
      const { words, sent, takes } = random.pick(MEDIA);
      const id = scene.newId();
      const type = random.pick(['text/plain', 'application/x-www-form-urlencoded', 'application/xml']);
      const wanted = random.pick(['application/json', 'application/vnd.api+json', 'multipart/form-data']);
      scene.explain('intake', 1, random.pick(['debug', 'info', 'warn']), words, id, {
        [sent]: type,
        [takes]: wanted,
      });
      scene.exchange({
        id,
        method: 'POST',
        path: '/v1/leads',
        status: 415,
        ms: 4,
        code: random.pick(['unsupported_media_type', 'invalid_request']),
        message: 'This cannot be read.',
      });
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', words),
          tells('what was sent', `${sent}|type|sent|received|got`, type),
          tells('what is taken', `${takes}|accept\\w*|decoders|may|takes?|support\\w*|expect\\w*`, wanted),
          carried('no'),
          acts('caller'),
        ],
        never: [SUCCEEDED, ...neverActs('platform'), ...neverCarried('yes')],
      };
    },
  },
  {
    name: 'field-too-long',
    half: 'd',
    tell(scene) {
      const { random } = scene;
      const { words, field, has, max } = random.pick(TOO_LONG);
      const id = scene.newId();
      const name = random.pick(['legal_name', 'shippingNote', 'vat_remark']);
      const most = random.pick([35, 80, 140]);
      const length = most + random.int(3, 60);
      scene.explain('parties', 8, 'info', words, id, { [field]: name, [has]: length, [max]: most });
      scene.exchange({
        id,
        method: 'PUT',
        path: `/v1/parties/${random.chars(6)}`,
        status: random.pick([400, 422]),
        ms: 14,
        code: 'validation_failed',
        message: 'A field is not valid.',
      });
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', words),
          says('which field', name),
          tells('how long it is', `${has}|length|long|chars`, length),
          tells('how long it may be', `${max}|max\\w*|width|most|limit|allowed`, most),
          carried('no'),
          acts('caller'),
        ],
        never: [SUCCEEDED, ...neverActs('platform'), ...neverCarried('yes')],
      };
    },
  },
  {
    name: 'value-not-known',
    half: 'd',
    tell(scene) {
      const { random } = scene;
      const { words, field, value, known } = random.pick(ENUMS);
      const id = scene.newId();
      const [name, wrong, right] = random.pick([
        ['currency_mode', 'Gross', 'gross'],
        ['cadence', 'fortnightly', 'biweekly'],
        ['visibility', 'internal', 'members'],
      ] as const);
      const list = [...random.shuffled(['none', 'custom']), right].join(',');
      scene.explain('schemas', 3, random.pick(['info', 'warn']), words, id, {
        [field]: name,
        [value]: wrong,
        [known]: list,
      });
      scene.exchange({
        id,
        method: 'POST',
        path: '/v1/price-plans',
        status: 400,
        ms: 6,
        code: random.pick(['validation_failed', 'invalid_request']),
        message: 'Malformed parameter.',
      });
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', words),
          says('which field', name),
          tells('what was sent', `${value}|got|value|sent|rejected|${name}`, wrong),
          says('what is known', list),
          carried('no'),
          acts('caller'),
        ],
        never: [SUCCEEDED, ...neverActs('platform'), ...neverCarried('yes')],
      };
    },
  },
  {
    name: 'cursor-expired',
    half: 'd',
    tell(scene) {
      const { random } = scene;
      const { words, age, lives, page } = random.pick(CURSORS);
      const [before, id] = [scene.newId(), scene.newId()];
      const kept = random.pick([60, 120, 600]);
      const old = kept + random.int(5, 300);
      const nth = random.int(3, 30);
      const list = { method: 'GET', path: '/v1/transactions' };
      scene.explain('ledger-read', -old * 1_000 + 30, 'debug', 'page served', before, { [page]: nth });
      scene.exchange({ id: before, at: -old * 1_000, ...list, status: 200, ms: 71 });
      scene.explain('ledger-read', 5, 'info', words, id, { [page]: nth + 1, [age]: old, [lives]: kept });
      scene.exchange({
        id,
        ...list,
        status: random.pick([400, 410]),
        ms: 8,
        code: random.pick(['cursor_expired', 'invalid_request']),
        message: 'Begin again.',
      });
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', words),
          tells('how old it was', `${age}|age|old|idle`, old),
          tells('how long one lives', `${lives}|ttl|kept|keep\\w*|lives?|valid|expires?`, kept),
          relates('the page before, which got 200', before, 200),
          acts('caller'),
        ],
        never: [SUCCEEDED, ...neverActs('platform')],
      };
    },
  },
  {
    name: 'time-read-in-the-wrong-zone',
    half: 'd',
    tell(scene) {
      const { random } = scene;
      const { read, words, as, now } = random.pick(ZONES);
      const id = scene.newId();
      const [zone, ahead] = random.pick([
        ['Asia/Tokyo', 9],
        ['Australia/Brisbane', 10],
        ['Pacific/Noumea', 11],
      ] as const);
      const sent = scene.stamp(3_600_000 * random.int(1, 4)).slice(0, 19);
      const utc = `${new Date(Date.parse(`${sent}Z`) - ahead * 3_600_000).toISOString().slice(0, 16)}Z`;
      scene.explain('calendar', 4, 'info', read, id, { starts_at: sent, [as]: zone, [now]: utc });
      scene.explain('calendar', 9, 'info', words, id, { slot: scene.newName('slt', 6) });
      scene.exchange({
        id,
        method: 'POST',
        path: '/v1/bookings',
        status: random.pick([400, 409, 422]),
        ms: 17,
        code: random.pick(['validation_failed', 'state_conflict']),
        message: 'Not booked.',
      });
      return {
        call: { request_id: id },
        facts: [
          says('how the time was read', read),
          says('the deciding words', words),
          says('the zone', zone),
          says('the time that was sent', sent),
          carried('no'),
        ],
        never: [SUCCEEDED, ...neverCarried('yes')],
      };
    },
  },
];
