/** Text as a literal of ClickHouse's SQL. */
export function literal(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}

/** A name of anything as an identifier of ClickHouse's SQL. */
export function identifier(text: string): string {
  return `\`${text.replace(/[\\`]/g, '\\$&')}\``;
}
