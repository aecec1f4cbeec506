import * as z from 'zod';
import { Failure } from '../base/failure.ts';
import { clip } from '../base/text.ts';
import { INVALID_PARAMS } from './json-rpc.ts';

const SUBSCRIPTION_KEY = 'io.modelcontextprotocol/subscriptionId';

const listenParams = z.object({
  notifications: z.looseObject({ resourcesListChanged: z.boolean().optional() }),
});

interface Listening {
  /** The JSON-RPC id of the request, by which all that belongs to the subscription is told. */
  id: string | number;
  /** Aborted when the host ends the subscription. */
  signal: AbortSignal;
  notify(notification: { method: string; params: Record<string, unknown> }): Promise<void>;
}

/**
 * The open `subscriptions/listen` requests (MCP 2026-07-28, "Subscriptions"). Of the kinds of notification that a host
 * asks for, only that of changed resources is agreed to, where the catalog may change.
 */
export class Subscriptions {
  readonly #ends = new Set<() => void>();
  /** Those that are to be told that the resources have changed. */
  readonly #told = new Set<() => void>();
  readonly #resourcesChange: boolean;
  #ended = false;

  constructor(resourcesChange: boolean) {
    this.#resourcesChange = resourcesChange;
  }

  /**
   * Acknowledges a subscription; resolves with the result that closes it, when the host or the server ends it.
   *
   * @throws Failure if `params` is not what the method takes
   */
  async listen(params: unknown, { id, signal, notify }: Listening): Promise<object> {
    const { notifications: asked } = parseParams(listenParams, params);
    const agreed = this.#resourcesChange && asked.resourcesListChanged === true;
    const meta = { [SUBSCRIPTION_KEY]: id };
    await notify({
      method: 'notifications/subscriptions/acknowledged',
      params: { _meta: meta, notifications: agreed ? { resourcesListChanged: true } : {} },
    });
    const tell = () =>
      void notify({ method: 'notifications/resources/list_changed', params: { _meta: meta } });
    if (agreed) this.#told.add(tell);
    if (!this.#ended && !signal.aborted) {
      await new Promise<void>((resolve) => {
        this.#ends.add(resolve);
        signal.addEventListener('abort', () => {
          this.#ends.delete(resolve);
          resolve();
        });
      });
    }
    this.#told.delete(tell);
    return { _meta: meta };
  }

  resourcesChanged(): void {
    for (const tell of this.#told) tell();
  }

  /** Ends every subscription gracefully, also one that is only now asked for: no host is there any more. */
  end(): void {
    this.#ended = true;
    for (const end of this.#ends) end();
    this.#ends.clear();
  }
}

const MOST_PROBLEMS = 5;
const LONGEST_PATH = 100;

/**
 * The params of a request, by the schema of its method.
 *
 * @throws Failure `invalid_request` (-32602) that names the problems
 */
export function parseParams<Params>(schema: z.ZodType<Params>, params: unknown): Params {
  const parsed = schema.safeParse(params);
  if (parsed.success) return parsed.data;
  const { issues } = parsed.error;
  const problems = issues
    .slice(0, MOST_PROBLEMS)
    .map((issue) => `${clip(['params', ...issue.path].join('.'), LONGEST_PATH)}: ${issue.message}`);
  if (issues.length > problems.length) problems.push(`and ${issues.length - problems.length} more`);
  throw new Failure('invalid_request', `${problems.join('; ')}.`, { rpc: INVALID_PARAMS });
}
