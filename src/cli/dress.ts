import { visible } from '../redact/redact.ts';
import type { Painter, Style } from './colour.ts';
import { nextCommand } from './next-command.ts';
import { type Paragraph, type Span, wrap } from './wrap.ts';

interface Look {
  /** How wide lines may be; null for any width. */
  columns: number | null;
  paint: Painter;
  /** The arguments that a person gave for the server too, to be given again. */
  shared: readonly string[];
}

/** How eager a person may be to try again. */
const RETRIES: Readonly<Record<string, Style>> = {
  never: 'bad',
  after_fix: 'caution',
  after_delay: 'good',
  with_backoff: 'good',
};
const LEVELS: Readonly<Record<string, Style>> = {
  warn: 'caution',
  error: 'bad',
  fatal: 'bad',
  critical: 'bad',
};

const CODE = /^([a-z][a-z0-9]*(?:_[a-z0-9]+)+|[a-z][a-z0-9]*(?=: [A-Z]))(?=[ :])/;
const MARKER = /^(?:- |\d{1,2}\. )/;
const FENCE = /^<log ([0-9a-f]+)>$/;

/**
 * A tool's answer for a person: the same words, with styles, broken at the width of the terminal. Whatever could
 * steer a terminal is written as an escape. Of the lines for an agent, only `Next:` changes: into a command.
 */
export function dress(text: string, { columns, paint, shared }: Look): string {
  let fence: string | null = null;
  let section = '';
  const dressed = text.split('\n').map((raw) => {
    const line = visible(raw);
    const opens = FENCE.exec(line)?.[1];
    const closes = fence !== null && line === `</log ${fence}>`;
    let paragraph: Paragraph;
    if (closes || (fence === null && opens !== undefined)) {
      fence = closes ? null : (opens ?? null);
      paragraph = { spans: [{ text: line, style: 'quiet' }], hang: 0 };
    } else if (fence !== null) {
      paragraph = ofLog(line);
    } else {
      if (!MARKER.test(line)) section = line;
      paragraph = ofAnswer(line, section, shared);
    }
    return wrap(paragraph, columns, paint);
  });
  return dressed.join('\n');
}

/** A line of a log is only told from others: what it says is for its reader to judge. */
function ofLog(line: string): Paragraph {
  const [, time = '', level = ''] =
    /^([+-]?\d{4,6}-\d\d-\d\dT[\d:.]{1,30}Z|no time)(?: ([a-z]+)(?= ))?/.exec(line) ?? [];
  const spans: Span[] = [{ text: time, style: 'quiet' }];
  if (level !== '') spans.push({ text: ' ', style: null }, { text: level, style: LEVELS[level] ?? 'quiet' });
  const rest = line.slice(time.length + (level === '' ? 0 : level.length + 1));
  return { spans: [...spans, { text: rest, style: null }], hang: 2 };
}

function ofAnswer(line: string, section: string, shared: readonly string[]): Paragraph {
  const marker = MARKER.exec(line)?.[0];
  if (marker !== undefined) {
    const rest = line.slice(marker.length);
    const spans = section === 'Found:' ? ofFinding(rest) : ofItem(rest);
    return { spans: [{ text: marker, style: 'quiet' }, ...spans], hang: marker.length };
  }
  const next = nextCommand(line, shared);
  if (next !== null) {
    const reason = { text: ` (${next.reason})`, style: null };
    return { spans: [heading('Next: '), { text: next.command, style: 'code' }, reason], hang: 6 };
  }
  const labelled = ofLabel(line);
  if (labelled !== null) return { spans: labelled, hang: 2 };
  if (/^[A-Z].*:$/.test(line) || /^[a-z]+ \([a-z]+\)$/.test(line)) return { spans: [heading(line)], hang: 2 };
  return { spans: ofItem(line, 'title'), hang: 2 };
}

function ofLabel(line: string): Span[] | null {
  const [whole = '', label = ''] = /^([A-Z][\w ]*?|request_id): (?=\S)/.exec(line) ?? [];
  const rest = line.slice(whole.length);
  if (label === 'HTTP status') return ofPlace(rest);
  if (label === 'Retry') return [heading(whole), ...ofRetry(rest)];
  if (label === 'Ended by') return [heading(whole), { text: rest, style: 'code' }];
  if (label === 'It may be instead') return [heading(whole), ...ofItem(rest)];
  return LABELS.test(label) ? [heading(whole), { text: rest, style: null }] : null;
}

const LABELS = /^(?:Meaning|Named .*|Seen in .*|Most seen first|Searched|More|request_id)$/;

function heading(text: string): Span {
  return { text, style: 'heading' };
}

/** `409 | surface: api | area: workspaces` */
function ofPlace(rest: string): Span[] {
  const [status = '', ...others] = rest.split(' | ');
  const [number = ''] = /^\d{3}/.exec(status) ?? [];
  return [
    heading('HTTP status: '),
    { text: number, style: styleOf(number) },
    { text: status.slice(number.length), style: null },
    ...others.flatMap((other): Span[] => {
      const [name = '', value = ''] = other.split(': ');
      return [heading(` | ${name}: `), { text: value, style: null }];
    }),
  ];
}

function ofRetry(rest: string): Span[] {
  const [when = ''] = /^\w+/.exec(rest) ?? [];
  return [
    { text: when, style: RETRIES[when] ?? null },
    { text: rest.slice(when.length), style: null },
  ];
}

function ofFinding(rest: string): Span[] {
  const at = rest.lastIndexOf(' Use: ');
  if (at === -1) return [{ text: rest, style: 'finding' }];
  return [
    { text: rest.slice(0, at), style: 'finding' },
    heading(' Use: '),
    { text: rest.slice(at + ' Use: '.length), style: 'use' },
  ];
}

/** `state_conflict 409: A title [after_fix] | 3 log lines`, or a sentence. */
function ofItem(rest: string, title: Style | null = null): Span[] {
  const [code = ''] = CODE.exec(rest) ?? [];
  if (code === '') return [{ text: rest, style: null }];
  const [, status = '', words = '', when = '', seen = ''] =
    /^( \d{3}| status unknown)?(:?.*?)( \[\w+\])?((?: \|).*)?$/s.exec(rest.slice(code.length)) ?? [];
  return [
    { text: code, style: 'code' },
    { text: status, style: styleOf(status.trim()) ?? 'quiet' },
    { text: words, style: title },
    { text: when, style: RETRIES[when.slice(2, -1)] ?? null },
    { text: seen, style: null },
  ];
}

function styleOf(status: string): Style | null {
  if (/^5\d\d$/.test(status)) return 'bad';
  return /^4\d\d$/.test(status) ? 'caution' : null;
}
