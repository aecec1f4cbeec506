import { defineCommand, JSON_OPTION, settingOption } from '../command.ts';
import { askCommand } from './ask.ts';

/** `list`: asks `list_errors`. */
export const list = defineCommand({
  about: 'the errors that exist, filtered',
  description: "The errors that exist, in the catalog's order.",
  operands: [],
  options: {
    query: { value: 'WORDS', about: 'words that must all occur in the entry' },
    status: { value: 'STATUS', about: 'an HTTP status such as 409, or a class such as 4xx' },
    area: { value: 'AREA', about: 'such as general, workspaces, billing, webhooks, tokens' },
    surface: { value: 'SIDE', about: 'api (REST) or oauth (OAuth 2 endpoints)' },
    retry: { value: 'WHEN', about: 'never, after_fix, after_delay or with_backoff' },
    seen: { value: 'TIME', about: 'the most frequent in the logs first, within e.g. 24h or 7d' },
    logs: settingOption('logs', 'the logs that --seen counts'),
    limit: { value: 'N', about: 'at most N', default: '50' },
    cursor: { value: 'CURSOR', about: 'continue where an answer ended, with the same filters' },
    json: JSON_OPTION,
  },
  examples: [
    'error-catalog-mcp list --status 4xx --retry with_backoff',
    'error-catalog-mcp list --seen 24h --logs /var/log/platform',
  ],
  exits: { 0: 'listed' },
  ofSurplus: (word) => `Did you mean --query '${word}'?`,
  run: (request, config, commandContext) => askCommand(config, { ...request, name: 'list' }, commandContext),
});
