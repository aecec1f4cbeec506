import { delimiter } from 'node:path';
import { exampleCode } from '../catalog/builtin.ts';
import type { CommandName } from './commands.ts';
import { ASK_HELP } from './help/ask-help.ts';
import { CATALOG_HELP } from './help/catalog-help.ts';
import { UPKEEP_HELP } from './help/upkeep-help.ts';

const programHelp = (
  separator: string,
): string => `Usage: error-catalog-mcp [OPTION]...            start the MCP server on stdio
       error-catalog-mcp COMMAND [OPTION]...    answer in this terminal

Tells what an API error means, what to do, and what happened to that request.
A host (Claude, Cursor, VS Code) starts the server; people use the commands.

Commands:
  explain [ERROR...]  what an error means; ERROR is a code, the whole error or
                      what a user says; - or nothing reads it from stdin
  list                the errors that exist, filtered
  lookup REQUEST_ID   what happened to a request, by the logs
  index               index the logs now, so that lookups are fast
  check               compare a catalog with code, docs and logs
  import FORMAT FILE  make a catalog of OpenAPI, docs, JSON, a table, …
  new [FILE]          write a catalog to begin with
  doctor              check everything, e.g. when a host does not connect

Options:
  --logs PATH         request logs: path, glob or clickhouse://…; repeatable
  --catalog PATH      your own catalog: YAML, JSON or a folder; repeatable
  --on-invalid-catalog WHAT  where it is broken: refuse (default) or last-good
  --workspace NAME    as if only this workspace existed; '*' for all
  --redact NAME       redact fields of this name too; repeatable
  --id-key NAME       fields of this name hold request ids too; repeatable
  --json              all but index and new: answer as JSON
  -h, --help          this, or the help of a command; --version the version

Environment:
  ERROR_CATALOG_LOGS       as --logs, separated by '${separator}'
  ERROR_CATALOG_CATALOG    as --catalog, separated by '${separator}'
  ERROR_CATALOG_ON_INVALID as --on-invalid-catalog
  ERROR_CATALOG_WORKSPACE  as --workspace
  ERROR_CATALOG_REDACT     as --redact, separated by ','
  ERROR_CATALOG_ID_KEYS    as --id-key, separated by ','
  ERROR_CATALOG_CLICKHOUSE_USER, and
  ERROR_CATALOG_CLICKHOUSE_PASSWORD: the login for clickhouse://…
  NO_COLOR, FORCE_COLOR    never colours, or always

Examples:
  error-catalog-mcp explain ${exampleCode()} --value Acme_Corp
  curl -si https://api.example.com/v1/workspaces | error-catalog-mcp explain
  error-catalog-mcp lookup req_xyz123 --logs /var/log/platform

Exit codes: 0 found, well; 1 not found, wrong; 2 wrong arguments; 3 else.
`;

const OF: Readonly<Record<CommandName, string>> = { ...ASK_HELP, ...CATALOG_HELP, ...UPKEEP_HELP };

/**
 * The help of the program, or of one command; at most 80 columns. `separator` is what stands between paths in a
 * variable.
 */
export function renderHelp(of: CommandName | null, separator: string = delimiter): string {
  return of === null ? programHelp(separator) : OF[of];
}
