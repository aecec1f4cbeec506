import { type Fact, type Never, neverOtherCode } from './judge.ts';
import { KINDS } from './kinds/kinds.ts';
import { entriesOf, type LogEntry } from './noise.ts';
import { type Call, type Half, Scene } from './scene.ts';

/** One incident: what to ask, what the answer is held to, and the logs. */
export interface Incident {
  /** Place in its series. */
  number: number;
  kind: string;
  half: Half;
  /** Arguments of `lookup_request`. */
  call: Call;
  /** What a person would grep for. */
  grep: string;
  facts: readonly Fact[];
  never: readonly Never[];
  /** The files that its logs stand in, each with the name of its dialect. */
  files: readonly { file: string; dialect: string }[];
  /** What the services said in the story alone, in the order of time. */
  story: readonly LogEntry[];
  /** All entries, the story's among so many lines of healthy traffic, in the order in which they are written. */
  entries(noise: number): Iterable<LogEntry>;
}

/** Which kinds to make. */
export interface Choice {
  half?: Half | undefined;
  kind?: string | undefined;
}

/** The incidents of a seed, the kinds by turns. The same arguments give the same incidents. */
export function incidents(seed: string, count: number, { half, kind }: Choice = {}): Incident[] {
  const kinds = KINDS.filter((one) => (half ?? one.half) === one.half && (kind ?? one.name) === one.name);
  if (kinds.length === 0) throw new Error(`No kind of incident is called '${kind}' in this half.`);
  return Array.from({ length: count }, (_, number) => {
    const chosen = kinds[number % kinds.length];
    if (chosen === undefined) throw new Error('There are no kinds.');
    const ownSeed = `${seed}/${chosen.name}/${Math.floor(number / kinds.length)}`;
    const scene = new Scene(ownSeed);
    const { call, grep, facts, never } = chosen.tell(scene);
    const voices = [...scene.voices.values()];
    return {
      number,
      kind: chosen.name,
      half: chosen.half,
      call,
      grep: grep ?? call.request_id ?? '',
      facts,
      // Of a question without an id other failures may be told too.
      never: call.request_id === undefined ? never : [...never, ...neverOtherCode(scene.codes)],
      files: voices.map(({ file, dialect }) => ({ file, dialect: dialect.name })),
      story: [...entriesOf(scene, ownSeed, 0)],
      entries: (noise) => entriesOf(scene, ownSeed, noise),
    };
  });
}
