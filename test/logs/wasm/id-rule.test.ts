import { describe, expect, test } from 'vitest';
import { tokenFinder } from '../../../src/logs/files/line-search.ts';
import { idForms } from '../../../src/logs/token.ts';
import { idHash } from '../../../src/logs/wasm/id-scanner.ts';
import { fc } from '../../support/chance.ts';
import { idsInTexts } from './log-texts.ts';
import { SCANNERS, scanAll } from './scan-all.ts';

describe('idHash', () => {
  test.each(Object.entries(SCANNERS))('%s: every hit has its pair', (_, scanner) => {
    let hits = 0;
    const check = ({ id, text }: { id: string; text: Buffer }, offset: number) => {
      const hashes = idForms(id).map((form) => idHash(form));
      if (hashes.includes(null)) return;
      const { pairs } = scanAll(scanner, text, offset);
      const cursor = tokenFinder(id).cursor(text);
      for (let hit = cursor.next(0); hit; hit = cursor.next(hit.start + 1)) {
        hits += 1;
        // The run that was hashed may be any of the id's own.
        const first = (offset + hit.start) >>> 16;
        const last = (offset + hit.end) >>> 16;
        expect(
          hashes.some((hash) => pairs.includes(`${hash}@${first}`) || pairs.includes(`${hash}@${last}`)),
        ).toBe(true);
      }
    };
    const offsets = fc.oneof(fc.constant(0), fc.integer({ min: 65_300, max: 65_536 }));
    fc.assert(fc.property(idsInTexts, offsets, check), { numRuns: 4_000 });
    expect(hits).toBeGreaterThan(2_000);
  });

  describe.each(Object.entries(SCANNERS))('%s: an integer', (_, scanner) => {
    test.each([
      ...[
        'id',
        'ids',
        'GUID',
        'rid',
        'request',
        'req',
        'correlation',
        'trace',
        'traceparent',
        'span',
        'ray',
        'RAY',
      ],
      ...['X-Request-Id', 'request.id', 'id\x1b[0m', 'id__', 'id\\'],
    ])('is indexed under %s', (name) => {
      const text = Buffer.from(`a ${name}="12345678" b`);
      expect(tokenFinder('12345678').cursor(text).next(0)).not.toBeNull();
      expect(scanAll(scanner, text).pairs).toContain(`${idHash('12345678')}@0`);
    });

    test('is not indexed under another name', () => {
      expect(scanAll(scanner, Buffer.from('{"time":12345678,"size":12345678}')).pairs).toEqual([]);
    });
  });

  test.each([
    ['an id that is too short', 'req_1'],
    ['a word', 'state_conflict'],
    ['a date', '2026-11-22'],
    ['a number with its unit', '123456ms'],
    ['a payload', `a1${'b'.repeat(127)}`],
    ['runs of which each is too short', 'a1/b2/c3'],
    ['an integer in a longer id', 'order/12345678'],
    ['nothing', ''],
    ['short numbers that hyphens join', '12345678-12345678'],
  ])('is null for %s', (_, id) => {
    expect(idHash(id)).toBeNull();
  });

  test.each([
    ['an integer', '12345678'],
    ['a UUID', '0192f3a1-7b6c-7d8e-9f00-112233445566'],
    ['an id of several runs', 'Root=1-67891233-abcdef012345678912345678'],
    ['an id in a path', 'apps/app_8f7e6d/x'],
    ['numbers that hyphens join', '1234000560-123456789012345678'],
    ['the longest', `a1${'b'.repeat(126)}`],
  ])('is a number of 28 bits for %s', (_, id) => {
    const hash = idHash(id);
    expect(hash).not.toBeNull();
    expect((hash ?? -1) >>> 28).toBe(0);
  });

  test('does not tell upper from lower case', () => {
    expect(idHash('ABCDEF0123456789ABCDEF')).toBe(idHash('abcdef0123456789abcdef'));
  });
});
