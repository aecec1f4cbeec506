import type { Asked } from './asked.ts';

/** Settings of ClickHouse by name, for a user's profile. */
export type Settings = Readonly<Record<string, string | number>>;

/** One request as the engine was asked it, and what became of it. */
export interface Served extends Omit<Asked, 'format'> {
  method: string;
  user: string;
  /** The client's port: the same for requests over the same connection. */
  connection: number;
  /** `fault`: what was asked to go wrong went wrong instead of an answer. */
  outcome: 'running' | 'done' | 'failed' | 'cancelled' | 'fault';
  /** Whether the client closed the connection before it had the whole answer. */
  abandoned: boolean;
  /** ClickHouse's code of the error that was answered, or null. */
  code: number | null;
  rowsRead: number;
  bytesRead: number;
}

/** What can go wrong with an answer. */
export type Fault =
  /** The connection is reset before any byte. */
  | { kind: 'reset' }
  /** The query's answer ends in the middle of its body, with a length or in chunks. */
  | { kind: 'half'; chunked?: boolean }
  /** There is no answer, for as long as the client waits. */
  | { kind: 'silent' }
  /** The query's answer comes after so long, and its body in pieces if told so. */
  | { kind: 'slow'; afterMs: number; drip?: { bytes: number; everyMs: number } }
  /** A load balancer answers in HTML that nothing is behind it. */
  | { kind: '502' }
  /** The same, and when to come again. */
  | { kind: '503'; retryAfter?: string }
  /** Status 200, and bytes that are no JSON. */
  | { kind: 'garbled' }
  /** Status 200, the first half of the rows, and then an exception: since 25.11 with a tag, before without one. */
  | { kind: 'exception-in-body'; tag: boolean }
  /** The engine has too many queries. */
  | { kind: 'overloaded' }
  /** Any exception before the first byte, for what this engine never throws, such as 497 ACCESS_DENIED. */
  | { kind: 'exception'; code: number; name: string; text: string };

/** What a test can ask of the running engine. */
export interface Calls {
  /** Runs one statement with all rights, and gives what it answers in JSONEachRow; throws with the exception's text. */
  exec(sql: string): Promise<string>;
  /** Lets a user in. The profile's settings hold for every query of that user; throws if the engine knows one not. */
  addUser(name: string, password: string, profile?: Settings): Promise<void>;
  /** How many queries of clients run in the engine now. */
  running(): Promise<number>;
  /** Every request so far, in the order of arrival. */
  served(): Promise<Served[]>;
  /** How many TCP connections were opened so far. */
  connections(): Promise<number>;
  /** Lets the next requests, `/ping` too, go wrong; those asked for before come first. Endless until `clearFaults`. */
  fault(fault: Fault, times?: number): Promise<void>;
  clearFaults(): Promise<void>;
  /** Ends all connections and refuses new ones. */
  refuse(): Promise<void>;
  /** Listens again, on the same port. */
  accept(): Promise<void>;
}

/** What goes from the test to the engine's process, and back. */
export interface Call {
  id: number;
  name: keyof Calls;
  args: unknown[];
}
export type Reply = { id: number; value: unknown } | { id: number; error: string };
export interface Ready {
  port: number;
}
