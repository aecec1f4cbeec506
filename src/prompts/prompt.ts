import type { Standing } from '../tools/tool.ts';

/** What a tool answered: its text, and the same as data unless it failed; then the text is the JSON of the failure. */
export interface Asked {
  text: string;
  data?: Record<string, unknown>;
  isError: boolean;
}

/** Calls a tool by its name, as a host does. */
export type Ask = (tool: string, args: Record<string, string>) => Promise<Asked>;

/** A prompt that a person picks in a host, with one argument. */
export interface Prompt {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly argument: { readonly name: string; readonly description: string };
  /** The message for the model, with everything in it that the tools know about `given`. */
  write(given: string, context: Standing, ask: Ask): Promise<string>;
  /** What `typed` may become, the likeliest first. */
  complete(typed: string, context: Standing): Promise<string[]>;
}
