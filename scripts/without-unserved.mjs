import { parseSync } from 'oxc-parser';

/** What of the fields of answers stands in their documentation alone. */
const OF_ANSWERS = new Set(['description', 'unit', 'when']);

/**
 * The text of a source file without what only tests and documentation need: the notes on the fields of answers.
 *
 * @param {string} path
 * @param {string} text
 */
export function withoutUnserved(path, text) {
  return /[\\/]src[\\/]tools[\\/].+\.ts$/.test(path) ? withoutProperties(text, path) : text;
}

/** Whether a node is a call of zod's `meta`. @param {Record<string, any>} node */
function isMeta({ type, callee }) {
  return type === 'CallExpression' && callee?.property?.name === 'meta';
}

/**
 * A call in a chain, `.meta({…})`, of whose argument nothing would be left: the part of the text to cut.
 *
 * @param {Record<string, any>} node
 */
function emptied({ callee, arguments: given, end }) {
  const [object] = given ?? [];
  const isEmptied =
    object?.type === 'ObjectExpression' &&
    object.properties.every((/** @type {any} */ each) => OF_ANSWERS.has(each.key?.name));
  return isEmptied && callee?.object !== undefined ? { start: callee.object.end, end } : null;
}

/**
 * `text` without the members of notes that are not served.
 *
 * @param {string} text
 * @param {string} path
 */
function withoutProperties(text, path) {
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`);
  /** @type {{ start: number, end: number }[]} */
  const cuts = [];
  /** @param {unknown} node @param {boolean} isWithin */
  const visit = (node, isWithin) => {
    if (typeof node !== 'object' || node === null) return;
    const { type, key, start, end, callee, ...parts } = /** @type {Record<string, any>} */ (node);
    if (isWithin && type === 'Property' && OF_ANSWERS.has(key?.name)) {
      const comma = /^\s*,/.exec(text.slice(end))?.[0].length ?? 0;
      cuts.push({ start, end: end + comma });
      return;
    }
    visit(callee, isWithin);
    const isPart = isWithin || isMeta(node);
    const whole = isPart && !isWithin ? emptied(node) : null;
    if (whole !== null) cuts.push(whole);
    else for (const child of [key, ...Object.values(parts)]) visit(child, isPart);
  };
  visit(program, false);
  let rest = text;
  for (const { start, end } of cuts.toSorted((a, b) => b.start - a.start))
    rest = rest.slice(0, start) + rest.slice(end);
  return rest;
}
