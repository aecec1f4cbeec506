const MEGABYTE_OF_TEXT = 'a word, 12345 and "another" one: '.repeat(32_000);
const ATTEMPTS = 5;

let aPass = Number.NaN;

/**
 * How much processor time `work` takes, in passes: the time of one plain search for words through a megabyte.
 *
 * Neither a slow machine nor a busy one changes this by much: it is the time of this process alone, measured beside
 * that of the pass. What must not take long is held to a bound many times what it needs, and still far below what it
 * would need if its time grew with the square of the input.
 *
 * @param enough measured again as long as it is more than this, with the pass too, and the least is what counts
 */
export async function passesOf(work: () => unknown, enough: number): Promise<number> {
  if (Number.isNaN(aPass)) {
    for (let warming = 0; warming < 5; warming += 1) readWords();
    aPass = await processorTime(readWords);
  }
  let least = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < ATTEMPTS && least > enough; attempt += 1) {
    const time = await processorTime(work);
    if (time > enough * aPass) aPass = await processorTime(readWords);
    least = Math.min(least, time / aPass);
  }
  return least;
}

function readWords(): number {
  return MEGABYTE_OF_TEXT.match(/[a-z]+|\d+/g)?.length ?? 0;
}

async function processorTime(work: () => unknown): Promise<number> {
  const start = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(start);
  return user + system;
}
