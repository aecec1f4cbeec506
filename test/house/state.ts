import { parseSync } from 'oxc-parser';

/** What a module keeps between calls: a variable, or a collection that its functions change. */
export interface State {
  /** From `src` on. */
  file: string;
  name: string;
}

interface Node {
  type: string;
  [key: string]: unknown;
}

const CHANGES = new Set(['set', 'add', 'delete', 'clear', 'push', 'unshift', 'pop', 'shift', 'splice']);

/**
 * The variables at the top of a module, and the values there that a function changes. A `WeakMap` does not count: what it
 * keeps belongs to its keys.
 */
export function stateIn(file: string, text: string): State[] {
  const body = parseSync(file, text).program.body as unknown as Node[];
  const declared = body
    .map((each) => (each.type === 'ExportNamedDeclaration' ? (each['declaration'] as Node | null) : each))
    .filter((each): each is Node => each?.type === 'VariableDeclaration');
  const variables = new Set<string>();
  const values = new Set<string>();
  for (const each of declared) {
    for (const { id, init } of each['declarations'] as { id: Node; init: Node | null }[]) {
      const name = String(id['name']);
      if (each['kind'] !== 'const') variables.add(name);
      else if ((init?.['callee'] as Node | undefined)?.['name'] !== 'WeakMap') values.add(name);
    }
  }
  const changed = new Set<string>();
  for (const each of body) changesIn(each, false, changed);
  return [...variables, ...[...values].filter((name) => changed.has(name))].map((name) => ({ file, name }));
}

/** Functions that a module hands out so that somebody sets something in it. */
export function settersIn(file: string, text: string): State[] {
  const body = parseSync(file, text).program.body as unknown as Node[];
  return body.flatMap((each) => {
    const { id } = (each.type === 'ExportNamedDeclaration' ? (each['declaration'] ?? {}) : {}) as {
      id?: Node;
    };
    const name = String(id?.['name'] ?? '');
    return /^(?:set|configure)[A-Z]/.test(name) ? [{ file, name }] : [];
  });
}

/** Adds the names whose values are changed inside a function: by a method, or by an assignment to a part of them. */
function changesIn(node: unknown, inFunction: boolean, changed: Set<string>): void {
  if (Array.isArray(node)) for (const each of node) changesIn(each, inFunction, changed);
  if (typeof node !== 'object' || node === null || !('type' in node)) return;
  const each = node as Node;
  if (inFunction && each.type === 'CallExpression') {
    const { object, property } = each['callee'] as { object?: Node; property?: Node };
    if (object?.type === 'Identifier' && CHANGES.has(String(property?.['name'])))
      changed.add(String(object['name']));
  }
  if (inFunction && each.type === 'AssignmentExpression') {
    const { object, property } = each['left'] as { object?: Node; property?: Node };
    // A sticky pattern is told where to begin right before each use.
    if (object?.type === 'Identifier' && property?.['name'] !== 'lastIndex')
      changed.add(String(object['name']));
  }
  const isFunction = /Function|MethodDefinition/.test(each.type);
  for (const child of Object.values(each)) changesIn(child, inFunction || isFunction, changed);
}
