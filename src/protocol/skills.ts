import { createHash } from 'node:crypto';
import * as z from 'zod';
import TEXT from '../../plugin/skills/diagnose-api-errors/SKILL.md';
import { Failure } from '../base/failure.ts';
import { named, safe } from '../redact/redact.ts';
import { parseParams } from './subscriptions.ts';

const URI = 'skill://diagnose-api-errors/SKILL.md';

const getParams = z.object({ uri: z.string() });

/** In characters. */
const LONGEST_URI = 1_000;

/** The one skill as it is listed: its frontmatter, and each of its files with size and digest. */
function entry(): object {
  const [, yaml = ''] = /^---\n([\s\S]*?)\n---\n/.exec(TEXT) ?? [];
  // Each field is a plain scalar on a line of its own; a test reads it as hosts do.
  const fields = yaml.split('\n').map((line) => {
    const colon = line.indexOf(': ');
    return [line.slice(0, colon), line.slice(colon + 2)] as const;
  });
  const digest = `sha256:${createHash('sha256').update(TEXT).digest('hex')}`;
  return {
    uri: URI,
    frontmatter: Object.fromEntries(fields),
    resources: [{ uri: URI, digest, size: Buffer.byteLength(TEXT) }],
  };
}

/** The result of `skills/list`: one page. */
export function listSkills(): object {
  return { skills: [entry()] };
}

/**
 * The result of `skills/get`.
 *
 * @throws Failure for a skill that there is not
 */
export function getSkill(params: unknown): object {
  const { uri } = parseParams(getParams, params);
  if (uri === URI) return { skill: entry() };
  throw new Failure('not_found', `There is no skill ${named(uri)}. There is ${URI}.`, {
    data: { uri: safe(uri.slice(0, 2 * LONGEST_URI), LONGEST_URI) },
  });
}

/** The file of a skill under `uri`, as `resources/read` gives it; null if there is none. */
export function readSkill(uri: string): { uri: string; mimeType: string; text: string } | null {
  return uri === URI ? { uri, mimeType: 'text/markdown', text: TEXT } : null;
}
