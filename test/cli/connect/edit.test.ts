import { parse as parseJson } from 'jsonc-parser';
import { parse as parseToml } from 'smol-toml';
import { describe, expect, test } from 'vitest';
import { editConfig, type Start } from '../../../src/cli/connect/edit.ts';
import { fc } from '../../support/chance.ts';

const JSON_HOST = { format: 'json', member: 'mcpServers' } as const;
const TOML_HOST = { format: 'toml', member: 'mcp_servers' } as const;
const START: Start = { command: '/usr/bin/node', args: ['/opt/ec/dist/entry.cjs', '--logs', '/var/log/a b'] };
const OTHER: Start = { command: 'npx', args: ['-y', 'error-catalog-mcp'] };

const JSON_FILES: [string, string][] = [
  ['a file that is not there', ''],
  ['an empty object', '{}'],
  ['an object on one line', '{"theme":"dark"}'],
  ['other members', '{\n  "theme": "dark"\n}\n'],
  ['an empty list of servers', '{\n  "mcpServers": {}\n}\n'],
  ['a list of servers that holds a comment', '{\n  "mcpServers": {\n    // none yet\n  }\n}\n'],
  ['another server', '{\n  "mcpServers": {\n    "x": { "command": "y", "env": { "K": "v" } }\n  }\n}\n'],
  [
    'comments and trailing commas',
    '// mine\n{\n  "mcpServers": { // all\n    "x": { "command": "y" }, // the first\n    /* the second */ "z": {},\n  },\n}\n',
  ],
  ['tabs', '{\n\t"a": [\n\t\t1\n\t],\n\t"mcpServers": {\n\t\t"x": {}\n\t}\n}'],
  ['CRLF', '{\r\n  "mcpServers": {\r\n    "x": {}\r\n  }\r\n}\r\n'],
  ['a byte order mark', '\ufeff{ "mcpServers": { "x": {} } }'],
];

const TOML_FILES: [string, string][] = [
  ['a file that is not there', ''],
  ['settings', 'model = "o5"\n\n[tui]\n# colors\ntheme = "dark"\n'],
  ['another server', '[mcp_servers.x]\ncommand = "y"\nargs = [\n  "a",\n]\n\n[mcp_servers.x.env]\nK = "v"\n'],
  ['CRLF', 'model = "o5"\r\n[tui]\r\ntheme = "dark"\r\n'],
  ['no line end', 'model = "o5"'],
];

describe.each([
  ['JSON', JSON_HOST, JSON_FILES, (text: string) => parseJson(text.replace(/^\ufeff/, '')) ?? {}],
  ['TOML', TOML_HOST, TOML_FILES, parseToml],
] as const)('in %s', (_, host, files, parse) => {
  test.each(files)('%s: the server is added, changed and removed, and all else stays', (_name, text) => {
    const added = editConfig(text, host, START);
    expect(added.change).toBe('added');
    const before = parse(text);
    expect(parse(added.text)).toEqual({
      ...before,
      [host.member]: { ...(before[host.member] as object), 'error-catalog': START },
    });
    // An empty list of servers, and what stands on one line, is opened.
    const lines = text.includes('\n') ? text.split(/\r?\n/) : [];
    for (const line of lines.filter((each) => !each.includes('"mcpServers": {}')))
      expect(added.text).toContain(line);

    expect(editConfig(added.text, host, START)).toEqual({ text: added.text, change: null });
    const changed = editConfig(added.text, host, OTHER);
    expect(changed.change).toBe('changed');
    expect(parse(editConfig(changed.text, host, START).text)).toEqual(parse(added.text));

    const removed = editConfig(added.text, host, null);
    expect(removed.change).toBe('removed');
    expect({ [host.member]: {}, ...parse(removed.text) }).toEqual({ [host.member]: {}, ...before });
    expect(editConfig(removed.text, host, null)).toEqual({ text: removed.text, change: null });
  });
});

test('what somebody added to the entry stays, with its comments', () => {
  const json =
    '{ "mcpServers": { "error-catalog": { "command": "old", "env": { "A": "1" }, /* why */ "disabled": true } } }';
  expect(editConfig(json, JSON_HOST, OTHER).text).toBe(
    '{ "mcpServers": { "error-catalog": {\n      "args": [\n        "-y",\n        "error-catalog-mcp"\n      ],\n      "command": "npx", "env": { "A": "1" }, /* why */ "disabled": true } } }',
  );
  const toml =
    '[mcp_servers.error-catalog]\ncommand = "old"\nargs = [\n  "a", # why\n  "[b]",\n]\nstartup_timeout_sec = 20\n\n[mcp_servers.error-catalog.env]\nA = "1"\n\n# the next\n[tui]\n';
  expect(editConfig(toml, TOML_HOST, OTHER).text).toBe(
    '[mcp_servers.error-catalog]\ncommand = "npx"\nargs = ["-y", "error-catalog-mcp"]\nstartup_timeout_sec = 20\n\n[mcp_servers.error-catalog.env]\nA = "1"\n\n# the next\n[tui]\n',
  );
  expect(editConfig(toml, TOML_HOST, null).text).toBe('# the next\n[tui]\n');
});

test.each([
  ['broken JSON', JSON_HOST, '{ "mcpServers": { "x": } }', /no JSON from line 1, column 24 on/],
  ['text behind the object', JSON_HOST, '{}\n}', /no JSON from line 2, column 1 on/],
  ['a list', JSON_HOST, '[]', /no JSON object/],
  ['servers as a list', JSON_HOST, '{"mcpServers":[]}', /not a list of servers by name/],
  ['an entry that is none', JSON_HOST, '{"mcpServers":{"error-catalog":true}}', /not the entry of a server/],
  ['a name twice', JSON_HOST, '{"mcpServers":{},"mcpServers":{"x":{}}}', /does not change safely/],
  ['broken TOML', TOML_HOST, 'a = \n[tui]', /no TOML from line 1/],
  [
    'an entry on one line',
    TOML_HOST,
    '[mcp_servers]\nerror-catalog = { command = "y" }',
    /does not change safely/,
  ],
  [
    'a header inside of a text',
    TOML_HOST,
    'about = """\n[mcp_servers.error-catalog]\n"""\n[mcp_servers]\nx = { command = "y" }\n[mcp_servers.error-catalog]\ncommand = "z"\n',
    /does not change safely/,
  ],
])('%s is refused, with the reason', (_, host, text, reason) => {
  expect(() => editConfig(text, host, START)).toThrow(reason);
});

test('any JSON object survives: only the entry of this server differs', () => {
  const object = fc.dictionary(fc.constantFrom('mcpServers', 'a', 'b'), fc.jsonValue({ maxDepth: 2 }));
  fc.assert(
    fc.property(object, fc.constantFrom(undefined, 2, '\t'), (value, indent) => {
      const { mcpServers: servers } = value;
      fc.pre(
        servers === undefined || (typeof servers === 'object' && servers !== null && !Array.isArray(servers)),
      );
      const text = JSON.stringify(value, null, indent);
      const added = editConfig(text, JSON_HOST, START).text;
      expect(JSON.parse(added)).toEqual({
        ...value,
        mcpServers: { ...(servers as object | undefined), 'error-catalog': START },
      });
      expect(JSON.parse(editConfig(added, JSON_HOST, null).text)).toEqual({
        ...value,
        mcpServers: servers ?? {},
      });
    }),
    { numRuns: 200 },
  );
});
