import type { SourceCode } from './source-code.ts';
import { isPascalCase } from './words.ts';

/**
 * The codes that a team's own patterns find in a text: group `code`, or the first group, or the whole match. Every
 * pattern must have the flag `g`; one that matches nothing at all finds nothing there and goes on. What stands as
 * `NotFound` without quotes is a name of the language and says nothing of case and separators.
 */
export function codesByPattern(text: string, patterns: readonly RegExp[], file: string): SourceCode[] {
  const found: { offset: number; code: string }[] = [];
  for (const pattern of patterns) {
    for (const match of text.matchAll(pattern)) {
      const code = match.groups?.['code'] ?? match[1] ?? match[0];
      if (code !== '') found.push({ offset: match.index + Math.max(0, match[0].indexOf(code)), code });
    }
  }
  found.sort((a, b) => a.offset - b.offset);
  let line = 1;
  let lineStart = 0;
  return found.map(({ offset, code }) => {
    for (
      let next = text.indexOf('\n', lineStart);
      next !== -1 && next < offset;
      next = text.indexOf('\n', lineStart)
    ) {
      line += 1;
      lineStart = next + 1;
    }
    return {
      code,
      file,
      line,
      column: offset - lineStart + 1,
      found: 'pattern',
      isName: isBareName(text, offset, code),
    };
  });
}

/** A pattern with the flags that it is searched with: all of its own, every match, and `^` and `$` at lines. */
export function searching(pattern: RegExp): RegExp {
  const flags = new Set([...pattern.flags.replace('y', ''), 'g', 'm']);
  return new RegExp(pattern.source, [...flags].join(''));
}

function isBareName(text: string, offset: number, code: string): boolean {
  return isPascalCase(code) && !/["'`]/.test(text.charAt(offset - 1) + text.charAt(offset + code.length));
}
