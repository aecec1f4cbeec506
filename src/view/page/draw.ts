import { actorInWords } from '../../catalog/catalog.ts';
import type {
  EntryData,
  ExplanationData,
  LineData,
  RelatedData,
  RequestsData,
  Shown,
  StoryData,
} from '../answers.ts';
import { lengthInWords, momentOf, timelineOf } from '../timeline.ts';
import { carriedOutOf, headlineOf, lookOfStatus, retryInWords } from '../words.ts';
import { button, element, prose, said, section } from './dom.ts';
import { drawLines, drawTimeline } from './draw-timeline.ts';

/** What can be asked from the page; null where nobody is there to be asked, as on paper. */
export interface Asking {
  lookUp: ((request_id: string) => void) | null;
  explain: ((code: string) => void) | null;
  /** Fetches all lines that the answer does not hold. */
  allLines: (() => void) | null;
}

/** A page for what was answered. */
export function draw(shown: Shown, asking: Asking): HTMLElement {
  switch (shown.kind) {
    case 'story':
      return drawStory(shown.data, asking);
    case 'requests':
      return drawRequests(shown.data, asking);
    case 'explanation':
      return drawExplanation(shown.data, asking);
    case 'failure':
      return element(
        'article',
        {},
        element(
          'header',
          { class: 'top caution' },
          element('p', { class: 'ended' }, chip('caution', shown.code)),
        ),
        element('p', { class: 'reason' }, said(shown.message)),
      );
  }
}

function drawStory(data: StoryData, asking: Asking): HTMLElement {
  const { lines, total, cause, note, similar } = data;
  const timeline = timelineOf(data);
  const { table, row } = drawLines(lines, timeline.begin, cause?.line);
  const choose = (line: number) => {
    for (const chosen of table.querySelectorAll('.chosen')) chosen.classList.remove('chosen');
    const chosen = row(line);
    chosen?.classList.add('chosen');
    // Only the table scrolls: the page stays where it is being read.
    if (chosen !== undefined) table.scrollTop = chosen.offsetTop - table.clientHeight / 3;
  };
  const open = (line: number) => row(line)?.focus();
  const more = total - lines.length;
  const untimed = timeline.untimed === 0 ? '' : `; ${counted(timeline.untimed, 'line')} without a time`;
  const took = timeline.length === 0 ? '' : ` in ${lengthInWords(timeline.length)}`;
  const missing =
    more <= 0
      ? null
      : element(
          'p',
          { class: 'more' },
          `${counted(more, 'further line')} not shown. `,
          asking.allLines === null ? null : button('Load all lines', null, asking.allLines),
        );
  return element(
    'article',
    {},
    drawTop(data, timeline.length),
    timeline.lanes.length === 0
      ? null
      : section(
          `${counted(lines.length, 'line')}${took}${untimed}`,
          'when',
          drawTimeline(timeline, lines, choose, open),
        ),
    missing,
    element(
      'div',
      { class: 'columns' },
      drawFindings(data.findings),
      drawRemedy(data.explanation),
      drawRelated(data.related, data, asking),
    ),
    note === undefined ? null : element('p', { class: 'note' }, prose(note)),
    similar === undefined
      ? null
      : element(
          'p',
          { class: 'note' },
          `${counted(similar.count, 'other request')} failed in the same way, from ${instant(similar.from)} to ${instant(similar.to)}.`,
        ),
    section('All lines', 'all', table),
    drawSearched(data),
  );
}

/** What a reader must see first: how it ended, whether it was done, and why. */
function drawTop({ request_id, outcome, lines, cause, error, explanation, who }: StoryData, length: number) {
  const ended = headlineOf(outcome);
  const carriedOut = carriedOutOf(outcome);
  const route = routeOf(lines);
  const reason = cause?.message ?? error?.message ?? null;
  const code = explanation?.code ?? error?.code ?? null;
  const actor = explanation?.who ?? who ?? null;
  const retry = explanation?.retry?.when;
  const at = outcome.at ?? lines.find(({ time }) => time !== null)?.time ?? null;
  return element(
    'header',
    { class: `top ${ended.look}` },
    element('p', { class: 'ended' }, chip(ended.look, ended.words), chip(carriedOut.look, carriedOut.words)),
    element('h1', {}, said(route ?? request_id)),
    element(
      'p',
      { class: 'quiet' },
      ...parts(
        route === null ? null : said(request_id, 'id'),
        at === null ? null : instant(at),
        length > 0 ? lengthInWords(length) : null,
      ),
    ),
    reason === null
      ? null
      : element(
          'div',
          { class: 'reason' },
          element('p', { class: 'words' }, said(reason)),
          cause === undefined
            ? null
            : element('p', { class: 'quiet' }, 'Cause: ', said(cause.line, 'source'), `, ${cause.why}.`),
          cause?.frame === undefined
            ? null
            : element('p', { class: 'quiet' }, 'In ', said(cause.frame, 'source')),
        ),
    element(
      'dl',
      { class: 'short' },
      ...pair(
        'Error',
        code === null ? null : element('span', {}, said(code, 'code'), ...titleOf(explanation)),
      ),
      ...pair('To act', actor === null ? null : said(actorInWords(actor))),
      ...pair('Retry', retry === undefined ? null : element('span', {}, retryInWords(retry))),
      ...pair('Carried out?', prose(`${capital(outcome.carried_out)}: ${outcome.evidence}.`)),
    ),
  );
}

