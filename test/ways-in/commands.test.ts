import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ENTRY, freshFolder, recentSampleLogs } from '../support/server.ts';
import { PAGES, shownIn } from './shown-commands.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SHOWN = PAGES.flatMap(shownIn);

/** Commands that are not run here, each with the reason; those of this program are parsed all the same. */
const NOT_RUN: readonly [beginning: RegExp, why: string][] = [
  [/^git clone /, 'test/hosts/clone.hosts.ts runs it in a folder of its own'],
  [/^cd error-catalog-mcp && npm ci/, 'test/hosts/clone.hosts.ts runs it in a folder of its own'],
  [/^npm run connect -- /, 'test/hosts/clone.hosts.ts runs it in the clone that it makes'],
  [/^export ERROR_CATALOG_CLICKHOUSE_USER=/, 'only of use to the commands below it'],
  [/ --logs 'clickhouse:/, 'it needs a server; test/clickhouse asks a real one by such addresses'],
];
const whyNot = (command: string) => NOT_RUN.find(([beginning]) => beginning.test(command));

/** Lines of shown output that depend on the machine or on the logs: why they cannot be compared. */
const NOT_COMPARED: readonly [line: RegExp, why: string][] = [
  [/^█+░+ /, 'a bar, drawn for a terminal alone'],
  [/^Indexed 3\.4 GB of 12 files/, 'logs of another size: the sample logs are compared by the beginning'],
];

/** What the reader of these pages has at home. */
const FILES: Readonly<Record<string, string>> = {
  'openapi.yaml': `openapi: 3.0.0
info: { title: Acme, version: '1' }
paths:
  /v1/things:
    post:
      responses:
        '402':
          description: The quota is used up.
          content:
            application/json:
              example: { error: { code: quota_spent, message: The quota is used up. } }
`,
  'catalog.yaml': `name: acme
errors:
  - code: quota_spent
    http_status: 402
    meaning: The monthly quota is used up.
    fix: [Raise the quota in the console.]
    who: workspace_owner
    retry: { when: after_fix }
  - code: mfa_web_authn_failed
    meaning: The second factor was refused.
`,
  'docs/errors.md':
    '# Errors\n\n| code | HTTP status |\n|---|---|\n| `quota_spent` | 429 |\n| `mfa_web_authn_failed` | 403 |\n',
  'docs/errors/quota_spent.md': '# quota_spent\n\nHTTP status: 402\n\nThe monthly quota is used up.\n',
  'src/errors.go': `package acme

func refuse(place Place) error {
	if place.isFull() {
		return &APIError{Code: "quota_spent"}
	} else if place.isClosed() {
		return &APIError{Code: "region_locked"}
	}
	return &APIError{Code: "mfa_webauthn_failed"}
}
`,
};

/** What an API answers, in place of the real curl. */
const CURL = `#!/bin/sh
printf 'HTTP/1.1 429 Too Many Requests\\r\\nRetry-After: 30\\r\\n\\r\\n{"error":{"code":"rate_limited","message":"Slow down."}}\\n'
`;

/** A folder of the reader with those files, the sample logs, and the program on the path. */
function readersFolder(command: string): { folder: string; env: NodeJS.ProcessEnv } {
  const folder = freshFolder();
  const isMade = / (?:new|import) /.test(`${command} `);
  for (const [path, text] of Object.entries(FILES)) {
    if (isMade && path === 'catalog.yaml') continue;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  cpSync(join(ROOT, 'samples'), join(folder, 'samples'), { recursive: true });
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  const program = `#!/bin/sh\nexec '${process.execPath}' '${ENTRY}' "$@"\n`;
  for (const [name, text] of [
    ['error-catalog-mcp', program],
    ['curl', CURL],
  ] as const) {
    writeFileSync(join(bin, name), text);
    chmodSync(join(bin, name), 0o755);
  }
  const path = [bin, dirname(process.execPath), process.env['PATH']].join(':');
  return { folder, env: { PATH: path, HOME: folder } };
}

/** As a shown line is compared: figures are those of another day, and `…` stands for anything. */
function asPattern(line: string): RegExp {
  const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  const parts = line.split('…').map((part) => part.trim().split(/\d+(?:[.:]\d+)*/));
  return new RegExp(parts.map((part) => part.map(escaped).join('[\\d.:]+')).join('.*'));
}

const EXITS: readonly [beginning: RegExp, code: number][] = [
  // It finds what the page shows.
  [/^error-catalog-mcp check /, 1],
];

describe('the commands of README and docs', () => {
  const run = SHOWN.filter(({ command }) => whyNot(command) === undefined);
  let logs: string | undefined;

  it.each(run)('$page: $command', ({ command, output }) => {
    const { folder, env } = readersFolder(command);
    logs ??= recentSampleLogs();
    const line = command
      .replaceAll('/path/to/your/logs', logs)
      .replaceAll('/full/path', dirname(dirname(ENTRY)));
    // The server has no host here, and ends with its stdin.
    const { status, stdout, stderr } = spawnSync('/bin/sh', ['-c', line], {
      cwd: folder,
      env,
      input: '',
      encoding: 'utf8',
    });
    const code = EXITS.find(([beginning]) => beginning.test(command))?.[1] ?? 0;
    expect(status, stderr).toBe(code);
    const compared = output.filter((each) => !NOT_COMPARED.some(([pattern]) => pattern.test(each)));
    for (const each of compared) expect(stdout).toMatch(asPattern(each));
  });

  it('are enough to be worth it, and those that are left out are there', () => {
    expect(run.length).toBeGreaterThan(12);
    const all = SHOWN.map(({ command }) => command);
    expect(NOT_RUN.filter(([beginning]) => !all.some((command) => beginning.test(command)))).toEqual([]);
    const lines = SHOWN.flatMap(({ output }) => output);
    expect(NOT_COMPARED.filter(([line]) => !lines.some((each) => line.test(each)))).toEqual([]);
  });
});
