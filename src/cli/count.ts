/** `5,790` */
export function group(many: number): string {
  return many.toLocaleString('en-US');
}

/** `1 error`, `5,790 errors` */
export function count(many: number, what: string): string {
  return `${group(many)} ${what}${many === 1 ? '' : 's'}`;
}
