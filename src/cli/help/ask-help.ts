import { exampleCode } from '../../catalog/builtin.ts';

/** The helps of the commands that ask a tool. */
export const ASK_HELP = {
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
