import { type Finding, isMark, parts, type Source, tokenAt } from './source.ts';

/** What libraries of errors call the function that is given all of them: `defineErrorCatalog`, `defineDiagnostics`. */
const DEFINES =
  /^(?:define|create)[A-Za-z]{0,20}(?:Diagnostics|Errors|Problems|Exceptions|(?:Error|Problem|Diagnostic|Exception)s?(?:Catalog|Catalogue|Codes|Map|Registry|Table))$/;

/**
 * The codes that a library of errors is given as the keys of an object: `defineErrors({ GONE: { status: 410 } })`, or
 * those of its member `codes`. A text in front of the object stands before each of them: `defineErrorCatalog('billing',
 * { DECLINED: … })` has `billing.DECLINED`.
 */
export function* findInDefinitions(source: Source): Generator<Finding> {
  for (let at = 0; at < source.tokens.length; at += 1) {
    const { kind, text } = tokenAt(source, at);
    if (kind !== 'name' || !DEFINES.test(text) || !isMark(source, at + 1, '(')) continue;
    let prefix = '';
    for (const { from } of parts(source, at + 1)) {
      const first = tokenAt(source, from);
      if (first.kind === 'string' && /^[\w.-]{1,100}$/.test(first.text)) prefix = `${first.text}.`;
      if (isMark(source, from, '{')) yield* codesIn(source, from, prefix);
    }
  }
}

function* codesIn(source: Source, open: number, prefix: string): Generator<Finding> {
  const keys = [...parts(source, open)].filter(({ from }) => isMark(source, from + 1, ':'));
  const inner = keys.find(
    ({ from }) => tokenAt(source, from).text === 'codes' && isMark(source, from + 2, '{'),
  );
  if (inner !== undefined) {
    yield* codesIn(source, inner.from + 2, prefix);
    return;
  }
  for (const { from: at } of keys) {
    const { kind, text } = tokenAt(source, at);
    const isCode = kind === 'string' || /^[A-Z][A-Z0-9_]+$/.test(text) || isMark(source, at + 2, '{');
    if (isCode && kind !== 'mark') yield { at, code: `${prefix}${text}`, found: 'call', isName: false };
  }
}
