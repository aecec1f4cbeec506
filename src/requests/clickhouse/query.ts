import type * as z from 'zod';

/** SQL and the values of its parameters: a value, or the name of a column, never enters the text. */
export interface Query<Row> {
  text: string;
  params: Record<string, unknown>;
  /** What a row of the answer is: a list of values. */
  row: z.ZodType<Row>;
  /** How many rows it can give; what gives more is no answer to it. */
  most: number;
}
