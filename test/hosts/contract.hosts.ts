import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { leftBehind } from '../support/processes.ts';
import { aiSdk } from './clients/ai-sdk.ts';
import { claudeCode } from './clients/claude-code.ts';
import { codex } from './clients/codex.ts';
import { gemini } from './clients/gemini.ts';
import { inspector } from './clients/inspector.ts';
import { langchain } from './clients/langchain.ts';
import { mastra } from './clients/mastra.ts';
import { mcpc } from './clients/mcpc.ts';
import { mcporter } from './clients/mcporter.ts';
import type { Answer, Host } from './host.ts';
import { unavailable } from './installed.ts';
import { freshLaunch } from './launch.ts';

const kinds = [aiSdk, claudeCode, codex, gemini, inspector, langchain, mastra, mcpc, mcporter].map((kind) => {
  const missing = unavailable(kind.package);
  return { ...kind, missing, title: missing ? `${kind.package} (skipped: ${missing})` : kind.package };
});
for (const { title, missing } of kinds) if (missing) process.stderr.write(`${title}\n`);

/** The halves of an answer that the host hands on, each as one text. */
function halves({ text, structured }: Answer): Map<string, string> {
  const shown = new Map<string, string>();
  if (text !== undefined) shown.set('text', text);
  if (structured !== undefined) shown.set('structured', JSON.stringify(structured));
  return shown;
}

/** The platform's error in a text, in which a host may have put words of its own. */
function platformError(text = ''): unknown {
  const [json] = text.match(/\{"error":\{[\s\S]*\}\}/) ?? [];
  return json === undefined ? text : JSON.parse(json);
}

describe.each(kinds)('the built server in $title', ({ missing, open, shows, refusal }) => {
  describe.skipIf(missing)('', () => {
    const launch = freshLaunch();
    let host: Host;
    beforeAll(async () => {
      host = await open(launch);
    });
    afterAll(async () => {
      await leftBehind(launch.folder);
      rmSync(launch.folder, { recursive: true, force: true });
    });

    it('has the three tools', async () => {
      const names = await host.tools();
      expect(names.sort()).toEqual(['explain_error', 'list_errors', 'lookup_request']);
    });

    it.each([
      ['explain_error', { error: 'rate_limited' }, 'The `Retry-After` header says how long to wait.'],
      ['lookup_request', { request_id: 'req_xyz123' }, "The slug 'acme' is already in use."],
    ])('hands on what %s answers', async (tool, args, answered) => {
      const answer = await host.call(tool, args);
      expect(answer.failed).toBe(false);
      const shown = halves(answer);
      expect([...shown.keys()]).toEqual(shows);
      for (const half of shown.values()) expect(half).toContain(answered);
    });

    it('hands on code, message and request_id of a failure, by which it is found again', async () => {
      const { failed, text } = await host.call('lookup_request', { request_id: 'req_nobody' });
      expect(failed).toBe(true);
      const failure = platformError(text);
      expect(failure).toEqual({
        error: {
          code: 'not_found',
          message: expect.stringContaining("carries 'req_nobody'"),
          request_id: expect.stringMatching(/^req_[0-9a-f]{32}$/),
        },
      });
      const { request_id } = (failure as { error: { request_id: string } }).error;
      const again = await host.call('lookup_request', { request_id });
      expect([...halves(again).values()].join()).toContain("carries 'req_nobody'");
    });

    it('lists and reads the catalog', async () => {
      expect(await host.resources()).toContain('errors://catalog');
      expect(JSON.parse(await host.read('errors://catalog'))).toMatchObject({
        hash: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
        errors: expect.arrayContaining([expect.objectContaining({ code: 'rate_limited' })]),
      });
    });

    it('refuses a tool that there is not', async () => {
      await expect(host.call('nope', {})).rejects.toMatchObject(refusal);
    });

    it('leaves no process behind', async () => {
      await host.close();
      expect(await leftBehind(launch.folder)).toEqual([]);
    });
  });
});
