import { isObject } from '../is-object.ts';
import { visible } from '../redact/redact.ts';

/** Which command asks each tool, and which argument of the tool is its operand. */
export const ASKED: Readonly<
  Record<'explain' | 'list' | 'lookup', { tool: string; operand: string | null }>
> = {
  explain: { tool: 'explain_error', operand: 'error' },
  list: { tool: 'list_errors', operand: null },
  lookup: { tool: 'lookup_request', operand: 'request_id' },
};

/** The command for a person of an answer's line `Next: tool {"argument":"value"} (reason)`; null if it is none. */
export function nextCommand(
  line: string,
  shared: readonly string[],
): { command: string; reason: string } | null {
  const [, tool, rest = ''] = /^Next: (\w+) (\{.*)\)$/.exec(line) ?? [];
  const at = rest.lastIndexOf('} (');
  const [json, reason] = at < 0 ? ['', ''] : [rest.slice(0, at + 1), rest.slice(at + 3)];
  const found = Object.entries(ASKED).find(([, asked]) => asked.tool === tool);
  const args = parsed(json);
  if (found === undefined || args === null) return null;
  const [name, { operand }] = found;
  const options = Object.entries(args).filter(([key]) => key !== operand);
  const operands = Object.entries(args).filter(([key]) => key === operand);
  const words = [
    ...operands.map(([, value]) => value),
    ...options.map(([key, value]) => `--${key}=${value}`),
    ...shared,
  ];
  const command = ['error-catalog-mcp', name, ...words.map(shellWord)].join(' ');
  // What JSON wrote as an escape may steer a terminal.
  const isSafe = visible(command) === command && !operands.some(([, value]) => value.startsWith('-'));
  return isSafe ? { command, reason } : null;
}

function parsed(json: string): Record<string, string> | null {
  try {
    const value: unknown = JSON.parse(json);
    if (!isObject(value)) return null;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, String(each)]));
  } catch {
    return null;
  }
}

/** A word that a POSIX shell takes as it is. */
export function shellWord(text: string): string {
  return /^[\w./:@%+,=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
