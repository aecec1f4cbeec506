import { following } from './following.ts';

/** Does two things at once. When one fails or `signal` is set off, the other is told to stop. */
export async function together<First, Second>(
  first: (signal: AbortSignal) => Promise<First>,
  second: (signal: AbortSignal) => Promise<Second>,
  signal: AbortSignal | undefined,
): Promise<[First, Second]> {
  const { controller, leave } = following(signal);
  try {
    return await Promise.all([first(controller.signal), second(controller.signal)]);
  } catch (thrown) {
    controller.abort(thrown);
    throw thrown;
  } finally {
    leave();
  }
}
