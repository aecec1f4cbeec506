import { expect, test } from 'vitest';
import { FORMS, type Known } from '../../bench/import/forms.ts';
import { importSource, languageOf } from '../../src/check/check.ts';
import { FORMATS, guessFormat } from '../../src/import/import.ts';
import { options } from './options.ts';

/** Ten errors, written in every form that teams keep their errors in. */
const TEN: readonly Known[] = [
  ['seat_taken', 409, 'The seat is sold to somebody else.', 'Choose another seat.'],
  ['seat_not_found', 404, 'There is no seat of that number.', 'Read the plan of the hall.'],
  ['ticket_expired', 410, 'The ticket was for yesterday.', 'Buy a ticket for today.'],
  ['ticket_already_used', 409, 'Somebody went in with it.', 'Ask at the door.'],
  ['voucher_invalid', 422, 'The voucher is for another show.', 'Send the voucher of this show.'],
  ['payment_declined', 402, 'The bank said no.', 'Pay with another card.'],
  ['hall_closed', 503, 'The hall is closed for repair.', 'Come back next week.'],
  ['too_many_seats', 400, 'More than eight seats were asked for.', 'Ask for eight at most.'],
  ['login_required', 401, 'Nobody is logged in.', 'Log in first.'],
  ['not_the_owner', 403, 'The ticket belongs to another account.', 'Use the account that bought it.'],
].map(([code, status, meaning, fix]) => ({ code, status, meaning, fix }) as Known);

/** What a form says besides, each read by a person: where the text stands, and what else comes of it. */
const BESIDES: Readonly<Record<string, (each: Known, at: number) => object>> = {
  'types.json': ({ code }) => ({ title: 'T', links: [`https://x.io/probs/${code}`] }),
  'box.proto': () => ({ area: 'ErrorReason' }),
  'kratos.proto': () => ({ area: 'ErrorReason' }),
  'box.graphql': () => ({ area: 'ErrorCode' }),
  'openapi.json': ({ code }) => ({ operations: [`GET /${code}`] }),
  'swagger.json': ({ code }) => ({ operations: [`GET /${code}`] }),
  'described.yaml': () => ({ area: 'Errors' }),
  'labels.md': (_, at) => ({ title: `Case ${at + 1}` }),
  'records.html': (_, at) => ({ title: `Case ${at + 1}` }),
  'numbered.md': (_, at) => ({ aliases: [String(at + 1)] }),
};
/** Forms whose text is the message as it is sent. */
const MESSAGES = new Set([
  ...['messages.json', 'box.properties', 'box.po', 'errors.ini', 'errors.ts', 'errors.rb', 'ErrorCode.java'],
  ...['catalog.ts', 'map.php', 'Errors.resx', 'strings.xml', 'Errors.strings'],
]);

test('there are enough forms', () => {
  expect(FORMS.length).toBeGreaterThanOrEqual(40);
  const names = FORMS.map(({ name }) => name);
  expect(Object.keys(BESIDES).filter((name) => !names.includes(name))).toEqual([]);
});

test.each(FORMS.map((form) => [form.name, form] as const))(
  '%s gives every field in its place, and nothing else',
  async (name, { write, holds, form = (code: string) => code }) => {
    const text = write(TEN);
    const read = languageOf(name) !== null ? null : await FORMATS[guessFormat(name, text)].load();
    const { entries, unplaced } = read === null ? importSource(text, name) : read(text, options());
    expect(entries.map(({ data }) => data)).toEqual(
      TEN.map((each, at) => ({
        code: form(each.code),
        ...(holds.includes('status') && { http_status: each.status }),
        ...(holds.includes('meaning') && { [MESSAGES.has(name) ? 'example' : 'meaning']: each.meaning }),
        ...(holds.includes('fix') && { fix: [each.fix] }),
        ...BESIDES[name]?.(each, at),
      })),
    );
    expect(unplaced).toEqual([]);
  },
);
