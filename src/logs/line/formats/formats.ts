import { wordList } from '../../../base/text.ts';
import type { LogLine } from '../../log.ts';
import { keyOf } from '../aliases.ts';
import type { Draft, Term } from '../draft.ts';
import type { UnitRule } from '../duration.ts';
import { type LayoutTree, layoutOf, type Matched, matchTree, treeOf } from '../layout.ts';
import { levelInPlace, syslogLevel } from '../level.ts';
import { type Pairs, readPairs } from '../logfmt.ts';
import { spanFields } from '../text.ts';
import CLOUDS from './clouds.yaml';
import CONTAINERS from './containers.yaml';
import DATABASES from './databases.yaml';
import DOTNET from './dotnet.yaml';
import GO from './go.yaml';
import JAVA from './java.yaml';
import NODE from './node.yaml';
import OTHERS from './others.yaml';
import PHP from './php.yaml';
import PROXIES from './proxies.yaml';
import PYTHON from './python.yaml';
import RUBY from './ruby.yaml';
import SYSLOG from './syslog.yaml';

/** A line as a system writes it, and what it must read as. */
interface Sample {
  line: string;
  /** Terms of the record that is read, those that are named; `rest` may name some of its fields. */
  reads: Partial<Omit<LogLine, 'source'>>;
  /** The line of its file that names the columns. */
  header?: string;
  /** When its file was last written, ISO 8601, for a format without a year. */
  modified?: string;
}

/**
 * A format of log lines, as data: how it is recognized, what its parts mean, and samples that are its test.
 *
 * A text format has layouts, a format of JSON is known by names that it `has`. What it names in the common
 * way (`aliases.ts`) needs no word here.
 */
export interface Format {
  /** As people call it. */
  name: string;
  /** Where it is documented. */
  docs: string;
  /** How a line of text is written; the first that fits counts. */
  layouts?: readonly string[];
  /** Names that a record of this format has, all of them, and other formats do not. */
  has?: readonly string[];
  /** What its words or numbers for levels mean: a table, or words, those with `=level` that do not say it themselves. */
  levels?: Readonly<Record<string, string>> | string;
  /** Fields that mean a term only here. */
  terms?: Partial<Record<Term, string>>;
  /** The units of bare numbers, by the name of their field; the first that a line has is its duration. */
  units?: Readonly<Record<string, UnitRule>>;
  /** Fields in seconds that add up to the duration. */
  sum?: readonly string[];
  /** Set where its times are in UTC without saying so. */
  zone?: 'UTC';
  samples: readonly Sample[];
}

/** All formats; a test checks their records. The first that fits a line counts, so those whose layouts say more stand before those that say less. */
export const FORMATS = [
  CONTAINERS,
  CLOUDS,
  PROXIES,
  DATABASES,
  RUBY,
  PHP,
  OTHERS,
  JAVA,
  DOTNET,
  NODE,
  GO,
  PYTHON,
  SYSLOG,
].flat() as readonly Format[];

let tree: LayoutTree<Format> | undefined;

/** The layouts of all formats; made when the first line of text is read. */
function layouts(): LayoutTree<Format> {
  tree ??= treeOf(
    FORMATS.flatMap((format) =>
      (format.layouts ?? []).map((source) => ({
        layout: layoutOf(source),
        levels: levelsOf(format),
        owner: format,
      })),
    ),
  );
  return tree;
}

const LETTERS = wordList('T=trace V=verbose D=debug I=info N=notice W=warn E=error F=fatal C=fatal');

/** What the words of a format mean as levels. */
export function levelsOf({ levels }: Format): Readonly<Record<string, string>> | undefined {
  if (typeof levels !== 'string') return levels;
  return Object.fromEntries(
    wordList(levels).map((each) => {
      const letter = LETTERS.find((known) => known.startsWith(`${each}=`));
      const [word = '', level = levelInPlace(each) ?? ''] = (letter ?? each).split('=');
      return [word, level];
    }),
  );
}

