import { fenceMarks, INDENT, indented } from '../../redact/redact.ts';

/**
 * The labels of our own lines, and what they are for the eye: a label stands back, a sentence begins with one of its
 * words. Nothing that a catalog says may begin a line with one of them.
 */
const LABELS = {
  Meaning: 'label',
  Cause: 'label',
  'Also named in the text': 'label',
  'Not in the catalog': 'label',
  'Also named in the lines': 'label',
  'Seen in the last 24h': 'label',
  'Most seen first': 'label',
  Searched: 'label',
  More: 'label',
  'Fields not shown': 'label',
  Sources: 'label',
  request_id: 'label',
  'The API says': 'text',
  'Example message': 'text',
  'The catalog does not say': 'text',
  'To act': 'text',
  Deprecated: 'text',
  'Sent instead': 'text',
  Since: 'text',
  'Also called': 'text',
  'Answer of': 'text',
  'Cut here': 'text',
} as const satisfies Record<string, 'label' | 'text'>;

export type Label = keyof typeof LABELS;

const HEADINGS = {
  causes: 'Causes',
  fix: 'Fix',
  confusable_with: 'Not to be confused with',
  symptoms: 'Symptoms, as people put it',
  findings: 'Found',
  uncatalogued: 'In the logs, but not in the catalog',
} as const;

/** How every other line of ours begins. */
const STATUS = 'HTTP status';
const RETRY = 'Retry';
const NEXT = 'Next';

/** A line of a log: what it says is for its reader to judge. */
export interface LogText {
  time: string | null;
  level: string | null;
  rest: string;
}

/** An item of a list; of another error, how to tell it apart, or how often it was seen. */
type Item = { text: string } | { code: string; tell_apart: string } | { code: string; seen: string };

/** A part of an answer, as data: texts in it may say anything, and stay what they are. */
export type Block =
  /** A sentence of ours. */
  | { kind: 'note'; text: string }
  | { kind: 'field'; label: Label; text: string }
  /** What a catalog says under a name of its own. */
  | { kind: 'fact'; name: string; text: string }
  | { kind: 'title'; code: string; title: string | null }
  | {
      kind: 'place';
      statuses: readonly number[];
      note: string | null;
      service: string | null;
      surface: string | null;
      area: string | null;
    }
  | { kind: 'retry'; when: string; note: string | null }
  /** A code of which something is said: that it ended a request, or that it may be meant. */
  | { kind: 'code'; label: 'Ended by' | 'It may instead be'; code: string; title: string | null }
  /** `to` is said of the heading, in brackets. */
  | {
      kind: 'list';
      heading: keyof typeof HEADINGS;
      to?: string;
      items: readonly Item[];
      isOrdered: boolean;
    }
  | { kind: 'findings'; findings: readonly { message: string; suggestion?: string | undefined }[] }
  /** Where the errors of the rows that follow belong. */
  | { kind: 'group'; service: string | null; area: string | null; surface: string | null }
  | {
      kind: 'row';
      code: string;
      status: number | null;
      title: string | null;
      retry: string | null;
      isDeprecated: boolean;
      seen: string | null;
    }
  /** Lines from outside, between marks that they cannot forge. */
  | { kind: 'log'; lines: readonly LogText[] }
  /** A call that can be made as it stands. */
  | { kind: 'next'; tool: string; arguments: Readonly<Record<string, string>>; reason: string }
  | { kind: 'blank' };

/** A piece of a line, and what it is. */
export type Piece =
  | { is: 'text' | 'label' | 'code' | 'title' | 'finding' | 'suggestion' | 'mark'; text: string }
  | { is: 'status'; text: string; status: number }
  | { is: 'retry'; text: string; when: string }
  | { is: 'level'; text: string; level: string };

/** A line of an answer. Where it has to be broken, what follows stands `hang` columns in. */
export interface Line {
  pieces: readonly Piece[];
  hang: number;
  isItem: boolean;
}

