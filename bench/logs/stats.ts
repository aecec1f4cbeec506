/** The value below which this part of the numbers lies; NaN of none. */
export function quantile(numbers: readonly number[], part: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

/** The middle of the numbers; of an even count the mean of the two. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  const upper = sorted[half] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? Number.NaN) + upper) / 2;
}

/** How far repetitions of one thing lie apart, as parts of their median: what the machine adds by itself. */
export function noise(name: string, numbers: readonly number[]): string {
  const middle = median(numbers);
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
  return `${name}: ${(low / middle).toFixed(2)} to ${(high / middle).toFixed(2)} of its median (${numbers.length} runs)`;
}

/** How long a job takes, in seconds. */
export async function secondsOf(job: () => unknown): Promise<number> {
  const start = performance.now();
  await job();
  return (performance.now() - start) / 1_000;
}
