import { visible, visibleLines } from '../../redact/redact.ts';
import type { Style } from '../colour.ts';
import type { Terminal } from '../terminal.ts';
import { type Span, wrap } from '../wrap.ts';
import type { Check, Verdict } from './check.ts';
import { addLinesOf, type HostConfig } from './host-config.ts';

type Look = Pick<Terminal, 'columns' | 'paint'>;

const MARKS: Readonly<Record<Verdict, { mark: string; style: Style }>> = {
  ok: { mark: 'ok       ', style: 'good' },
  warning: { mark: '! note   ', style: 'caution' },
  problem: { mark: 'x problem', style: 'bad' },
};
const INDENT = 10;

/** A check as lines for a person. */
export function renderCheck({ name, verdict, summary, details, advice }: Check, look: Look): string {
  const { mark, style } = MARKS[verdict];
  const head: Span[] = [
    { text: mark, style },
    { text: ' ', style: null },
    { text: name, style: 'title' },
    { text: `: ${visible(summary)}`, style: null },
  ];
  const more = (text: string, as: Style | null, lead: string): string =>
    wrap(
      {
        spans: [
          { text: ' '.repeat(INDENT) + lead, style: null },
          { text: visible(text), style: as },
        ],
        hang: INDENT + lead.length,
      },
      look.columns,
      look.paint,
    );
  return [
    wrap({ spans: head, hang: INDENT }, look.columns, look.paint),
    ...details.map((detail) => more(detail, 'quiet', '')),
    ...advice.map((each) => more(each, verdict === 'problem' ? 'finding' : null, '-> ')),
  ].join('\n');
}

/** How it all came out, and what to give a host. */
export function renderEnd(checks: readonly Check[], hostConfig: HostConfig | null, look: Look): string {
  const problems = checks.filter(({ verdict }) => verdict === 'problem').length;
  const end =
    problems === 0
      ? 'All is well.'
      : `${problems} ${problems === 1 ? 'problem' : 'problems'}: see the lines marked x.`;
  const shown = look.paint(problems === 0 ? 'good' : 'bad', end);
  if (hostConfig === null) return `${shown}\n`;
  const block = visibleLines(JSON.stringify(hostConfig, null, 2));
  const lines = addLinesOf(hostConfig).map(visible).join('\n');
  return `${shown}\n\nTo add it to a host in a terminal, ready to paste:\n\n${lines}\n\nFor a host's configuration, with full paths:\n\n${block}\n`;
}
