import { expect, test } from 'vitest';
import { preparing, remembering, rememberingFor } from '../../src/base/remember.ts';

test('an answer is worked out once, undefined ones too, until more texts came than are remembered', () => {
  const asked: string[] = [];
  const length = remembering((text) => {
    asked.push(text);
    return text === '' ? undefined : text.length;
  }, 2);
  expect([length('ab'), length('ab'), length(''), length('')]).toEqual([2, 2, undefined, undefined]);
  expect(asked).toEqual(['ab', '']);
  expect([length('c'), length('ab')]).toEqual([1, 2]);
  expect(asked).toEqual(['ab', '', 'c', 'ab']);
});

test('a long text is worked out each time', () => {
  let asked = 0;
  const count = remembering(() => {
    asked += 1;
    return asked;
  });
  const long = 'x'.repeat(10_000);
  expect([count(long), count(long)]).toEqual([1, 2]);
});

test('answers that depend on an object are those of that object', () => {
  const holds = rememberingFor((text: string, names: ReadonlySet<string>) => names.has(text));
  const [one, other] = [new Set(['a']), new Set(['b'])];
  expect([holds('a', one), holds('a', other), holds('a', one), holds('b', other)]).toEqual([
    true,
    false,
    true,
    true,
  ]);
});

test('what is prepared is made a little at a time, and at once where it is asked for', () => {
  const made: string[] = [];
  const letters = preparing(function* ({ name }: { name: string }): Generator<void, string[]> {
    for (const letter of name) {
      made.push(letter);
      yield;
    }
    return [...name];
  });
  const [one, other] = [{ name: 'abc' }, { name: 'xy' }];
  expect(letters.advance(one)).toBe(true);
  expect(letters.of(other)).toEqual(['x', 'y']);
  expect(made).toEqual(['a', 'x', 'y']);
  expect(letters.of(one)).toEqual(['a', 'b', 'c']);
  expect(letters.advance(one)).toBe(false);
  expect(letters.of(one)).toBe(letters.of(one));
  expect(made).toEqual(['a', 'x', 'y', 'b', 'c']);
});
