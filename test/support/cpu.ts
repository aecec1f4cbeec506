import { execFileSync } from 'node:child_process';

/** Seconds of CPU time that a process has used, in whole ones on some systems. Unlike a clock, no busy machine changes it much. */
export function cpuSecondsOf(pid: number): number {
  const shown = execFileSync('ps', ['-o', 'time=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  return shown.split(/[-:]/).reduce((sum, part, at, all) => {
    const isDays = shown.includes('-') && at === 1;
    return at === 0 && all.length === 1 ? Number(part) : sum * (isDays ? 24 : 60) + Number(part);
  }, 0);
}

/** Milliseconds of CPU time that this process uses for `work`: the least of a few tries, as others may count with it. */
async function cpuOf(work: () => unknown, tries: number): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let count = 0; count < tries; count += 1) {
    const start = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(start);
    least = Math.min(least, (user + system) / 1000);
  }
  return least;
}

/** What is so cheap that its growth cannot be measured, in milliseconds. */
const CHEAP = 40;

/**
 * By which factor the CPU time of `work` grows from a small input to one of four times its length: about 4 for linear work,
 * 16 for quadratic; 1 where the large input costs next to nothing.
 *
 * @param enough the large input is measured again as long as the factor is not below this, and the least is what counts
 */
export async function growth(work: (times: 1 | 4) => unknown, enough: number): Promise<number> {
  const large = await cpuOf(() => work(4), 1);
  if (large < CHEAP) return 1;
  const small = await cpuOf(() => work(1), 3);
  if (large / small < enough) return large / small;
  const least = Math.min(large, await cpuOf(() => work(4), 3));
  return least < CHEAP ? 1 : least / small;
}
