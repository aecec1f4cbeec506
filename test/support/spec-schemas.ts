import {
  CallToolResultSchema,
  CompleteResultSchema,
  DiscoverResultSchema,
  GetPromptResultSchema,
  JSONRPCErrorResponseSchema,
  JSONRPCNotificationSchema,
  JSONRPCResultResponseSchema,
  ListPromptsResultSchema,
  ListResourcesResultSchema,
  ListResourceTemplatesResultSchema,
  ListToolsResultSchema,
  ReadResourceResultSchema,
  SubscriptionsListenResultSchema,
} from '@modelcontextprotocol/core';
import { z } from 'zod';

/** What revision 2026-07-28 wants of every result ("Result Responses"), and of those that may be kept ("Caching"). */
const modern = z.looseObject({ resultType: z.literal('complete') });
const cacheable = modern.extend({
  ttlMs: z.number().int().min(0),
  cacheScope: z.enum(['public', 'private']),
});

const RESULTS: Record<string, { shape: z.ZodType; era: z.ZodType }> = {
  'server/discover': { shape: DiscoverResultSchema, era: cacheable },
  'tools/list': { shape: ListToolsResultSchema, era: cacheable },
  'prompts/list': { shape: ListPromptsResultSchema, era: cacheable },
  'resources/list': { shape: ListResourcesResultSchema, era: cacheable },
  'resources/templates/list': { shape: ListResourceTemplatesResultSchema, era: cacheable },
  'resources/read': { shape: ReadResourceResultSchema, era: cacheable },
  'tools/call': { shape: CallToolResultSchema, era: modern },
  'prompts/get': { shape: GetPromptResultSchema, era: modern },
  'completion/complete': { shape: CompleteResultSchema, era: modern },
  'subscriptions/listen': { shape: SubscriptionsListenResultSchema, era: modern },
};

/** Fails if a line that answers `method` does not fit the protocol's own schemas; `method` is null for a notification. */
export function checkLine(message: Record<string, unknown>, method: string | null): void {
  if (method === null) JSONRPCNotificationSchema.parse(message);
  else if ('error' in message) JSONRPCErrorResponseSchema.parse(message);
  else {
    const { result } = JSONRPCResultResponseSchema.parse(message);
    RESULTS[method]?.shape.parse(result);
    RESULTS[method]?.era.parse(result);
  }
}
