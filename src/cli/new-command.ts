import { Failure } from '../errors.ts';
import { catalogTemplate } from './catalog-template.ts';
import type { CatalogCommand } from './commands.ts';
import { EXIT } from './exit-code.ts';
import { writeNewFile } from './new-file.ts';
import { sayTrouble } from './say-trouble.ts';
import type { CommandSurroundings } from './surroundings.ts';

const USUAL_FILE = 'catalog.yaml';

/**
 * `new`: writes a catalog to begin with, and says how to go on. Gives the exit code.
 *
 * @throws Failure where it cannot be written, or would overwrite something
 */
export async function newCommand(
  { operands: [file = USUAL_FILE] }: CatalogCommand,
  { terminal }: Pick<CommandSurroundings, 'terminal'>,
): Promise<number> {
  if (file === '-') {
    await terminal.out(catalogTemplate());
    return EXIT.ok;
  }
  if (/\.json$/i.test(file)) {
    const yaml = file.replace(/\.json$/i, '.yaml');
    throw new Failure(
      'validation_failed',
      `new writes YAML, which has comments: name a file such as ${yaml}.`,
    );
  }
  writeNewFile(file, catalogTemplate());
  const name = /^[\w./:\\-]+$/.test(file) ? file : `'${file}'`;
  for (const line of [
    `Wrote ${file}. Write your errors into it; then:`,
    `  error-catalog-mcp check --catalog ${name}    is it well formed, and true?`,
    `  error-catalog-mcp --catalog ${name}          serve it to a host`,
  ])
    sayTrouble(terminal, line);
  return EXIT.ok;
}
