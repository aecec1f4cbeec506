import type { LineData } from '../answers.ts';
import { laneNameOf, toneOf } from '../timeline.ts';
import { element, said } from './dom.ts';
import { offsetInWords } from './draw-timeline.ts';

/** So many rows are drawn at once, and then each time that there is a moment: all of a thousand would be waited for. */
const AT_ONCE = 50;

/** Every line in a table. `row` gives the row of a line, to be shown. */
export function drawLines(
  lines: readonly LineData[],
  begin: number | null,
  cause: string | undefined,
): { table: HTMLElement; row(line: number): HTMLElement | undefined } {
  const rows: HTMLElement[] = [];
  const body = element('tbody');
  const drawTo = (end: number): void => {
    const fresh = lines.slice(rows.length, end).map((line, index) => {
      return drawRow(line, rows.length + index, begin, line.source === cause);
    });
    rows.push(...fresh);
    body.append(...fresh);
  };
  const goOn = (): void => {
    drawTo(rows.length + AT_ONCE);
    if (rows.length < lines.length) setTimeout(goOn);
  };
  goOn();
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
