/** One log line in plain terms, for adapters to write down in their own form. */
export interface LogRecord {
  /** Milliseconds before the present moment, with fractions down to the microsecond. */
  ago: number;
  request_id?: string;
  trace_id?: string;
  level?: string;
  service?: string;
  workspace?: string;
  method?: string;
  path?: string;
  status?: number;
  code?: string;
  message?: string;
  fields?: Readonly<Record<string, string>>;
}

/** The moment of a record in nanoseconds since 1970, if now is `now` (milliseconds). */
export function momentOf({ ago }: LogRecord, now: number): bigint {
  return BigInt(now) * 1_000_000n - BigInt(Math.round(ago * 1_000)) * 1_000n;
}

/** ISO 8601 with nine digits behind the second. */
export function isoWithNanoseconds(moment: bigint): string {
  const seconds = new Date(Number(moment / 1_000_000n)).toISOString().slice(0, 19);
  return `${seconds}.${String(moment % 1_000_000_000n).padStart(9, '0')}Z`;
}
