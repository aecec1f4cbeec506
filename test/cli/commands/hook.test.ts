import { describe, expect, test } from 'vitest';
import { SAMPLE_LOGS } from '../../support/server.ts';
import { runCli } from '../run-cli.ts';

const BODY = '{"error":{"code":"rate_limited","message":"Slow down","request_id":"req_xyz123"}}';

/** What a hook of Claude Code is told of a call. */
const failed = (error: unknown, tool_name = 'Bash') => ({
  hook_event_name: 'PostToolUseFailure',
  tool_name,
  error,
});
const done = (tool_response: unknown) => ({
  hook_event_name: 'PostToolUse',
  tool_name: 'Bash',
  tool_response,
});

async function hook(call: unknown, ...args: string[]): Promise<string> {
  const stdin = typeof call === 'string' ? call : JSON.stringify(call);
  const { code, stdout, stderr } = await runCli(['hook', ...args], { stdin });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout;
}

describe('a hook of Claude Code', () => {
  test.each([
    ['a command that failed', failed(`Exit code 22\n${BODY}`), 'rate_limited'],
    ['another MCP server', failed(BODY, 'mcp__platform__create'), 'rate_limited'],
    ['curl, which takes it for a success', done({ stdout: `${BODY}\n`, stderr: '' }), 'rate_limited'],
    ['an OAuth endpoint', done({ stdout: '{"error":"invalid_grant"}' }), 'invalid_grant'],
    ['a tool that answers with text', done(`HTTP/1.1 429\n\n${BODY}`), 'rate_limited'],
  ])('is given the explanation of the error of %s', async (_, call, code) => {
    const { hookSpecificOutput } = JSON.parse(await hook(call));
    expect(hookSpecificOutput.hookEventName).toBe(call.hook_event_name);
    expect(hookSpecificOutput.additionalContext).toContain(`\n\n${code}: `);
    expect(hookSpecificOutput.additionalContext).toContain('Fix (to act: whoever made the call):');
  });

  test('is told where to look the request up, if there are logs', async () => {
    const { hookSpecificOutput } = JSON.parse(await hook(failed(BODY), '--logs', SAMPLE_LOGS));
    expect(hookSpecificOutput.additionalContext).toContain(
      'Next: lookup_request {"request_id":"req_xyz123"}',
    );
  });

  test.each([
    ['a code that only stands in the words', done({ stdout: 'rate_limited: see the docs', stderr: '' })],
    ['a code in a field of another kind', done({ stdout: '{"title":"rate_limited"}' })],
    ['an error of a compiler', failed('src/a.ts(3,4): error TS2304: Cannot find name')],
    ['a code that the catalog lacks', failed('{"error":{"code":"resource_missing"}}')],
    ['a failure of this server itself', failed(BODY, 'mcp__plugin_error-catalog_error-catalog__x')],
    ['a call without output', done({ stdout: '', stderr: '' })],
    ['what is no JSON', 'Exit code 22'],
    ['nothing', ''],
  ])('is told nothing of %s', async (_, call) => {
    expect(await hook(call)).toBe('');
  });
});
