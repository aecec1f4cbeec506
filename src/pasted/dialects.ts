/** Objects as other languages print them, written as JSON so that one reader reads them all. */

/** Longer ones are left as they are: each is read again for the objects inside it. */
const LONGEST = 65_536;
const DEEPEST = 8;

/** What may be missing and is not, in Rust and Scala: `Some("x")`. */
const SOME = /\bSome\((?:("[^"\n]{0,400}")|([\w.:/-]{1,128}))\)/g;

/** Ruby and PHP hashes, maps of Go and Java as JSON. Linear for texts without them. */
export function asJson(text: string): string {
  let plain = text;
  if (plain.includes('Some(')) plain = plain.replace(SOME, '$1$2');
  if (plain.includes('=>')) plain = fromArrows(plain);
  if (plain.includes('map[') || /\{[A-Z]\w{0,60}:\S/.test(plain)) plain = fromGo(plain);
  return /[{(,] {0,2}\w{1,60}=/.test(plain) ? fromAssignments(plain) : plain;
}

/** `{"code"=>"x"}`, `{:code=>:x}` (Ruby, Elixir), `['code' => 'x']`, `[code] => x` (PHP). */
function fromArrows(text: string): string {
  return text
    .replace(/=>\s{0,3}:([a-z_]\w{0,80})(?![\w:])/gi, '=> "$1"')
    .replace(/(?<=[{,(\s]):([a-z_]\w{0,80}[?!]?)\s{0,3}=>\s{0,3}/gi, '"$1": ')
    .replace(
      /(?:^\s{0,80}|(?<=[(\s]))\[["']?([\w.-]{1,80})["']?\]\s{0,3}=>\s{0,40}(?:string\(\d{1,7}\)\s|(?:int|float|bool)\(|Array$)?/gm,
      '$1: ',
    )
    .replace(/(?<=["']|^)(\w{1,80})(["'])\s{0,3}=>\s{0,3}/gm, '$1$2: ');
}

/** How the pairs of an object are written. */
interface Syntax {
  open: RegExp;
  close: '}' | ']' | ')';
  /** Where a key stands, at the place where it is looked for. */
  key: RegExp;
  /** What stands between two pairs, before the next key. */
  next: RegExp;
}

const GO_MAP: Syntax = {
  open: /map\[/y,
  close: ']',
  key: /([\w.-]{1,80}):/y,
  next: / [A-Za-z_][\w.-]{0,79}:(?![ /])/y,
};
const GO_STRUCT: Syntax = {
  open: /&?(?:[\w.]{1,80})?\{(?=[A-Z]\w{0,80}:[^\s"'])/y,
  close: '}',
  key: /([A-Z]\w{0,80}):/y,
  next: / [A-Z]\w{0,80}:(?![ /])/y,
};
const JAVA_MAP: Syntax = {
  open: /\{(?=[A-Za-z]\w{0,80}=)/y,
  close: '}',
  key: /([A-Za-z]\w{0,80})=/y,
  next: /, [A-Za-z]\w{0,80}=/y,
};
const RECORD: Syntax = {
  open: /(?<![\w.])[A-Z]\w{1,80}\((?=[a-z]\w{0,80}=)/y,
  close: ')',
  key: JAVA_MAP.key,
  next: JAVA_MAP.next,
};

/** `map[code:x message:Too many]`, `{Code:x Message:Too many}` (%v and %+v of Go's fmt). */
function fromGo(text: string): string {
  return converted(text, [GO_MAP, GO_STRUCT]);
}

/** `{code=x, message=Too many}` (Java), `ApiError(code=x, message=Too many)` (Kotlin, Python). */
function fromAssignments(text: string): string {
  return converted(text, [JAVA_MAP, RECORD]);
}

function converted(text: string, syntaxes: readonly Syntax[]): string {
  if (text.length > LONGEST) return text;
  const parts: string[] = [];
  let from = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charAt(at);
    if (unit !== '{' && unit !== 'm' && unit !== '&' && !(unit >= 'A' && unit <= 'Z')) continue;
    const object = objectAt(text, at, syntaxes, 0);
    if (object === null) continue;
    parts.push(text.slice(from, at), object.json);
    from = object.end;
    at = object.end - 1;
  }
  return parts.length === 0 ? text : `${parts.join('')}${text.slice(from)}`;
}

interface Read {
  json: string;
  end: number;
}

function objectAt(text: string, at: number, syntaxes: readonly Syntax[], depth: number): Read | null {
  for (const syntax of syntaxes) {
    syntax.open.lastIndex = at;
    const open = syntax.open.exec(text);
    if (open === null) continue;
    const read = pairsAt(text, at + open[0].length, syntax, syntaxes, depth);
    if (read !== null) return read;
  }
  return null;
}

function pairsAt(
  text: string,
  from: number,
  syntax: Syntax,
  syntaxes: readonly Syntax[],
  depth: number,
): Read | null {
  const pairs: string[] = [];
  let at = from;
  for (;;) {
    syntax.key.lastIndex = at;
    const key = syntax.key.exec(text);
    if (key === null) return null;
    at += key[0].length;
    // What is quoted here is another language's.
    if (/["']/.test(text.charAt(at)) && syntax !== RECORD) return null;
    const value =
      (depth < DEEPEST ? objectAt(text, at, syntaxes, depth + 1) : null) ?? plainAt(text, at, syntax);
    pairs.push(`${JSON.stringify(key[1])}:${value.json}`);
    at = value.end;
    if (at >= text.length || text[at] === syntax.close) {
      return { json: `{${pairs.join(',')}}`, end: Math.min(text.length, at + 1) };
    }
    at += /^(?:, | )/.exec(text.slice(at, at + 2))?.[0].length ?? 0;
  }
}

/** The value up to the next key or the end of the object; brackets in it are balanced. */
function plainAt(text: string, from: number, { close, next }: Syntax): Read {
  let depth = 0;
  let at = from;
  for (; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (depth === 0) {
      if (char === close) break;
      next.lastIndex = at;
      if (next.test(text)) break;
    }
    if ('[{('.includes(char)) depth += 1;
    else if (']})'.includes(char) && depth > 0) depth -= 1;
    if (char === '\n') break;
  }
  const value = text.slice(from, at);
  const isLiteral = /^(?:-?\d{1,15}(?:\.\d{1,9})?|true|false|null)$/.test(value);
  const isQuoted = /^(["']).*\1$/.test(value);
  const json =
    isLiteral || isQuoted ? value : JSON.stringify(/^(?:<nil>|nil|None)$/.test(value) ? '' : value);
  return { json, end: at };
}
