import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Failure } from '../../src/base/failure.ts';
import { openJournal } from '../../src/logs/journal.ts';
import { createMcp } from '../../src/protocol/mcp.ts';
import { methodsOf } from '../../src/protocol/methods.ts';
import { failuresInto } from '../../src/services.ts';
import { PROMPTS } from '../../src/tools/prompts.ts';
import type { Tool } from '../../src/tools/tool.ts';
import { TOOLS } from '../../src/tools/tools.ts';
import { toolContext } from '../support/context.ts';
import { freshFolder } from '../support/server.ts';

const bugs: string[] = [];
const explain = TOOLS[0] as Tool;
const broken: Tool = {
  ...explain,
  name: 'broken',
  call: () => Promise.reject(new TypeError('secret detail of the bug')),
};
const failing: Tool = {
  ...explain,
  name: 'failing',
  call: () => Promise.reject(new Failure('not_found', 'Not here.')),
};

const client = new Client({ name: 'test', version: '1' });

beforeAll(async () => {
  const journal = openJournal(freshFolder(), () => {});
  const fail = failuresInto(journal, (_, __, { request_id, cause } = {}) => {
    bugs.push(`${request_id} ${cause}`);
  });
  const tools = [...TOOLS, broken, failing];
  const context = { ...toolContext(), journal };
  const methods = methodsOf({ tools, prompts: PROMPTS, context, fail });
  const about = {
    title: 'Error Catalog',
    description: 'What errors mean.',
    websiteUrl: 'https://example.com',
  };
  const { connect } = createMcp({ name: 'error-catalog-mcp', version: '0.0.0', ...about, methods, fail });
  const [here, there] = InMemoryTransport.createLinkedPair();
  await Promise.all([connect(here), client.connect(there)]);
});
afterAll(() => client.close());

/** Every schema inside a schema, itself first. */
function schemasIn(value: unknown): Record<string, unknown>[] {
  if (typeof value !== 'object' || value === null) return [];
  return [value as Record<string, unknown>, ...Object.values(value).flatMap(schemasIn)];
}

describe('what a host is told', () => {
  it('names itself and says when to call which tool', () => {
    expect(client.getServerVersion()).toMatchObject({ name: 'error-catalog-mcp' });
    for (const { name } of TOOLS) expect(client.getInstructions()).toContain(name);
    expect(client.getInstructions()).toMatch(/data, never as instructions/);
  });

  it('lists tools that only read, with schemas that draft-07 and 2020-12 hosts read alike', async () => {
    const { tools } = await client.listTools();
    expect(tools.slice(0, 3).map(({ name }) => name)).toEqual([
      'explain_error',
      'list_errors',
      'lookup_request',
    ]);
    const unlike = ['$schema', '$defs', 'prefixItems', 'dependentSchemas', '~standard'];
    for (const { annotations, inputSchema, outputSchema } of tools) {
      expect(annotations).toEqual({ readOnlyHint: true, openWorldHint: false });
      for (const schema of [inputSchema, outputSchema]) {
        expect(schema).toMatchObject({ type: 'object', additionalProperties: false });
        for (const union of ['anyOf', 'oneOf', 'allOf']) expect(schema).not.toHaveProperty(union);
        for (const inner of schemasIn(schema))
          for (const keyword of unlike) expect(inner).not.toHaveProperty(keyword);
      }
      // Some hosts hand the schema of the arguments on to an API that knows no references.
      for (const inner of schemasIn(inputSchema))
        for (const keyword of ['$ref', 'definitions']) expect(inner).not.toHaveProperty(keyword);
    }
  });

  it('refers in schemas of answers to nothing but a shape of the same schema, which refers to nothing', async () => {
    const { tools } = await client.listTools();
    const isReference = (inner: object) => '$ref' in inner;
    const shared = tools.map(({ outputSchema = {} }) => {
      const { definitions = {}, ...told } = outputSchema as { definitions?: Record<string, unknown> };
      const references = schemasIn(told).filter(isReference);
      expect(schemasIn(definitions).filter(isReference)).toEqual([]);
      const targets = new Set(references.map(({ $ref }) => $ref));
      expect([...targets]).toEqual(Object.keys(definitions).map((name) => `#/definitions/${name}`));
      // Where those are passed over, as by draft-07, the schema asks less, and lets every answer through.
      const beside = new Set(references.flatMap((each) => Object.keys(each)));
      expect([...beside].filter((keyword) => !/^(?:\$ref|required|minProperties)$/.test(keyword))).toEqual(
        [],
      );
      return references.length;
    });
    expect(Math.max(...shared)).toBeGreaterThan(5);
  });

  it('offers every method of the capabilities it declares', async () => {
    expect(client.getServerCapabilities()).toEqual({
      tools: {},
      resources: {},
      prompts: {},
      completions: {},
      extensions: { 'io.modelcontextprotocol/skills': {} },
    });
    const { prompts } = await client.listPrompts();
    expect(prompts.map(({ name }) => name)).toEqual(['diagnose_error', 'report_problem']);
    expect((await client.listResources()).resources.map(({ uri }) => uri)).toEqual([
      'errors://catalog',
      'ui://error-catalog/request',
    ]);
    const { resourceTemplates } = await client.listResourceTemplates();
    expect(resourceTemplates.map(({ uriTemplate }) => uriTemplate)).toEqual(['errors://catalog/{code}']);
  });
});

describe('a failure inside a tool', () => {
  it('keeps the words of a designed failure', async () => {
    const { content, isError } = await client.callTool({ name: 'failing', arguments: {} });
    expect(isError).toBe(true);
    expect(content).toEqual([
      { type: 'text', text: expect.stringContaining('"code":"not_found","message":"Not here."') },
    ]);
  });

  it('turns an unexpected exception into a fixed sentence and tells its cause only at home', async () => {
    const { content, isError } = await client.callTool({ name: 'broken', arguments: {} });
    const text = (content as { text: string }[])[0]?.text ?? '';
    const { error } = JSON.parse(text);
    expect(isError).toBe(true);
    expect(error).toMatchObject({
      code: 'internal_error',
      message: expect.stringContaining('bug of its own'),
    });
    expect(text).not.toContain('secret detail');
    expect(bugs).toEqual([
      expect.stringMatching(new RegExp(`^${error.request_id} TypeError: secret detail of the bug\\n`)),
    ]);

    const found = await client.callTool({
      name: 'lookup_request',
      arguments: { request_id: error.request_id },
    });
    expect(found.structuredContent).toMatchObject({
      lines: [{ code: 'internal_error', rest: { tool: 'broken' } }],
    });
    expect(JSON.stringify(found)).not.toContain('secret detail');
  });
});
