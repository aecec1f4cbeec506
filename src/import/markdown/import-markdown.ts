import type { ImportedEntry, Importer } from '../imported.ts';

/** Stand-in. */
export const importMarkdown: Importer = (text) => {
  const entries: ImportedEntry[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    const [, status, code = '', meaning = ''] =
      /^\| (\d{3}) \| `?(\w+)`? \| (.{1,400}) \|$/.exec(line) ??
      /^(\d{3})([a-z]+(?:_[a-z]+)*)([A-Z].*)$/.exec(line) ??
      [];
    const [, item = '', about = ''] = /^[-•] `?([a-z_]{4,60})`? — (.*)/.exec(line.trim()) ?? [];
    if (code !== '') entries.push({ data: { code, http_status: Number(status), meaning }, line: index + 1 });
    if (item !== '') entries.push({ data: { code: item, meaning: about }, line: index + 1 });
  }
  return { entries, unplaced: [] };
};
