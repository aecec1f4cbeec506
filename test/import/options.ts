import type { ImportOptions } from '../../src/import/imported.ts';

/** The options of an import, of which a test gives those that matter to it. */
export function options({
  map = {},
  list = null,
}: {
  map?: Record<string, string>;
  list?: string | null;
} = {}): ImportOptions {
  return { map: new Map(Object.entries(map)), list };
}
