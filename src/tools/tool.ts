import type * as z from 'zod';
import { Failure } from '../base/failure.ts';
import { isObject } from '../base/objects.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { RequestLog, SeenErrors } from '../logs/logs.ts';
import { named, type OwnNames, safeData } from '../redact/redact.ts';
import type { Block } from './answer/blocks.ts';
import { inputSchemaOf } from './json-schema.ts';

/** What a tool may reach besides its input. */
export interface ToolContext {
  catalog: Catalog;
  /** Where the catalog is not what its files hold now, why; null or left out where it is. */
  catalogNote?: string | null;
  /** Whether the catalog stays what it is. */
  isCatalogFixed?: boolean;
  /** The request logs that were configured, or null if none were. */
  logs: RequestLog | null;
  /** Whether tables of a database are among the request logs. */
  hasTables?: boolean;
  /** Which errors the logs show, or null if none were configured, or there is no folder for an index of them. */
  seen?: SeenErrors | null;
  /** The one workspace to which `logs` and `journal` are limited, if they are. */
  workspace?: string | null;
  /** Names of further fields whose values are redacted; none if left out. */
  redacted?: OwnNames;
  /** The failures of this server itself. */
  journal: RequestLog;
  /** The present moment, in milliseconds since the epoch. */
  now(): number;
  /** Tells a host that asked for it how far a long call has come, in bytes. */
  onProgress?: (done: number, total: number) => void;
  /** Whether answers go to a person or a program that wants all there is, instead of to a model. */
  wantsAll?: boolean;
  /** Aborted when the host cancels the call. */
  signal: AbortSignal;
}

type Choices = (catalog: Catalog) => Readonly<Record<string, readonly string[]>>;

/** What a request may do while it is under way. */
export type Call = Pick<ToolContext, 'signal' | 'onProgress' | 'wantsAll'>;

/** What is the same for every call. */
export type Standing = Omit<ToolContext, keyof Call>;

/** A tool as its file writes it: its words, its schemas, its handler. */
interface ToolDefinition<Input extends z.ZodObject, Output extends z.ZodObject> {
  name: string;
  title: string;
  description: string;
  input: Input;
  output: Output;
  /** Likely wrong names of arguments, each with the right one. */
  aliases: Readonly<Record<string, keyof z.infer<Input> & string>>;
  /** Arguments that together are one body, for the argument that takes it. */
  gather?: Gather;
  /** Of arguments whose values depend on the catalog, the values that there are. */
  choices?: Choices;
  /** Whether the view can show its answers. */
  hasView?: boolean;
  /**
   * Answers with plain data that fits `output`.
   *
   * @throws Failure with words for the caller; anything else thrown is a bug
   */
  run(input: z.infer<Input>, context: ToolContext): z.infer<Output> | Promise<z.infer<Output>>;
  /** The whole answer as blocks, for hosts and people that see no structured content. */
  render(answer: z.infer<Output>): Block[];
}

/** An answer twice over: as data that fits the output schema, and as blocks to be printed. */
export interface Answer {
  data: Record<string, unknown>;
  blocks: readonly Block[];
}

/** A tool as the rest of the program sees it, whatever its types. */
export interface Tool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly input: z.ZodObject;
  readonly output: z.ZodObject;
  readonly choices: Choices | null;
  readonly hasView: boolean;
  /** Parses the arguments of a call, runs the tool and renders its answer. Throws what `run` throws. */
  call(args: unknown, context: ToolContext): Promise<Answer>;
}

/** Ties the types of a tool's parts together, and closes them in. */
export function defineTool<Input extends z.ZodObject, Output extends z.ZodObject>(
  definition: ToolDefinition<Input, Output>,
): Tool {
  const { name, title, description, input, output } = definition;
  const answers = new WeakMap<object, Answer>();
  return {
    name,
    title,
    description,
    input,
    output,
    choices: definition.choices ?? null,
    hasView: definition.hasView ?? false,
    async call(args, context) {
      const answer = await definition.run(parseInput(definition, args), context);
      const known = answers.get(answer);
      if (known !== undefined) return known;
      // The blocks are made of the same data, so that nothing in them has missed the door.
      const data = safeData(answer);
      const whole = { data, blocks: definition.render(data) };
      // Only what a tool keeps and gives again is frozen.
      if (Object.isFrozen(answer)) answers.set(answer, whole);
      return whole;
    },
  };
}

