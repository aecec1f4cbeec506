import type { EntryInput } from '../../catalog/schema.ts';
import type { Path } from '../../catalog-files/parsed.ts';
import { isObject } from '../../is-object.ts';
import { READERS } from '../read-field.ts';
import { codesOfTypes, isTypeUri } from '../type-uri.ts';
import type { Document, Spot } from './document.ts';
import { flagsOf, textOf } from './enum-codes.ts';
import { asCode, CODE_NAMES, type NamedCode, TYPE_NAMES, WRAPPERS } from './named-code.ts';

const DEEPEST = 4;
const MESSAGES = [
  'message',
  'error_description',
  'error_message',
  'errorMessage',
  'msg',
  'detail',
  'description',
];

/** The codes in the examples of a media type: `example`, and the values of `examples`. */
export function codesOfExamples(document: Document, media: Spot): NamedCode[] {
  const alone = document.at(media, 'example');
  const named = document.membersOf(document.at(media, 'examples')).flatMap(({ spot }) => {
    const codes = codesOfExample(document.at(spot, 'value'));
    const said = isObject(spot.value)
      ? (textOf(spot.value['description']) ?? textOf(spot.value['summary']))
      : undefined;
    const [only, ...others] = codes;
    if (only === undefined || others.length > 0 || said === undefined) return codes;
    return [{ ...only, data: { ...only.data, meaning: said } }];
  });
  return [...codesOfExample(alone), ...named];
}

/** The codes in a body as the API sends it. */
export function codesOfExample({ value, path, isShared }: Spot): NamedCode[] {
  const body = typeof value === 'string' && value.trimStart().startsWith('{') ? parsed(value) : value;
  return bodiesIn(body).flatMap((error) => {
    const found = codeIn(error);
    return found === null ? [] : [{ ...found, statuses: [], path: [...path] as Path, isShared, group: null }];
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The objects of a body that are errors themselves: the innermost that hold a code. */
function bodiesIn(value: unknown, depth = 0): Record<string, unknown>[] {
  if (depth > DEEPEST) return [];
  if (Array.isArray(value)) return value.flatMap((each) => bodiesIn(each, depth + 1));
  if (!isObject(value)) return [];
  const inner = WRAPPERS.flatMap((name) =>
    typeof value[name] === 'object' ? bodiesIn(value[name], depth + 1) : [],
  );
  const hasCode = CODE_NAMES.some((name) => asCode(value[name]) !== null);
  if (hasCode)
    return [value, ...inner.filter((each) => CODE_NAMES.some((name) => asCode(each[name]) !== null))];
  return inner.length > 0 ? inner : codeIn(value) === null ? [] : [value];
}

/** The code of an error, with the message that it comes with. */
function codeIn(error: Record<string, unknown>): Pick<NamedCode, 'code' | 'data'> | null {
  const [plain] = CODE_NAMES.flatMap((name) => asCode(error[name]) ?? []);
  const type = TYPE_NAMES.map((name) => error[name]).find((value) => typeof value === 'string');
  const uri = isTypeUri(type) ? type : null;
  const ofType = uri === null ? asCode(type) : (codesOfTypes([uri]).get(uri) ?? null);
  const code = plain ?? ofType;
  if (code === null) return null;
  const example = MESSAGES.map((name) => READERS.example(error[name])).find(
    (text) => text !== null && text !== '',
  );
  const data: Omit<EntryInput, 'code'> = {
    ...(typeof example === 'string' && { example }),
    ...(uri !== null && { links: [uri] }),
    ...(plain === undefined && uri !== null && titleOf(error)),
    ...flagsOf({ 'x-retryable': error['retryable'] }),
  };
  return { code, data };
}

function titleOf({ title }: Record<string, unknown>): { title?: string } {
  const text = textOf(title);
  return text === undefined ? {} : { title: text };
}