function titleOf(explanation: EntryData | undefined): (Node | string)[] {
  return explanation?.title == null ? [] : [' ', prose(explanation.title)];
}

function pair(name: string, value: Node | null): HTMLElement[] {
  return value === null ? [] : [element('div', {}, element('dt', {}, name), element('dd', {}, value))];
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** Parts with a dot between them. */
function parts(...all: readonly (Node | string | null)[]): (Node | string)[] {
  return all.filter((part) => part !== null).flatMap((part, index) => (index === 0 ? [part] : [' · ', part]));
}

function routeOf(lines: readonly LineData[]): string | null {
  const own = lines.filter(({ mentioned_in }) => mentioned_in === undefined);
  const line = own.find(({ method, path }) => method !== undefined && path !== undefined);
  return line === undefined ? null : `${line.method} ${line.path}`;
}

function chip(tone: string, words: string): HTMLElement {
  return element('span', { class: `chip ${tone}` }, said(words));
}

function drawFindings(findings: StoryData['findings']): HTMLElement | null {
  if (findings === undefined || findings.length === 0) return null;
  const items = findings.map(({ message, suggestion }) => {
    const use = suggestion === undefined ? [] : [' Use: ', element('code', {}, said(suggestion))];
    return element('li', {}, prose(message), ...use);
  });
  return section('What was found', 'found', element('ul', {}, ...items));
}

function drawRemedy(entry: EntryData | undefined): HTMLElement | null {
  if (entry === undefined) return null;
  const { meaning, fix, retry, cut } = entry;
  return section(
    'What to do',
    'remedy',
    meaning === null ? null : element('p', {}, prose(meaning)),
    fix === null ? null : element('ol', {}, ...fix.map((step) => element('li', {}, prose(step)))),
    retry === null
      ? null
      : element(
          'p',
          {},
          element('b', {}, `Retry: ${retryInWords(retry.when)}.`),
          ...(retry.note === null ? [] : [' ', prose(retry.note)]),
        ),
    cut === undefined ? null : element('p', { class: 'quiet' }, 'Cut here: ', prose(`${cut.join('; ')}.`)),
  );
}

function drawRelated(
  related: readonly RelatedData[] | undefined,
  { outcome, lines }: StoryData,
  { lookUp }: Asking,
): HTMLElement | null {
  if (related === undefined || related.length === 0) return null;
  const from = momentOf(outcome.at ?? lines.findLast(({ time }) => time !== null)?.time ?? null);
  const items = related.map((each) => {
    const { request_id, relation, same, time, method, path, status, code, carried_out, message } = each;
    const moment = momentOf(time);
    const how = `${relation.replaceAll('_', ' ')}${same === undefined ? '' : ` (same ${same})`}`;
    return element(
      'li',
      {},
      element(
        'p',
        {},
        asked(request_id, lookUp),
        ' ',
        status === null ? null : chip(lookOfStatus(status), String(status)),
        ' ',
        code === null ? null : said(code, 'code'),
      ),
      element(
        'p',
        { class: 'quiet' },
        ...parts(
          how,
          moment === null || from === null ? null : apart(moment - from),
          method === undefined && path === undefined
            ? null
            : said([method, path].filter(Boolean).join(' '), 'route'),
          carried_out === undefined ? null : 'carried out all the same',
        ),
      ),
      message === undefined ? null : element('p', { class: 'words' }, said(message)),
    );
  });
  return section('Related', 'related', element('ul', {}, ...items));
}

/** `48 s later` */
function apart(ms: number): string {
  return ms === 0 ? 'at the same time' : `${lengthInWords(Math.abs(ms))} ${ms > 0 ? 'later' : 'earlier'}`;
}

/** A request id: as what can be asked where somebody answers, else as text. */
function asked(id: string, ask: ((id: string) => void) | null): HTMLElement {
  return ask === null ? said(id, 'id') : button(said(id), `Look up ${id}`, () => ask(id));
}

function drawSearched({ searched, total }: StoryData | RequestsData): HTMLElement {
  const { files, lines, from, to, skipped } = searched;
  const what = [
    files === undefined ? null : counted(files, 'file'),
    lines === undefined ? null : counted(lines, 'line'),
    from == null || to == null ? null : `${instant(from)} to ${instant(to)}`,
  ].filter((part) => part !== null);
  return element(
    'footer',
    { class: 'quiet' },
    what.length === 0 ? null : element('p', {}, `Searched: ${what.join(', ')}. Found: ${total}.`),
    ...(skipped ?? []).map(({ source, reason }) =>
      element('p', {}, 'Not searched: ', said(source, 'source'), ': ', prose(reason)),
    ),
  );
}

function drawRequests(data: RequestsData, { lookUp }: Asking): HTMLElement {
  const head = ['Request', 'When (UTC)', 'Call', 'Ended'].map((words) =>
    element('th', { scope: 'col' }, words),
  );
  const rows = data.requests.map(({ request_id, time, method, path, status, code }) => {
    return element(
      'tr',
      {},
      element('th', { scope: 'row' }, asked(request_id, lookUp)),
      element('td', { class: 'when' }, time === null ? 'no time' : instant(time)),
      element('td', {}, said([method, path].filter(Boolean).join(' '), 'route')),
      element(
        'td',
        {},
        status === undefined ? null : chip(lookOfStatus(status), String(status)),
        ' ',
        code === undefined ? null : said(code, 'code'),
      ),
    );
  });
  return element(
    'article',
    {},
    element('header', { class: 'top plain' }, element('h1', {}, counted(data.requests.length, 'request'))),
    element(
      'table',
      { class: 'requests' },
      element('thead', {}, element('tr', {}, ...head)),
      element('tbody', {}, ...rows),
    ),
    data.lines.length === 0
      ? null
      : section(
          `${counted(data.lines.length, 'line')} of no request`,
          'all',
          drawLines(data.lines, null, undefined).table,
        ),
    data.note === undefined ? null : element('p', { class: 'note' }, prose(data.note)),
    drawSearched(data),
  );
}

function drawExplanation(data: ExplanationData, { lookUp, explain }: Asking): HTMLElement {
  const {
    code,
    title,
    http_status,
    who,
    causes,
    confusable_with = [],
    seen,
    note,
    request_id,
    matched,
  } = data;
  const isSure = matched.confidence === 1;
  return element(
    'article',
    {},
    element(
      'header',
      { class: 'top plain' },
      element(
        'p',
        { class: 'ended' },
        http_status === null ? null : chip('plain', `HTTP ${http_status}`),
        isSure ? null : chip('caution', `a guess, by ${matched.by}`),
      ),
      element('h1', {}, title === null ? said(code) : prose(title)),
      element('p', { class: 'quiet' }, said(code, 'code')),
      element(
        'dl',
        { class: 'short' },
        ...pair('To act', who === null ? null : said(actorInWords(who))),
        ...pair('Retry', data.retry === null ? null : element('span', {}, retryInWords(data.retry.when))),
        ...pair(
          'Wait',
          data.retry_after === undefined
            ? null
            : element(
                'span',
                {},
                `${lengthInWords(data.retry_after.seconds * 1_000)}, until ${instant(data.retry_after.at)}`,
              ),
        ),
        ...pair('Request', request_id === undefined ? null : asked(request_id, lookUp)),
        ...pair(
          'Seen',
          seen === undefined || seen.count === 0
            ? null
            : element('span', {}, `${counted(seen.count, 'log line')} in 24 h`),
        ),
      ),
    ),
    element(
      'div',
      { class: 'columns' },
      drawFindings(data.findings),
      drawRemedy(data),
      causes == null
        ? null
        : section(
            'Causes',
            'causes',
            element('ol', {}, ...causes.map((cause) => element('li', {}, prose(cause)))),
          ),
      confusable_with.length === 0
        ? null
        : section(
            'Not to be confused with',
            'neighbors',
            element(
              'ul',
              {},
              ...confusable_with.map((other) =>
                element(
                  'li',
                  {},
                  explain === null
                    ? said(other.code, 'code')
                    : button(said(other.code), `Explain ${other.code}`, () => explain(other.code)),
                  ' ',
                  prose(other.tell_apart),
                ),
              ),
            ),
          ),
    ),
    note === undefined ? null : element('p', { class: 'note' }, prose(note)),
  );
}

function counted(many: number, what: string): string {
  return `${many.toLocaleString('en-US')} ${what}${many === 1 ? '' : 's'}`;
}

/** `20 Nov 2026, 09:12:04.340 UTC` */
function instant(time: string): string {
  const [, year, month, day, clock] = /^(\d+)-(\d\d)-(\d\d)T([\d:.]+)/.exec(time) ?? [];
  if (year === undefined || month === undefined) return time;
  return `${Number(day)} ${MONTHS[Number(month) - 1]} ${year}, ${clock} UTC`;
}

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
