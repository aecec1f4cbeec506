import { codeShape } from '../code-shape.ts';
import { type Finding, type Source, tokenAt } from './source.ts';

/** `"code": "x"` within a text; the longest code that is known to be one has 80 characters. */
const MEMBER = /"(code|error_code|errorCode)"\s{0,4}:\s{0,4}"([\w.:/-]{3,80})"/g;

/** Codes in strings that hold JSON, as it is sent: `` `{"error":{"code":"x"}}` ``; not those in the notes of Python. */
export function* findInJsonTexts(source: Source): Generator<Finding> {
  for (let at = 0; at < source.tokens.length; at += 1) {
    const { kind, text, first } = tokenAt(source, at);
    if (kind !== 'string' || !text.trimStart().startsWith('{') || (first && source.language.indents))
      continue;
    for (const [, , code = ''] of text.matchAll(MEMBER))
      if (codeShape(code) === 'compound') yield { at, code, found: 'field', isName: false };
  }
}
