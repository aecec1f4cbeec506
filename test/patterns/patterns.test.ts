import { beforeAll, describe, expect, it } from 'vitest';
import { attackOn } from './ambiguity.ts';
import { type Built, builtBy, type Pattern, patternsIn } from './in-source.ts';
import { BUILT, REVIEWED } from './reviewed.ts';

const SRC = new URL('../../src/', import.meta.url);

/** What is wrong with a pattern, with a text that shows it; null if nothing is. */
function troubleOf({ source, flags }: Pick<Pattern, 'source' | 'flags'>): string | null {
  try {
    const attack = attackOn(source, flags);
    if (attack === null) return null;
    const text = `${JSON.stringify(attack.before)} + ${JSON.stringify(attack.pump)}.repeat(n) + ${JSON.stringify(attack.after)}`;
    return `/${source}/${flags} takes ${attack.steps === Number.POSITIVE_INFINITY ? 'for ever' : `${attack.steps} steps`} on ${text}`;
  } catch (error) {
    return `/${source}/${flags} cannot be checked: ${error}`;
  }
}

describe('the patterns of the program', () => {
  let literals: Pattern[] = [];
  let built: Built[] = [];
  let made: Pattern[] = [];
  beforeAll(async () => {
    ({ literals, built } = patternsIn(SRC));
    made = await builtBy(SRC, [...new Set(built.map(({ file }) => file))]);
  }, 120_000);

  const isReviewed = ({ file, source }: Pattern) =>
    REVIEWED.some((each) => each.file === file && each.source === source);

  it('are all found', () => {
    expect(literals.length).toBeGreaterThan(1_000);
    expect(made.length).toBeGreaterThan(10);
  });

  it('read any text in a time that grows as its length does', () => {
    const known = new Map<string, string | null>();
    const troubles = [...literals, ...made].flatMap((pattern) => {
      const key = `/${pattern.source}/${pattern.flags}`;
      const trouble = known.get(key) ?? troubleOf(pattern);
      known.set(key, trouble);
      if (trouble === null || isReviewed(pattern)) return [];
      return [`src/${pattern.file}:${pattern.line}: ${trouble}`];
    });
    expect(troubles).toEqual([]);
  }, 120_000);

  it('are built while the program loads, or are known by what they look like', () => {
    const unknown = built.filter(
      ({ file, line, written }) =>
        !made.some((each) => each.file === file && each.line === line) &&
        !BUILT.some((each) => each.file === file && each.written === written),
    );
    expect(unknown, 'Say in BUILT of reviewed.ts what each of them looks like.').toEqual([]);
    expect(BUILT.flatMap(({ like }) => (like === null ? [] : (troubleOf(like) ?? [])))).toEqual([]);
  });

  it('are reviewed only where that is needed still', () => {
    const stale = [
      ...REVIEWED.filter(
        (each) =>
          !literals.some((pattern) => pattern.file === each.file && pattern.source === each.source) ||
          troubleOf({ flags: '', ...each }) === null,
      ),
      ...BUILT.filter(
        (each) => !built.some(({ file, written }) => file === each.file && written === each.written),
      ),
    ];
    expect(stale).toEqual([]);
  });
});

describe('what the check finds', () => {
  it.each([
    ['a line end that two parts of a loop take', /^(?:[ \t]*(?:#[^\n]{0,1000})?\r?\n){0,200}x/],
    ['alternatives of which two together are one', /^(?:a|aa)*x/],
    ['the same alternative twice', /^(?:a|[ab])*x/],
    ['a loop in a loop', /^(?:a+)+b/],
    ['a loop that may be empty in a loop', /^(?:a*)*b/],
    ['an optional part in a bounded loop', /^(?:\w\d?){0,40}x/],
    ['loops that take over from each other', /^\w+\s*\w*$/],
    ['three of them, bounded', /[^\n]{0,1000}y[^\n]{0,1000}z/],
    ['a run at the end, tried from each of its places', /["']+$/],
    ['the same behind a run at the beginning', /^\s+|\s+$/g],
    ['a look ahead from every place', /(?=.*x)y/],
    ['a look back from every place', /(?<=\w+:)x/],
    ['a class in any case', /^(?:k|\u212a)+x/iu],
  ])('%s', (_, { source, flags }) => {
    expect(attackOn(source, flags)).not.toBeNull();
  });

  it.each([
    ['a run that nothing of its kind stands before', /(?<!["'])["']+$/],
    ['a word with its boundary', /\b\w+\b(?=:)/],
    ['a run from the beginning', /^\s+/],
    ['a loop whose parts differ', /^(?:a|b)*x/],
    ['what always matches', /[:?#].*$/s],
    ['a sticky run', /\s*x/y],
    ['a run of bounded length', /\w{1,100}:/],
    ['an end that must be that of a line', /^[ \t]*\w+[ \t]*$/m],
  ])('and not %s', (_, { source, flags }) => {
    expect(attackOn(source, flags)).toBeNull();
  });

  it('is a text on which the pattern is slow', () => {
    const attack = attackOn('^(?:a|aa)*x', '');
    const text = (times: number) => `${attack?.before}${attack?.pump.repeat(times)}${attack?.after}`;
    const start = process.cpuUsage();
    expect(/^(?:a|aa)*x/.test(text(10))).toBe(false);
    expect(process.cpuUsage(start).user).toBeGreaterThan(10_000);
  });
});
