/** A reply that takes longer never comes, and a process that lasts longer never goes. */
const LONGEST_WAIT_MS = 100_000;

/**
 * Waits for what should be there soon.
 *
 * @param problem says what is amiss if it is not
 * @throws Error with that, after 100 s; and what `wanted` rejects with
 */
export async function inTime(wanted: Promise<unknown>, problem: () => string): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`${problem()} ${LONGEST_WAIT_MS / 1_000} s have passed.`)),
      LONGEST_WAIT_MS,
    );
  });
  await Promise.race([wanted, late]).finally(() => clearTimeout(timer));
}
