import { explainError } from './explain-error.ts';
import { listErrors } from './list-errors.ts';
import { lookupRequest } from './lookup-request.ts';
import type { Tool } from './tool.ts';

/** Every tool, in the order in which they are listed. */
export const TOOLS: readonly Tool[] = [explainError, listErrors, lookupRequest];

export {
  type Block,
  HANG,
  type Line,
  linesOf,
  nextLine,
  type Piece,
  printMarkdown,
  printText,
} from './answer/blocks.ts';
export { explain, explanationBlocks, itemsOf } from './answer/explanation.ts';
export { formatSeen } from './answer/parts.ts';
export { fullOutputSchemaOf, inputSchemaOf, type ObjectSchema, outputSchemaOf } from './json-schema.ts';
export type { Asked, Prompt } from './prompts.ts';
export { PROMPTS } from './prompts.ts';
export type { Answer, Call, Standing, Tool } from './tool.ts';
