import { describe, expect, test } from 'vitest';
import { FORMATS } from '../../../src/logs/line/formats/formats.ts';
import { parseLine } from '../../../src/logs/line/parse-line.ts';
import { fc } from '../../support/chance.ts';

/** All that answers can show of the records of a line, as one text. */
function shown(line: string): string {
  const records = parseLine(line, { source: '' }).map((record) => record.line);
  return JSON.stringify(records).replaceAll('\\"', '"').replaceAll('\\\\', '\\');
}

/** Words that stand nowhere in the samples, and that no rule of redaction or of levels knows. */
const word = fc.stringMatching(/^q[a-z]{3,6}z$/);

const texts = FORMATS.flatMap(({ samples }) => samples.map(({ line }) => line)).filter(
  (line) => !line.startsWith('{') && !line.includes('\n'),
);
const objects = FORMATS.flatMap(({ samples }) => samples.map(({ line }) => line)).filter(
  // What stands beside the records of an export is no field of one.
  (line) => line.startsWith('{') && !line.startsWith('{"resourceLogs"'),
);

describe('of a line nothing is lost', () => {
  test('whatever word stands between two others of a line of text', () => {
    fc.assert(
      fc.property(fc.constantFrom(...texts), fc.nat(), word, (line, at, added) => {
        const words = line.split(' ');
        words.splice(at % (words.length + 1), 0, added);
        const changed = words.join(' ');
        expect(shown(changed), changed).toContain(added);
      }),
      { numRuns: 3_000 },
    );
  });

  test('whatever stands in place of a word', () => {
    fc.assert(
      fc.property(fc.constantFrom(...texts), fc.nat(), word, (line, at, other) => {
        const words = [...line.matchAll(/[A-Za-z0-9]{3,}/g)];
        const chosen = words[at % words.length];
        const start = chosen?.index ?? 0;
        const changed = line.slice(0, start) + other + line.slice(start + (chosen?.[0].length ?? 0));
        expect(shown(changed), changed).toContain(other);
      }),
      { numRuns: 3_000 },
    );
  });

  test('whatever pairs and words make up a message', () => {
    const pair = fc
      .tuple(word, word, fc.constantFrom('', '"', "'"), fc.constantFrom('', ',', ';'))
      .map(([name, value, quote, end]) => `${name}=${quote}${value}${quote}${end}`);
    const parts = fc.array(
      fc.oneof(word, pair, fc.constantFrom('msg=no such', 'error=the end of', '34 ms')),
      {
        minLength: 1,
        maxLength: 9,
      },
    );
    fc.assert(
      fc.property(parts, fc.constantFrom('', '2026-03-04T10:11:12Z ERROR ', '[warn] '), (list, head) => {
        const line = head + list.join(' ');
        const out = shown(line);
        // The names of these two say what their values are read as.
        const words = list.join(' ').replace(/(?:msg|error)=/g, '');
        for (const [each] of words.matchAll(/[a-z]+/g)) expect(out, line).toContain(each);
      }),
      { numRuns: 2_000 },
    );
  });

  test('whatever field an object has beside its own', () => {
    fc.assert(
      fc.property(fc.constantFrom(...objects), word, word, (line, name, value) => {
        const changed = `{"${name}":"${value}",${line.slice(1)}`;
        const out = shown(changed);
        expect(out, changed).toContain(name);
        expect(out, changed).toContain(value);
      }),
      { numRuns: 1_000 },
    );
  });
});
