import { execFileSync } from 'node:child_process';
import { setTimeout } from 'node:timers/promises';

interface Process {
  pid: number;
  command: string;
}

/** The processes that have `mark` in their command line. */
function running(mark: string): Process[] {
  const lines = execFileSync('ps', ['-A', '-ww', '-o', 'pid=,args='], { encoding: 'utf8' }).split('\n');
  const marked = lines.filter((line) => line.includes(mark));
  return marked.map((line) => ({ pid: Number.parseInt(line, 10), command: line.trim() }));
}

/** Those that still run after they had up to a minute to go. They are killed, so that nothing outlives the tests. */
export async function leftBehind(mark: string): Promise<Process[]> {
  const end = Date.now() + 60_000;
  while (running(mark).length > 0 && Date.now() < end) await setTimeout(100);
  const left = running(mark);
  for (const { pid } of left) kill(pid);
  return left;
}

function kill(pid: number): void {
  try {
    process.kill(pid);
  } catch {
    // It has gone meanwhile.
  }
}
