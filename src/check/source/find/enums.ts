import { namesCodes, type Sureness, saysErrorCodes } from '../says-error.ts';
import { codesOfMembers } from './enum-members.ts';
import { type Finding, isMark, isName, type Source, tokenAt } from './source.ts';

const LONGEST_HEAD = 60;
const LONGEST_ATTRIBUTE = 200;

/** Codes in the declarations of enums whose name says that they are error codes, but for those of Python and Ruby. */
export function* findInEnums(source: Source): Generator<Finding> {
  for (let at = 0; at < source.tokens.length; at += 1) {
    if (!isName(source, at, 'enum') || source.language.indents) continue;
    const block = blockBehind(source, at);
    if (block === null) continue;
    const { name, open, close } = block;
    const says = isName(source, at + 1, 'class', 'struct') || name !== '' ? saysOf(source, name) : null;
    if (says === null) continue;
    yield* codesOfMembers(source, {
      open,
      close,
      namesCount: doNamesCount(source, at, open, name, says),
      rule: ruleBefore(source, at),
      name,
    });
  }
}

/** `Code` says enough where all is about errors. */
function saysOf({ isAboutErrors }: Source, name: string): Sureness | null {
  return saysErrorCodes(name) ?? (isAboutErrors && /^Codes?$/i.test(name) ? 'sure' : null);
}

function blockBehind(source: Source, at: number): { name: string; open: number; close: number } | null {
  let name = '';
  for (let index = at + 1; index < at + LONGEST_HEAD; index = source.outline.behind(index)) {
    const { kind, text } = tokenAt(source, index);
    if (kind === 'name' && name === '' && text !== 'class' && text !== 'struct') name = text;
    if (isMark(source, index, '{')) {
      const close = source.outline.pair(index);
      if (close === -1) return null;
      // `typedef enum { … } name;`
      const behind = tokenAt(source, close + 1);
      if (name === '' && behind.kind === 'name') name = behind.text;
      return { name, open: index, close };
    }
    if (kind === 'mark' && (text === ';' || text === '}' || text === '=')) return null;
  }
  return null;
}

/** Whether the bare names of members are codes: in Rust, and where names are numbers, only if the enum's name is sure. */
function doNamesCount(source: Source, at: number, open: number, name: string, says: Sureness): boolean {
  if (namesCodes(name) || (says === 'sure' && /^Codes?$/i.test(name))) return true;
  switch (source.language.name) {
    case 'java':
    case 'kotlin':
    case 'csharp':
    case 'php':
      return true;
    case 'swift':
      return source.tokens.slice(at, open).some(({ text }) => text === 'String');
    case 'rust':
      return attributesBefore(source, at).some((index) => isName(source, index, 'Serialize'));
    default:
      return false;
  }
}

/** The tokens in the attributes that stand before a declaration. */
function attributesBefore(source: Source, at: number): number[] {
  const found: number[] = [];
  for (let index = at - 1; index >= 0; index -= 1) {
    if (isName(source, index, 'pub', 'public', 'internal', 'export', 'indirect', 'sealed')) continue;
    const open = isMark(source, index, ']', ')') ? source.outline.pair(index) : -1;
    if (open === -1) break;
    if (index - open > LONGEST_ATTRIBUTE) break;
    for (let inner = open + 1; inner < index; inner += 1) found.push(inner);
    index = isMark(source, open - 1, '#') ? open - 1 : open;
  }
  return found;
}

function ruleBefore(source: Source, at: number): string | null {
  for (const index of attributesBefore(source, at))
    if (isName(source, index, 'rename_all', 'serialize_all') && tokenAt(source, index + 2).kind === 'string')
      return tokenAt(source, index + 2).text;
  return null;
}
