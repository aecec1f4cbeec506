import type { LineData } from '../answers.ts';
import {
  type Lane,
  LEGEND,
  laneNameOf,
  lengthInWords,
  type Mark,
  momentOf,
  type Timeline,
  toneOf,
} from '../timeline.ts';
import { element, inSlices, said } from './dom.ts';

/** In words, for those who do not see colors or shapes. */
const TONES = { bad: 'error', caution: 'warning', plain: '', quiet: 'debug' } as const;

/**
 * The lanes: one stop of the keyboard, in which the arrow keys go from line to line. `choose` is told which line was
 * chosen, `open` which one is to be read.
 */
export function drawTimeline(
  timeline: Timeline,
  lines: readonly LineData[],
  choose: (line: number) => void,
  open: (line: number) => void,
): HTMLElement {
  const detail = element('p', { class: 'detail', 'aria-live': 'polite' });
  const lanes = timeline.lanes.map(drawLane);
  const marks = timeline.lanes
    .flatMap((lane, index) => lane.marks.map((mark) => ({ mark, track: lanes[index]?.track })))
    .sort((a, b) => a.mark.line - b.mark.line);
  const order = marks.map(({ mark }) => mark.line);
  const options = new Map<number, HTMLElement>();
  const drawTo = inSlices(marks.length, { first: 200, next: 200 }, (from, to) => {
    for (const { mark, track } of marks.slice(from, to)) {
      const option = drawMark(mark, lines[mark.line], timeline.begin);
      options.set(mark.line, option);
      track?.append(option);
    }
  });
  const chart = element(
    'div',
    { class: 'lanes', role: 'listbox', tabindex: '0', 'aria-label': 'Log lines in time' },
    ...lanes.map(({ lane }) => lane),
  );
  let chosen: number | null = null;

  function select(line: number): void {
    if (chosen !== null) options.get(chosen)?.setAttribute('aria-selected', 'false');
    chosen = line;
    drawTo(order.indexOf(line) + 1);
    const option = options.get(line);
    option?.setAttribute('aria-selected', 'true');
    if (option !== undefined) chart.setAttribute('aria-activedescendant', option.id);
    detail.replaceChildren(...detailOf(lines[line], timeline.begin));
    choose(line);
  }

  chart.addEventListener('click', ({ target, clientX }) => {
    if (!(target instanceof Element)) return;
    const marks = target.closest('.lane')?.querySelectorAll('[role=option]') ?? [];
    const mark = target.closest('[role=option]') ?? markNear(clientX, marks);
    if (mark !== null) select(Number(mark.id.slice('mark-'.length)));
  });
  chart.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && chosen !== null) open(chosen);
    const next = nextOf(event.key, chosen, order, timeline.lanes);
    if (next === null) return;
    event.preventDefault();
    select(next);
  });
  chart.addEventListener('focus', () => {
    const [first] = order;
    const cause = timeline.lanes.flatMap(({ marks }) => marks).find(({ isCause }) => isCause);
    const start = cause?.line ?? first;
    if (chosen === null && start !== undefined) select(start);
  });

  return element('div', { class: 'timeline' }, axisOf(timeline), chart, legend(timeline), detail);
}

function axisOf({ ticks, breaks }: Timeline): HTMLElement {
  const track = element('div', { class: 'track' });
  for (const { at, text } of ticks) track.append(placed(element('span', { class: 'tick' }, text), at));
  for (const { from, to, length } of breaks) {
    track.append(placed(element('span', { class: 'break' }, `⋯ ${length}`), (from + to) / 2));
  }
  return element('div', { class: 'axis', 'aria-hidden': 'true' }, element('div', { class: 'name' }), track);
}

/** A lane with its bars; its marks are drawn into the track. */
function drawLane({ name, isFile, spans }: Lane): { lane: HTMLElement; track: HTMLElement } {
  const track = element('div', { class: 'track' });
  for (const { line, from, to, tone, length } of spans) {
    const bar = element('span', { class: `span ${tone}`, 'aria-hidden': 'true' });
    placed(bar, from).style.width = `${percent(to - from)}%`;
    // The end may leave no room for words.
    if (to - from > 0.2) bar.append(element('span', { class: 'length' }, length));
    bar.dataset['line'] = String(line);
    track.append(bar);
  }
  const lane = element(
    'div',
    { class: 'lane', role: 'group', 'aria-label': name },
    element('div', { class: isFile ? 'name file' : 'name', 'aria-hidden': 'true' }, said(name)),
    track,
  );
  return { lane, track };
}

