import * as z from 'zod';
import { parseParams } from './parse-params.ts';

const SUBSCRIPTION_KEY = 'io.modelcontextprotocol/subscriptionId';

const listenParams = z.object({ notifications: z.record(z.string(), z.unknown()) });

interface Listening {
  /** The JSON-RPC id of the request, by which all that belongs to the subscription is told. */
  id: string | number;
  /** Aborted when the host ends the subscription. */
  signal: AbortSignal;
  notify(notification: { method: string; params: Record<string, unknown> }): Promise<void>;
}

/**
 * The open `subscriptions/listen` requests (MCP 2026-07-28, "Subscriptions"). Nothing that this server lists
 * changes while it runs, so none of the kinds of notification that a host asks for is agreed to.
 */
export class Subscriptions {
  readonly #ends = new Set<() => void>();
  #ended = false;

  /**
   * Acknowledges a subscription; resolves with the result that closes it, when the host or the server ends it.
   *
   * @throws Failure if `params` is not what the method takes
   */
  async listen(params: unknown, { id, signal, notify }: Listening): Promise<object> {
    parseParams(listenParams, params);
    const meta = { [SUBSCRIPTION_KEY]: id };
    await notify({
      method: 'notifications/subscriptions/acknowledged',
      params: { _meta: meta, notifications: {} },
    });
    if (!this.#ended && !signal.aborted) {
      await new Promise<void>((resolve) => {
        this.#ends.add(resolve);
        signal.addEventListener('abort', () => {
          this.#ends.delete(resolve);
          resolve();
        });
      });
    }
    return { _meta: meta };
  }

  /** Ends every subscription gracefully, also one that is only now asked for: no host is there any more. */
  end(): void {
    this.#ended = true;
    for (const end of this.#ends) end();
    this.#ends.clear();
  }
}
