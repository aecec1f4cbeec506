/** A controller whose signal is set off when another one is, with the same reason, until it is told to leave that. */
export interface Following {
  controller: AbortController;
  leave(): void;
}

/** A new controller that follows `signal`, if there is one. */
export function following(signal: AbortSignal | undefined): Following {
  const controller = new AbortController();
  const pass = () => controller.abort(signal?.reason);
  if (signal?.aborted === true) pass();
  else signal?.addEventListener('abort', pass, { once: true });
  return { controller, leave: () => signal?.removeEventListener('abort', pass) };
}
