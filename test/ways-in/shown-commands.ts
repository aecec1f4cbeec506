import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What README and docs show of the program: its commands, and its arguments wherever they stand. */

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** The pages that show commands to users. */
export const PAGES = [
  'README.md',
  ...readdirSync(join(ROOT, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];

interface Shown {
  page: string;
  command: string;
  /** What the page says that it prints; empty where it says nothing. */
  output: string[];
}

/** The commands of the fenced blocks of a page: lines of a shell, or lines behind a prompt with what they print. */
export function shownIn(page: string): Shown[] {
  return [...read(page).matchAll(/^```(sh)?\n([\s\S]*?)^```$/gm)].flatMap(([, language, block = '']) => {
    const lines = block.split('\n').filter((line) => line !== '');
    if (language === 'sh') {
      const commands = lines.filter((line) => !line.startsWith('#'));
      return commands.map((command) => ({ page, command, output: [] }));
    }
    const starts = lines.flatMap((line, at) => (line.startsWith('$ ') ? [at] : []));
    return starts.map((at, which) => {
      const command = (lines[at] ?? '').slice(2).replace(/ {2,}#.*$/, '');
      return { page, command, output: lines.slice(at + 1, starts[which + 1]) };
    });
  });
}

/** The arguments of the program where it stands in a command, whoever starts it. */
export function argumentsIn(command: string): string[][] {
  if (/^(?:git clone|cd) /.test(command)) return [];
  const starts = /(?:^|[\s|])(?:error-catalog-mcp|\S*dist\/entry\.cjs|npm run connect --)(?=\s|$)([^|]*)/g;
  return [...command.matchAll(starts)].map(([whole, rest = '']) => {
    const words = [...rest.replace(/ #.*$/, '').matchAll(/'([^']*)'|(\S+)/g)];
    const args = words.map(([, quoted, plain]) => quoted ?? plain ?? '');
    return whole.includes('connect --') ? ['connect', ...args] : args;
  });
}

/** The arguments of the program in the files of hosts: JSON and TOML write such a list alike. */
function argumentsInFiles(page: string): string[][] {
  const lists = [...read(page).matchAll(/"?args"?\s*[=:]\s*(\[(?:[^\][]|"[^"]*")*\])/g)];
  return lists.flatMap(([, list = '']) => {
    if (/…/.test(list)) return [];
    const args = JSON.parse(list.replaceAll("'", '"').replace(/,\s*\]/, ']')) as string[];
    const at = args.findIndex((each) => /dist\/entry\.cjs$|^error-catalog-mcp$/.test(each));
    return at < 0 ? [] : [args.slice(at + 1)];
  });
}

/** The arguments of the program wherever a page shows them: in blocks, sentences, tables and files of hosts. */
export function argumentsOn(page: string): string[][] {
  const spans = [...read(page).matchAll(/`([^`\n]+)`/g)].map(([, span = '']) => span);
  // `…` stands for what the reader puts in.
  const within = spans.filter((span) => !span.includes('…'));
  const commands = [...shownIn(page).map(({ command }) => command), ...within];
  return [...commands.flatMap(argumentsIn), ...argumentsInFiles(page)];
}