/** The parts of a tool that say which arguments it takes. */
interface Arguments<Input extends z.ZodObject> {
  name: string;
  input: Input;
  aliases: Readonly<Record<string, string>>;
  gather?: Gather | undefined;
}

/** Members of an error body that an agent may spread over the arguments instead of passing the body as one. */
interface Gather {
  into: string;
  members: readonly string[];
}

/**
 * A tool's input from the arguments of a call: a likely wrong name is put right, a number sent as text
 * (and the other way round) is understood, then the tool's schema decides, once.
 *
 * @throws Failure `invalid_request` if `args` is no object, `validation_failed` naming every other problem
 */
function parseInput<Input extends z.ZodObject>(tool: Arguments<Input>, args: unknown): z.infer<Input> {
  const given = args ?? {};
  if (!isObject(given)) {
    throw new Failure('invalid_request', `arguments must be an object. ${expected(tool)}`);
  }
  // Nearly every call is right as it is.
  const asGiven = tool.input.safeParse(given);
  const parsed = asGiven.success ? asGiven : tool.input.safeParse(rename(tool, given));
  if (parsed.success) return parsed.data as z.infer<Input>;
  const problems = parsed.error.issues.map(formatIssue);
  throw new Failure('validation_failed', `${tool.name}: ${problems.join('; ')}. ${expected(tool)}`);
}

function rename<Input extends z.ZodObject>(
  tool: Arguments<Input>,
  given: Record<string, unknown>,
): Record<string, unknown> {
  const { properties } = inputSchemaOf(tool.input);
  const whole = gathered(tool.gather, given);
  const renamed = new Map<string, unknown>();
  for (const [name, value] of Object.entries(whole)) {
    const alias = Object.hasOwn(tool.aliases, name) ? tool.aliases[name] : undefined;
    const known = alias !== undefined && !Object.hasOwn(whole, alias) && !renamed.has(alias) ? alias : name;
    const schema = Object.hasOwn(properties, known) ? properties[known] : undefined;
    if (value !== null) renamed.set(known, coerce(value, schema));
  }
  return Object.fromEntries(renamed);
}

/** Two or more members of a body among the arguments are that body, and go where it belongs. */
function gathered(gather: Gather | undefined, given: Record<string, unknown>): Record<string, unknown> {
  if (gather === undefined) return given;
  const isMember = ([name]: [string, unknown]) => gather.members.includes(name);
  const members = Object.entries(given).filter(isMember);
  if (members.length < 2) return given;
  const others = Object.entries(given).filter((entry) => !isMember(entry));
  return { ...Object.fromEntries(others), [gather.into]: asJson(Object.fromEntries(members)) };
}

function coerce(value: unknown, { type, enum: words }: { type?: unknown; enum?: unknown } = {}): unknown {
  if (Array.isArray(words) && typeof value === 'string') return value.trim().toLowerCase();
  if (type === 'string' && typeof value === 'number') return `${value}`;
  if (type === 'string' && isObject(value)) return asJson(value);
  if (type === 'integer' && typeof value === 'string' && /^\s*\d{1,9}\s*$/.test(value)) return Number(value);
  return value;
}

/** An error body that was passed as an object instead of text; too deep a one is left for the schema to refuse. */
function asJson(value: unknown): unknown {
  try {
    return JSON.stringify(value);
  } catch {
    return value;
  }
}

function formatIssue(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') {
    const keys = issue.keys.slice(0, 5).map(named);
    return `unknown argument ${keys.join(', ')}`;
  }
  return `${issue.path.join('.')}: ${issue.message}`;
}

function expected<Input extends z.ZodObject>(tool: Arguments<Input>): string {
  const { properties, required = [] } = inputSchemaOf(tool.input);
  const names = Object.keys(properties).map((name) =>
    required.includes(name) ? `${name} (required)` : name,
  );
  return `The arguments are ${names.join(', ')}.`;
}
