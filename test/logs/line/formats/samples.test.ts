import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { FORMATS } from '../../../../src/logs/line/formats/formats.ts';
import { parseLine } from '../../../../src/logs/line/parse-line.ts';

/** What a record may hold; `Format` says what each part means. */
const words = z.array(z.string().min(1)).min(1);
const record = z.strictObject({
  name: z.string().min(1),
  docs: z.url({ protocol: /^https$/ }),
  layouts: words.optional(),
  has: words.optional(),
  levels: z.union([z.string().min(1), z.record(z.string(), z.string().min(1))]).optional(),
  terms: z
    .strictObject({
      time: z.string(),
      level: z.string(),
      service: z.string(),
      method: z.string(),
      path: z.string(),
      status: z.string(),
      message: z.string(),
      code: z.string(),
    })
    .partial()
    .optional(),
  units: z
    .record(z.string(), z.enum(['ns', 'us', 'ms', 's', 'm', 'h', 's if a fraction', 'ns if large']))
    .optional(),
  sum: words.optional(),
  zone: z.literal('UTC').optional(),
  samples: z
    .array(
      z.strictObject({
        line: z.string().min(1),
        reads: z.record(z.string(), z.unknown()),
        header: z.string().min(1).optional(),
        modified: z.iso.datetime().optional(),
      }),
    )
    .min(1),
});

const all = FORMATS.flatMap(({ name, samples }) => samples.map((sample) => ({ name, ...sample })));

describe('formats', () => {
  test.each(FORMATS)('$name is a record of the known parts', (format) => {
    expect(record.safeParse(format).error?.issues).toBeUndefined();
  });

  test.each(all)('$name: $line', ({ line, reads, header, modified }) => {
    const time = modified === undefined ? undefined : Date.parse(modified);
    const [record, ...more] = parseLine(line, { source: 'a.log:1', header, modified: time });
    expect(more).toEqual([]);
    expect(record?.line).toMatchObject(reads);
  });
});
