import { expect } from 'vitest';
import type { Launch } from './launch.ts';

/** What a host hands on of a tool's answer, to its model or to the caller of its API. */
export interface Answer {
  text?: string | undefined;
  structured?: unknown;
  failed: boolean;
}

/** The text of all blocks of a result. */
export function textOf(content: readonly { text?: string }[]): string {
  return content.map(({ text }) => text ?? '').join('\n');
}

/** A host that is connected to the server. */
export interface Host {
  /** The names of the tools, without what the host puts before them. */
  tools(): Promise<string[]>;
  /** Rejects if the call is refused: there is no such tool. */
  call(tool: string, args: Record<string, unknown>): Promise<Answer>;
  /** The URIs of the resources. */
  resources(): Promise<string[]>;
  /** The text of a resource. */
  read(uri: string): Promise<string>;
  close(): Promise<void>;
}

/** A host as the suite knows it before it is started. */
export interface HostKind {
  /** Its npm package. */
  package: string;
  /** Which halves of a tool's success it hands on. */
  shows: readonly ('text' | 'structured')[];
  /** What its refusal of an unknown tool has in it, in the form of `toMatchObject`. */
  refusal: object;
  open(launch: Launch): Promise<Host>;
}

const NO_SUCH_TOOL = "There is no tool 'nope'. The tools are explain_error, list_errors, lookup_request.";

/** The refusal of a host that hands on the server's JSON-RPC error whole. */
export const WHOLE_REFUSAL = {
  code: -32602,
  message: expect.stringContaining(NO_SUCH_TOOL),
  data: { error: { code: 'not_found', message: NO_SUCH_TOOL, request_id: expect.stringMatching(/^req_/) } },
};
