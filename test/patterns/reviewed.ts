// biome-ignore-all lint/suspicious/noTemplateCurlyInString: what is quoted are template strings.
/**
 * Patterns that may take long by their shape, and do not: each with what bounds the text that they meet. Mend a pattern
 * rather than add it here: put a class that may not stand before it in front (`(?<!\s)\s+$`), or give it a bound.
 */
export const REVIEWED: readonly { file: string; source: string; why: string }[] = [];

/** Patterns that are built for a call: where, and what one looks like. The kind of what is put in decides the shape. */
export const BUILT: readonly { file: string; written: string; like: RegExp | null; why: string }[] = [
  {
    file: 'check/source/codes-in-text.ts',
    written: "pattern.source, [...flags].join('')",
    like: null,
    why: 'The pattern is what whoever runs `check` gave by --pattern.',
  },
  {
    file: 'cli/commands/check/request.ts',
    written: "text, 'g'",
    like: null,
    why: 'The pattern is what whoever runs `check` gave by --pattern.',
  },
  {
    file: 'cli/commands/import.ts',
    written: 'text',
    like: null,
    why: 'The pattern is what whoever runs `import` gave by --only.',
  },
  {
    file: 'check/source/strings.ts',
    written: "`^[ \\\\t]*${name}\\\\b`, 'gm'",
    like: /^[ \t]*EOF\b/gm,
    why: 'A name of a heredoc.',
  },
  {
    file: 'check/source/tokens.ts',
    written: "`[\\\\p{L}_${extra}][\\\\p{L}\\\\p{M}\\\\d_${extra}]*`, 'uy'",
    like: /[\p{L}_$][\p{L}\p{M}\d_$]*/uy,
    why: 'Characters that a language has in its names.',
  },
  {
    file: 'diagnose/rules/token.ts',
    written: "`\\\\bexpected[ ](?:${names})\\\\b${value}`, 'i'",
    like: /\bexpected[ ](?:aud|audience)\b[ ]?(?:to be|is|was|of)?[:=]?[ ]?["'`]?([^\s"'`,;()]{1,200})/i,
    why: 'Names of claims.',
  },
  {
    file: 'diagnose/rules/token.ts',
    written: "`\\\\b(?:${names})\\\\b[^.\\\\n]{0,60}?\\\\bexpected${value}`, 'i'",
    like: /\b(?:aud|audience)\b[^.\n]{0,60}?\bexpected[ ]?(?:to be|is|was|of)?[:=]?[ ]?["'`]?([^\s"'`,;()]{1,200})/i,
    why: 'Names of claims.',
  },
  {
    file: 'diagnose/rules/token.ts',
    written: "`\\\\b(?:${names})[ ](?:must|should)[ ]be${value}`, 'i'",
    like: /\b(?:aud|audience)[ ](?:must|should)[ ]be[ ]?(?:to be|is|was|of)?[:=]?[ ]?["'`]?([^\s"'`,;()]{1,200})/i,
    why: 'Names of claims.',
  },
  {
    file: 'logs/search/matcher.ts',
    written: "source, 'g'",
    like: /(?<!\d)[45]\d\d(?!\d)|acme|\\u|\x1b/g,
    why: 'Digits of a status, or the name of a workspace, beside what may hide it.',
  },
  {
    file: 'import/page/from-markdown.ts',
    written: "`^[ \\\\t>]{0,40}${fence[0]}{${Math.min(fence.length, 1000)},}[ \\\\t]*$`, 'gm'",
    like: /^[ \t>]{0,40}~{3,}[ \t]*$/gm,
    why: 'The characters of a fence.',
  },
  {
    file: 'import/page/from-markdown.ts',
    written: '`(?<!\\`)\\`{${Math.min(ticks.length, 1000)}}(?!\\`)`',
    like: /(?<!`)`{1000}(?!`)/,
    why: 'A number of backticks.',
  },
  {
    file: 'import/page/from-markdown.ts',
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
  {
    file: 'diagnose/rules/field-value.ts',
    written:
      'String.raw`\\\\?["\']${name}\\\\?["\']\\s{0,8}:\\s{0,8}(\\\\?["\'][^"\'\\\\]{0,20}\\\\?["\']|[\\w.-]{1,20})`',
    like: /\\?["']confirm\\?["']\s{0,8}:\s{0,8}(\\?["'][^"'\\]{0,20}\\?["']|[\w.-]{1,20})/,
    why: 'A name of a field.',
  },
  {
    file: 'diagnose/rules/field-value.ts',
    written: 'String.raw`\\\\?["\'](${others})\\\\?["\']\\s{0,8}:\\s{0,8}\\\\?["\']?(?:true|1|yes)\\b`',
    like: /\\?["'](confirmed|force)\\?["']\s{0,8}:\s{0,8}\\?["']?(?:true|1|yes)\b/,
    why: 'Names of fields.',
  },
  {
    file: 'diagnose/rules/field-value.ts',
    written: '`[?&]${name}=([\\\\w%]{0,20})`',
    like: /[?&]confirm=([\w%]{0,20})/,
    why: 'A name of a field.',
  },
  {
    file: 'diagnose/rules/slug.ts',
    written: 'String.raw`^\\s{0,20}\\{\\s{0,20}"${name}"\\s{0,20}:\\s{0,20}"([^"\\\\]{0,200})"`, \'i\'',
    like: /^\s{0,20}\{\s{0,20}"slug"\s{0,20}:\s{0,20}"([^"\\]{0,200})"/i,
    why: 'A name of a field.',
  },
  {
    file: 'diagnose/rules/slug.ts',
    written: "String.raw`^\\s{0,20}${name}\\s{0,4}[:=]\\s{0,4}([^\\s&\"'%]{0,200})\\s{0,20}$`, 'i'",
    like: /^\s{0,20}slug\s{0,4}[:=]\s{0,4}([^\s&"'%]{0,200})\s{0,20}$/i,
    why: 'A name of a field.',
  },
  {
    file: 'diagnose/rules/slug.ts',
    written: "`(?:${name}:?|${asPattern(code)}(?::| for| with)?) $`, 'i'",
    like: /(?:slug:?|slug_taken(?::| for| with)?) $/i,
    why: 'A name of a field, and a code of the catalog.',
  },
  {
    file: 'diagnose/rules/slug.ts',
    written: "`${name}\\\\b`, 'i'",
    like: /slug\b/i,
    why: 'A name of a field.',
  },
  {
    file: 'diagnose/rules/slug.ts',
    written: "`/(?:${segments.map(asPattern).join('|')})/([^/?#]+)`, 'i'",
    like: /\/(?:workspaces|apps)\/([^/?#]+)/i,
    why: 'Segments of paths.',
  },
  {
    file: 'logs/index/segment-builder.ts',
    written: "`${workspace.replaceAll('.', '\\\\.')}|\\\\\\\\u|\\\\x1b`, 'i'",
    like: /acme\.west|\\u|\x1b/i,
    why: 'The name of a workspace.',
  },
];
