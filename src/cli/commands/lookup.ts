import type { Row } from '../../config/config.ts';
import { defineCommand, JSON_OPTION, settingOption } from '../command.ts';
import { askCommand } from './ask.ts';

/** What can stand in the address of a table. */
const ADDRESS: readonly Row[] = [
  { label: 'preset=otel', about: 'the table of the OpenTelemetry Collector' },
  { label: 'preset=flat', about: 'our own: docs/clickhouse-flat.sql' },
  {
    label: 'preset=map',
    about:
      'any other: time=COLUMN&id=COLUMN,…, and where there are such level, service, workspace, method, path, status, code, duration_ms, message (a COLUMN each), rest=COLUMN,… beside',
  },
  { label: 'attributes=MAP,…', about: 'maps to look into too; text=COLUMN,… texts likewise' },
  { label: 'window=24h', about: 'how far back it looks first; all older lines if need be' },
  { label: 'timeout=15', about: 'seconds; max_rows=, max_bytes= what a query may read' },
  { label: 'tls=off', about: 'plain HTTP' },
  {
    label: 'credentials=FILE',
    about:
      '{"user":"…","password":"…"}; else the login is taken from ERROR_CATALOG_CLICKHOUSE_USER and …_PASSWORD',
  },
];

/** `lookup`: asks `lookup_request`. */
export const lookup = defineCommand({
  about: 'what happened to a request, from the logs',
  description:
    'What happened to a request, by its id or by what is known of it: its log lines in time order, the error that ended it, explained, and what is wrong. If several match, they are listed. The request_id of a failure of this program itself can be looked up too.',
  operands: [
    {
      word: 'REQUEST_ID',
      isOptional: true,
      about: 'if left out: what the options describe, or failed last',
    },
  ],
  takes: 'takes one request id',
  options: {
    method: { value: 'METHOD', about: 'such as POST' },
    path: { value: 'PATH', about: 'such as /v1/apps; * matches any characters' },
    status: { value: 'STATUS', about: 'an HTTP status such as 502, or a class such as 5xx' },
    code: { value: 'CODE', about: 'the error code' },
    text: { value: 'WORDS', about: 'words that a line contains; "a phrase" in quotes' },
    since: { value: 'TIME', about: 'not before a time, or e.g. 15m or 2h before now' },
    until: { value: 'TIME', about: 'not after it' },
    limit: { value: 'N', about: 'at most N requests; 10 by default' },
    logs: settingOption('logs', 'a file, a folder or a glob (in quotes)', {
      inUsage: 'required',
      rows: [
        {
          label: '--logs ADDRESS',
          about:
            'a table of ClickHouse, clickhouse://HOST[:PORT]/DB/TABLE?… (8443, its HTTP port), with parameters joined by &:',
          rows: ADDRESS,
        },
      ],
    }),
    cursor: { value: 'CURSOR', about: 'continue where an answer ended' },
    workspace: settingOption('workspace', 'only requests of this workspace'),
    'id-key': settingOption('idKeys', 'fields of this name hold request ids too'),
    json: JSON_OPTION,
  },
  examples: [
    'error-catalog-mcp lookup req_xyz123 --logs /var/log/platform',
    'error-catalog-mcp lookup --status 5xx --since 1h --logs /var/log/platform',
    "error-catalog-mcp lookup req_xyz123 --logs '/var/log/*.log.gz' --json",
    "error-catalog-mcp lookup req_xyz123 \\\n  --logs 'clickhouse://logs.example.com/otel/otel_logs?preset=otel'",
  ],
  exits: {
    0: 'found',
    1: 'not found',
    3: 'anything else, as when nothing was found and a table could not be searched',
  },
  run: (request, config, commandContext) =>
    askCommand(config, { ...request, name: 'lookup' }, commandContext),
});
