/**
 * Starts the built server over stdio as a host does, asks it about a real error body and a request of the
 * sample logs, moved to the last hour, and prints what the agent sees.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath, URL } from 'node:url';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { getDefaultEnvironment, StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';

const root = new URL('..', import.meta.url);
const colored = process.stdout.isTTY && !process.env['NO_COLOR'];

/** @param {string} text @param {number} code */
const paint = (text, code) => (colored ? `\u001b[${code}m${text}\u001b[0m` : text);
/** @param {string} text */
const heading = (text) =>
  console.log(`\n${paint(`── ${text} ${'─'.repeat(Math.max(0, 96 - text.length))}`, 36)}`);
/** @param {string} text @param {string} mark */
const indent = (text, mark) => console.log(text.trimEnd().replaceAll(/^/gm, paint(mark, 2)));

const folder = mkdtempSync(join(tmpdir(), 'error-catalog-demo-'));
const logs = join(folder, 'logs');
const makeSamples = fileURLToPath(new URL('scripts/make-sample-logs.mjs', root));
execFileSync(process.execPath, [makeSamples, logs, '--recent'], { stdio: ['ignore', 'ignore', 'inherit'] });

const started = performance.now();
const client = new Client({ name: 'demo', version: '1' });
await client.connect(
  new StdioClientTransport({
    command: process.execPath,
    args: [fileURLToPath(new URL('dist/entry.cjs', root)), '--logs', logs],
    env: { ...getDefaultEnvironment(), XDG_STATE_HOME: folder },
    stderr: 'inherit',
  }),
);
const { tools } = await client.listTools();
heading('A host connects over stdio');
console.log(`ready after ${Math.round(performance.now() - started)} ms with ${tools.length} tools`);
for (const { name, title } of tools) console.log(`  ${paint(name.padEnd(16), 1)}${title}`);

/** @param {string} name @param {Record<string, unknown>} args */
async function ask(name, args) {
  heading(`${name} ${JSON.stringify(args).slice(0, 72)}`);
  const { content, isError, structuredContent } = await client.callTool({ name, arguments: args });
  const [block] = /** @type {{ text: string }[]} */ (content);
  indent(block?.text ?? '', isError ? '✗ ' : '│ ');
  return /** @type {{ next?: { tool: string, arguments: Record<string, unknown> }[] }} */ (
    structuredContent ?? {}
  );
}

/** The ids of some. What failed is counted in the background, so this asks until it is, for some seconds. */
async function recentFailures() {
  for (let tries = 0; tries < 50; tries += 1) {
    const { completion } = await client.complete({
      ref: { type: 'ref/prompt', name: 'report_problem' },
      argument: { name: 'request_id', value: 'req_' },
    });
    if (completion.values.length > 0) return completion.values.slice(0, 5);
    await setTimeout(100);
  }
  return [];
}

heading('An API call failed. The agent holds this body');
const body = readFileSync(new URL('samples/errors/workspace-slug-taken.json', root), 'utf8');
indent(body, '  ');

const { next = [] } = await ask('explain_error', { error: body });
for (const call of next.slice(0, 1)) await ask(call.tool, call.arguments);

await ask('lookup_request', { request_id: 'req_7f3kq9w2mx' });
await ask('explain_error', { error: 'workspace_slug_invalid', value: 'Acme_Corp' });
await ask('explain_error', { error: 'our import script gets throttled, it says slow down' });
await ask('explain_error', { error: 'card_declined' });

heading('Which requests failed of late? A host completes their ids');
console.log(`  ${(await recentFailures()).join('  ')}`);
await ask('explain_error', { error: 'workspace_provisioning_failed' });

await client.close();
rmSync(folder, { recursive: true, force: true });
heading('That is all an agent needs');
console.log('Connect your own host: see README.md\n');
