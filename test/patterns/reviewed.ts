// biome-ignore-all lint/suspicious/noTemplateCurlyInString: what is quoted are template strings.
/**
 * Patterns that may take long by their shape, and do not: each with what bounds the text that they meet. Mend a pattern
 * rather than add it here: put a class that may not stand before it in front (`(?<!\s)\s+$`), or give it a bound.
 */
export const REVIEWED: readonly { file: string; source: string; why: string }[] = [];

/** Patterns that are built for a call: where, and what one looks like. The kind of what is put in decides the shape. */
export const BUILT: readonly { file: string; written: string; like: RegExp | null; why: string }[] = [
  {
    file: 'check/source/codes-by-pattern.ts',
    written: "pattern.source, [...flags].join('')",
    like: null,
    why: 'The pattern is what whoever runs `check` gave by --pattern.',
  },
  {
    file: 'cli/check/request.ts',
    written: "text, 'g'",
    like: null,
    why: 'The pattern is what whoever runs `check` gave by --pattern.',
  },
  {
    file: 'check/source/lex/heredocs.ts',
    written: "`^[ \\\\t]*${name}\\\\b`, 'gm'",
    like: /^[ \t]*EOF\b/gm,
    why: 'A name of a heredoc.',
  },
  {
    file: 'check/source/lex/tokens-of.ts',
    written: "`[\\\\p{L}_${extra}][\\\\p{L}\\\\p{M}\\\\d_${extra}]*`, 'uy'",
    like: /[\p{L}_$][\p{L}\p{M}\d_$]*/uy,
    why: 'Characters that a language has in its names.',
  },
  {
    file: 'diagnose/rules/token-claims.ts',
    written: "`\\\\bexpected[ ](?:${names})\\\\b${value}`, 'i'",
    like: /\bexpected[ ](?:aud|audience)\b[ ]?(?:to be|is|was|of)?[:=]?[ ]?["'`]?([^\s"'`,;()]{1,200})/i,
    why: 'Names of claims.',
  },
  {
    file: 'diagnose/rules/token-claims.ts',
    written: "`\\\\b(?:${names})\\\\b[^.\\\\n]{0,60}?\\\\bexpected${value}`, 'i'",
    like: /\b(?:aud|audience)\b[^.\n]{0,60}?\bexpected[ ]?(?:to be|is|was|of)?[:=]?[ ]?["'`]?([^\s"'`,;()]{1,200})/i,
    why: 'Names of claims.',
  },
  {
    file: 'diagnose/rules/token-claims.ts',
    written: "`\\\\b(?:${names})[ ](?:must|should)[ ]be${value}`, 'i'",
    like: /\b(?:aud|audience)[ ](?:must|should)[ ]be[ ]?(?:to be|is|was|of)?[:=]?[ ]?["'`]?([^\s"'`,;()]{1,200})/i,
    why: 'Names of claims.',
  },
  {
    file: 'import/markdown/label.ts',
    written: '`[\\n${BREAK}]`',
    like: /[\n\u2028]/,
    why: 'One character.',
  },
  {
    file: 'import/markdown/span-ends.ts',
    written: "`^[ \\\\t>]{0,40}${fence[0]}{${Math.min(fence.length, 1000)},}[ \\\\t]*$`, 'gm'",
    like: /^[ \t>]{0,40}~{3,}[ \t]*$/gm,
    why: 'The characters of a fence.',
  },
  {
    file: 'import/markdown/span-ends.ts',
    written: '`(?<!\\`)\\`{${Math.min(ticks.length, 1000)}}(?!\\`)`',
    like: /(?<!`)`{1000}(?!`)/,
    why: 'A number of backticks.',
  },
  {
    file: 'import/markdown/span-ends.ts',
    written: "`<(/?)${name}(?=[\\\\s>])[^>]{0,4000}>`, 'gi'",
    like: /<(\/?)table(?=[\s>])[^>]{0,4000}>/gi,
    why: 'The name of a tag.',
  },
  {
    file: 'recognize/place.ts',
    written: '`(?<!\\\\d)${status}(?!\\\\d)`',
    like: /(?<!\d)404(?!\d)/,
    why: 'A number of three digits.',
  },
];
