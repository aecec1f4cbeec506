import { delimiter } from 'node:path';
import { exampleCode } from '../catalog/catalog.ts';
import type { CommandName } from '../config/config.ts';
import { FORMAT_NAMES, FORMATS } from '../import/import.ts';

/** The helps of the commands that ask a tool. */
const ASK_HELP = {
  explain: `Usage: error-catalog-mcp explain [ERROR...] [--value VALUE] [OPTION]...

What an error means and what to do about it: causes, fix steps, whether to
retry, who must act, and what is wrong with the value that was rejected.

  ERROR...        a code, the whole error as received (body, headers, stack
                  trace, log line), or what a user says. Words are joined by a
                  space. - or nothing reads it from stdin. Put -- before an
                  error that begins with a dash.
  --value VALUE   the value that was rejected
  --json          the answer as JSON; a failure too, as {"error":{...}}
  --logs PATH     also say how often the logs show the error (once indexed)

Examples:
  error-catalog-mcp explain ${exampleCode()} --value Acme_Corp
  error-catalog-mcp explain our import gets throttled, it says slow down
  error-catalog-mcp explain --json < response.txt
  pbpaste | error-catalog-mcp explain -

Exit codes: 0 explained, 1 no error was recognised, 2 wrong arguments, 3 else.
`,
  list: `Usage: error-catalog-mcp list [FILTER]... [OPTION]...

The errors that exist, in the catalog's order.

  --query WORDS     words that must all occur in the entry
  --status STATUS   an HTTP status such as 409, or a class such as 4xx
  --area AREA       such as general, workspaces, billing, webhooks, tokens
  --surface SIDE    api (REST) or oauth (OAuth 2 endpoints)
  --retry WHEN      never, after_fix, after_delay or with_backoff
  --seen TIME       the most frequent in the logs first, within e.g. 24h or 7d
  --limit N         at most N (default 50)
  --cursor CURSOR   go on where an answer ended, with the same filters
  --json            the answer as JSON; a failure too, as {"error":{...}}

Examples:
  error-catalog-mcp list --status 4xx --retry with_backoff
  error-catalog-mcp list --seen 24h --logs /var/log/platform

Exit codes: 0 listed, 2 wrong arguments, 3 anything else.
`,
  lookup: `Usage: error-catalog-mcp lookup REQUEST_ID --logs PATH... [OPTION]...

What happened to a request: its log lines in time order, the error that ended
it, explained, and what is wrong. The request_id of a failure of this program
itself can be looked up too.

  --logs PATH       a file, a folder or a glob (in quotes); repeatable
  --logs ADDRESS    a table of ClickHouse, clickhouse://HOST[:PORT]/DB/TABLE?…
                    (8443, its HTTP port), with parameters joined by &:
    preset=otel     the table of the OpenTelemetry Collector
    preset=flat     our own: docs/clickhouse-flat.sql
    preset=map      any other: time=COLUMN&id=COLUMN,…, and where there are such
                    level, service, workspace, method, path, status, code,
                    duration_ms, message (a COLUMN each), rest=COLUMN,… beside
    attributes=MAP,…  maps to look into too; text=COLUMN,… texts likewise
    window=24h      how far back it looks first; all older lines if need be
    timeout=15      seconds; max_rows=, max_bytes= what a query may read
    tls=off         plain HTTP
    credentials=FILE  {"user":"…","password":"…"}; else the login is taken from
                    ERROR_CATALOG_CLICKHOUSE_USER and …_PASSWORD
  --cursor CURSOR   go on where an answer ended
  --workspace NAME  only requests of this workspace
  --id-key NAME     fields of this name hold request ids too; repeatable
  --json            the answer as JSON; a failure too, as {"error":{...}}

Examples:
  error-catalog-mcp lookup req_xyz123 --logs /var/log/platform
  error-catalog-mcp lookup req_xyz123 --logs '/var/log/*.log.gz' --json
  error-catalog-mcp lookup req_xyz123 \\
    --logs 'clickhouse://logs.example.com/otel/otel_logs?preset=otel'

Exit codes: 0 found, 1 not found, 2 wrong arguments, 3 anything else, as when
  nothing was found and a table could not be searched.
`,
} as const;

