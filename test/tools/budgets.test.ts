import { encode } from 'gpt-tokenizer';
import { describe, expect, it } from 'vitest';
import { builtinCatalog } from '../../src/catalog/builtin.ts';
import { explainError } from '../../src/tools/explain-error.ts';
import { TOOLS } from '../../src/tools/index.ts';
import { jsonSchemaOf } from '../../src/tools/json-schema.ts';
import { listErrors } from '../../src/tools/list-errors.ts';
import { toolContext } from '../support/context.ts';

const tokens = (value: unknown) => encode(typeof value === 'string' ? value : JSON.stringify(value)).length;
const context = toolContext();

describe('what an agent pays, in tokens', () => {
  it('for the list of tools', () => {
    const described = TOOLS.map(({ name, title, description, input, output }) => {
      return {
        name,
        title,
        description,
        inputSchema: jsonSchemaOf(input),
        outputSchema: jsonSchemaOf(output),
      };
    });
    expect(tokens(described.map(({ outputSchema: _, ...rest }) => rest))).toBeLessThanOrEqual(600);
    expect(tokens(described)).toBeLessThanOrEqual(1_200);
  });

  it('for an explanation, as text and as data', async () => {
    const answers = await Promise.all(
      builtinCatalog().entries.map(({ code }) => explainError.call({ error: code }, context)),
    );
    for (const form of ['text', 'data'] as const) {
      const costs = answers.map((answer) => tokens(answer[form])).sort((a, b) => a - b);
      expect(costs[costs.length >> 1]).toBeLessThanOrEqual(400);
      expect(costs.at(-1)).toBeLessThanOrEqual(700);
    }
  });

  it('for the whole list of errors', async () => {
    expect(tokens((await listErrors.call({}, context)).text)).toBeLessThanOrEqual(900);
  });
});
