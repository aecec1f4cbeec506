import { createHash } from 'node:crypto';
import type { Catalog } from './catalog/catalog.ts';
import { explain } from './tools/explanation.ts';
import { renderExplanation } from './tools/render-explanation.ts';

const CATALOG_URI = 'errors://catalog';
const ENTRY_PREFIX = `${CATALOG_URI}/`;

export const RESOURCES = [
  {
    uri: CATALOG_URI,
    name: 'catalog',
    title: 'Error catalog',
    description: 'Every error code with its explanation, the catalog version and a content hash.',
    mimeType: 'application/json',
  },
] as const;

export const RESOURCE_TEMPLATES = [
  {
    uriTemplate: `${CATALOG_URI}/{code}`,
    name: 'error',
    title: 'One error code',
    description: 'The explanation of one error code.',
    mimeType: 'text/markdown',
  },
] as const;

interface ResourceText {
  uri: string;
  mimeType: string;
  text: string;
}

/** The resource under `uri`: the whole catalog as JSON, or one code as Markdown; null if there is none. */
export function readResource(uri: string, catalog: Catalog): ResourceText | null {
  if (uri === CATALOG_URI) return { uri, mimeType: 'application/json', text: catalogAsJson(catalog) };
  if (!uri.startsWith(ENTRY_PREFIX)) return null;
  const entry = catalog.get(uri.slice(ENTRY_PREFIX.length));
  if (entry === undefined) return null;
  const lines = [
    ...renderExplanation(explain(entry)),
    'Symptoms, as people put it:',
    ...entry.symptoms.map((symptom) => `- ${symptom}`),
    `Example message: ${entry.example}`,
  ];
  return {
    uri,
    mimeType: 'text/markdown',
    text: `# ${lines.join('\n\n').replaceAll(/\n\n(?=\d+\. |- )/g, '\n')}\n`,
  };
}

/** The codes that begin with `typed`, in the catalog's order. */
export function completeCode(typed: string, catalog: Catalog): string[] {
  const wanted = typed.trim().toLowerCase();
  return catalog.entries.map(({ code }) => code).filter((code) => code.startsWith(wanted));
}

function catalogAsJson({ name, version, support, entries }: Catalog): string {
  const hash = createHash('sha256').update(JSON.stringify(entries)).digest('hex');
  return JSON.stringify({ name, version, hash: `sha256:${hash}`, support, errors: entries });
}
