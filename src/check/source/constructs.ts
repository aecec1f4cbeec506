import { wordSet } from '../../base/text.ts';
import { type Declaration, isMark, isName, type Source, tokenAt } from './find/source.ts';
import type { Head } from './outline.ts';
import { wordsOfName } from './words.ts';

/**
 * A construct of source code in which values of one kind stand: the first arguments of a function, a field of a struct,
 * a column of a table, the members of an enum.
 */
export interface Construct {
  /** The same wherever the same construct stands. */
  key: string;
  /** How a person calls it. */
  label: string;
  /** Whether it lists what there is, as an enum does, or uses it, as a call does. */
  kind: 'list' | 'use';
  /** Whether its file is a part of it. */
  isOfFile: boolean;
  /** Whether the team has given it a name: that of a type or of a macro. */
  isNamed: boolean;
}

/** A token with the constructs in which it stands, each another view of the same place. */
export interface Standing {
  at: number;
  isName: boolean;
  constructs: Construct[];
}

/** A bracket that is open, as the walk over the tokens has it. */
interface Frame {
  open: number;
  /** How many commas stand before the place, behind the last `;`. */
  part: number;
  /** The first token of the part. */
  start: number;
  /** Whether a `;` stands before the place, which in Java and Kotlin ends the members of an enum. */
  isPast: boolean;
}

/** Types that say nothing of what they hold. */
const PLAIN_TYPES = wordSet(`
  string str int integer number char bool boolean auto object any byte u8 u16 u32 u64 i8 i16 i32 i64 long
  short unsigned uint text data std optional final literal`);
/** Names of functions that say nothing without what they belong to. */
const GENERAL = /^(?:new|create|of|from|make|build|with|add|register|get|set|code|error|json|f|t|_)$/i;
const NO_CALLEE =
  /^(?:if|for|foreach|while|switch|match|catch|except|return|when|until|unless|elif|and|or|not|in|assert|function|func|fn|fun|def|await|typeof|sizeof)$/;
const DECLARING = ['function', 'func', 'fn', 'fun', 'def', 'class'];
const FARTHEST = 14;

/** Where the tokens that are `wanted` stand, in the order of the text. Takes time linear in it. */
export function* standings(
  source: Source,
  file: string,
  wanted: (at: number) => boolean,
): Generator<Standing> {
  const declared = new Map(source.declared.map((each) => [each.value, each]));
  const frames: Frame[] = [];
  const walk = new Place(source, file, declared, frames);
  for (let at = 0; at < source.tokens.length; at += 1) {
    const { kind, text } = tokenAt(source, at);
    if (kind === 'mark') {
      const pair = source.outline.pair(at);
      const top = frames.at(-1);
      if (pair > at) frames.push({ open: at, part: 0, start: at + 1, isPast: false });
      else if (pair !== -1) frames.pop();
      else if (top !== undefined && (text === ',' || text === ';')) {
        top.part = text === ',' ? top.part + 1 : 0;
        top.start = at + 1;
        top.isPast ||= text === ';';
      }
    } else if (kind !== 'dynamic' && wanted(at)) {
      const isName = kind === 'name';
      const found = walk.constructsAt(at);
      // What names hold is told from what texts hold.
      const constructs = isName ? found.map((each) => ({ ...each, key: `${each.key} (names)` })) : found;
      if (constructs.length > 0) yield { at, isName, constructs };
    }
  }
}

/** What a bracket is the value of. */
interface Owner {
  key: string;
  name: string;
  isOfFile: boolean;
}

class Place {
  readonly #source: Source;
  readonly #file: string;
  readonly #declared: ReadonlyMap<number, Declaration>;
  readonly #frames: readonly Frame[];
  readonly #unions: ReadonlyMap<number, string>;

