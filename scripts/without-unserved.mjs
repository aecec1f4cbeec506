import { parseSync } from 'oxc-parser';

/** What of a log format is for its tests and its documentation alone. */
const OF_FORMATS = new Set(['samples', 'docs']);
/** What of the fields of answers stands in their documentation alone. */
const OF_ANSWERS = new Set(['description', 'unit', 'when']);

/**
 * The text of a source file without what only tests and documentation need: the samples and addresses of the log formats,
 * and the notes on the fields of answers.
 *
 * @param {string} path
 * @param {string} text
 */
export function withoutUnserved(path, text) {
  if (/[\\/]logs[\\/]line[\\/]formats[\\/][^\\/]+\.ts$/.test(path))
    return withoutProperties(text, path, OF_FORMATS, () => true);
  if (/[\\/]src[\\/]tools[\\/].+\.ts$/.test(path)) return withoutProperties(text, path, OF_ANSWERS, isMeta);
  return text;
}

/** Whether a node is a call of zod's `meta`. @param {Record<string, any>} node */
function isMeta({ type, callee }) {
  return type === 'CallExpression' && callee?.property?.name === 'meta';
}

/**
 * A call in a chain, `.meta({…})`, of whose argument nothing would be left: the part of the text to cut.
 *
 * @param {Record<string, any>} node
 * @param {ReadonlySet<string>} names of the members that are cut
 */
function emptied({ callee, arguments: given, end }, names) {
  const [object] = given ?? [];
  const isEmptied =
    object?.type === 'ObjectExpression' &&
    object.properties.every((/** @type {any} */ each) => names.has(each.key?.name));
  return isEmptied && callee?.object !== undefined ? { start: callee.object.end, end } : null;
}

/**
 * `text` without some members of its objects.
 *
 * @param {string} text
 * @param {string} path
 * @param {ReadonlySet<string>} names of the members
 * @param {(node: Record<string, any>) => boolean} isPlace whether members within a node are meant
 */
function withoutProperties(text, path, names, isPlace) {
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`);
  /** @type {{ start: number, end: number }[]} */
  const cuts = [];
  /** @param {unknown} node @param {boolean} isWithin */
  const visit = (node, isWithin) => {
    if (typeof node !== 'object' || node === null) return;
    const { type, key, start, end, callee, ...parts } = /** @type {Record<string, any>} */ (node);
    if (isWithin && type === 'Property' && names.has(key?.name)) {
      const comma = /^\s*,/.exec(text.slice(end))?.[0].length ?? 0;
      cuts.push({ start, end: end + comma });
      return;
    }
    visit(callee, isWithin);
    const isPart = isWithin || isPlace(node);
    const whole = isPart && !isWithin ? emptied(node, names) : null;
    if (whole !== null) cuts.push(whole);
    else for (const child of [key, ...Object.values(parts)]) visit(child, isPart);
  };
  visit(program, false);
  let rest = text;
  for (const { start, end } of cuts.toSorted((a, b) => b.start - a.start))
    rest = rest.slice(0, start) + rest.slice(end);
  return rest;
}
