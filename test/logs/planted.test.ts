import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { fileLog } from '../../src/logs/file-log.ts';
import { ownNames } from '../../src/redact/names.ts';
import { lookupRequest } from '../../src/tools/lookup-request.ts';
import { SEED } from '../support/chance.ts';
import { callTool, toolContext } from '../support/context.ts';
import { freshFolder } from '../support/server.ts';
import { Dice } from './planted/dice.ts';
import { LONG_PLACES, PLACES } from './planted/places.ts';
import { OWN_NAMES, type Secret, secretAt } from './planted/secrets.ts';

const PER_PLACE = 96;
const PER_LONG_PLACE = 16;
/** So few that an answer has room for all of their fields. */
const PER_REQUEST = 2;
/** So much of a secret in a row is too much. */
const TELLING = 10;

interface Planted extends Secret {
  id: string;
  line: string;
}

function plant(place: string, count: number): Planted[] {
  const dice = new Dice([...place].reduce((sum, char) => Math.imul(sum, 31) + char.charCodeAt(0), SEED));
  const put = PLACES[place] ?? LONG_PLACES[place];
  return Array.from({ length: count }, (_, index): Planted[] => {
    const secret = secretAt(index, dice);
    const id = `req_planted${Math.floor(index / PER_REQUEST)}`;
    const line = put?.({ ...secret, id, dice }) ?? null;
    return line === null ? [] : [{ ...secret, id, line }];
  }).flat();
}

/** Everything that the tool answers to a request, as data and as text, page by page. */
async function answersTo(request_id: string, context: ReturnType<typeof toolContext>): Promise<string> {
  const answers: string[] = [];
  let cursor: string | undefined;
  do {
    const args = { request_id, ...(cursor !== undefined && { cursor }) };
    const { data, text } = await callTool(lookupRequest, args, context);
    answers.push(JSON.stringify(data), text);
    cursor = data['next_cursor'] as string | undefined;
  } while (cursor !== undefined);
  return answers.join('\n');
}

/** The part of a secret that stands in `answers`, if one does. */
function leakedPart({ cores }: Secret, answers: string): string | undefined {
  const parts = cores.flatMap((core) =>
    Array.from({ length: Math.max(1, core.length - TELLING + 1) }, (_, at) => core.slice(at, at + TELLING)),
  );
  return parts.find((part) => answers.includes(part));
}

/** Plants secrets in a log, looks every request up, and says what of them came out. */
async function leaksOf(planted: readonly Planted[], compress: boolean): Promise<string[]> {
  const file = join(freshFolder(), 'app.log');
  const text = `${planted.map(({ line }) => line).join('\n')}\n`;
  writeFileSync(file, compress ? gzipSync(text) : text);
  const context = toolContext(fileLog({ paths: [file], ownNames: ownNames(OWN_NAMES) }));
  const leaks: string[] = [];
  for (const id of new Set(planted.map((each) => each.id))) {
    const answers = await answersTo(id, context);
    for (const secret of planted.filter((each) => each.id === id)) {
      const part = leakedPart(secret, answers);
      if (part !== undefined) leaks.push(`${secret.kind}: '${part}' of ${secret.line.slice(0, 500)}`);
    }
  }
  return leaks;
}

describe('no answer holds a planted secret', () => {
  it.each(Object.keys(PLACES))('in %s', async (place) => {
    const planted = plant(place, PER_PLACE);
    expect(planted.length).toBeGreaterThan(PER_PLACE / 3);
    expect(await leaksOf(planted, true)).toEqual([]);
  });

  it.each(Object.keys(LONG_PLACES))('in %s', async (place) => {
    expect(await leaksOf(plant(place, PER_LONG_PLACE), false)).toEqual([]);
  });
});
