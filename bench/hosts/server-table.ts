import { median, quantile } from '../logs/stats.ts';
import { type CallFigures, type Figures, type Findings, middle, startOf } from './figures.ts';
import { BARE_NODE } from './measure-life.ts';

const MEGABYTE = 1_048_576;

/** The figures of every server, by its name, for `console.table`. What was not measured is left out. */
export function serverTable(findings: Findings): Record<string, Record<string, number>> {
  const { bare, ours, withLogs, echo, longEcho, peers } = findings;
  const node = startOf(bare, bare);
  return {
    [BARE_NODE.name]: round({ 'start ms': node.ms, 'x node': node.ratio }),
    ...rowsOf([ours, withLogs, echo], findings),
    [longEcho.name]: round(callCells(longEcho)),
    ...rowsOf(peers, findings),
  };
}

function rowsOf(servers: readonly Figures[], findings: Findings): Record<string, Record<string, number>> {
  return Object.fromEntries(servers.map((each) => [each.name, rowOf(each, findings)]));
}

function rowOf(figures: Figures, { bare, ours }: Findings): Record<string, number> {
  const { lives, size, tokens } = figures;
  const start = startOf(lives, bare);
  return round({
    'start ms': start.ms,
    'x node': start.ratio,
    'beyond node ms': start.beyond,
    'ours / its': startOf(ours.lives, bare).beyond / start.beyond,
    'memory MB': middle(lives, 'memory') / MEGABYTE,
    ...callCells(figures),
    'installed MB': size.bytes / MEGABYTE,
    packages: size.packages,
    'tools tokens': tokens.all,
    'gone ms': middle(lives, 'exitMs'),
  });
}

function callCells({ calls, pipelined }: CallFigures): Record<string, number> {
  return {
    'call p50 ms': median(calls),
    'p99 ms': quantile(calls, 0.99),
    'calls/s': median(pipelined),
  };
}

/** Three digits that count, or all before the point. */
function round(row: Record<string, number>): Record<string, number> {
  const known = Object.entries(row).filter(([, value]) => !Number.isNaN(value));
  return Object.fromEntries(
    known.map(([name, value]) => [name, value >= 100 ? Math.round(value) : Number(value.toPrecision(3))]),
  );
}
