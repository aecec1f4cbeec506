import * as z from 'zod';
import { Failure, type WireError } from '../base/failure.ts';
import { isObject } from '../base/objects.ts';
import { completeCode } from '../catalog/catalog.ts';
import type { Audit } from '../logs/logs.ts';
import { named, type OwnNames, redactText, safe, safeData } from '../redact/redact.ts';
import {
  type Asked,
  type Call,
  fullOutputSchemaOf,
  inputSchemaOf,
  type ObjectSchema,
  outputSchemaOf,
  type Prompt,
  printText,
  type Standing,
  type Tool,
} from '../tools/tools.ts';
import { ICONS } from './greeting.ts';
import {
  getSkill,
  listResources,
  listSkills,
  RESOURCE_TEMPLATES,
  RESOURCES,
  readResource,
  readSkill,
  readView,
  VIEW,
} from './resources.ts';
import { parseParams } from './subscriptions.ts';

/** Answers the params of a request with its result, and throws a Failure if it has none. */
export type Handler = (params: unknown, call: McpCall) => object | Promise<object>;

/** What a request may do while it is under way, and where it comes from. */
type McpCall = Call & { origin: Origin };

/** Every tool only reads, and reaches nothing outside. The other hints mean nothing of a tool that only reads. */
const ANNOTATIONS = { readOnlyHint: true, openWorldHint: false };

const listParams = z
  .object({ cursor: z.undefined({ error: 'no such cursor: the list is one page' }).optional() })
  .optional();
const callParams = z.object({ name: z.string(), arguments: z.unknown().optional() });
const promptParams = z.object({ name: z.string(), arguments: z.looseObject({}).optional() });
const readParams = z.object({ uri: z.string() });
const completeParams = z.object({
  ref: z.object({ type: z.string(), uri: z.string().optional(), name: z.string().optional() }),
  argument: z.object({ name: z.string(), value: z.string() }),
});

const MOST_COMPLETIONS = 100;
/** In characters. */
const LONGEST_URI = 1_000;

/** The methods of the protocol that answer, the same for all its revisions. */
export function methodsOf({
  tools,
  prompts,
  context,
  fail,
  audit = null,
}: Omit<Services, 'onCatalogChange'>): ReadonlyMap<string, Handler> {
  const toolNamed = finder('tool', tools);
  const promptNamed = finder('prompt', prompts);

  async function ask(tool: Tool, args: unknown, { origin, ...call }: McpCall): Promise<Asked> {
    try {
      const { data, blocks } = await tool.call(args, { ...context, ...call });
      return { isError: false, text: printText(blocks), data };
    } catch (thrown) {
      const failure = await fail(thrown, tool.name, origin);
      return { isError: true, text: JSON.stringify(failure), failure };
    }
  }

  const listTools = (outputOf: OutputOf) =>
    listing('tools', () => tools.map((tool) => describeTool(tool, context, outputOf)));
  const toolLists = {
    usual: listTools(outputSchemaOf),
    full: listTools(fullOutputSchemaOf),
    orFailure: listTools((output) => orFailure(outputSchemaOf(output))),
  };

  const handlers: Record<string, Handler> = {
    'tools/list': (params, call) => toolLists[detailFor(call.origin)](params, call),
    'prompts/list': listing('prompts', () =>
      prompts.map(({ name, title, description, argument }) => {
        return { name, title, description, arguments: [{ ...argument, required: true }], icons: ICONS };
      }),
    ),
    'resources/list'(params) {
      parseParams(listParams, params);
      return { resources: listResources(context) };
    },
    'skills/list'(params) {
      parseParams(listParams, params);
      return listSkills();
    },
    'skills/get': getSkill,
    'resources/templates/list': listing('resourceTemplates', () => [...RESOURCE_TEMPLATES]),

    async 'tools/call'(params, call) {
      const { name, arguments: args } = parseParams(callParams, params);
      const begin = performance.now();
      const asked = await ask(toolNamed(name), args, call);
      audit?.record({
        tool: name,
        arguments: shownArguments(args, context.redacted),
        duration: performance.now() - begin,
        failure: asked.isError ? failureOf(asked.failure) : null,
        ...call.origin,
      });
      const content = [{ type: 'text', text: asked.text }];
      return asked.isError ? { content, isError: true } : { content, structuredContent: asked.data };
    },

    async 'prompts/get'(params, call) {
      const { name, arguments: args = {} } = parseParams(promptParams, params);
      const prompt = promptNamed(name);
      const value = args[prompt.argument.name];
      const given = typeof value === 'string' ? value.trim() : '';
      if (given === '') {
        const { name: wanted, description } = prompt.argument;
        throw new Failure('validation_failed', `${name} needs the argument '${wanted}': ${description}.`);
      }
      const text = await prompt.write(given, context, (tool, input) => ask(toolNamed(tool), input, call));
      return {
        description: prompt.description,
        messages: [{ role: 'user', content: { type: 'text', text: safeData(text) } }],
      };
    },

    async 'resources/read'(params) {
      const { uri } = parseParams(readParams, params);
      if (uri === VIEW.uri) return { contents: [await readView()] };
      const contents = readSkill(uri) ?? readResource(uri, context);
      if (contents !== null) return { contents: [contents] };
      const known = `${RESOURCES[0].uri} and ${RESOURCE_TEMPLATES[0].uriTemplate}`;
      throw new Failure('not_found', `There is no resource ${named(uri)}. There are ${known}.`, {
        data: { uri: safe(uri.slice(0, 2 * LONGEST_URI), LONGEST_URI) },
      });
    },

    async 'completion/complete'(params) {
      const { ref, argument } = parseParams(completeParams, params);
      const prompt = prompts.find((each) => {
        return ref.type === 'ref/prompt' && each.name === ref.name && each.argument.name === argument.name;
      });
      const isCode = ref.uri === RESOURCE_TEMPLATES[0].uriTemplate && argument.name === 'code';
      const all = isCode
        ? completeCode(argument.value, context.catalog)
        : ((await prompt?.complete(argument.value, context)) ?? []);
      // What would have to be changed to be shown is no completion any more.
      const safeOnes = all.filter((value) => safeData(value) === value);
      const values = safeOnes.slice(0, MOST_COMPLETIONS);
      const total = safeOnes.length;
      return { completion: { values, total, hasMore: total > values.length } };
    },
  };
  return new Map(Object.entries(handlers));
}

