import type { EntryInput } from '../../catalog/schema.ts';
import type { Path } from '../../catalog-files/parsed.ts';
import { isObject } from '../../is-object.ts';
import { READERS } from '../read-field.ts';
import { codesOfTypes, isTypeUri } from '../type-uri.ts';
import type { Document, Spot } from './document.ts';
import { flagsOf, textOf, titleOf } from './enum-codes.ts';
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
  const isText = typeof value === 'string' && value.trimStart().startsWith('{');
  return bodiesIn(isText ? parsed(value) : value).flatMap(({ error, path: inner }) => {
    const found = codeIn(error);
    if (found === null) return [];
    const { name, ...named } = found;
    const place: Path = isText ? [...path] : [...path, ...inner, name];
    return [{ ...named, statuses: [], path: place, isShared, group: null }];
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** An object of a body that is an error itself, and where it stands there. */
interface ErrorBody {
  error: Record<string, unknown>;
  path: Path;
}

/** The objects of a body that are errors themselves: the innermost that hold a code. */
function bodiesIn(value: unknown, path: Path = []): ErrorBody[] {
  if (path.length > DEEPEST) return [];
  if (Array.isArray(value)) return value.flatMap((each, index) => bodiesIn(each, [...path, index]));
  if (!isObject(value)) return [];
  const inner = WRAPPERS.flatMap((name) =>
    typeof value[name] === 'object' ? bodiesIn(value[name], [...path, name]) : [],
  );
  const own = { error: value, path };
  if (hasCode(own)) return [own, ...inner.filter(hasCode)];
  return inner.length > 0 ? inner : codeIn(value) === null ? [] : [own];
}

function hasCode({ error }: ErrorBody): boolean {
  return CODE_NAMES.some((name) => asCode(error[name]) !== null);
}

/** The code of an error, with the message that it comes with, and the name of the member that holds it. */
function codeIn(
  error: Record<string, unknown>,
): (Pick<NamedCode, 'code' | 'data'> & { name: string }) | null {
  const codeName = CODE_NAMES.find((name) => asCode(error[name]) !== null);
  const plain = codeName === undefined ? undefined : (asCode(error[codeName]) ?? undefined);
  const typeName = TYPE_NAMES.find((name) => typeof error[name] === 'string');
  const type = typeName === undefined ? undefined : error[typeName];
  const uri = isTypeUri(type) ? type : null;
  const ofType = uri === null ? asCode(type) : (codesOfTypes([uri]).get(uri) ?? null);
  const code = plain ?? ofType;
  const name = codeName ?? typeName;
  if (code === null || name === undefined) return null;
  const example = MESSAGES.map((name) => READERS.example(error[name])).find(
    (text) => text !== null && text !== '',
  );
  const data: Omit<EntryInput, 'code'> = {
    ...(typeof example === 'string' && { example }),
    ...(uri !== null && { links: [uri] }),
    ...(plain === undefined && uri !== null && titleOf(error)),
    ...flagsOf({ 'x-retryable': error['retryable'] }),
  };
  return { code, data, name };
}
