import type { EntryInput } from '../../catalog/schema.ts';
import { isObject } from '../../is-object.ts';
import { excerptOf } from '../excerpt.ts';
import { READERS } from '../read-field.ts';
import { readRecord } from '../read-record.ts';
import { codesOfTypes, isTypeUri } from '../type-uri.ts';
import type { Document, Spot } from './document.ts';
import {
  asCode,
  isStatus,
  type Named,
  type NamedCode,
  NOTHING,
  type PassedOver,
  together,
} from './named-code.ts';

const NO_MAP: ReadonlyMap<string, string> = new Map();
const DESCRIPTIONS = ['x-enum-descriptions', 'x-enumDescriptions'];
/** Lists of an object for each value, which names it. */
const ELEMENTS = ['x-enum-elements', 'x-enumElements', 'x-enum-values'];
const NAMES = ['x-enum-varnames', 'x-enumNames', 'x-enum-names'];

/** The codes that the schema of a code lists: by `enum`, `const`, or a choice of constants; or its example. */
export function codesOfEnum(document: Document, spot: Spot, seen = new Set<object>()): Named {
  const { value: schema } = spot;
  if (!isObject(schema) || seen.has(schema)) return NOTHING;
  seen.add(schema);
  const listed = ['enum', 'x-extensible-enum']
    .map((name) => schema[name])
    .find((each) => Array.isArray(each));
  if (Array.isArray(listed)) return listedCodes(document, spot, schema, listed);
  if (schema['const'] !== undefined) return listedCodes(document, spot, schema, [schema['const']]);
  const choices = ['oneOf', 'anyOf', 'allOf'].flatMap((name) => {
    return document.membersOf(document.at(spot, name)).map((each) => codesOfEnum(document, each.spot, seen));
  });
  const { codes, passedOver } = together(choices);
  if (codes.length === 0) return together([exampleOf(spot, schema), { codes, passedOver }]);
  return { codes: grouped(codes), passedOver };
}

function listedCodes(
  document: Document,
  spot: Spot,
  schema: Record<string, unknown>,
  values: readonly unknown[],
): Named {
  const { path, isShared } = spot;
  const filled = values.filter((value) => value !== null && value !== '');
  const text = excerptOf(filled);
  if (filled.length > 0 && filled.every((value) => isStatus(Number(value))))
    return { codes: [], passedOver: [{ path, text, reason: 'These are HTTP statuses, and no codes.' }] };
  const passedOver: PassedOver[] = [];
  const beside = (names: readonly string[]): ((index: number, value: unknown) => unknown) => {
    const given = names.map((name) => schema[name]).find((each) => each !== undefined);
    if (isObject(given)) return (_, value) => given[String(value)];
    if (Array.isArray(given) && given.length === values.length) return (index) => given[index];
    if (Array.isArray(given)) {
      const reason = `There are ${given.length} texts for ${values.length} codes, so none can be told to belong to which.`;
      passedOver.push({ path, text: excerptOf(given), reason });
    }
    return () => undefined;
  };
  const types = codesOfTypes(values.filter(isTypeUri));
  const describe = beside(DESCRIPTIONS);
  const nameOf = beside(NAMES);
  const isAlone = values.length === 1;
  const codes = values.flatMap((value, index): NamedCode[] => {
    if (value === null || value === '') return [];
    const type = isTypeUri(value) ? value : null;
    const code = type === null ? asCode(value) : (types.get(type) ?? null);
    if (code === null) {
      passedOver.push({
        path,
        text: excerptOf(value),
        reason: 'It does not say which error it is.',
      });
      return [];
    }
    const name = READERS.code(nameOf(index, value));
    const isNumber = /^-?\d+$/.test(code) && name !== null && name !== '';
    const meaning =
      READERS.meaning(describe(index, value)) ?? (isAlone ? textOf(schema['description']) : undefined);
    const data = {
      ...elementOf(schema, value),
      ...(name !== null && name !== '' && name !== code && { aliases: [isNumber ? code : name] }),
      ...(type !== null && { links: [type] }),
      ...(meaning !== undefined && meaning !== '' && { meaning }),
      ...(isAlone && flagsOf(schema)),
      ...(isAlone && titleOf(schema)),
    };
    const at = document.at(spot, 'enum', index).value === undefined ? path : [...path, 'enum', index];
    return [{ code: isNumber ? String(name) : code, data, statuses: [], path: at, isShared, group: null }];
  });
  return { codes: grouped(codes), passedOver };
}

/** What a list of objects beside the values says of one. */
function elementOf(schema: Record<string, unknown>, value: unknown): Omit<EntryInput, 'code'> {
  const list = ELEMENTS.map((name) => schema[name]).find((each) => Array.isArray(each));
  const naming = (each: unknown) => {
    return isObject(each) && ['value', 'name', 'code'].find((name) => each[name] === value);
  };
  const element: unknown = Array.isArray(list) ? list.find(naming) : undefined;
  if (!isObject(element)) return {};
  const own = naming(element);
  const rest = Object.fromEntries(Object.entries(element).filter(([name]) => name !== own));
  const {
    code: _,
    http_status: __,
    ...data
  } = readRecord(rest, { map: NO_MAP, code: String(value) }) ?? { code: '' };
  return data;
}

/** Codes that stand together are of one group, whose name is the same wherever the same codes stand. */
export function grouped(codes: readonly NamedCode[]): NamedCode[] {
  const all = [...new Set(codes.map(({ code }) => code))].sort();
  return all.length < 2 ? [...codes] : codes.map((each) => ({ ...each, group: JSON.stringify(all) }));
}

/** What a schema or a response says of the one code that it names. */
export function flagsOf(of: Record<string, unknown>): Pick<EntryInput, 'deprecated' | 'retry'> {
  const retryable = of['x-retryable'] ?? of['retryable'];
  const retry = typeof retryable === 'boolean' ? READERS.retry(retryable) : null;
  const deprecated = of['deprecated'] ?? of['x-deprecated'];
  return { ...(deprecated === true && { deprecated }), ...(retry !== null && { retry }) };
}

export function titleOf({ title }: Record<string, unknown>): { title?: string } {
  const text = textOf(title);
  return text === undefined ? {} : { title: text };
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** An example says which codes there are, but where it stands for all of them, not more. */
function exampleOf({ path, isShared }: Spot, schema: Record<string, unknown>): Named {
  const { example, examples } = schema;
  const given = [example, ...(Array.isArray(examples) ? examples : [])];
  const codes = given.flatMap((value): NamedCode[] => {
    const links = isTypeUri(value) ? [value] : [];
    const code = codesOfTypes(links).get(links[0] ?? '') ?? asCode(value);
    const data = links.length > 0 ? { links } : {};
    return code === null
      ? []
      : [{ code, data, statuses: [], path, isShared, group: `example ${path.join('/')}` }];
  });
  return { codes, passedOver: [] };
}
