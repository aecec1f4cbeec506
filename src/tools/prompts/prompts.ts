import { diagnoseError } from './diagnose-error.ts';
import type { Prompt } from './prompt.ts';
import { reportProblem } from './report-problem.ts';

/** Every prompt, in the order in which they are listed. */
export const PROMPTS: readonly Prompt[] = [diagnoseError, reportProblem];
