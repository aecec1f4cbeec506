import type * as z from 'zod';
import { Failure } from '../base/failure.ts';
import { isObject } from '../base/objects.ts';
import { named } from '../redact/redact.ts';
import { inputSchemaOf } from './json-schema.ts';

/** The parts of a tool that say which arguments it takes. */
interface Arguments<Input extends z.ZodObject> {
  name: string;
  input: Input;
  aliases: Readonly<Record<string, string>>;
  gather?: Gather | undefined;
}

/** Members of an error body that an agent may spread over the arguments instead of passing the body as one. */
export interface Gather {
  into: string;
  members: readonly string[];
}

/**
 * A tool's input from the arguments of a call: a likely wrong name is put right, a number sent as text
 * (and the other way round) is understood, then the tool's schema decides, once.
 *
 * @throws Failure `invalid_request` if `args` is no object, `validation_failed` naming every other problem
 */
export function parseInput<Input extends z.ZodObject>(tool: Arguments<Input>, args: unknown): z.infer<Input> {
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
