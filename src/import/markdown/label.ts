import type { Rich } from './block.ts';
import { BREAK, CODE_OPEN, plain, rich, STRONG_CLOSE, STRONG_OPEN } from './rich.ts';
import { type Role, type RoleOf, wordsOf } from './roles.ts';

/** How a text begins that says what it is: `**Cause:** …`. */
export interface Label {
  /** Null for words of no known wording. */
  role: Role | null;
  /** How surely the words mean it. */
  certainty: number;
  /** As they stand. */
  words: string;
  rest: Rich;
}

const STRONG = /^\s*\ue002([^\ue000-\ue003\n]{1,60}?)\s*(?:(:)\s*)?\ue003\s*(:|[-–—](?=\s))?\s*/;
const BARE = /^\s*([\p{L}][\p{L}\p{N} '’()/_?-]{0,58}):(?=\s|$|\ue000|\ue002)\s*/u;

/** The label that a text begins with, or null. Without strong type, a label is of a known wording. */
export function labelOf({ text, links }: Rich, roleOf: RoleOf): Label | null {
  const strong = STRONG.exec(text);
  const words = strong?.[1];
  if (strong !== null && words !== undefined) {
    const rest = text.slice(strong[0].length);
    const known = roleOf(wordsOf(words));
    const isParted =
      strong[2] !== undefined ||
      strong[3] !== undefined ||
      plain(rest) === '' ||
      /^[\n\u2028]/.test(rest) ||
      /[\n\u2028]/.test(strong[0].slice(strong[0].trimEnd().length));
    if (!isParted && (known === null || known.certainty < 2)) return null;
    return {
      role: known?.role ?? null,
      certainty: known?.certainty ?? 0,
      words: plain(words),
      rest: rich(rest, links),
    };
  }
  const bare = BARE.exec(text);
  if (bare?.[1] === undefined) return null;
  const known = roleOf(wordsOf(bare[1]));
  if (known === null) return null;
  return { ...known, words: plain(bare[1]), rest: rich(text.slice(bare[0].length), links) };
}

/** The lines of a text, with inline code and strong text closed and opened where a line ends. */
export function linesOf({ text, links }: Rich): Rich[] {
  let open = '';
  return text.split(new RegExp(`[\n${BREAK}]`)).map((line, at) => {
    const whole = open + line;
    const strong = whole.lastIndexOf(STRONG_OPEN) > whole.lastIndexOf(STRONG_CLOSE);
    const code = whole.lastIndexOf(CODE_OPEN) > whole.lastIndexOf('\ue001');
    open = `${strong ? STRONG_OPEN : ''}${code ? CODE_OPEN : ''}`;
    return rich(`${whole}${code ? '\ue001' : ''}${strong ? STRONG_CLOSE : ''}`, at === 0 ? links : []);
  });
}