/** In characters, of the arguments of a call as they are written down. */
const LONGEST_ARGUMENTS = 2_000;

function shownArguments(args: unknown, redacted?: OwnNames): string {
  try {
    const json = JSON.stringify(args ?? {}).slice(0, 4 * LONGEST_ARGUMENTS);
    return safe(redactText(json, redacted), LONGEST_ARGUMENTS);
  } catch {
    return 'nested too deeply to be shown';
  }
}

function failureOf({ error: { code, request_id: requestId } }: WireError): {
  code: string;
  requestId: string;
} {
  return { code, requestId };
}

/** Finds what is named, or says what there is. */
function finder<Named extends { name: string }>(
  kind: string,
  all: readonly Named[],
): (name: string) => Named {
  const byName = new Map(all.map((each) => [each.name, each]));
  return (name) => {
    const found = byName.get(name);
    if (found !== undefined) return found;
    const names = [...byName.keys()].join(', ');
    const message = `There is no ${kind} ${named(name)}. The ${kind}s are ${names}.`;
    throw new Failure('not_found', message);
  };
}

/** A list that fits one page; made when first asked for. */
function listing(key: string, make: () => object[]): Handler {
  let made: object | undefined;
  return (params) => {
    parseParams(listParams, params);
    made ??= { [key]: make() };
    return made;
  };
}

type OutputOf = (output: Tool['output']) => ObjectSchema;

/** Hosts that show the model TypeScript, made of the schemas: there, every name tells. */
const SHOWS_TYPES = /^(?:codex|opencode)\b/i;
/**
 * A failure has no structured content, but Gemini CLI takes the JSON of its text for that, and hides a failure from the
 * model that does not fit the schema.
 */
const CHECKS_FAILURES = /^gemini-cli\b/i;

/** How much a host is told of answers. */
function detailFor({ client }: Origin): 'usual' | 'full' | 'orFailure' {
  const name = client?.name ?? '';
  if (CHECKS_FAILURES.test(name)) return 'orFailure';
  return SHOWS_TYPES.test(name) ? 'full' : 'usual';
}

