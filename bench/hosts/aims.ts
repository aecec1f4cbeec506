import { median } from '../logs/stats.ts';
import { type Row, show, showMegabytes } from '../logs/table.ts';
import { type Figures, type Findings, middle, startOf } from './figures.ts';

const KILOBYTE = 1_024;

/** What was aimed at, and whether it is met. */
export function aimRows(findings: Findings): Row[] {
  return [
    ...startRows(findings),
    ...callRows(findings),
    ...memoryRows(findings),
    ...tokenRows(findings),
    ...sizeRows(findings),
    ...exitRows(findings),
  ];
}

function startRows({ bare, ours, withLogs, echo, peers }: Findings): Row[] {
  const node = middle(bare, 'startMs');
  const others = [echo, ...peers].map((each) => ({ ...each, ...startOf(each.lives, bare) }));
  const [least] = others.sort((a, b) => a.beyond - b.beyond);
  return [ours, withLogs].flatMap((each) => {
    const { ms, ratio, beyond } = startOf(each.lives, bare);
    const part = beyond / (least?.beyond ?? Number.NaN);
    return [
      {
        measure: `start: ${each.name}`,
        figure: `${show(ms)} ms`,
        peer: `node -e 0: ${show(node)} ms`,
        ratio: `${show(ratio)} x`,
        aim: '<= 1.6 x',
        met: ratio <= 1.6,
      },
      {
        measure: '  of it beyond bare Node.js',
        figure: `${show(beyond)} ms`,
        peer: `the quickest, ${least?.name}: ${show(least?.beyond ?? Number.NaN)} ms`,
        ratio: `${show(part)} x`,
        aim: '< 0.5 x',
        met: part < 0.5,
      },
    ];
  });
}

/** Beside the longer echo there is no aim: it shows how much of the difference is the length of the reply. */
function callRows({ ours, echo, longEcho }: Findings): Row[] {
  const p50 = median(ours.calls);
  const rate = median(ours.pipelined);
  return [echo, longEcho].flatMap((each) => {
    const slower = p50 / median(each.calls);
    const part = rate / median(each.pipelined);
    return [
      {
        measure: 'warm explain_error, p50',
        figure: `${show(p50)} ms`,
        peer: `${each.name}: ${show(median(each.calls))} ms`,
        ratio: `${show(slower)} x`,
        ...(each === echo && { aim: '<= 1.2 x', met: slower <= 1.2 }),
      },
      {
        measure: 'explain_error, pipelined',
        figure: `${show(rate)} calls/s`,
        peer: `${each.name}: ${show(median(each.pipelined))} calls/s`,
        ratio: `${show(part)} x`,
        ...(each === echo && { aim: '>= 0.6 x', met: part >= 0.6 }),
      },
    ];
  });
}

function memoryRows({ ours, withLogs, echo }: Findings): Row[] {
  const least = middle(echo.lives, 'memory');
  return [ours, withLogs].map((each) => {
    const memory = middle(each.lives, 'memory');
    return {
      measure: `memory after the start: ${each.name}`,
      figure: showMegabytes(memory),
      peer: `${echo.name}: ${showMegabytes(least)}`,
      ratio: `${show(memory / least)} x`,
      aim: '<= 1 x',
      met: memory <= least,
    };
  });
}

function tokenRows({ ours: { tokens } }: Findings): Row[] {
  return [
    atMost('tools/list', tokens.all, 2_000, 'tokens'),
    atMost('tools/list without output schemas', tokens.withoutOutput, 700, 'tokens'),
  ];
}

function sizeRows({ ours: { size }, loads }: Findings): Row[] {
  return [
    atMost('installed', size.packages, 1, 'package'),
    atMost('installed, unpacked', size.bytes / 1_000_000, 1.8, 'MB'),
    atMost(`loaded before the greeting, ${loads.files.length} files`, loads.bytes / KILOBYTE, 300, 'KB'),
  ];
}

function exitRows({ ours, withLogs }: Findings): Row[] {
  const named: [string, Figures][] = [
    ['idle', ours],
    ['just after a first lookup', withLogs],
  ];
  return named.map(([state, { lives }]) =>
    atMost(`stdin closed until gone, ${state}`, middle(lives, 'exitMs'), 50, 'ms'),
  );
}

function atMost(measure: string, value: number, most: number, unit: string): Row {
  const say = (number: number) =>
    `${Number.isInteger(number) ? number.toLocaleString('en-US') : show(number)} ${unit}`;
  return { measure, figure: say(value), aim: `<= ${say(most)}`, met: value <= most };
}
