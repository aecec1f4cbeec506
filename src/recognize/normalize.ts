const ANSI = /\u001b\[[0-9;?]*[ -/]*[@-~]/g;
const HTML_QUOTE = /&(?:quot|#34|#x22);/gi;
const ESCAPED_QUOTE = /\\+(?=["'])/g;
const ESCAPED_BREAK = /\\+[nrt]/g;
const URL_QUOTE = /%22/gi;

/**
 * The text without the layers that transport puts round it: terminal colours, backslashes before quotes
 * (one escape or many), HTML entities and URL-encoded quotes. Linear in the length of `text`.
 */
export function unwrap(text: string): string {
  return text
    .replace(ANSI, '')
    .replace(HTML_QUOTE, '"')
    .replace(URL_QUOTE, '"')
    .replace(ESCAPED_QUOTE, '')
    .replace(ESCAPED_BREAK, '\n');
}

/** The words of an identifier, in lower case: `Err.WorkspaceSlug-Taken` gives `err workspace slug taken`. */
export function wordsOf(identifier: string): string[] {
  return identifier
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}