/** An output schema that a failure fits too. */
function orFailure({ required: _, properties, ...schema }: ObjectSchema): ObjectSchema {
  return { ...schema, properties: { ...properties, error: { type: 'object' } } };
}

function describeTool(
  { name, title, description, input, output, choices, hasView }: Tool,
  context: Standing,
  outputOf: OutputOf,
): object {
  const fixed = context.isCatalogFixed === true && choices !== null ? choices(context.catalog) : {};
  const schemas = {
    inputSchema: withChoices(inputSchemaOf(input), fixed),
    outputSchema: outputOf(output),
  };
  return {
    name,
    title,
    description,
    ...schemas,
    annotations: ANNOTATIONS,
    ...(hasView && { _meta: { ui: { resourceUri: VIEW.uri } } }),
  };
}

/** Names the values of arguments whose values are known: of a catalog that may change, hosts would hold on to old ones. */
function withChoices(
  schema: ObjectSchema,
  choices: Readonly<Record<string, readonly string[]>>,
): ObjectSchema {
  const named = Object.entries(choices).flatMap(([name, values]) => {
    // An empty `enum` is no schema for some hosts, which then refuse every call.
    if (values.length === 0) return [];
    const { description } = schema.properties[name] ?? {};
    return [[name, { type: 'string', enum: values, ...(description !== undefined && { description }) }]];
  });
  return { ...schema, properties: { ...schema.properties, ...Object.fromEntries(named) } };
}

/** Everything that answers are made of, the same for hosts and for the terminal. */
export interface Services {
  readonly tools: readonly Tool[];
  readonly prompts: readonly Prompt[];
  readonly context: Standing;
  /** Calls `listener` whenever what the catalog holds has changed; never for the built-in one. */
  onCatalogChange(listener: () => void): void;
  /**
   * Notes in the journal what was thrown `during` a tool or method, under a new request id and the trace of the request,
   * and gives its wire shape. What was no Failure is logged as the bug that it is.
   */
  fail(thrown: unknown, during: string, origin?: Origin): Promise<WireError>;
  /** Where every call of a tool is written down; null or left out for nowhere. */
  readonly audit?: Audit | null;
}

/** A host, as it names itself. */
export interface Client {
  name: string;
  version: string;
}

/** Where a request belongs in a trace (W3C Trace Context, "traceparent" and "tracestate"). */
interface Trace {
  traceId: string;
  spanId: string;
  state: string | null;
}

/** Whose request it is, and of which trace; null where it does not say. */
export interface Origin {
  client: Client | null;
  trace: Trace | null;
}

const CLIENT_KEY = 'io.modelcontextprotocol/clientInfo';
const LONGEST_NAME = 100;
/** As W3C allows it. */
const LONGEST_STATE = 512;

/** Trace and parent of version 00; a later one may have more behind its flags. Zeros alone name nothing. */
const TRACEPARENT =
  /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-[0-9a-f]{2}(?:-[!-~]{0,200})?$/;

/** The origin of a request by its `_meta`, or of the handshake where that does not name the client. Never throws. */
export function originOf(params: unknown, greeted: Client | null): Origin {
  const meta = isObject(params) && isObject(params['_meta']) ? params['_meta'] : {};
  return { client: clientIn(meta[CLIENT_KEY]) ?? greeted, trace: traceIn(meta) };
}

/** A host by its `clientInfo`, safe to be written down. */
export function clientIn(info: unknown): Client | null {
  if (!isObject(info) || typeof info['name'] !== 'string') return null;
  const version = typeof info['version'] === 'string' ? info['version'] : '';
  return { name: safe(info['name'], LONGEST_NAME), version: safe(version, LONGEST_NAME) };
}

function traceIn({ traceparent, tracestate }: Record<string, unknown>): Trace | null {
  const [, traceId, spanId] = TRACEPARENT.exec(typeof traceparent === 'string' ? traceparent : '') ?? [];
  if (traceId === undefined || spanId === undefined) return null;
  const isState = typeof tracestate === 'string' && tracestate !== '' && tracestate.length <= LONGEST_STATE;
  return { traceId, spanId, state: isState ? safe(tracestate, LONGEST_STATE) : null };
}
