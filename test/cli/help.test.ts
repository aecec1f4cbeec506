import { describe, expect, test } from 'vitest';
import { builtinEntries } from '../../src/catalog/combine.ts';
import { RETRY_WHEN } from '../../src/catalog/entries.ts';
import { readArguments } from '../../src/cli/cli.ts';
import { COMMAND_NAMES, COMMANDS, renderHelp } from '../../src/cli/commands/commands.ts';
import type { CommandShape } from '../../src/config/command-line.ts';
import { SETTINGS } from '../../src/config/settings.ts';

/** Words alone, however they are broken. */
const words = (text: string) => text.split(/\s+/).filter(Boolean).join(' ');

describe('the help', () => {
  test('of the program answers on one screen', () => {
    expect(renderHelp(null, ':')).toMatchInlineSnapshot(`
      "Usage: error-catalog-mcp [OPTION]...            start the MCP server on stdio
             error-catalog-mcp COMMAND [OPTION]...    answer in this terminal

      Tells what an API error means, what to do, and what happened to that request. A
      host (Claude, Cursor, VS Code) starts the server; people use the commands.

      Commands:
        explain [ERROR...]   what an error means; - or nothing reads it from stdin
        list                 the errors that exist, filtered
        lookup [REQUEST_ID]  what happened to a request, from the logs
        index                index the logs now, so that lookups are fast
        check                compare a catalog with code, docs and logs
        import FILE...       make a catalog of OpenAPI, docs, JSON, a table, …
        new [FILE]           write a catalog to begin with
        connect [HOST...]    add the server to Claude Code, Cursor and other hosts
        doctor               check everything, e.g. when a host does not connect

      Options:
        --logs PATH       request logs: path, glob or clickhouse://…; repeatable
        --catalog PATH    your own catalog: YAML, JSON or a folder; repeatable
        --on-invalid-catalog WHAT  where it is broken: refuse (default) or last-good
        --workspace NAME  as if only this workspace existed; '*' for all
        --redact NAME     redact fields of this name too; repeatable
        --id-key NAME     fields of this name hold request ids too; repeatable
        --audit FILE      write a line for every call of a host to this file
        --json            all but index and new: answer as JSON
        -h, --help        this, or the help of a command; --version the version

      Environment:
        ERROR_CATALOG_LOGS        as --logs, separated by ':'
        ERROR_CATALOG_CATALOG     as --catalog, separated by ':'
        ERROR_CATALOG_ON_INVALID  as --on-invalid-catalog
        ERROR_CATALOG_WORKSPACE   as --workspace
        ERROR_CATALOG_REDACT      as --redact, separated by ','
        ERROR_CATALOG_ID_KEYS     as --id-key, separated by ','
        ERROR_CATALOG_AUDIT       as --audit
        ERROR_CATALOG_CLICKHOUSE_USER  the login for clickhouse://…
        ERROR_CATALOG_CLICKHOUSE_PASSWORD  its password

      Examples:
        error-catalog-mcp explain workspace_slug_invalid --value Acme_Corp
        error-catalog-mcp lookup req_xyz123 --logs /var/log/platform

      Exit codes: 0 found, well; 1 not found, wrong; 2 wrong arguments; 3 else.
      "
    `);
  });

  test('of a command shows it alone', () => {
    expect(renderHelp('explain')).toMatchInlineSnapshot(`
      "Usage: error-catalog-mcp explain [ERROR...] [--value VALUE] [OPTION]...

      What an error means and what to do about it: causes, fix steps, whether to
      retry, who must act, and what is wrong with the value that was rejected.

        ERROR...       a code, the whole error as received (body, headers, stack
                       trace, log line), or what a user says. Words are joined by a
                       space. - or nothing reads it from stdin. Put -- before an error
                       that begins with a dash.
        --value VALUE  the value that was rejected
        --json         the answer as JSON; a failure too, as {"error":{...}}
        --logs PATH    also say how often the logs show the error (once indexed);
                       repeatable

      Examples:
        error-catalog-mcp explain workspace_slug_invalid --value Acme_Corp
        error-catalog-mcp explain our import gets throttled, it says slow down
        error-catalog-mcp explain --json < response.txt
        pbpaste | error-catalog-mcp explain -

      Exit codes: 0 explained, 1 no error was recognized, 2 wrong arguments,
        3 anything else.
      "
    `);
  });

  test.each([null, ...COMMAND_NAMES])('of %s fits a terminal of 80 columns and 45 lines', (name) => {
    const lines = renderHelp(name).split('\n');
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    expect(lines.length).toBeLessThanOrEqual(45);
    expect(lines.at(-1)).toBe('');
  });

  test('names every command, every setting and every variable', () => {
    const help = renderHelp(null);
    for (const name of COMMAND_NAMES) {
      const row = new RegExp(`^  ${name} `, 'm');
      if (COMMANDS[name].isForPrograms === true) expect(help).not.toMatch(row);
      else expect(help).toMatch(row);
    }
    for (const { flag, variable } of Object.values(SETTINGS)) {
      expect(help).toMatch(new RegExp(`^  --${flag} [A-Z]+ `, 'm'));
      expect(help).toMatch(new RegExp(`\\b${variable}\\b`));
    }
  });

  test.each(COMMAND_NAMES)('of %s says all that it declares', (name) => {
    const help = renderHelp(name);
    const {
      about,
      description,
      notes = '',
      operands,
      options,
      examples,
      exits,
      isForPrograms = false,
    }: CommandShape = COMMANDS[name];
    const told = words(help);
    for (const text of [description, notes]) expect(told).toContain(words(text));
    for (const { word, about: says, default: usual } of operands) {
      expect(help.split('\n', 1)[0]).toContain(word);
      if (says !== null) expect(told).toContain(words(`${word} ${says}`));
      if (usual !== undefined) expect(told).toContain(`(default: ${usual})`);
    }
    for (const [option, { value, about: says, default: usual }] of Object.entries(options)) {
      const label = value === null ? `--${option}` : `--${option} ${value}`;
      const more = usual === undefined ? '' : ` (default: ${usual})`;
      expect(help).toMatch(new RegExp(`^  ${label}(?:  |$)`, 'm'));
      expect(told).toContain(words(`${label} ${says}${more}`));
    }
    for (const example of examples) expect(told).toContain(words(example));
    for (const [code, says] of Object.entries(exits)) expect(told).toContain(`${code} ${says}`);
    if (!isForPrograms) expect(words(renderHelp(null))).toContain(words(about));
  });

  test.each(COMMAND_NAMES)('of %s marks what can be repeated, and nothing else', (name) => {
    const help = words(renderHelp(name));
    const isMarked = help.includes('* can be repeated');
    const mark = isMarked ? '; *' : '; repeatable';
    for (const { about, isRepeatable = false } of Object.values((COMMANDS[name] as CommandShape).options))
      expect([about, help.includes(words(`${about}${mark}`))]).toEqual([about, isRepeatable]);
  });

  test.each([null, ...COMMAND_NAMES])('of %s gives examples that are understood', (name) => {
    const [, block = ''] = /^Examples?:\n((?: {2}.*\n)+)/m.exec(renderHelp(name)) ?? [];
    const commands = block.replaceAll('\\\n', ' ').match(/(?<=^ *|\| )error-catalog-mcp .*/gm) ?? [];
    expect(commands.length).toBeGreaterThan(0);
    for (const command of commands) {
      const [, ...args] = (command.match(/'[^']*'|[^ ]+/g) ?? []).map((word) => word.replaceAll("'", ''));
      const read = args.filter((_, at) => args[at] !== '<' && args[at - 1] !== '<');
      const result = readArguments({ args: read, env: {}, platform: 'linux', home: '/home/ada' });
      expect([command, result]).toEqual([command, { config: expect.anything() }]);
    }
  });

  test('of list names the words that its filters take', () => {
    const surfaces = new Set(builtinEntries().map(({ surface }) => String(surface)));
    const known = builtinEntries().map(({ area }) => area);
    for (const word of [...surfaces, ...RETRY_WHEN]) expect(renderHelp('list')).toContain(word);
    const [, areas = ''] = /--area AREA +such as (.+)/.exec(renderHelp('list')) ?? [];
    for (const area of areas.split(', ')) expect(known).toContain(area);
  });
});
