type Id = string | number;

/** The requests that are under way, so that a host can cancel them by their id, which it may use twice. */
export class Cancellations {
  /** Requests that were received and have not begun yet, in their order. */
  readonly #expected = new Map<Id, AbortController[]>();
  readonly #begun = new Map<AbortSignal, { id: Id; controller: AbortController }>();

  /** A request with this id was received; it will begin. */
  expect(id: Id): void {
    const waiting = this.#expected.get(id) ?? [];
    waiting.push(new AbortController());
    this.#expected.set(id, waiting);
  }

  /** The request begins; the signal may be aborted already. */
  begin(id: Id): AbortSignal {
    const waiting = this.#expected.get(id) ?? [];
    const controller = waiting.shift() ?? new AbortController();
    if (waiting.length === 0) this.#expected.delete(id);
    this.#begun.set(controller.signal, { id, controller });
    return controller.signal;
  }

  end(signal: AbortSignal): void {
    this.#begun.delete(signal);
  }

  /** Cancels what was received under this id so far; an id that is none, or of nothing under way, is passed over. */
  cancel(id: unknown): void {
    for (const controller of this.#expected.get(id as Id) ?? []) controller.abort();
    for (const begun of this.#begun.values()) if (begun.id === id) begun.controller.abort();
  }
}
