/** The helps of the commands that look after an installation. */
export const UPKEEP_HELP = {
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
