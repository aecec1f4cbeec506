const TEMPLATES = [
  /\$\{[^{}]{1,60}\}/,
  /\{\{?[^{}]{1,60}\}?\}/,
  /<[^<>]{1,60}>/,
  /%[A-Z][A-Z_]{2,40}%/,
  /\$[A-Z][A-Z_]{2,40}/,
  /\[(?:your|my|app|host|domain|client|secret)[^[\]]{0,40}\]/i,
  /\byour[-_ ]{0,1}(?:app|api|domain|host|site|server|company|client|secret|token|key|callback|workspace)\b/i,
  /\bYOUR_[A-Z_]{2,40}/,
];

/** The first part of `text` that waits to be filled in (`{HOST}`, `${URL}`, `<secret>`, `your-domain`), or null. */
export function placeholderIn(text: string): string | null {
  for (const template of TEMPLATES) {
    const match = template.exec(text.slice(0, 4096));
    if (match) return match[0];
  }
  return null;
}
