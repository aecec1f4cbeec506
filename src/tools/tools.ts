import { explainError } from './explain-error.ts';
import { listErrors } from './list-errors.ts';
import { lookupRequest } from './lookup-request.ts';
import type { Tool } from './tool.ts';

/** Every tool, in the order in which they are listed. */
export const TOOLS: readonly Tool[] = [explainError, listErrors, lookupRequest];
