import { createHash } from 'node:crypto';
import * as z from 'zod';
import TEXT from '../../plugin/skills/diagnose-api-errors/SKILL.md';
import { Failure } from '../base/failure.ts';
import { percentDecoded } from '../base/text.ts';
import { type Catalog, dataOf, type Entry, titleOf } from '../catalog/catalog.ts';
import { indented, named, safe, safeData } from '../redact/redact.ts';
import { explain, explanationBlocks, itemsOf, printMarkdown, type Standing } from '../tools/tools.ts';
import { ICONS } from './greeting.ts';
import { parseParams } from './subscriptions.ts';

const CATALOG_URI = 'errors://catalog';
const ENTRY_PREFIX = `${CATALOG_URI}/`;

/** Whom the texts are for, and that nobody needs them before a tool is called. */
const ANNOTATIONS = { audience: ['assistant'], priority: 0.3 };

export const RESOURCES = [
  {
    uri: CATALOG_URI,
    name: 'catalog',
    title: 'Error catalog',
    description: 'Every error code with its explanation, the catalog version and a content hash.',
    mimeType: 'application/json',
    annotations: ANNOTATIONS,
    icons: ICONS,
  },
] as const;

/** The view of the tools' answers, for hosts with MCP Apps (SEP-1865): what they show beside the text. */
export const VIEW = {
  uri: 'ui://error-catalog/request',
  name: 'view',
  title: 'What happened to a request',
  description: 'The answers of lookup_request and explain_error as a page: a timeline, or an entry.',
  mimeType: 'text/html;profile=mcp-app',
  icons: ICONS,
} as const;

/** What of the view's frame a host may be asked for: nothing of the network, and that its text can be copied. */
const FRAME = { ui: { permissions: { clipboardWrite: {} }, prefersBorder: true } };

/** The view, which is loaded when a host asks for it. */
export async function readView() {
  const { viewPage } = await import('../view/view.ts');
  const { uri, mimeType } = VIEW;
  return { uri, mimeType, text: viewPage(), _meta: FRAME };
}

export const RESOURCE_TEMPLATES = [
  {
    uriTemplate: `${CATALOG_URI}/{code}`,
    name: 'error',
    title: 'One error code',
    description: 'The explanation of one error code.',
    mimeType: 'text/markdown',
    annotations: ANNOTATIONS,
    icons: ICONS,
  },
] as const;

interface ResourceText {
  uri: string;
  mimeType: string;
  text: string;
}

type Served = Pick<Standing, 'catalog' | 'catalogNote'>;

/** The resources as they are listed, those for the model with the size of their text in bytes. */
export function listResources(served: Served): object[] {
  const texts = RESOURCES.map((resource) => {
    return { ...resource, size: Buffer.byteLength(readResource(resource.uri, served)?.text ?? '') };
  });
  return [...texts, VIEW];
}

/** The resource under `uri`: the whole catalog as JSON, or one code as Markdown; null if there is none. */
export function readResource(uri: string, served: Served): ResourceText | null {
  if (uri === CATALOG_URI) return { uri, mimeType: 'application/json', text: catalogAsJson(served) };
  if (!uri.startsWith(ENTRY_PREFIX)) return null;
  const part = uri.slice(ENTRY_PREFIX.length);
  const code = percentDecoded(part) ?? part;
  const entries = served.catalog.all(code);
  if (entries.length === 0) return null;
  const notes = served.catalogNote ? [indented(safeData(served.catalogNote))] : [];
  // What does not show in an address is escaped in it.
  const shown = safeData(uri) === uri ? uri : safeData(`${ENTRY_PREFIX}${encodeURIComponent(code)}`);
  return { uri: shown, mimeType: 'text/markdown', text: [...notes, ...entries.map(asMarkdown)].join('\n\n') };
}

/** A code may hold what has to be escaped in a URI. */
/** Everything that is known about an error: here nothing is cut. */
function asMarkdown(raw: Entry): string {
  const entry = safeData(raw);
  const { symptoms, example } = entry;
  const blocks = explanationBlocks(explain(entry, Number.POSITIVE_INFINITY));
  if (symptoms.length > 0)
    blocks.push({ kind: 'list', heading: 'symptoms', items: itemsOf(symptoms), isOrdered: false });
  if (example !== null) blocks.push({ kind: 'field', label: 'Example message', text: example });
  return printMarkdown(blocks);
}

/** A catalog of more characters is too much for any model. */
const MOST = 1_000_000;

function catalogAsJson({ catalog, catalogNote }: Served): string {
  const { name, version, support, entries } = catalog;
  const raw = JSON.stringify(entries.map(dataOf));
  const hash = `sha256:${createHash('sha256').update(raw).digest('hex')}`;
  const head = safeData({ name, version, hash, support, ...(catalogNote && { note: catalogNote }) });
  if (raw.length <= MOST) return `${JSON.stringify(head).slice(0, -1)},"errors":${errorsAsJson(catalog)}}`;
  const cut = `Only codes, statuses and titles stand here, as the catalog is long: read ${ENTRY_PREFIX}{code} for the rest.`;
  const short = entries.map((entry) => ({
    code: entry.code,
    http_status: entry.http_status,
    title: titleOf(entry),
  }));
  return JSON.stringify({ ...head, cut, errors: safeData(short) });
}

/** Of each catalog its errors as they leave: looking through a megabyte takes a while. */
const shown = new WeakMap<Catalog, string>();

function errorsAsJson(catalog: Catalog): string {
  const known = shown.get(catalog);
  if (known !== undefined) return known;
  const errors = JSON.stringify(catalog.entries.map((entry) => safeData(dataOf(entry))));
  shown.set(catalog, errors);
  return errors;
}

const URI = 'skill://diagnose-api-errors/SKILL.md';

const getParams = z.object({ uri: z.string() });

/** In characters. */
const LONGEST_URI = 1_000;

/** The one skill as it is listed: its frontmatter, and each of its files with size and digest. */
function entry(): object {
  const [, yaml = ''] = /^---\n([\s\S]*?)\n---\n/.exec(TEXT) ?? [];
  // Each field is a plain scalar on a line of its own; a test reads it as hosts do.
  const fields = yaml.split('\n').map((line) => {
    const colon = line.indexOf(': ');
    return [line.slice(0, colon), line.slice(colon + 2)] as const;
  });
  const digest = `sha256:${createHash('sha256').update(TEXT).digest('hex')}`;
  return {
    uri: URI,
    frontmatter: Object.fromEntries(fields),
    resources: [{ uri: URI, digest, size: Buffer.byteLength(TEXT) }],
  };
}

/** The result of `skills/list`: one page. */
export function listSkills(): object {
  return { skills: [entry()] };
}

/**
 * The result of `skills/get`.
 *
 * @throws Failure for a skill that there is not
 */
export function getSkill(params: unknown): object {
  const { uri } = parseParams(getParams, params);
  if (uri === URI) return { skill: entry() };
  throw new Failure('not_found', `There is no skill ${named(uri)}. There is ${URI}.`, {
    data: { uri: safe(uri.slice(0, 2 * LONGEST_URI), LONGEST_URI) },
  });
}

/** The file of a skill under `uri`, as `resources/read` gives it; null if there is none. */
export function readSkill(uri: string): { uri: string; mimeType: string; text: string } | null {
  return uri === URI ? { uri, mimeType: 'text/markdown', text: TEXT } : null;
}
