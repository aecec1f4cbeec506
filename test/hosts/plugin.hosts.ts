import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { leftBehind } from '../support/processes.ts';
import { runClaude, startClaude } from './clients/claude-code.ts';
import { runCommand } from './command.ts';
import { unavailable } from './installed.ts';
import { freshLaunch, type Launch } from './launch.ts';

/** Installs the plugin for a host, as a user would in a clone; the folder of the launch is its home. */
function connect(launch: Launch, host: string): void {
  const [entry = '', ...options] = launch.args;
  execFileSync(launch.command, [entry, 'connect', host, '--plugin', ...options], { env: launch.env });
}

describe.skipIf(unavailable('@anthropic-ai/claude-code'))('Claude Code with the plugin', () => {
  const launch = freshLaunch();
  connect(launch, 'claude-code');
  afterAll(() => rmSync(launch.folder, { recursive: true, force: true }));

  it('finds nothing wrong with it, and loads it', async () => {
    const valid = await runClaude(['plugin', 'validate', '.claude/skills/error-catalog'], launch);
    expect(valid.stdout).toContain('Validation passed\n');
    const { stdout } = await runClaude(['plugin', 'list', '--json'], launch);
    expect(JSON.parse(stdout)).toContainEqual(
      expect.objectContaining({ id: 'error-catalog@skills-dir', enabled: true }),
    );
  });

  it('finds nothing wrong with what the repository offers', async () => {
    const root = join(import.meta.dirname, '../..');
    for (const path of [root, join(root, 'plugin')])
      expect((await runClaude(['plugin', 'validate', path], launch)).stdout).toContain('Validation passed\n');
  });

  it('asks its server, and is told what a failed call means without asking', async () => {
    const tool = 'mcp__plugin_error-catalog_error-catalog__explain_error';
    const session = await startClaude(launch, [tool, 'Bash']);
    expect(session.tools).toContain(tool);
    expect(session.tools).toContain('Skill');
    const asked = await session.call(tool, { error: 'rate_limited' });
    expect(asked).toMatchObject({ text: expect.stringContaining('"code":"rate_limited"'), failed: false });

    // First what is not explained: the host says again what it said before.
    const other = await session.call('Bash', {
      command: 'echo workspace_slug_taken; exit 1',
      description: 'other',
    });
    expect(other.text + other.besides).not.toContain('hook additional context');
    const body = '{"error":{"code":"workspace_slug_taken","message":"taken","request_id":"req_1"}}';
    const failed = await session.call('Bash', { command: `echo '${body}'; exit 22`, description: 'call' });
    expect(failed.text + failed.besides).toMatch(
      /hook additional context: The error catalog explains this error:\n\nworkspace_slug_taken: /,
    );
    await session.close();
    expect(await leftBehind(launch.folder)).toEqual([]);
  });
});

describe.skipIf(unavailable('@openai/codex'))('Codex with the plugin', () => {
  it('has its server, and loses it again', async () => {
    const launch = freshLaunch();
    const env = { ...launch.env, CODEX_HOME: join(launch.folder, '.codex') };
    connect(launch, 'codex');
    const servers = async () =>
      JSON.parse(
        (await runCommand(['@openai/codex', 'codex'], ['mcp', 'list', '--json'], { ...launch, env })).stdout,
      );
    expect(await servers()).toEqual([
      expect.objectContaining({
        name: 'error-catalog',
        enabled: true,
        transport: expect.objectContaining({ command: 'node', args: launch.args }),
      }),
    ]);
    execFileSync(launch.command, [launch.args[0] ?? '', 'connect', 'codex', '--remove'], { env: launch.env });
    expect(await servers()).toEqual([]);
    rmSync(launch.folder, { recursive: true, force: true });
  });
});
