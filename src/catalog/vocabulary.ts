/** When repeating the request can help. `after_delay` means: after the wait that `Retry-After` gives. */
export const RETRY_WHEN = ['never', 'after_fix', 'after_delay', 'with_backoff'] as const;

/** Who must act for the error to go away, as the built-in catalog has it. */
export const ACTORS = ['caller', 'end_user', 'workspace_owner', 'platform'] as const;

export type Actor = (typeof ACTORS)[number];
export type RetryWhen = (typeof RETRY_WHEN)[number];