function drawMark({ line, at, tone, isCause }: Mark, data: LineData | undefined, begin: number | null) {
  const words = [
    isCause ? 'the cause' : '',
    TONES[tone],
    offsetInWords(data?.time ?? null, begin),
    data?.status === undefined ? '' : String(data.status),
    data?.message ?? data?.code ?? '',
  ];
  const option = element('span', {
    class: `mark ${tone}${isCause ? ' cause' : ''}`,
    role: 'option',
    id: `mark-${line}`,
    'aria-selected': 'false',
    'aria-label': words.filter((word) => word !== '').join(', '),
  });
  return placed(option, at);
}

/** Stands at a part of its parent's width. Only a style that was set like this passes the page's own policy. */
function placed(made: HTMLElement, at: number): HTMLElement {
  made.style.insetInlineStart = `${percent(at)}%`;
  return made;
}

function percent(part: number): number {
  return Number((100 * part).toFixed(3));
}

/** Only what is drawn is explained. */
function legend({ lanes }: Timeline): HTMLElement {
  const marks = lanes.flatMap((lane) => lane.marks);
  const drawn = new Set<string>(marks.map(({ tone, isCause }) => (isCause ? 'cause' : tone)));
  if (lanes.some(({ spans }) => spans.length > 0)) drawn.add('span');
  const causeTone = marks.find(({ isCause }) => isCause)?.tone ?? 'bad';
  const items = LEGEND.filter(([what]) => drawn.has(what)).map(([what, words]) => {
    const look =
      what === 'cause' ? `mark ${causeTone} cause` : what === 'span' ? 'span plain' : `mark ${what}`;
    return element('li', {}, element('span', { class: `sample ${look}` }), words);
  });
  return element('ul', { class: 'legend', 'aria-hidden': 'true' }, ...items);
}

/** `+7 ms` */
function offsetInWords(time: string | null, begin: number | null): string {
  const moment = momentOf(time);
  return moment === null || begin === null ? 'no time' : `+${lengthInWords(moment - begin)}`;
}

function detailOf(line: LineData | undefined, begin: number | null): (Node | string)[] {
  if (line === undefined) return [];
  const { name } = laneNameOf(line);
  const tone = toneOf(line);
  return [
    element('b', {}, offsetInWords(line.time, begin)),
    ' ',
    said(name, 'service'),
    ' ',
    ...(line.status === undefined ? [] : [element('b', { class: tone }, String(line.status)), ' ']),
    said(line.message ?? line.code ?? '', 'words'),
    ' ',
    said(line.source, 'source'),
  ];
}

/** How far beside a mark one may click, in pixels: marks are narrow. */
const NEAR = 8;

/** The mark that is nearest to a place; null if none is near. */
function markNear(x: number, marks: Iterable<Element>): Element | null {
  let found: Element | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const mark of marks) {
    const { left, right } = mark.getBoundingClientRect();
    const distance = Math.abs(x - (left + right) / 2);
    if (distance < least && distance <= NEAR + (right - left) / 2) {
      found = mark;
      least = distance;
    }
  }
  return found;
}

/** Where a key leads from the line that is chosen; null for a key that leads nowhere. */
function nextOf(
  key: string,
  chosen: number | null,
  order: readonly number[],
  lanes: readonly Lane[],
): number | null {
  const at = chosen === null ? -1 : order.indexOf(chosen);
  if (key === 'ArrowRight') return order[Math.min(at + 1, order.length - 1)] ?? null;
  if (key === 'ArrowLeft') return order[Math.max(at - 1, 0)] ?? null;
  if (key === 'Home') return order[0] ?? null;
  if (key === 'End') return order.at(-1) ?? null;
  if (key !== 'ArrowDown' && key !== 'ArrowUp') return null;
  const lane = lanes.findIndex(({ marks }) => marks.some(({ line }) => line === chosen));
  const from = lanes[lane]?.marks.find(({ line }) => line === chosen)?.at ?? 0;
  const other = lanes[lane + (key === 'ArrowDown' ? 1 : -1)];
  const [nearest] = (other?.marks ?? []).toSorted((a, b) => Math.abs(a.at - from) - Math.abs(b.at - from));
  return nearest?.line ?? chosen;
}

