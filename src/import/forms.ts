import { areAlike, codeShape, formOf } from '../base/code-shape.ts';
import { endsLikeCode, plainName } from './fields.ts';
import {
  excerpt,
  ImportError,
  type Imported,
  type ImportedEntry,
  type ImportOptions,
  type Unplaced,
} from './imported.ts';

/** Forms that names of other things have on a page about errors: fields, types and permissions; headers. */
const OTHER_THINGS = /^(?:a|aA)\.|^Aa-$/;
/** How many codes of one form must stand on a page for so few of another to be something else. */
const MANY_TO_ONE = 10;
const SOME_TO_ONE = 3;
/** What the place of an entry is called where it says that it lists codes. */
const SPEAKS_OF_CODES = /\b(?:codes|errors|exceptions|faults|failures|reasons)\b/i;

/**
 * The entries of a page without what is written otherwise than its codes and stands where nothing says that there are
 * codes: `m.login.password` among `M_FORBIDDEN`, `Content-Length` among `slug_taken`. What is left out is told.
 */
export function ofOneForm({ entries, unplaced, ...rest }: Imported): Imported {
  const spoken = entries.filter(speaksOfCodes);
  const main = commonest(spoken.length > 0 ? spoken : entries);
  if (main === null) return { entries, unplaced, ...rest };
  const counts = new Map<string, number>();
  for (const { data } of entries) counts.set(formOfEntry(data), (counts.get(formOfEntry(data)) ?? 0) + 1);
  const isOther = (entry: ImportedEntry): boolean => {
    const form = formOfEntry(entry.data);
    if (areAlike(form, main.form) || /\d$/.test(form) || speaksOfCodes(entry)) return false;
    const few = counts.get(form) ?? 0;
    if (spoken.length > 0 && OTHER_THINGS.test(form)) return true;
    return main.count >= few * (OTHER_THINGS.test(form) ? SOME_TO_ONE : MANY_TO_ONE);
  };
  return without(
    isOther,
    `It is written otherwise than the codes of this page, such as ${main.code}; --only takes it in.`,
    {
      ...{ entries, unplaced, ...rest },
    },
  );
}

const NAMES_CODE = new Set(['code', 'errorcode', 'errcode', 'errorname', 'errorid', 'error']);
/** What of an entry tells nothing of an error. */
const TELLS_NOTHING = new Set(['code', 'aliases', 'extra', 'links', 'area', 'service']);

/**
 * Refuses records that have names and nothing that an error has, such as users or products, where nobody said that they
 * are errors. `names` are those of their members.
 *
 * @throws ImportError
 */
export function refuseOthers(
  entries: readonly ImportedEntry[],
  names: readonly string[],
  { map, list, isGuess = false }: ImportOptions,
): void {
  const [first] = entries;
  if (first === undefined || !isGuess || map.size > 0 || list !== null) return;
  if (names.map(plainName).some((name) => NAMES_CODE.has(name) || endsLikeCode(name))) return;
  const telling = entries.filter(({ data }) => Object.keys(data).some((name) => !TELLS_NOTHING.has(name)));
  const coded = entries.filter(({ data }) => codeShape(String(data.code)) === 'strong');
  if (telling.length > 0 || coded.length * 2 >= entries.length) return;
  throw new ImportError(
    `It lists ${entries.length === 1 ? 'a record' : 'records'} such as '${excerpt(String(first.data.code))}', of which nothing says that they are errors: no message, status, meaning or fix. If they are, name what holds the code by --map code=NAME.`,
  );
}

/** The entries whose codes a person chose by a pattern; the others are told. */
export function onlyThose(pattern: RegExp, imported: Imported): Imported {
  return without(
    ({ data }) => !pattern.test(String(data.code)),
    'It is not of the form that --only names.',
    imported,
  );
}

function without(
  isOther: (entry: ImportedEntry) => boolean,
  reason: string,
  { entries, unplaced, ...rest }: Imported,
): Imported {
  const left = entries.filter(isOther);
  const told = left.map(({ data, line }): Unplaced => ({ line, text: String(data.code), reason }));
  return {
    ...rest,
    entries: entries.filter((each) => !left.includes(each)),
    unplaced: [...unplaced, ...told],
  };
}

function formOfEntry({ code }: ImportedEntry['data']): string {
  return formOf(String(code));
}

function speaksOfCodes({ data }: ImportedEntry): boolean {
  return data.area !== undefined && data.area !== null && SPEAKS_OF_CODES.test(data.area);
}

/** The form of most of some entries, with one of its codes. */
function commonest(entries: readonly ImportedEntry[]): { form: string; code: string; count: number } | null {
  const found = new Map<string, { form: string; code: string; count: number }>();
  for (const { data } of entries) {
    const form = formOfEntry(data);
    const known = found.get(form) ?? { form, code: String(data.code), count: 0 };
    known.count += 1;
    found.set(form, known);
  }
  return [...found.values()].reduce<{ form: string; code: string; count: number } | null>(
    (most, each) => (most === null || each.count > most.count ? each : most),
    null,
  );
}