/** How many columns in most lines go on. */
export const HANG = 2;

/** The lines of a block. A text with line feeds stays one line here: only its printer breaks it, and indents the rest. */
export function linesOf(block: Block): Line[] {
  switch (block.kind) {
    case 'note':
      return [foreign(text(block.text))];
    case 'field':
      return [line({ is: LABELS[block.label], text: `${block.label}: ` }, text(block.text))];
    case 'fact':
      return [foreign(text(`${block.name}: ${block.text}`))];
    case 'title':
      return [
        foreign(
          code(block.code),
          ...some(block.title, (title): Piece => ({ is: 'title', text: `: ${title}` })),
        ),
      ];
    case 'place':
      return [placeLine(block)];
    case 'retry': {
      const { when, note } = block;
      return [
        line(label(`${RETRY}: `), { is: 'retry', text: when, when }, text(note === null ? '.' : `. ${note}`)),
      ];
    }
    case 'code':
      return [
        line(
          label(`${block.label}: `),
          code(block.code),
          ...some(block.title, (title) => text(` (${title})`)),
        ),
      ];
    case 'list':
      return listLines(block);
    case 'findings':
      return [headingLine('findings'), ...block.findings.map(findingLine)];
    case 'group': {
      const { service, area, surface } = block;
      const names = [...some(service, (name) => name), area ?? 'area unknown'].join(' / ');
      return [foreign(label(surface === null ? names : `${names} (${surface})`))];
    }
    case 'row':
      return [rowLine(block)];
    case 'log':
      return logLines(block.lines);
    case 'next': {
      const { tool, arguments: args, reason } = block;
      return [nextLine(text(`${tool} ${JSON.stringify(args)}`), reason)];
    }
    case 'blank':
      return [line()];
  }
}

/** The line of a next call, however the call is written. */
export function nextLine(call: Piece, reason: string): Line {
  const start: Piece = { is: call.is === 'code' ? 'label' : 'text', text: `${NEXT}: ` };
  return { pieces: [start, call, text(` (${reason})`)], hang: `${NEXT}: `.length, isItem: false };
}

function placeLine({ statuses, note, service, surface, area }: Extract<Block, { kind: 'place' }>): Line {
  const [first, ...others] = statuses;
  const more = others.map((status) => ` or ${status}`).join('');
  const places: [string, string][] = [
    ...some(service, (name): [string, string] => ['service', name]),
    ['surface', surface ?? 'unknown'],
    ['area', area ?? 'unknown'],
  ];
  return line(
    label(`${STATUS}: `),
    first === undefined ? text('unknown') : { is: 'status', text: `${first}`, status: first },
    text(note === null ? more : `${more} (${note})`),
    ...places.flatMap(([name, value]) => [label(` | ${name}: `), text(value)]),
  );
}

function listLines({ heading, to, items, isOrdered }: Extract<Block, { kind: 'list' }>): Line[] {
  const lines = items.map((item, index) =>
    itemLine(isOrdered ? `${index + 1}. ` : '- ', ...itemPieces(item)),
  );
  return [headingLine(heading, to), ...lines];
}

function itemPieces(item: Item): Piece[] {
  if ('text' in item) return [text(item.text)];
  return [code(item.code), text('seen' in item ? ` | ${item.seen}` : `: ${item.tell_apart}`)];
}

function headingLine(heading: keyof typeof HEADINGS, to?: string): Line {
  return line(label(`${HEADINGS[heading]}${to === undefined ? '' : ` (${to})`}:`));
}

function findingLine({ message, suggestion }: { message: string; suggestion?: string | undefined }): Line {
  const use: Piece[] =
    suggestion === undefined ? [] : [label(' Use: '), { is: 'suggestion', text: suggestion }];
  return itemLine('- ', { is: 'finding', text: message }, ...use);
}

