import { isObject } from '../base/objects.ts';
import { parseJson, parseYaml } from '../catalog/catalog.ts';
import type { FormatName } from './import.ts';

/** What a file is by its name, and whether what stands in it may be a page of another kind. */
const BY_NAME: readonly (readonly [RegExp, FormatName])[] = [
  [/\.mdx$/i, 'mdx'],
  [/\.(?:md|markdown|html?|xhtml|rst|adoc|asciidoc|txt)$/i, 'markdown'],
  [/\.csv$/i, 'csv'],
  [/\.tsv$/i, 'tsv'],
  [/\.(?:properties|po|pot|ftl|arb|strings|resx|resw)$/i, 'messages'],
  [/\.(?:proto|graphqls?|gql)$/i, 'enums'],
];
const DATA = /\.(?:json|jsonl|ndjson|ya?ml|toml)$/i;

/**
 * The format of a file, by its name and by what stands in it. Data, tables and marked-up pages show what they are; all
 * else is a page of text.
 */
export function guessFormat(name: string, text: string): FormatName {
  const shown = shownBy(text);
  if (shown === 'openapi' || shown === 'enums') return shown;
  const named = BY_NAME.find(([endings]) => endings.test(name))?.[1];
  if (named !== undefined) return named;
  if (DATA.test(name)) return formatOfData(text);
  return shown ?? 'markdown';
}

/** Formats of which one is read by what reads another: what a person calls `json` may as well be YAML. */
const FAMILIES: readonly (readonly FormatName[])[] = [
  ['markdown', 'mdx'],
  ['json', 'messages', 'problem-types', 'csv', 'tsv'],
];

/** What a file looks like where that cannot be of the format that it is said to be; null where it may be. */
export function misnamed(format: FormatName, name: string, text: string): FormatName | null {
  const named = BY_NAME.find(([endings]) => endings.test(name))?.[1];
  const found = shownBy(text) ?? (named === 'enums' || named === 'messages' ? named : null);
  if (found === null || found === format) return null;
  return FAMILIES.some((family) => family.includes(format) && family.includes(found)) ? null : found;
}

const OPENAPI = /^[ \t]*["']?(?:openapi|swagger)["']?[ \t]*:[ \t]*["']?\d/m;
const PROTO = /^[ \t]*(?:syntax[ \t]*=[ \t]*"proto\d"|message[ \t]+\w+[ \t]*\{)/m;
const ENUM = /^[ \t]*(?:extend[ \t]+)?enum[ \t]+\w{1,200}[^{\n]{0,200}\{[ \t]*$/m;
/** Lines that no enum of data definitions has. */
const PROGRAM =
  /^[ \t]*(?:import|package|using|#include|public|private|pub|func|fn|def|class|impl)\b|=>|\breturn\b/m;
/** As far as a text is looked at, in characters. */
const START = 20_000;

/** The format that a text shows beyond doubt. */
function shownBy(text: string): FormatName | null {
  const start = text.slice(0, START);
  if (OPENAPI.test(start) || /^\s*\{\s*"(?:openapi|swagger)"/.test(start)) return 'openapi';
  if (PROTO.test(start) || (ENUM.test(start) && !PROGRAM.test(start))) return 'enums';
  if (/^msgid[ \t]+"/m.test(start) && /^msgstr(?:\[\d\])?[ \t]+"/m.test(start)) return 'messages';
  if (isProperties(start) || isResources(start)) return 'messages';
  if (!/^\s*[[{]/.test(start)) return isTable(start);
  return isJsonLines(start) || !('problems' in parseJson(text)) ? formatOfData(text) : null;
}

function isJsonLines(start: string): boolean {
  const [first = '', second = ''] = start.split('\n').filter((line) => line.trim() !== '');
  return [first, second].every((line) => line.trim().startsWith('{') && line.trim().endsWith('}'));
}

/** A text of lines with as many delimiters each. */
function isTable(text: string): FormatName | null {
  const [header = '', first = ''] = text.trimStart().split(/\r?\n/, 2);
  for (const [mark, format] of [
    ['\t', 'tsv'],
    [',', 'csv'],
    [';', 'csv'],
  ] as const) {
    const count = header.split(mark).length;
    if (count > 1 && first.split(mark).length >= count && /^[\w "'\t,;./-]{1,400}$/.test(header))
      return format;
  }
  return null;
}

const PAIR = /^[ \t]*[\w.$@[\]-]{1,200}[ \t]*=(?![=>])/;

/** Whether a text is one of `key=value` lines, as Java writes its messages. */
export function isProperties(text: string): boolean {
  const lines = text
    .split(/\r?\n/)
    .filter(
      (line, at, all) => line.trim() !== '' && !/^\s*[#!]/.test(line) && !/\\$/.test(all[at - 1] ?? ''),
    );
  const pairs = lines.filter((line) => PAIR.test(line)).length;
  return (
    pairs > 0 &&
    pairs * 10 >= lines.length * 9 &&
    !lines.some((line) => /^\s*\[/.test(line) || /=\s*["'{[]|;\s*$/.test(line))
  );
}

const RESOURCE =
  /<(?:data|string)\s[^<>]{0,200}\bname="|^[ \t]*"[^"\n]{1,200}"[ \t]*=[ \t]*"[^\n]{0,2000}";[ \t]*$/m;

/** Whether a text is the messages of an app: `.resx` of .NET, `strings.xml` of Android, `.strings` of Apple. */
export function isResources(text: string): boolean {
  const start = text.slice(0, START);
  return (!start.includes('<') || /<(?:root|resources)\b/.test(start)) && RESOURCE.test(start);
}

/** Whether data maps codes to messages, lists problem types, or holds records of any other kind. */
function formatOfData(text: string): FormatName {
  const parsed = /^\s*[[{]/.test(text) ? parseJson(text) : parseYaml(text);
  if ('problems' in parsed) return 'json';
  const { data } = parsed;
  if (isObject(data) && (data['openapi'] !== undefined || data['swagger'] !== undefined)) return 'openapi';
  if (isOfTypes(data)) return 'problem-types';
  return isObject(data) && isOfMessages(data, 0) && saysSomething(data) ? 'messages' : 'json';
}

const DEEPEST = 6;

/** Whether all that stands in an object, at any depth, are texts under keys that are no fields of an error. */
function isOfMessages(data: Record<string, unknown>, depth: number): boolean {
  const values = Object.entries(data);
  if (values.length === 0 || depth > DEEPEST) return false;
  if (
    depth > 0 &&
    values.some(([key]) => /^(?:code|status|http_?status|message|description|title)$/i.test(key))
  )
    return false;
  return values.every(([, value]) =>
    isObject(value) ? isOfMessages(value, depth + 1) : typeof value === 'string',
  );
}

/** Whether enough of the texts in an object are messages to people, and not names, versions or commands. */
function saysSomething(data: Record<string, unknown>): boolean {
  const texts: string[] = [];
  const gather = (value: unknown) => {
    if (typeof value === 'string') texts.push(value);
    else if (isObject(value)) Object.values(value).forEach(gather);
  };
  gather(data);
  const messages = texts.filter((text) => /\S\s+\S|[^\p{ASCII}]/u.test(text));
  return messages.length * 3 >= texts.length;
}

function isOfTypes(data: unknown): boolean {
  const records = Array.isArray(data) ? data : isObject(data) ? [data, ...Object.values(data)] : [];
  return records.some(
    (record) =>
      isObject(record) &&
      typeof record['type'] === 'string' &&
      /^(?:https?:|urn:|tag:|\/)/.test(record['type']) &&
      typeof record['title'] === 'string',
  );
}