  constructor(
    source: Source,
    file: string,
    declared: ReadonlyMap<number, Declaration>,
    frames: readonly Frame[],
  ) {
    this.#source = source;
    this.#file = file;
    this.#declared = declared;
    this.#frames = frames;
    this.#unions = unionsOf(source, declared);
  }

  constructsAt(at: number): Construct[] {
    const source = this.#source;
    const frame = this.#frames.at(-1);
    const isBare = tokenAt(source, at).kind === 'name';
    const union = this.#unions.get(at);
    if (union !== undefined) return [named(`type ${this.#file} ${union}`, `the type ${union}`, true)];
    if (!isBare) {
      const declaration = this.#declared.get(at);
      if (declaration !== undefined) return this.#assigned(declaration, frame);
      if (isMark(source, at - 1, ':', '=>')) return this.#underKey(at, frame);
    }
    if (frame === undefined) return this.#returned(at);
    const isPart = at === frame.start || (isBare && tokenAt(source, at).first);
    if (!isPart) return this.#returned(at);
    if (isMark(source, at + 1, ':', '=>')) return this.#asKey(at);
    if (isBare) return this.#bareMember(at, frame);
    return isMark(source, at + 1, ',', ')', ']', '}', ';') ? this.#inRow(frame) : [];
  }

  /** `NAME = "x"`: a member of an enum or a class, a constant of a type, a named argument, or a variable. */
  #assigned({ name, at, types, isMember, isArgument }: Declaration, frame: Frame | undefined): Construct[] {
    const source = this.#source;
    if (isArgument) return this.#argument(name, frame);
    if (isMember) return [use(`field.${name}`, `the field ${name}`)];
    const type = types.find((each) => !PLAIN_TYPES.has(each.toLowerCase()) && /^[\p{L}_]/u.test(each));
    if (type !== undefined && /^\p{Lu}/u.test(type))
      return [named(`type ${type}`, `constants of the type ${type}`)];
    const [head] = source.outline.heads(at);
    if (head?.kind === 'function') return [use(`variable ${name}`, `the variable ${name}`)];
    if (head !== undefined) return [this.#memberOf(head)];
    const [first = name] = wordsOfName(name);
    return [list(`${this.#file} ${first}`, `constants named ${first.toUpperCase()}… in ${this.#name()}`)];
  }

