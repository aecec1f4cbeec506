import { readFileSync } from 'node:fs';
import { Client } from '@modelcontextprotocol/client';
import { SkillsClient } from '@modelcontextprotocol/client/ext/skills';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TOOLS } from '../../src/tools/tools.ts';
import { ENTRY, environment, freshFolder } from '../support/server.ts';

const TEXT = readFileSync(
  new URL('../../plugin/skills/diagnose-api-errors/SKILL.md', import.meta.url),
  'utf8',
);
const URI = 'skill://diagnose-api-errors/SKILL.md';

describe.each([
  ['2025-11-25', 'legacy'],
  ['2026-07-28', 'auto'],
] as const)('a host of %s that takes skills over MCP', (version, mode) => {
  const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode } });
  const skills = new SkillsClient(client);
  beforeAll(() =>
    client.connect(
      new StdioClientTransport({
        command: process.execPath,
        args: [ENTRY],
        env: environment(freshFolder()),
        stderr: 'pipe',
      }),
    ),
  );
  afterAll(() => client.close());

  it('is told that there are some', () => {
    expect(client.getNegotiatedProtocolVersion()).toBe(version);
    expect(skills.supported).toBe(true);
  });

  it('lists the skill, and reads it as the client verifies it: size, digest and frontmatter', async () => {
    const { skills: listed, invalid } = await skills.list();
    expect(invalid).toEqual([]);
    expect(listed.map(({ uri }) => uri)).toEqual([URI]);
    const [skill] = listed;
    if (skill === undefined) throw new Error('There is none.');
    expect(await skills.read(skill)).toMatchObject({ verified: true, text: TEXT, mimeType: 'text/markdown' });
    expect((await skills.get(URI)).skill).toEqual(skill);
  });

  it('is told which skill there is when it asks for another', async () => {
    const asked = skills.get('skill://other/SKILL.md');
    await expect(asked).rejects.toThrow(`There is no skill 'skill://other/SKILL.md'. There is ${URI}.`);
  });
});

it('the skill shows calls that the tools take', () => {
  const examples = TOOLS.map(({ name, input }) => {
    // Each tool is named in a point of a list, with its examples.
    const [, point = ''] =
      new RegExp(`\`${name}\`\\.\\*\\*([\\s\\S]*?)(?=\\n\\d\\. |\\n## )`).exec(TEXT) ?? [];
    const calls = [...point.matchAll(/```json\n\s*(.*)\n/g)].map(([, json = '']) => JSON.parse(json));
    return { name, calls, refused: calls.filter((call) => !input.safeParse(call).success) };
  });
  for (const { calls, refused } of examples) {
    expect(calls.length).toBeGreaterThan(0);
    expect(refused).toEqual([]);
  }
});
