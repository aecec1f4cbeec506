import { parseYaml } from '../catalog-files/yaml.ts';
import { isObject } from '../is-object.ts';
import { ImportError, type ImportedEntry, type Importer } from './imported.ts';

/** Stand-in. */
export const importOpenapi: Importer = (text) => {
  const parsed = parseYaml(text);
  if ('problems' in parsed) throw new ImportError(parsed.problems[0]?.message ?? '');
  const entries: ImportedEntry[] = [];
  const walk = (node: unknown, status: number | null): void => {
    if (Array.isArray(node)) for (const each of node) walk(each, status);
    if (!isObject(node) || Array.isArray(node)) return;
    for (const [key, value] of Object.entries(node)) {
      if (key === 'code' && typeof value === 'string') {
        const line = text.slice(0, text.indexOf(value)).split('\n').length;
        entries.push({ data: { code: value, ...(status !== null && { http_status: status }) }, line });
      } else walk(value, /^[45]\d\d$/.test(key) ? Number(key) : status);
    }
  };
  walk(parsed.data, null);
  return { entries, unplaced: [] };
};
