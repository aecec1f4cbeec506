/**
 * Appends to a log as a service does, until its stdin ends: `writer.ts FILE SEED LINES_A_SECOND`. Behind each append
 * it names the number of the newest request on stdout.
 */
import { appendFileSync } from 'node:fs';
import { logLine } from './generator.ts';
import { makeRequest } from './requests.ts';

const TICK_MS = 5;

/** Whoever started it may be gone without a word. */
const LONGEST_MS = 300_000;

const [path = '', seed = '', rate = ''] = process.argv.slice(2);
const began = performance.now();
let written = 0;

const ticking = setInterval(() => {
  const passed = performance.now() - began;
  const due = Math.floor((passed / 1_000) * Number(rate));
  if (passed > LONGEST_MS) stop();
  if (due <= written) return;
  let text = '';
  for (; written < due; written++) {
    text += logLine({ ...makeRequest(Number(seed), written), lines: 1 }, 0, Date.now(), written);
  }
  appendFileSync(path, text);
  process.stdout.write(`${written - 1}\n`);
}, TICK_MS);

function stop(): void {
  clearInterval(ticking);
  process.stdin.destroy();
}

process.stdin.on('end', stop).resume();
