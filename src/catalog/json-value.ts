import * as z from 'zod';

/** Any value that JSON can hold. */
export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };

/** Any value that JSON can hold, of any depth. */
export const jsonValue = z.json() as z.ZodType<JsonValue>;
