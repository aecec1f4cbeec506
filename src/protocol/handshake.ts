import { isObject } from '../base/objects.ts';
import { EARLIER_VERSIONS } from './modern-era.ts';

const [NEWEST] = EARLIER_VERSIONS;

interface Parameter {
  path: readonly string[];
  fits: (value: unknown) => boolean;
  expected: string;
}

const isString = (value: unknown): boolean => typeof value === 'string';

/** What `initialize` must say (MCP 2025-11-25, "Lifecycle", "Initialization"). */
const REQUIRED: readonly Parameter[] = [
  { path: ['protocolVersion'], fits: isString, expected: `a string such as "${NEWEST}"` },
  { path: ['capabilities'], fits: isObject, expected: 'an object, {} for none' },
  { path: ['clientInfo'], fits: isObject, expected: 'an object with the name and version of the client' },
  { path: ['clientInfo', 'name'], fits: isString, expected: 'a string' },
  { path: ['clientInfo', 'version'], fits: isString, expected: 'a string' },
];

const EXAMPLE = JSON.stringify({
  protocolVersion: NEWEST,
  capabilities: {},
  clientInfo: { name: 'my-client', version: '1.0.0' },
});

/**
 * What is wrong with the params of `initialize`, every parameter by its name, and what to send instead; null if nothing
 * is. What a client sends beyond what is required is not looked at. No value of the client's is repeated.
 */
export function handshakeProblem(params: Record<string, unknown>): string | null {
  const problems = REQUIRED.flatMap(({ path, fits, expected }) => {
    const [last = '', ...above] = path.toReversed();
    const parent = above.reduceRight<unknown>((value, key) => isObject(value) && value[key], params);
    // Of an object that is missing, its members are not named too.
    if (!isObject(parent) || fits(parent[last])) return [];
    return [`params.${path.join('.')} must be ${expected}, but it is ${kindOf(parent[last])}`];
  });
  return problems.length === 0 ? null : `${problems.join('; ')}. Send params such as ${EXAMPLE}.`;
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