/** The helps of the commands that make a catalog, or keep it true. */
const CATALOG_HELP = {
  check: `Usage: error-catalog-mcp check [--catalog PATH]... [OPTION]...

Keeps a catalog true: codes that it lacks or that are gone, statuses that
differ, changes that break who relies on it, entries that help nobody. Compares
it with what is given, and always judges it by itself.

  --source PATH      the source that emits the codes: a folder or a file; *
  --pattern REGEX    a code in the source also stands where this matches: its
                     first group, or all of it; *
  --ignore GLOB      files of the source to leave out; *
  --client PATH      the source of a client library that knows the codes; *
  --docs FILE        a page (Markdown, HTML) or a data file (CSV, JSON, YAML,
                     TOML) that lists the codes for users; *
  --openapi FILE     an OpenAPI description that lists the codes; *
  --logs PATH        request logs: codes that they show must be catalogued; *
  --against PATH     an older version of the catalog: what changed since then
                     and breaks programs that know it
  --skip RULE        leave out a rule, or several: RULE,RULE; *
  --baseline FILE    findings that are accepted: they do not count
  --write-baseline   write what is found now to the baseline, and exit with 0
  --github           annotations for a GitHub workflow, where this is the
                     default
  --json             everything as JSON
  * can be repeated

Each finding begins with its place. --skip and the baseline know a rule by the
name behind its heading, such as uncatalogued, removed or no_fix.

Examples:
  error-catalog-mcp check --catalog errors/ --source src/ --docs docs/errors.md
  git show main:errors.yaml > old.yaml &&
    error-catalog-mcp check --catalog errors.yaml --against old.yaml

Exit codes: 0 no findings, 1 findings, 2 wrong arguments or a file that cannot
  be read, 3 anything else.
`,
  import: `Usage: error-catalog-mcp import FORMAT FILE [OPTION]...

Makes a catalog of the errors in a file of another format. What is in the file
and cannot be placed is told on stderr; nothing is invented.

  FORMAT
${FORMAT_NAMES.map((name) => `    ${name.padEnd(15)} ${FORMATS[name].about}`).join('\n')}
  FILE              the file; - reads stdin
  --map FIELD=NAME  the column, or the member by a dotted path, that holds a
                    field of an entry (code, title, fix, …); repeatable
  --list PATH       where the list stands in the file, as data.errors; a * in
                    it takes every member
  --name NAME       the name of the catalog (default: of the file)
  --service NAME    the service of every error that names none
  --surface NAME    the surface, likewise
  --area NAME       the area, likewise
  --out FILE        write YAML, or JSON to a .json, instead of showing it;
                    never overwrites
  --json            catalog, unplaced, notes and counts as JSON; a failure
                    too, as {"error":{...}}

Examples:
  error-catalog-mcp import openapi openapi.yaml --out catalog.yaml
  error-catalog-mcp import csv errors.csv --map code=ID --map fix=Resolution
  curl -s https://api.example.com/errors | error-catalog-mcp import json -

Exit codes: 0 imported, 1 no error was found, 2 wrong arguments or a file that
  is not of the format, 3 anything else.
`,
  new: `Usage: error-catalog-mcp new [FILE]

Writes a catalog to begin with: YAML with two errors, and a comment on every
field. Never overwrites.

  FILE              the file (default: catalog.yaml); - shows it instead

Example:
  error-catalog-mcp new errors/catalog.yaml

Exit codes: 0 written, 2 wrong arguments or a file that is there already,
  3 anything else.
`,
} as const;

/** The helps of the commands that look after an installation. */
const UPKEEP_HELP = {
  index: `Usage: error-catalog-mcp index --logs PATH...

Indexes the logs now, so that the first lookup is fast and errors are counted.
A server does the same in the background after its first call. Tables have
indexes of their own, which doctor looks at.

  --logs PATH       a file, a folder or a glob (in quotes); repeatable

Exit codes: 0 all is indexed, 1 something could not be, 2 wrong arguments,
  3 anything else.
`,
  doctor: `Usage: error-catalog-mcp doctor [OPTION of the server]... [--json]

Checks what a host needs, with the options and the environment that the host
gives: Node.js, settings, catalog, logs, folders, index, tables, and a
conversation with the server itself. Ends with what adds the server to a host:
lines for a terminal and a configuration, ready to paste. Prints no secrets
and no log lines.

  --json            the findings as JSON

Example:
  error-catalog-mcp doctor --logs /var/log/platform

Exit codes: 0 all is well, 1 something is wrong, 3 anything else.
`,
} as const;

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
