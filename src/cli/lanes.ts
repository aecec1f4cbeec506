import { visible } from '../redact/redact.ts';
import { type Lane, LEGEND, type Timeline, type Tone } from '../view/timeline.ts';
import type { Painter, Style } from './command.ts';
import { displayWidth, painted, type Span } from './print.ts';

/** What stands for a line of each tone, for the cause and for how long something took. */
const SIGNS = {
  unicode: { plain: '│', quiet: '·', caution: '▲', bad: '✖', cause: '◉', span: '━', pause: '⋯', cut: '…' },
  ascii: { plain: '|', quiet: '.', caution: '!', bad: 'x', cause: '@', span: '=', pause: '~', cut: '~' },
} as const;

type Signs = (typeof SIGNS)[keyof typeof SIGNS];

const STYLES: Readonly<Record<Tone, Style | null>> = {
  plain: null,
  quiet: 'quiet',
  caution: 'caution',
  bad: 'bad',
};

/** The more a line wants to be seen, the later it is drawn over others. */
const RANKS: Readonly<Record<Tone, number>> = { quiet: 1, plain: 2, caution: 3, bad: 4 };
const CAUSE = 5;

/** Lanes need so many columns to tell anything. */
export const LEAST_COLUMNS = 60;
const WIDEST_NAME = 24;

interface Look {
  columns: number;
  paint: Painter;
  /** Whether the terminal shows no more than ASCII. */
  isAscii: boolean;
}

/** A timeline as lines of a terminal: a row for each service, then what the signs mean. */
export function drawLanes({ lanes, ticks, breaks }: Timeline, { columns, paint, isAscii }: Look): string[] {
  const signs = isAscii ? SIGNS.ascii : SIGNS.unicode;
  const names = lanes.map(({ name }) =>
    clipped(visible(name), Math.min(WIDEST_NAME, Math.floor(columns / 4)), signs),
  );
  const room = Math.max(...names.map(displayWidth));
  const width = columns - room - 3;
  const axis = Array.from({ length: width }, () => ' ');
  for (const { at, text } of ticks) write(axis, columnOf(at, width), text);
  for (const { from, to, length } of breaks) {
    const text = `${signs.pause} ${length}`;
    write(axis, Math.round((columnOf(from, width) + columnOf(to, width) - text.length) / 2), text);
  }
  const rows = lanes.map((lane, index) => {
    const name = names[index] ?? '';
    return `${name}${' '.repeat(room - displayWidth(name))}  ${painted(filled(cellsOf(lane, width, signs)), paint)}`;
  });
  return [
    `${' '.repeat(room + 2)}${paint('quiet', axis.join('').trimEnd())}`,
    ...rows,
    legendOf(lanes, signs, paint),
  ];
}

function columnOf(at: number, width: number): number {
  return Math.round(at * (width - 1));
}

/** Writes over blanks only: two labels are told apart, or the later one is left out. */
function write(row: string[], from: number, text: string): void {
  const start = Math.max(0, Math.min(from, row.length - text.length));
  const around = row.slice(Math.max(0, start - 1), start + text.length + 1);
  if (text.length > row.length || around.some((char) => char !== ' ')) return;
  for (const [index, char] of [...text].entries()) row[start + index] = char;
}

interface Cell extends Span {
  rank: number;
}

function cellsOf({ marks, spans }: Lane, width: number, signs: Signs): Cell[] {
  const cells: Cell[] = Array.from({ length: width }, () => ({ text: ' ', style: null, rank: -1 }));
  const put = (at: number, cell: Cell): void => {
    if (cell.rank >= (cells[at]?.rank ?? 0)) cells[at] = cell;
  };
  for (const { from, to, tone } of spans) {
    for (let at = columnOf(from, width); at <= columnOf(to, width); at += 1)
      put(at, { text: signs.span, style: tone === 'plain' ? 'quiet' : STYLES[tone], rank: 0 });
  }
  for (const { at, tone, isCause } of marks) {
    const rank = isCause ? CAUSE : RANKS[tone];
    put(columnOf(at, width), { text: isCause ? signs.cause : signs[tone], style: STYLES[tone], rank });
  }
  return cells;
}

/** Cells as far as something stands in them. */
function filled(cells: readonly Cell[]): Cell[] {
  return cells.slice(0, 1 + cells.findLastIndex(({ text }) => text !== ' '));
}

/** Only what is drawn is explained. */
function legendOf(lanes: readonly Lane[], signs: Signs, paint: Painter): string {
  const drawn = new Set<string>(
    lanes.flatMap(({ marks, spans }) => [
      ...marks.map(({ tone, isCause }) => (isCause ? 'cause' : tone)),
      ...spans.map(() => 'span'),
    ]),
  );
  const words = LEGEND.filter(([what]) => drawn.has(what)).map(
    ([what, meaning]) => `${signs[what]} ${meaning}`,
  );
  return paint('quiet', words.join('   '));
}

/** As much of a name as there is room for: of a long one the end is cut. */
function clipped(name: string, room: number, { cut }: Signs): string {
  if (displayWidth(name) <= room) return name;
  let kept = '';
  for (const char of name) {
    if (displayWidth(kept + char) > room - 1) break;
    kept += char;
  }
  return kept + cut;
}
