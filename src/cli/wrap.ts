import type { Painter, Style } from './colour.ts';
import { displayWidth } from './display-width.ts';

/** A piece of a line, in one style. */
export interface Span {
  text: string;
  style: Style | null;
}

/** A line of any length: where it is broken, what follows stands `hang` columns in. */
export interface Paragraph {
  spans: readonly Span[];
  hang: number;
}

/** What must stay together, with the spaces in front of it. */
interface Word {
  space: string;
  spans: Span[];
}

/**
 * A paragraph as painted lines of at most `columns`; null leaves it on one line. Broken at spaces only: what holds
 * none, such as a URL, stays whole, so that it can be copied.
 */
export function wrap({ spans, hang }: Paragraph, columns: number | null, paint: Painter): string {
  if (columns === null) return painted(spans, paint);
  const lines: Span[][] = [];
  let line: Span[] = [];
  let width = 0;
  for (const { space, spans: parts } of wordsOf(spans)) {
    const size = parts.reduce((sum, { text }) => sum + displayWidth(text), 0);
    if (line.length > 0 && width + space.length + size > columns) {
      lines.push(line);
      line = [{ text: ' '.repeat(hang), style: null }];
      width = hang;
    } else if (space !== '') {
      const before = line.at(-1)?.style ?? null;
      line.push({ text: space, style: before === parts[0]?.style ? before : null });
      width += space.length;
    }
    line.push(...parts);
    width += size;
  }
  return [...lines, line].map((each) => painted(each, paint)).join('\n');
}

/** Words may reach over spans: `code` and the colon behind it. */
function wordsOf(spans: readonly Span[]): Word[] {
  const words: Word[] = [{ space: '', spans: [] }];
  for (const { text, style } of spans) {
    for (const part of text.match(/ +|[^ ]+/g) ?? []) {
      if (part.startsWith(' ')) words.push({ space: part, spans: [] });
      else words.at(-1)?.spans.push({ text: part, style });
    }
  }
  return words.filter(({ space, spans: parts }) => space !== '' || parts.length > 0);
}

/** Neighbours of one style share their escapes. */
function painted(spans: readonly Span[], paint: Painter): string {
  let shown = '';
  let run: Span = { text: '', style: null };
  for (const span of spans) {
    if (span.style === run.style) {
      run = { ...run, text: run.text + span.text };
    } else {
      shown += paint(run.style, run.text);
      run = span;
    }
  }
  return shown + paint(run.style, run.text);
}
