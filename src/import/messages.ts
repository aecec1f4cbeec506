import { isObject } from '../base/objects.ts';
import type { JsonValue, Path } from '../catalog/catalog.ts';
import { excerptOf, ImportError, type ImportedEntry, type Importer, type Unplaced } from './imported.ts';
import { listsAt } from './list.ts';
import { readSource } from './source.ts';

/** The plural categories of Unicode CLDR. */
const PLURALS = new Set(['zero', 'one', 'two', 'few', 'many', 'other']);
/** Members of a message that comes with notes for its translators. */
const NOTED = new Set(['message', 'defaultMessage', 'description', 'placeholders', 'id', 'context']);

interface Found {
  entries: ImportedEntry[];
  unplaced: Unplaced[];
  lineOf: (path: Path) => number;
}

/** A map from codes to messages, whose keys may be nested: `{ "auth": { "expired": "…" } }` has `auth.expired`. */
export const importMessages: Importer = (text, { list }) => {
  const { data, lineOf, hidden } = readSource(text);
  const found: Found = { entries: [], unplaced: [...hidden], lineOf };
  for (const { path, value } of list === null
    ? (mapsOfGettext(data) ?? [{ path: [], value: data }])
    : mapsAt(data, list)) {
    if (!isObject(value))
      throw new ImportError(
        'It is no object from codes to messages. For a list of objects, the format is json.',
      );
    walk(value, path, [], found);
  }
  return { entries: found.entries, unplaced: found.unplaced };
};

/** The maps in what tools make of gettext's files, one for each context or domain; null for any other source. */
function mapsOfGettext(data: unknown): { path: Path; value: unknown }[] | null {
  if (!isObject(data)) return null;
  const isParsed = isObject(data['headers']) || typeof data['charset'] === 'string';
  const member = isObject(data['locale_data']) ? 'locale_data' : isParsed ? 'translations' : null;
  const maps = member === null ? null : data[member];
  if (!isObject(maps) || member === null || !Object.values(maps).every(isObject)) return null;
  return Object.entries(maps).map(([name, value]) => ({ path: [member, name], value }));
}

function mapsAt(data: unknown, list: string): { path: Path; value: unknown }[] {
  return listsAt(data, list).map(({ path }) => ({
    path,
    value: path.reduce<unknown>((value, step) => (value as Record<string | number, unknown>)[step], data),
  }));
}

function walk(map: Record<string, unknown>, at: Path, keys: readonly string[], found: Found): void {
  for (const [key, value] of Object.entries(map)) {
    const path = [...at, key];
    const code = [...keys, key].join('.');
    const line = found.lineOf(path);
    if (key === '' || key.startsWith('@')) {
      found.unplaced.push({
        line,
        text: excerptOf({ [key]: value }),
        reason: 'It says something about the file.',
      });
      continue;
    }
    const message = messageOf(value);
    if (message !== null) found.entries.push({ data: { code, ...message }, line });
    else if (isObject(value) && Object.keys(value).length > 0) walk(value, path, [...keys, key], found);
    else
      found.unplaced.push({ line, text: excerptOf({ [code]: value }), reason: 'There is no message in it.' });
  }
}

/** A message alone, in several forms, or with notes; null for anything else. */
function messageOf(value: unknown): { example?: string; extra?: Record<string, JsonValue> } | null {
  if (typeof value === 'string') return value.trim() === '' ? {} : { example: value };
  const forms = Array.isArray(value) ? value : isPlural(value) ? Object.values(value) : null;
  if (forms !== null) {
    const example = forms.find((form) => typeof form === 'string' && form.trim() !== '');
    return typeof example === 'string' ? { example, extra: { messages: value as JsonValue } } : null;
  }
  if (isObject(value) && typeof value['msgid'] === 'string' && Array.isArray(value['msgstr'])) {
    const { msgid, msgstr, ...rest } = value;
    const [translated = msgid, ...others] = filledIn(msgstr);
    const extra = { ...rest, msgid, ...(others.length > 0 && { messages: msgstr }) };
    return { example: String(translated), extra: extra as Record<string, JsonValue> };
  }
  if (!isObject(value) || !isNoted(value)) return null;
  const { message, defaultMessage, ...rest } = value;
  const example = message ?? defaultMessage;
  return { example: String(example), extra: rest as Record<string, JsonValue> };
}

function filledIn(forms: readonly unknown[]): string[] {
  return forms.filter((form) => typeof form === 'string').filter((form) => form.trim() !== '');
}

function isPlural(value: unknown): value is Record<string, unknown> {
  return (
    isObject(value) && Object.keys(value).length > 0 && Object.keys(value).every((key) => PLURALS.has(key))
  );
}

function isNoted(value: Record<string, unknown>): boolean {
  const names = Object.keys(value);
  const text = value['message'] ?? value['defaultMessage'];
  const isMessage = typeof text === 'string' && text.trim() !== '';
  return isMessage && names.length > 1 && names.every((name) => NOTED.has(name));
}
