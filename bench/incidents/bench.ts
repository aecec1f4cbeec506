/**
 * Incidents in real dress, each asked about in one call of the built program, beside `grep -F`.
 * --count 300, --seed 1, --half a|b|c, --kind NAME, --noise 10000 (lines), --show N (one incident in full),
 * --misses (what is lacking, of the halves to tune on).
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import pLimit from 'p-limit';
import { incidents } from './incident.ts';
import { byKind, misses, shown, summary } from './report.ts';
import { examine } from './run.ts';
import { HALVES } from './scene.ts';

/** Two cores: more servers at once only make each slower. */
const AT_ONCE = 2;

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '300' },
    seed: { type: 'string', default: '1' },
    half: { type: 'string' },
    kind: { type: 'string' },
    noise: { type: 'string', default: '10000' },
    show: { type: 'string' },
    misses: { type: 'boolean', default: false },
  },
});
const half = HALVES.find((one) => one === values.half);
if (half !== values.half) throw new Error(`--half is one of ${HALVES.join(', ')}, not '${values.half}'.`);
const number = (name: 'count' | 'noise' | 'show', text: string) => {
  if (!/^\d+$/.test(text)) throw new Error(`--${name} is a whole number, not '${text}'.`);
  return Number(text);
};
const noise = number('noise', values.noise);
const entry = resolve('dist/entry.cjs');

if (values.show !== undefined) {
  const wanted = number('show', values.show);
  const incident = incidents(values.seed, wanted + 1, { half, kind: values.kind })[wanted];
  if (incident !== undefined) console.log(shown(await examine(incident, entry, noise)));
} else {
  const begin = performance.now();
  const limit = pLimit(AT_ONCE);
  const all = incidents(values.seed, number('count', values.count), { half, kind: values.kind });
  const examined = await Promise.all(all.map((one) => limit(() => examine(one, entry, noise))));
  console.log(byKind(examined));
  console.log(`\n${summary(examined)}`);
  if (values.misses) console.log(`\n${misses(examined)}`);
  const seconds = ((performance.now() - begin) / 1_000).toFixed(0);
  console.log(
    `\nOne call an incident. Tokens: the median of what a model reads. Seed ${values.seed}, ${noise} lines of noise, ${seconds} s.`,
  );
}
