/**
 * What `import` makes of the same errors in many forms: how many of the codes come, what is false, how many of the fields
 * that the form holds are right, and how long it takes.
 */
import { importSource, languageOf } from '../../src/check/check.ts';
import { FORMATS, guessFormat } from '../../src/import/import.ts';
import { FORMS, type Known } from './forms.ts';

const MANY = 200;
const NOUNS = ['box', 'lid', 'key', 'seat', 'row', 'label', 'parcel', 'shelf', 'truck', 'route'];
const TROUBLES = [
  ['not_found', 404, 'cannot be found'],
  ['already_taken', 409, 'is taken already'],
  ['expired', 410, 'has expired'],
  ['invalid', 422, 'is not valid'],
  ['locked', 423, 'is locked by another user'],
] as const;

const known: Known[] = Array.from({ length: MANY }, (_, at) => {
  const noun = NOUNS[at % NOUNS.length] ?? '';
  const [end, status, words] = TROUBLES[Math.floor(at / NOUNS.length) % TROUBLES.length] ?? ['', 0, ''];
  const round = Math.floor(at / (NOUNS.length * TROUBLES.length));
  const of = ['', 'spare_', 'sold_', 'lost_'][round] ?? '';
  return {
    code: `${of}${noun}_${end}`,
    status,
    meaning: `The ${of.replace('_', ' ')}${noun} ${words}.`,
    fix: `Look at the ${noun} number ${at + 1}.`,
  };
});

const bare = (value: unknown) =>
  String(value ?? '')
    .replaceAll('`', '')
    .trim();

for (const { name, holds, write, form = (code: string) => code } of FORMS) {
  const text = write(known);
  const start = performance.now();
  const isSource = languageOf(name) !== null;
  const format = isSource ? 'source' : guessFormat(name, text);
  const { entries } = isSource
    ? importSource(text, name)
    : await (await FORMATS[guessFormat(name, text)].load())(text, { map: new Map(), list: null });
  const time = performance.now() - start;
  const wanted = new Map(known.map((each) => [form(each.code), each]));
  const found = new Map(entries.map(({ data }) => [String(data.code), data]));
  const right = [...found.keys()].filter((code) => wanted.has(code)).length;
  let fields = 0;
  for (const [code, each] of wanted) {
    const data = found.get(code);
    const said = {
      status: Number([data?.http_status].flat()[0]) === each.status,
      meaning: [data?.meaning, data?.example, data?.title].map(bare).includes(each.meaning),
      fix: bare(data?.fix?.[0]) === each.fix,
    };
    fields += holds.filter((field) => said[field]).length;
  }
  const share = holds.length === 0 ? 100 : (fields * 100) / (MANY * holds.length);
  console.log(
    `${name.padEnd(22)} ${format.padEnd(14)} codes ${right}/${MANY}  false ${found.size - right}  fields ${share.toFixed(1)} %  ${time.toFixed(0)} ms`,
  );
}
