import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import pkg from '../../package.json';
import server from '../../server.json';
import { renderHelp } from '../../src/cli/commands/commands.ts';

const SCHEMA = 'https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json';

const [entry] = server.packages;
const input = {
  description: z.string().min(1),
  default: z.string().optional(),
  placeholder: z.string().optional(),
  format: z.enum(['string', 'number', 'boolean', 'filepath']).optional(),
  isRequired: z.boolean().optional(),
  isSecret: z.boolean().optional(),
  choices: z.array(z.string()).optional(),
};

/**
 * The part of the registry's schema (2025-12-11) that our file uses. Unlike the schema it knows no further
 * members, so that a misspelled one does not go unnoticed.
 */
const serverJson = z.strictObject({
  $schema: z.literal(SCHEMA),
  name: z
    .string()
    .max(200)
    .regex(/^[a-zA-Z0-9][a-zA-Z0-9.-]*[a-zA-Z0-9]\/[a-zA-Z0-9][a-zA-Z0-9._-]*[a-zA-Z0-9]$/),
  title: z.string().min(1).max(100),
  description: z.string().min(1).max(100),
  version: z.string().regex(/^\d+\.\d+\.\d+(-[\w.]+)?$/, 'must be a version, not a range'),
  repository: z
    .strictObject({ url: z.url({ protocol: /^https$/ }), source: z.string(), id: z.string().optional() })
    .optional(),
  websiteUrl: z.url().optional(),
  icons: z.array(
    z.strictObject({
      src: z.url({ protocol: /^https$/ }).max(255),
      mimeType: z.enum(['image/png', 'image/jpeg', 'image/jpg', 'image/svg+xml', 'image/webp']),
      sizes: z.array(z.string().regex(/^(\d+x\d+|any)$/)),
    }),
  ),
  packages: z
    .array(
      z.strictObject({
        registryType: z.literal('npm'),
        identifier: z.string().regex(/^\S+$/),
        version: z.string().min(1),
        runtimeHint: z.literal('npx'),
        runtimeArguments: z.array(z.strictObject({ type: z.literal('positional'), value: z.string() })),
        transport: z.strictObject({ type: z.literal('stdio') }),
        environmentVariables: z.array(z.strictObject({ name: z.string().min(1), ...input })),
      }),
    )
    .length(1),
});

describe('server.json, which the MCP registry publishes', () => {
  it('has the shape that the registry accepts', () => {
    expect(serverJson.safeParse(server).error?.issues ?? []).toEqual([]);
  });

  it('names the package as it is published', () => {
    expect(server).toMatchObject({ name: pkg.mcpName, version: pkg.version });
    expect(entry).toMatchObject({ identifier: pkg.name, version: pkg.version });
    expect(Object.keys(pkg.bin)).toEqual([pkg.name]);
  });

  it('starts it without a question of npx', () => {
    const command = [entry?.runtimeHint, ...(entry?.runtimeArguments ?? []).map(({ value }) => value)];
    expect(command).toEqual(['npx', '-y']);
  });

  it('asks for the variables that --help names', () => {
    const named = [...renderHelp(null).matchAll(/^ +(ERROR_CATALOG_\w+)/gm)].map(([, name]) => name);
    expect(entry?.environmentVariables.map(({ name }) => name).sort()).toEqual(named.sort());
  });
});
