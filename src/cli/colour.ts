import util from 'node:util';

/** What a piece of text is, for whoever chooses how that looks. */
export type Style = 'code' | 'title' | 'heading' | 'quiet' | 'finding' | 'use' | 'good' | 'caution' | 'bad';

/** `text` as it looks in a style; null is plain. */
export type Painter = (style: Style | null, text: string) => string;

type Format = Parameters<typeof util.styleText>[0];

const FORMATS: Readonly<Record<Style, Format>> = {
  code: 'bold',
  title: 'bold',
  heading: 'dim',
  quiet: 'dim',
  finding: 'yellow',
  use: ['bold', 'green'],
  good: 'green',
  caution: 'yellow',
  bad: 'red',
};

/**
 * Whether to write colours: by FORCE_COLOR (https://force-color.org; `0` and `false` forbid them, as Node has it),
 * then NO_COLOR (https://no-color.org), then only on a terminal that knows them.
 */
export function wantsColour(isTerminal: boolean, env: Readonly<Record<string, string | undefined>>): boolean {
  const { FORCE_COLOR: force = '', NO_COLOR: no = '', TERM: term } = env;
  if (force !== '') return force !== '0' && force !== 'false';
  return isTerminal && no === '' && term !== 'dumb';
}

/** A painter with colours or without. */
export function painter(hasColours: boolean): Painter {
  // Node has it since 20.12.
  if (!hasColours || !('styleText' in util)) return (_, text) => text;
  return (style, text) => {
    if (style === null || text === '') return text;
    // Whether there are colours is decided here, not by the process's own stdout.
    return util.styleText(FORMATS[style], text, { validateStream: false });
  };
}
