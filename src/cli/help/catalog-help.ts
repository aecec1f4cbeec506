import { FORMAT_NAMES, FORMATS } from '../../import/formats.ts';

/** The helps of the commands that make a catalog, or keep it true. */
export const CATALOG_HELP = {
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
