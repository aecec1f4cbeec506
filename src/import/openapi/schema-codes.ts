import { isObject } from '../../is-object.ts';
import { excerpt } from '../excerpt.ts';
import type { Document, Spot } from './document.ts';
import { codesOfEnum, flagsOf, grouped, textOf } from './enum-codes.ts';
import { codesOfExample } from './example-codes.ts';
import { codesOfExtensions } from './extension-codes.ts';
import {
  CODE_NAMES,
  distinctCodes,
  type Named,
  type NamedCode,
  NOTHING,
  type PassedOver,
  TYPE_NAMES,
  together,
  WRAPPERS,
} from './named-code.ts';

/** Members that say in words what a code says. */
const TEXTS = ['message', 'description', 'detail', 'error_description', 'title'];
const COMPOSED = ['allOf', 'oneOf', 'anyOf'];

/** Reads the codes that the schema of an error lists, each schema once. */
export function schemaReader(document: Document): (spot: Spot) => Named {
  const known = new WeakMap<object, Named>();
  return (spot) => {
    if (!isObject(spot.value)) return NOTHING;
    const before = known.get(spot.value);
    if (before !== undefined) return { ...before, passedOver: [] };
    const named = codesOfSchema(document, spot, new Set());
    known.set(spot.value, named);
    return named;
  };
}

/** What a schema lists, at itself, in what it is composed of, and in the errors that it wraps. */
function codesOfSchema(document: Document, spot: Spot, seen: Set<object>): Named {
  const { value: schema } = spot;
  if (!isObject(schema) || seen.has(schema)) return NOTHING;
  seen.add(schema);
  const parts = [codesOfExtensions(document, spot), codesOfProperties(document, spot, seen)];
  for (const name of COMPOSED) {
    for (const each of document.membersOf(document.at(spot, name)))
      parts.push(codesOfSchema(document, each.spot, seen));
  }
  parts.push(codesOfSchema(document, document.at(spot, 'items'), seen), mapped(document, spot));
  const { codes, passedOver } = together(parts);
  const all = codes.length > 0 ? codes : examplesOf(document, spot);
  return { codes: described(all, schema), passedOver };
}

/** Where a schema names one code alone, what it says of itself is said of the code. */
function described(codes: readonly NamedCode[], schema: Record<string, unknown>): NamedCode[] {
  const meaning = textOf(schema['description']);
  if (distinctCodes(codes).size !== 1 || codes.some(({ group }) => group !== null)) return [...codes];
  const flags = flagsOf(schema);
  return codes.map((each) => ({
    ...each,
    data: { ...(meaning !== undefined && { meaning }), ...flags, ...each.data },
  }));
}

function codesOfProperties(document: Document, spot: Spot, seen: Set<object>): Named {
  const properties = document.at(spot, 'properties');
  const read = (names: readonly string[]) =>
    names.map((name) => codesOfEnum(document, document.at(properties, name)));
  const byCode = withMessage(together(read(CODE_NAMES)), document, properties);
  const byType = together(read(TYPE_NAMES));
  const wrapped = WRAPPERS.map((name) => codesOfSchema(document, document.at(properties, name), seen));
  const inner = together(wrapped);
  if (byCode.codes.length === 0 && inner.codes.length === 0) return together([byCode, byType, inner]);
  return together([
    byCode,
    inner,
    { codes: [], passedOver: byType.codes.length > 0 ? [kinds(byType.codes)] : [] },
  ]);
}

/** What a schema with one code alone gives as the one text beside it. */
function withMessage(named: Named, document: Document, properties: Spot): Named {
  if (distinctCodes(named.codes).size !== 1 || named.codes.some(({ group }) => group !== null)) return named;
  const [meaning] = TEXTS.flatMap((name) => constantOf(document.at(properties, name).value) ?? []);
  if (meaning === undefined) return named;
  return { ...named, codes: named.codes.map((each) => ({ ...each, data: { meaning, ...each.data } })) };
}

/** The one text that a schema allows. */
function constantOf(schema: unknown): string | undefined {
  if (!isObject(schema)) return undefined;
  const { const: only, enum: listed } = schema;
  return textOf(Array.isArray(listed) && listed.length === 1 ? listed[0] : only);
}

function kinds(codes: readonly NamedCode[]): PassedOver {
  const text = excerpt([...distinctCodes(codes)].join(', '));
  const reason = 'These are taken for kinds of errors, as another member holds the codes.';
  return { path: codes[0]?.path ?? [], text, reason };
}

/** The values of a discriminator that is a code. */
function mapped(document: Document, spot: Spot): Named {
  const discriminator = document.at(spot, 'discriminator');
  const name = document.at(discriminator, 'propertyName').value;
  const mapping = document.at(discriminator, 'mapping');
  if (typeof name !== 'string' || !CODE_NAMES.includes(name) || !isObject(mapping.value)) return NOTHING;
  const { path, isShared } = mapping;
  const codes = Object.keys(mapping.value).map((code) => {
    return { code, data: {}, statuses: [], path: [...path, code], isShared, group: null };
  });
  return { codes: grouped(codes), passedOver: [] };
}

/** Examples of a schema that lists no codes. */
function examplesOf(document: Document, spot: Spot): NamedCode[] {
  const spots = [
    document.at(spot, 'example'),
    ...document.membersOf(document.at(spot, 'examples')).map((each) => each.spot),
  ];
  return spots.flatMap(codesOfExample).map((each) => ({ ...each, group: `example ${spot.path.join('/')}` }));
}
