import { Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { OutputError, terminalOf } from '../../src/cli/command.ts';

/** A stream that refuses what is written with an error of this code. */
function refusing(code: string): Writable {
  return new Writable({
    write: (_chunk, _encoding, done) => done(Object.assign(new Error(`it says ${code}`), { code })),
  });
}

const taking = () => new Writable({ write: (_chunk, _encoding, done) => done() });

describe('terminalOf', () => {
  test('is quiet about a reader that has gone, as `head` does', async () => {
    const { out } = terminalOf(refusing('EPIPE'), taking(), {});
    await expect(out('a')).resolves.toBeUndefined();
    await expect(out('b')).resolves.toBeUndefined();
  });

  test('tells that an answer could not be written', async () => {
    const { out } = terminalOf(refusing('ENOSPC'), taking(), {});
    await expect(out('a')).rejects.toThrow(new OutputError('it says ENOSPC'));
  });

  test('does not mind a stderr that is closed', () => {
    const { err } = terminalOf(taking(), refusing('EPIPE'), {});
    expect(() => err('a')).not.toThrow();
  });

  test.each([
    [{ isTTY: true, columns: 120 }, 120],
    [{ isTTY: true, columns: 0 }, 80],
    [{ isTTY: true }, 80],
    [{ isTTY: false, columns: 120 }, null],
    [{}, null],
  ])('takes %o to be %s columns wide', (stream, columns) => {
    const out = Object.assign(taking(), stream);
    expect(terminalOf(out, taking(), {})).toMatchObject({ columns, errColumns: null });
    expect(terminalOf(taking(), out, {})).toMatchObject({ columns: null, errColumns: columns });
  });
});
