/** A source without its front matter, as long as before, and the title that it gives. */
export interface Body {
  text: string;
  title: string | null;
}

/** Parts the front matter of YAML or TOML from a page; a page without is returned as it is. */
export function withoutFrontMatter(source: string): Body {
  const fence = /^(---|\+\+\+)[ \t]{0,20}\r?\n/.exec(source);
  if (fence?.[1] === undefined) return { text: source, title: null };
  const close = source.indexOf(`\n${fence[1]}`, fence[0].length - 1);
  const after = close === -1 ? '' : source.slice(close + 4, close + 5);
  if (close === -1 || !/^[\s]?$/.test(after)) return { text: source, title: null };
  const head = source.slice(fence[0].length, close);
  // A rule, prose and another rule are no front matter.
  if (!/^[\w-]{1,60}\s{0,4}[:=]/m.test(head)) return { text: source, title: null };
  const title = /^title\s{0,4}[:=]\s{0,4}(["']?)(.{1,300}?)\1\s{0,20}$/m.exec(head)?.[2];
  return { text: blanked(source.slice(0, close + 4)) + source.slice(close + 4), title: title ?? null };
}

/** Spaces in place of everything but line breaks. */
export function blanked(text: string): string {
  return text.replace(/[^\n]/g, ' ');
}
