import { canBeCode } from '../../base/code-shape.ts';
import type { JsonValue } from '../../catalog/catalog.ts';
import { type Component, type Rich, rich } from './blocks.ts';
import { draftOf, type Finds, put, type Scope, unplace } from './draft.ts';
import { codesOfCell } from './lead.ts';
import type { ReadBlocks } from './list.ts';
import { type Role, wordsOf } from './roles.ts';
import { readTable } from './table.ts';

const FIELD =
  /^(?:Param|Response|Request|Query|Path|Body|Header)?(?:Field|Param|Parameter|Property|Attribute|Argument)s?$/i;
const SAMPLE = /code(?:block|group|sample|example|snippet|tabs)|^(?:highlight|pre|snippet|terminal)$/i;
const PLAIN =
  /^(?:id|key|class|className|style|open|defaultOpen|icon|color|type|variant|size|lang|language)$/;

/** Reads a component: as an entry where its attributes name a code, as a table where one holds rows, else by what it holds. */
export function readComponent(component: Component, scope: Scope, finds: Finds, read: ReadBlocks): void {
  const { name, line, attributes, blocks } = component;
  if (FIELD.test(name)) {
    unplace(
      finds,
      line,
      `<${name}> ${[...attributes.values()].filter((v) => typeof v === 'string').join(' ')}`,
      'The component describes a field or parameter, not an error.',
    );
    return;
  }
  const code = SAMPLE.test(name) ? undefined : codeOf(component);
  for (const [attribute, value] of attributes) readRows(attribute, value, component, scope, finds);
  if (code === undefined) {
    read(blocks, scope);
    return;
  }
  const drafts = (codesOfCell(String(code[1]))?.codes ?? [String(code[1]).trim()]).map((each) =>
    draftOf(each, line, scope.area, []),
  );
  for (const draft of drafts) {
    for (const [attribute, value] of attributes) {
      if (attribute === code[0] || (PLAIN.test(attribute) && attribute !== 'type') || isRows(value)) continue;
      for (const text of textsOf(value)) put(draft, roleOfAttribute(attribute, finds), text, attribute);
    }
    if (draft.statuses.length === 0) draft.statuses.push(...scope.statuses);
  }
  finds.drafts.push(...drafts);
  read(blocks, { ...scope, drafts, part: null });
}

/** The attribute that names the code: surely so, or in a component that is named for errors. */
function codeOf({ name, attributes }: Component): [string, JsonValue] | undefined {
  const given = [...attributes].filter(([, value]) => isCodeAttribute(value) && value !== '');
  const sure = given.find(([attribute]) => /^(?:code|error[-_]?code|error)$/i.test(attribute));
  if (sure !== undefined) return sure;
  if (!/error|exception|fault/i.test(name)) return undefined;
  return given.find(([attribute]) => /^(?:slug|name|id|type|value|identifier|key)$/i.test(attribute));
}

function roleOfAttribute(attribute: string, { roleOf }: Finds): Role | null {
  const words = wordsOf(attribute.replace(/(?<=[a-z])(?=[A-Z])/g, ' '));
  const role = roleOf(words)?.role ?? null;
  return role === 'code' ? null : role;
}

function textsOf(value: JsonValue): Rich[] {
  if (Array.isArray(value)) return value.flatMap(textsOf);
  if (value === null || value === '') return [];
  return [rich(typeof value === 'object' ? JSON.stringify(value) : String(value))];
}

function isRows(value: JsonValue): value is Record<string, JsonValue>[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((each) => typeof each === 'object' && each !== null && !Array.isArray(each))
  );
}

/** A list of objects in an attribute is a table whose header are their members. */
function readRows(
  attribute: string,
  value: JsonValue,
  { line }: Component,
  scope: Scope,
  finds: Finds,
): void {
  if (!isRows(value)) return;
  const names = [...new Set(value.flatMap(Object.keys))];
  const cell = (given: JsonValue | undefined) =>
    rich(
      given === undefined
        ? ''
        : textsOf(given)
            .map(({ text }) => text)
            .join('\u2028'),
    );
  const header = names.map((name) => rich(name.replace(/(?<=[a-z])(?=[A-Z])/g, ' ')));
  const rows = value.map((row) => ({ line, cells: names.map((name) => cell(row[name])) }));
  const heading = `${attribute} ${scope.heading ?? ''}`;
  readTable({ kind: 'table', line, header, rows }, { ...scope, drafts: [], heading }, finds);
}

/** Whether a value can be a code, as an attribute gives it. */
export function isCodeAttribute(value: unknown): value is string | number {
  return typeof value === 'number' || (typeof value === 'string' && canBeCode(value.trim()));
}
