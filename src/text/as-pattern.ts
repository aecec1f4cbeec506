/** A regular expression's source that matches `text` itself. */
export function asPattern(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/-]/g, String.raw`\$&`);
}
