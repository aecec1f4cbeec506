import type * as z from 'zod';
import { Failure } from './errors.ts';

const INVALID_PARAMS = -32602;

/**
 * The params of a request, by the schema of its method.
 *
 * @throws Failure `invalid_request` (-32602) that names every problem
 */
export function parseParams<Params>(schema: z.ZodType<Params>, params: unknown): Params {
  const parsed = schema.safeParse(params);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(
    (issue) => `${['params', ...issue.path].join('.')}: ${issue.message}`,
  );
  throw new Failure('invalid_request', `${problems.join('; ')}.`, { rpc: INVALID_PARAMS });
}