  #argument(name: string, frame: Frame | undefined): Construct[] {
    const callee = frame === undefined ? null : this.#calleeOf(frame.open);
    return callee === null ? [] : [use(`call ${callee}.${name}`, `the argument ${name} of ${callee}`)];
  }

  /** `Value: "x"`, `'name' => 'x'`: a field of a struct, and one of the values of a map. */
  #underKey(at: number, frame: Frame | undefined): Construct[] {
    const source = this.#source;
    const key = tokenAt(source, at - 2);
    if (frame === undefined || (key.kind !== 'name' && key.kind !== 'string')) return [];
    const isFirst = at - 2 === frame.start || key.first;
    if (!isFirst || key.text === 'default') return [];
    if (isMark(source, frame.open, '(')) return this.#argument(key.text, frame);
    const holder = this.#structOf(frame.open);
    const owner = this.#ownerOf(this.#frames.length - 1);
    const field =
      holder === null
        ? use(`field ${key.text}`, `the field ${key.text}`)
        : named(`field ${holder}.${key.text}`, `the field ${key.text} of ${holder}`);
    return owner === null
      ? [field]
      : [field, list(`values ${owner.key}`, `the values of ${owner.name}`, owner.isOfFile)];
  }

  /** `"x": {…}`: one of the keys of a map. */
  #asKey(at: number): Construct[] {
    const { kind } = tokenAt(this.#source, at);
    if (kind === 'name' && !isMark(this.#source, at + 2, '{', '[', '(') && !isSentence(this.#source, at + 2))
      return [];
    const owner = this.#ownerOf(this.#frames.length - 1);
    return owner === null ? [] : [list(`keys ${owner.key}`, `the keys of ${owner.name}`, owner.isOfFile)];
  }

  /** A name alone: a member of an enum, or an argument of a macro. */
  #bareMember(at: number, frame: Frame): Construct[] {
    const source = this.#source;
    const isWhole =
      isMark(source, at + 1, ',', ';', '}', ')', '=', '(', '{') || tokenAt(source, at + 1).first;
    if (!isWhole) return [];
    const macro = this.#macroOf(frame);
    if (macro !== null) return [macro];
    const head = isMark(source, frame.open, '{') ? source.outline.head(frame.open) : null;
    const isBehind = frame.isPast && /^(?:java|kotlin)$/.test(source.language.name);
    if (head !== null && this.#isEnum(head)) return isBehind ? [] : [this.#memberOf(head, 'names')];
    const callee = isMark(source, frame.open, '(') ? this.#calleeOf(frame.open) : null;
    const isTable = callee !== null && /^[A-Z][A-Z0-9_]*$/.test(callee) && frame.part === 0;
    return isTable ? [named(`call ${callee}#0`, `argument 1 of ${callee}()`)] : [];
  }

  /** An argument of a call, a part of a macro, a column of a table, or an item of a list. */
  #inRow(frame: Frame): Construct[] {
    const source = this.#source;
    const macro = this.#macroOf(frame);
    if (macro !== null) return [macro];
    const number = frame.part + 1;
    if (isMark(source, frame.open, '(')) {
      const callee = this.#calleeOf(frame.open);
      if (callee !== null) {
        const head = source.outline.enclosing(frame.open, 'type');
        const isMember =
          head !== null && this.#isEnum(head) && source.outline.parent(frame.open - 1) === head.to;
        if (isMember) return [this.#memberOf(head, `argument ${number}`)];
        return [use(`call ${callee}#${frame.part}`, `argument ${number} of ${callee}()`)];
      }
    }
    const outer = this.#frames.at(-2);
    const isRow = outer !== undefined && outer.start === frame.open;
    const owner = this.#ownerOf(this.#frames.length - (isRow ? 2 : 1));
    if (owner !== null && isRow)
      return [list(`column ${owner.key}#${frame.part}`, `column ${number} of ${owner.name}`, owner.isOfFile)];
    if (owner !== null) return [list(`items ${owner.key}`, `the items of ${owner.name}`, owner.isOfFile)];
    const holder = this.#structOf(frame.open);
    return holder === null ? [] : [named(`part ${holder}#${frame.part}`, `part ${number} of ${holder}`)];
  }

  #returned(at: number): Construct[] {
    const head = isName(this.#source, at - 1, 'return')
      ? this.#source.outline.enclosing(at, 'function')
      : null;
    if (head === null || head.name === '') return [];
    return [use(`return ${this.#file} ${head.name}`, `what ${head.name} returns`, true)];
  }

  #memberOf(head: Head, which = ''): Construct {
    const of = which === '' ? 'members' : which === 'names' ? 'names of members' : `${which} of members`;
    const what = this.#isEnum(head) ? 'the enum' : 'the class';
    return named(`${of} ${this.#file} ${head.name}`, `${of} of ${what} ${head.name}`, true);
  }

  #isEnum({ from, to }: Head): boolean {
    for (let at = Math.max(0, from - 1); at < to; at += 1)
      if (tokenAt(this.#source, at).kind === 'name' && /^enum$|Enum$/.test(tokenAt(this.#source, at).text))
        return true;
    return false;
  }

  /** `name! { A, B; C, D }` */
  #macroOf({ open, part }: Frame): Construct | null {
    const source = this.#source;
    if (!isMark(source, open - 1, '!') || tokenAt(source, open - 2).kind !== 'name') return null;
    const { text } = tokenAt(source, open - 2);
    return named(`macro ${text}#${part}`, `argument ${part + 1} of ${text}!`);
  }

  /** What is called with the bracket at `open`; null for one that is no call. */
  #calleeOf(open: number): string | null {
    const source = this.#source;
    const { kind, text } = tokenAt(source, open - 1);
    if (kind !== 'name' || NO_CALLEE.test(text) || isName(source, open - 2, ...DECLARING)) return null;
    const isPart = isMark(source, open - 2, '.', '::', '->', '?.');
    const of = tokenAt(source, open - 3);
    return GENERAL.test(text) && isPart && of.kind === 'name' ? `${of.text}.${text}` : text;
  }

  /** `ErrorDescriptor{`: the type of a literal; null for the block of a declaration or a statement. */
  #structOf(open: number): string | null {
    const source = this.#source;
    const { kind, text } = tokenAt(source, open - 1);
    if (kind !== 'name' || !isMark(source, open, '{') || NO_CALLEE.test(text)) return null;
    return source.outline.head(open) === null && !/^(?:else|try|do|struct|interface)$/.test(text)
      ? text
      : null;
  }

  /** What a bracket is the value of: a variable, a key, an argument, or what the file returns. */
  #ownerOf(index: number): Owner | null {
    const source = this.#source;
    const frame = this.#frames[index];
    if (frame === undefined) return null;
    for (let at = frame.open - 1; at > frame.open - FARTHEST; at -= 1) {
      const { kind, text } = tokenAt(source, at);
      const declaration = this.#declared.get(at + 1);
      if (declaration !== undefined) return this.#owned(declaration.name);
      if (kind === 'name' && text === 'return') return this.#owned(`what ${this.#name()} returns`);
      if (
        kind === 'name' ||
        (kind === 'mark' && ['.', '::', '&', '<', '>', '*', '[', ']', '!'].includes(text))
      )
        continue;
      if (kind !== 'mark') return null;
      if (text === ':' || text === '=>') {
        const key = tokenAt(source, at - 1);
        return key.kind === 'name' || key.kind === 'string' ? this.#owned(key.text) : null;
      }
      if (text !== '(' && text !== ',') return null;
      const call = this.#frames[index - 1];
      const callee = call === undefined || !isMark(source, call.open, '(') ? null : this.#calleeOf(call.open);
      return callee === null ? null : { key: `${callee}()`, name: `${callee}()`, isOfFile: false };
    }
    return null;
  }

  #owned(name: string): Owner {
    return { key: `${this.#file} ${name}`, name, isOfFile: true };
  }

  #name(): string {
    return this.#file.split(/[\\/]/).at(-1) ?? this.#file;
  }
}

