import type { Finding } from '../../check/finding.ts';
import { RULES, type Rule } from '../../check/rules.ts';
import { visible } from '../../redact/redact.ts';
import type { Style } from '../colour.ts';
import type { Terminal } from '../terminal.ts';
import { type Span, wrap } from '../wrap.ts';
import { type Report, sayEnd, sayNotes } from './report.ts';

type Look = Pick<Terminal, 'columns' | 'paint'>;

/** How many findings of a rule are shown. */
const MOST_SHOWN = 10;
/** Rules that may hold of every entry, as after an import: that says more of the catalog than of any of them. */
const OF_ENTRIES: ReadonlySet<Rule> = new Set(['no_meaning', 'no_fix', 'no_retry', 'no_who']);
const MOST_SHOWN_OF_ALL = 3;
/** How many codes of further findings are named. */
const MOST_NAMED = 50;

/** A report for a person: the findings by their rules, what else is to be said, and a line that sums it up. */
export function renderText(report: Report, look: Look): string {
  const rules = (Object.keys(RULES) as Rule[]).map((rule) =>
    report.findings.filter((finding) => finding.rule === rule),
  );
  const groups = rules
    .filter(({ length }) => length > 0)
    .map((found) => group(found, report.catalog?.errors ?? 0, look));
  const notes = sayNotes(report).map((note) => line([span(`Note: ${note}`, 'quiet')], 2, look));
  const end = look.paint(styleOf(report.findings), visible(sayEnd(report)));
  return `${[...groups, ...(notes.length > 0 ? [notes.join('\n')] : []), end].join('\n\n')}\n`;
}

function styleOf(findings: readonly Finding[]): Style {
  if (findings.length === 0) return 'good';
  return findings.some(({ severity }) => severity === 'error') ? 'bad' : 'caution';
}

function group(found: readonly Finding[], entries: number, look: Look): string {
  const [first] = found;
  const isAll =
    first !== undefined && OF_ENTRIES.has(first.rule) && found.length > MOST_SHOWN && found.length >= entries;
  const shown = found.slice(0, isAll ? MOST_SHOWN_OF_ALL : MOST_SHOWN);
  const title = first === undefined ? '' : RULES[first.rule].title;
  const advice = new Set(shown.map(({ suggestion }) => suggestion));
  const ofRule = first === undefined ? '' : ` ${first.rule}`;
  return [
    `${look.paint(styleOf(found), `${title} (${found.length.toLocaleString('en-US')})`)}${look.paint('quiet', ofRule)}`,
    ...shown.flatMap((finding) => [
      row(finding, look),
      ...(advice.size > 1 ? advised(finding.suggestion, 4, look) : []),
    ]),
    ...sayRest(found.slice(shown.length), isAll, look),
    ...(advice.size > 1 ? [] : advised(first?.suggestion, 2, look)),
  ].join('\n');
}

/** Of the findings that are not shown, how many they are and which codes they are about. */
function sayRest(rest: readonly Finding[], isAll: boolean, look: Look): string[] {
  if (rest.length === 0) return [];
  if (isAll) return [`  and ${rest.length.toLocaleString('en-US')} more: all entries (--json shows them)`];
  const codes = [...new Set(rest.map(({ code }) => code))].filter((code) => code !== '');
  const named = codes.length > MOST_NAMED ? [...codes.slice(0, MOST_NAMED), '…'] : codes;
  const many = `  and ${rest.length.toLocaleString('en-US')} more (--json shows all)`;
  return [
    line([span(many, null), ...(named.length > 0 ? [span(`: ${named.join(', ')}`, null)] : [])], 4, look),
  ];
}

function row({ file, line: at, column, code, message }: Finding, look: Look): string {
  const place = [file, at, column].filter((part) => part !== undefined).join(':');
  return line(
    [
      span('  ', null),
      ...(place === '' ? [] : [span(code === '' ? `${place}: ` : `${place} `, 'quiet')]),
      ...(code === '' ? [] : [span(code, 'code'), span(': ', null)]),
      span(message, null),
    ],
    4,
    look,
  );
}

/** What to do; what is to be pasted keeps its lines. */
function advised(suggestion: string | undefined, indent: number, look: Look): string[] {
  const [words, ...pasted] = suggestion?.split('\n') ?? [];
  if (words === undefined) return [];
  const lead = ' '.repeat(indent);
  return [
    line([span(`${lead}-> `, null), span(words, 'finding')], indent + 3, look),
    ...pasted.map((each) => `${lead}   ${visible(each)}`),
  ];
}

function span(text: string, style: Style | null): Span {
  return { text: visible(text), style };
}

function line(spans: Span[], hang: number, { columns, paint }: Look): string {
  return wrap({ spans, hang }, columns, paint);
}