/** A line of text in a format, and what its layout took from it. */
export interface InFormat {
  format: Format;
  matched: Matched;
}

/** The format that a line of text is written in; null if none is known. `modified` as `LineContext` has it. */
export function formatOf(text: string, modified: number | undefined): InFormat | null {
  const found = matchTree(layouts(), text, modified);
  return found && { format: found.owner, matched: found.matched };
}

/** The name of the format that a line of text is written in; null if none is known. */
export function formatNameOf(text: string): string | null {
  return formatOf(text, undefined)?.format.name ?? null;
}

const RECORDS = FORMATS.flatMap((format) =>
  format.has === undefined ? [] : [{ format, keys: format.has.map(keyOf) }],
);

/** The format of a record of JSON or of pairs, by the keys of its names; undefined if it has none of its own. */
export function formatOfRecord(keys: { has(key: string): boolean }): Format | undefined {
  return RECORDS.find((each) => each.keys.every((key) => keys.has(key)))?.format;
}

/** What may be an id among the values that an extended format adds: `req_7f3a`, a UUID, 16 hex digits or more. */
const ID =
  /(?<![\w.-])(?:[A-Za-z]{2,12}[_-](?=[\w-]*\d)[\w-]{1,80}|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|[\da-f]{16,64})(?![\w.])/gi;

const NO_PAIRS: Pairs = { fields: [], words: '', mixed: false };

/** What a layout took from a line, as a draft without its message. */
export function draftOf({ format, matched }: InFormat, text: string): Draft {
  const { fields, level } = matched;
  const priority = fields.find(({ name }) => name === 'pri');
  const extra = fields.find(({ name }) => name === 'extra')?.value ?? '';
  const pairs = extra === '' ? NO_PAIRS : readPairs(extra);
  const words = pairs.fields.length === 0 || pairs.mixed ? extra : pairs.words;
  const span = fields.find(({ name }) => name === 'span')?.value;
  const positional = fields
    .filter(({ name }) => !['pri', 'extra', 'service'].includes(name))
    .flatMap((field) => (field.name === 'request' ? requestOf(field) : [field]));
  const instant =
    matched.instant && format.zone === 'UTC' ? { ...matched.instant, zoneless: undefined } : matched.instant;
  return {
    fields: [
      ...positional,
      ...pairs.fields,
      ...(words === '' ? [] : [{ name: 'extra', value: words }]),
      ...sumOf(format, fields),
    ],
    quiet: span === undefined ? undefined : spanFields(span),
    service: fields.find(({ name }) => name === 'service')?.value,
    text,
    isOfFormat: true,
    ids: extra === '' ? undefined : [...extra.matchAll(ID)].map(([id]) => id),
    instant: instant as Draft['instant'],
    level: level ?? (priority && syslogLevel(Number(priority.value))),
    units: format.units,
    terms: format.terms,
  };
}

/** The duration that fields in seconds add up to; none where one of them was not measured, which -1 stands for. */
function sumOf({ sum = [] }: Format, fields: Matched['fields']): Matched['fields'] {
  const parts = sum.map((name) => Number(fields.find((field) => field.name === name)?.value ?? '-1'));
  if (parts.length === 0 || parts.some((part) => part < 0)) return [];
  return [{ name: 'duration_s', value: String(parts.reduce((one, other) => one + other, 0)) }];
}

/** The parts of a request line: `GET /a HTTP/1.1`. */
function requestOf(field: Matched['fields'][number]): Matched['fields'] {
  const [, method, path, proto] =
    /^([A-Z]{3,16}) (\S{1,16384})(?: ((?:HTTP\/)?[\d.]{1,3}))?$/.exec(field.value) ?? [];
  if (method === undefined || path === undefined) return [field];
  const parts = [
    { name: 'method', value: method },
    { name: 'path', value: path },
  ];
  return proto === undefined ? parts : [...parts, { name: 'proto', value: proto }];
}
