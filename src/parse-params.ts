import type * as z from 'zod';
import { Failure } from './errors.ts';
import { INVALID_PARAMS } from './json-rpc.ts';
import { clip } from './text/clip.ts';

const MOST_PROBLEMS = 5;
const LONGEST_PATH = 100;

/**
 * The params of a request, by the schema of its method.
 *
 * @throws Failure `invalid_request` (-32602) that names the problems
 */
export function parseParams<Params>(schema: z.ZodType<Params>, params: unknown): Params {
  const parsed = schema.safeParse(params);
  if (parsed.success) return parsed.data;
  const { issues } = parsed.error;
  const problems = issues
    .slice(0, MOST_PROBLEMS)
    .map((issue) => `${clip(['params', ...issue.path].join('.'), LONGEST_PATH)}: ${issue.message}`);
  if (issues.length > problems.length) problems.push(`and ${issues.length - problems.length} more`);
  throw new Failure('invalid_request', `${problems.join('; ')}.`, { rpc: INVALID_PARAMS });
}