/** Whether a text of several words stands at `index`, as a message does. */
function isSentence(source: Source, index: number): boolean {
  const { kind, text } = tokenAt(source, index);
  return kind === 'string' && /\S\s+\S/.test(text);
}

/** The texts of unions of TypeScript, by the declaration: `type Reason = 'gone' | 'taken'`. */
function unionsOf(source: Source, declared: ReadonlyMap<number, Declaration>): Map<number, string> {
  const unions = new Map<number, string>();
  if (source.language.name !== 'javascript') return unions;
  for (const [value, { name, at }] of declared) {
    if (!isName(source, at - 1, 'type')) continue;
    const members: number[] = [];
    for (let index = isMark(source, value, '|') ? value + 1 : value; ; index += 2) {
      if (tokenAt(source, index).kind !== 'string') break;
      members.push(index);
      if (!isMark(source, index + 1, '|')) break;
    }
    if (members.length > 1) for (const index of members) unions.set(index, name);
  }
  return unions;
}

function list(key: string, label: string, isOfFile = true): Construct {
  return { key, label, kind: 'list', isOfFile, isNamed: false };
}

function named(key: string, label: string, isOfFile = false): Construct {
  return { key, label, kind: 'list', isOfFile, isNamed: true };
}

function use(key: string, label: string, isOfFile = false): Construct {
  return { key, label, kind: 'use', isOfFile, isNamed: false };
}