/** Every line in a table. `row` gives the row of a line, to be shown. */
export function drawLines(
  lines: readonly LineData[],
  begin: number | null,
  cause: string | undefined,
): { table: HTMLElement; row(line: number): HTMLElement | undefined } {
  const rows: HTMLElement[] = [];
  const body = element('tbody');
  const drawTo = inSlices(lines.length, { first: 16, next: 50 }, (from, to) => {
    const fresh = lines.slice(from, to).map((line, index) => {
      return drawRow(line, from + index, begin, line.source === cause);
    });
    rows.push(...fresh);
    body.append(...fresh);
  });
  const head = ['Time (UTC)', 'Service', 'Line'].map((words) => element('th', { scope: 'col' }, words));
  const table = element('table', {}, element('thead', {}, element('tr', {}, ...head)), body);
  // It scrolls on its own, so it has to be reached by the keyboard.
  const region = element(
    'div',
    { class: 'scroll', role: 'region', tabindex: '0', 'aria-label': 'All log lines' },
    table,
  );
  const row = (line: number): HTMLElement | undefined => {
    drawTo(line + 1);
    return rows[line];
  };
  return { table: region, row };
}

function drawRow(line: LineData, index: number, begin: number | null, isCause: boolean): HTMLElement {
  const { time, level, message, status, code, source, mentioned_in, fields_omitted } = line;
  const tone = toneOf(line);
  const { name, isFile } = laneNameOf(line);
  const facts: (Node | null)[] = [
    isCause ? element('b', { class: 'cause-label' }, 'cause') : null,
    level === undefined ? null : said(level, `level ${tone}`),
    fact([line.method, line.path].filter((part) => part !== undefined).join(' '), 'route'),
    status === undefined ? null : element('b', { class: tone }, String(status)),
    fact(code, 'code'),
    line.duration_ms === undefined ? null : element('span', {}, `${line.duration_ms} ms`),
    fact(line.workspace === undefined ? undefined : `workspace ${line.workspace}`, 'quiet'),
  ];
  const cell = element(
    'td',
    { class: 'line' },
    said(name, 'narrow service'),
    message === undefined ? null : element('p', { class: 'words' }, said(message)),
    element('p', { class: 'facts' }, ...facts),
    ...fieldsOf(line),
    mentioned_in === undefined
      ? null
      : element(
          'p',
          { class: 'quiet' },
          'A line of another request, which mentions this one in ',
          said(mentioned_in),
        ),
    fields_omitted === undefined
      ? null
      : element(
          'p',
          { class: 'quiet' },
          `${fields_omitted} ${fields_omitted === 1 ? 'field' : 'fields'} not shown`,
        ),
    said(source, 'source'),
  );
  return element(
    'tr',
    { id: `row-${index}`, tabindex: '-1', class: `${tone}${isCause ? ' cause' : ''}` },
    element('td', { class: 'when' }, clock(time), element('small', {}, offsetInWords(time, begin))),
    element('td', { class: isFile ? 'who file' : 'who' }, said(name)),
    cell,
  );
}

function fact(text: string | undefined, className: string): HTMLElement | null {
  return text === undefined || text === '' ? null : said(text, className);
}

function fieldsOf({ rest = {} }: LineData): HTMLElement[] {
  const fields = Object.entries(rest);
  if (fields.length === 0) return [];
  const shown = fields.map(([name, value]) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return element('span', {}, said(name, 'field'), ' ', said(text, 'value'));
  });
  return [element('p', { class: 'fields' }, ...shown)];
}

/** The time of day of an ISO time, as it stands there. */
function clock(time: string | null): string {
  return /T([\d:.]+)/.exec(time ?? '')?.[1] ?? '';
}
