import { saysErrorCodes } from './says-error.ts';
import type { SourceCode } from './source-code.ts';
import { plain, wordsOf } from './words.ts';

/**
 * Leaves out of `codes` the bare names of what is also spelled: members that are mapped to a text, and names that a
 * spelled code or a known one has but for case and separators. Of the names that stay, what only says that they are
 * errors (`CodeNotFound`, `ERROR_CODE_NOT_FOUND`) is cut off, unless `known` has the whole or a pattern found it.
 */
export function settleNames(
  codes: readonly SourceCode[],
  mapped: ReadonlySet<string>,
  known: ReadonlySet<string>,
): SourceCode[] {
  const spelled = new Set(codes.filter(({ isName }) => !isName).map(({ code }) => plain(code)));
  const isKnown = new Set([...known].map(plain));
  return codes.flatMap((found) => {
    if (!found.isName) return [found];
    if (mapped.has(plain(found.code))) return [];
    const isWhole = found.found === 'pattern' || isKnown.has(plain(found.code));
    const code = isWhole ? found.code : withoutKind(found.code);
    return spelled.has(plain(code)) ? [] : [{ ...found, code }];
  });
}

/** A name without the words before it that only say what it is: `Err`, `Code`, `ERROR_CODE_`. */
function withoutKind(name: string): string {
  const [first = '', second = ''] = wordsOf(name);
  const isPrefix = first === 'code' || first === 'err' || first === 'error';
  if (!isPrefix) return name;
  const length =
    first.length +
    (saysErrorCodes(first) !== null && second === 'code' ? separated(name, first.length, 4) : 0);
  const rest = name.slice(length).replace(/^_+/, '');
  return rest.length < 3 ? name : rest;
}

function separated(name: string, at: number, length: number): number {
  return length + (name[at] === '_' ? 1 : 0);
}
