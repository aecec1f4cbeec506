import type { WireError } from '../../base/failure.ts';
import { seenOf, startOf } from '../answer/parts.ts';
import type { Standing, ToolContext } from '../tool.ts';

/** What a tool answered: its text, and the same as data; of a failure, the text is its JSON. */
export type Asked =
  | { isError: false; text: string; data: Record<string, unknown> }
  | { isError: true; text: string; failure: WireError };

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

/** How far back failed requests are offered. */
const WINDOW = '7d';

/**
 * The ids of requests that failed of late and begin with `typed`; none without logs.
 *
 * Those of the code or status that was seen last stand first.
 */
export async function recentRequests(
  typed: string,
  { seen, now }: Pick<ToolContext, 'seen' | 'now'>,
): Promise<string[]> {
  const found = await seen?.since(startOf(WINDOW, now()));
  if (!found) return [];
  const counts = [...found.codes.values(), ...found.statuses.values()].toSorted((a, b) => b.last - a.last);
  const ids = new Set(counts.flatMap((count) => seenOf(count).request_ids ?? []));
  const wanted = typed.trim().toLowerCase();
  return [...ids].filter((id) => id.toLowerCase().startsWith(wanted));
}