function rowLine(row: Extract<Block, { kind: 'row' }>): Line {
  const { status, title, retry, isDeprecated, seen } = row;
  const marks = [...some(retry, (when) => when), ...(isDeprecated ? ['deprecated'] : [])];
  return itemLine(
    '- ',
    code(row.code),
    status === null ? { is: 'mark', text: ' status unknown' } : { is: 'status', text: ` ${status}`, status },
    ...some(title, (words) => text(`: ${words}`)),
    ...(marks.length === 0
      ? []
      : [{ is: 'retry', text: ` [${marks.join(', ')}]`, when: retry ?? '' } as const]),
    ...some(seen, (often) => text(` | ${often}`)),
  );
}

function logLines(logged: readonly LogText[]): Line[] {
  const lines = logged.map(({ time, level, rest }) => {
    const pieces: Piece[] = [];
    if (time !== null) pieces.push({ is: 'mark', text: time }, text(' '));
    if (level !== null) pieces.push({ is: 'level', text: level, level }, text(' '));
    return line(...pieces, text(rest));
  });
  const { open, close } = fenceMarks(lines.map(textOf).join('\n'));
  const mark = (words: string): Line => ({ pieces: [{ is: 'mark', text: words }], hang: 0, isItem: false });
  return [mark(open), ...lines, mark(close)];
}

function line(...pieces: Piece[]): Line {
  return { pieces, hang: HANG, isItem: false };
}

function itemLine(mark: string, ...pieces: Piece[]): Line {
  return { pieces: [{ is: 'mark', text: mark }, ...pieces], hang: mark.length, isItem: true };
}

/** A line that begins with words from outside. It is indented if they could be read as a line of ours. */
function foreign(...pieces: Piece[]): Line {
  const words = pieces.map((piece) => piece.text).join('');
  return looksOurs(words) ? line(text(INDENT), ...pieces) : line(...pieces);
}

const STARTS = [
  ...Object.keys(LABELS),
  ...Object.values(HEADINGS),
  ...[STATUS, RETRY, NEXT, 'Ended by', 'It may instead be'],
];

function looksOurs(words: string): boolean {
  const start = words.slice(0, 100);
  return /^(?:- |#{1,6} |\d{1,3}\. |<\/?log )/.test(start) || STARTS.some((own) => isLabeled(start, own));
}

/** Whether a text begins with a label of ours and a colon, perhaps with something in brackets between. */
function isLabeled(start: string, own: string): boolean {
  return start.startsWith(own) && /^ ?(?:\([^)]*\))? ?:/.test(start.slice(own.length));
}

function text(words: string): Piece {
  return { is: 'text', text: words };
}

function label(words: string): Piece {
  return { is: 'label', text: words };
}

function code(words: string): Piece {
  return { is: 'code', text: words };
}

/** What `make` makes of a value that there is, as a list to spread. */
function some<Value, Made>(value: Value | null, make: (value: Value) => Made): Made[] {
  return value === null ? [] : [make(value)];
}

function textOf({ pieces }: Line): string {
  let words = '';
  for (const piece of pieces) words += piece.text;
  return indented(words);
}

/** Texts of answers that were printed before: those that a tool keeps leave again and again. */
const printed = new WeakMap<readonly Block[], string>();

/** An answer as text for a model: every block on lines of its own, whatever the texts in it hold. */
export function printText(blocks: readonly Block[]): string {
  const known = printed.get(blocks);
  if (known !== undefined) return known;
  const whole = blocks.flatMap(linesOf).map(textOf).join('\n');
  printed.set(blocks, whole);
  return whole;
}

/** The same as Markdown: the first line as a heading, the others as paragraphs and lists. */
export function printMarkdown(blocks: readonly Block[]): string {
  const lines = blocks.flatMap(linesOf);
  const parts = lines.map(
    (each, index) => `${index === 0 ? '# ' : each.isItem ? '\n' : '\n\n'}${textOf(each)}`,
  );
  return `${parts.join('')}\n`;
}
