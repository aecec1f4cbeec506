import { describe, expect, test } from 'vitest';
import { DIALECTS } from '../../bench/incidents/dialects/dialects.ts';
import { type Incident, incidents } from '../../bench/incidents/incident.ts';
import { judge } from '../../bench/incidents/judge.ts';
import { KINDS } from '../../bench/incidents/kinds/kinds.ts';
import { HALVES, type Half, HELD_OUT } from '../../bench/incidents/scene.ts';

/** Two of every kind: dialects, spellings and counts differ among them. */
const ROUNDS = 2;
const some = incidents('test', KINDS.length * ROUNDS);
const NOISE = 60;

const asData = (incident: Incident) => ({ ...incident, entries: [...incident.entries(NOISE)] });
const name = ({ kind, number }: Incident) => `${kind} #${number}`;
const storyOf = ({ story }: Incident) => story.map(({ text }) => text).join('\n');

describe('the incidents of a seed', () => {
  test('are the same each time, with their noise', () => {
    const again = incidents('test', KINDS.length * ROUNDS);
    expect(again.map(asData)).toEqual(some.map(asData));
  });

  test('are others for another seed', () => {
    const others = incidents('another', KINDS.length);
    const same = others.filter((other, number) => storyOf(other) === storyOf(some[number] ?? other));
    expect(same).toEqual([]);
  });

  test('are of all kinds by turns, of a half or of one kind if asked', () => {
    expect(new Set(some.map(({ kind }) => kind)).size).toBe(KINDS.length);
    expect(new Set(incidents('test', 40, { half: 'b' }).map(({ half }) => half))).toEqual(new Set(['b']));
    expect(new Set(incidents('test', 4, { kind: 'cut-id' }).map(({ kind }) => kind))).toEqual(
      new Set(['cut-id']),
    );
    expect(() => incidents('test', 1, { kind: 'nothing' })).toThrow("'nothing'");
  });

  test('are the same in a half as among all', () => {
    const half = incidents('test', KINDS.filter((kind) => kind.half === 'b').length, { half: 'b' });
    for (const one of half) {
      const among = some.find(({ kind }) => kind === one.kind);
      expect(among && storyOf(among)).toBe(storyOf(one));
    }
  });

  test('cover the first two halves alike, each no less than half as well as those to tune on, and every dialect', () => {
    const size = (one: Half) => KINDS.filter(({ half }) => half === one).length;
    expect(Math.abs(size('a') - size('b'))).toBeLessThanOrEqual(2);
    const tunedOn = HALVES.filter((one) => one !== HELD_OUT);
    const each = tunedOn.reduce((sum, one) => sum + size(one), 0) / tunedOn.length;
    for (const one of HALVES) expect(size(one)).toBeGreaterThanOrEqual(each / 2);
    expect(new Set(KINDS.map((kind) => kind.name)).size).toBe(KINDS.length);
    const used = new Set(some.flatMap(({ files }) => files.map(({ dialect }) => dialect)));
    expect([...used].sort()).toEqual(DIALECTS.map((dialect) => dialect.name).sort());
  });
});

describe('an incident', () => {
  test.each(some.map((one) => [name(one), one] as const))(
    '%s: its logs bear out its facts',
    (_, incident) => {
      const story = storyOf(incident);
      const { missing } = judge(
        story,
        incident.facts.filter(({ sort }) => sort !== 'conclusion'),
        [],
      );
      // A count stands in no line.
      expect(
        missing.filter((fact) => !/^how (?:many|often)/.test(fact.name)).map((fact) => fact.name),
      ).toEqual([]);
    },
  );

  test.each(some.map((one) => [name(one), one] as const))(
    '%s: quoting its logs is not false',
    (_, incident) => {
      const logs = [...incident.entries(NOISE)].map(({ text }) => text).join('\n');
      const quotable = incident.never.filter((one) => !one.name.startsWith('names '));
      expect(judge(logs, [], quotable).untrue).toEqual([]);
    },
  );

  test.each(some.map((one) => [name(one), one] as const))(
    '%s: its facts have names of their own',
    (_, incident) => {
      const names = incident.facts.map((fact) => `${fact.sort} ${fact.name}`);
      expect(new Set(names).size).toBe(names.length);
      expect(names.length).toBeGreaterThanOrEqual(2);
    },
  );
});

describe('noise', () => {
  test.each([1_000, 10_000])('of %i lines adds that many, nearly in order of time', (noise) => {
    const [incident] = some;
    const entries = [...(incident?.entries(noise) ?? [])];
    const added = entries.length - (incident?.story.length ?? 0);
    expect(added).toBeGreaterThanOrEqual(noise);
    expect(added).toBeLessThanOrEqual(noise + 1);
    const late = entries.filter(({ at }, nth) => at < (entries[nth - 1]?.at ?? 0));
    expect(late.length).toBeLessThan(entries.length / 2);
    for (const { at } of late) expect(at).toBeGreaterThan(0);
  });

  test('never shows the failure that was asked about', () => {
    for (const incident of some) {
      const story = new Set(incident.story.map(({ text }) => text));
      const noise = [...incident.entries(NOISE)].filter(({ text }) => !story.has(text));
      if (incident.call.request_id === undefined) continue;
      expect(noise.filter(({ text }) => text.includes(incident.grep))).toEqual([]);
    }
  });
});

describe('judging', () => {
  const [incident] = incidents('test', 1, { kind: 'client-hung-up-behind-201' });
  const app = /app_\w+/.exec(incident ? storyOf(incident) : '')?.[0];
  const verdict = (text: string) => judge(text, incident?.facts ?? [], incident?.never ?? []);

  test('takes good wordings of any kind', () => {
    for (const text of [
      `Succeeded: the client hung up (499), the API answered 201. It was carried out: created ${app}. Do not send it again.`,
      `{"outcome":{"ended":"succeeded","status":201,"carried_out":"yes"}} edge 499, app=${app}; already there: no need to repeat it`,
    ]) {
      expect(verdict(text).missing).toEqual([]);
      expect(verdict(text).untrue).toEqual([]);
    }
  });

  test('tells what lacks and what is false', () => {
    const { missing, untrue } = verdict('499. It was not carried out: send it again.');
    expect(missing.map((fact) => fact.sort)).toEqual(['line', 'line', 'conclusion', 'conclusion']);
    expect(untrue.map((one) => one.name)).toEqual(['says carried out: no', 'advises to send it again']);
  });
});
