/**
 * The fields of a paste with what they hold, in whatever notation: JSON, a dict of Python, a hash of Ruby, a map of Go,
 * XML, YAML, logfmt, a form, headers, an exception with its message.
 */

/** A named value where it stands. */
export interface Field {
  /** The name as it is written, without quotes. */
  name: string;
  /** The name in lower case without separators, so that `error_code` and `errorCode` are one. */
  key: string;
  value: string;
  /** The keys of the lists and objects round it, the outermost first; '' for one without a name. */
  path: readonly string[];
  /** The object or list that it stands in; fields beside one another share it. */
  parent: number;
  /** Where the value begins. */
  at: number;
  isQuoted: boolean;
  /** Whether it is an element of a list that has this name. */
  isElement: boolean;
}

const HEAD = 65_536;
const TAIL = 16_384;
const MOST_FIELDS = 600;
const LONGEST_PATH = 12;

/** A name with its value or with what opens one; an element of XML; a value in quotes; a bracket. */
const TOKEN = new RegExp(
  [
    String.raw`<([A-Za-z][\w:.-]{0,60})(?:\s[^<>]{0,120})?>\s{0,9}(?:<!\[CDATA\[)?([^<>]{1,600})(?=\]\]>|<)`,
    String.raw`(?<![\w.$@-])([A-Za-z_$@][\w.$@-]{0,60})["'*` +
      '`' +
      String.raw`]{0,3}\s{0,3}(=>|[:=])(?!\/\/|[:=])["'*]{0,3}?[ \t]{0,20}(?:\r?\n[ \t]{1,20}(?=["'[{]))?(?:"(?!\s{0,3}[{[]["'])((?:[^"\n]|"(?!\s{0,20}(?:[,}\])]|$))){0,600})"|'(?!\s{0,3}[{[]["'])((?:[^'\n]|'(?!\s{0,20}(?:[,}\])]|$))){0,600})'|(?:map)?([[{])|(?=([^\n]{0,300})))`,
    String.raw`"((?:[^"\n]){1,400})"(?=\s{0,20}[,\]])`,
    String.raw`'((?:[^'\n]){1,400})'(?=\s{0,20}[,\]])`,
    '([[{])',
    String.raw`([\]}])`,
  ].join('|'),
  'gm',
);

/** What ends a bare value: that of a form or of logfmt at the first space, that behind a colon at the next name. */
const BARE_END = /[\s,;&|"'`{}[\]()<>]/;
const LINE_END = /[,;|{}[\]<>]|\s{2,}|\s[\w.-]{1,40}=|\s[a-z_]{1,30}:(?=\S)/;

/** The fields of a text, in its order, at most 600: of its first 64 KB and its last 16 KB. Linear. */
export function readFields(text: string): Field[] {
  if (!/[:=<]/.test(text)) return [];
  const head = text.slice(0, HEAD);
  const fields = fieldsOf(head, 0, 0);
  const rest = Math.max(HEAD, text.length - TAIL);
  if (text.length > HEAD) fields.push(...fieldsOf(text.slice(rest), rest, 1_000_000));
  return fields.slice(0, MOST_FIELDS);
}

interface Frame {
  key: string;
  id: number;
  isList: boolean;
}

function fieldsOf(text: string, offset: number, firstId: number): Field[] {
  const fields: Field[] = [];
  const stack: Frame[] = [];
  let id = firstId;
  const open = (key: string, bracket: string) => {
    id += 1;
    if (stack.length < LONGEST_PATH) stack.push({ key, id, isList: bracket === '[' });
  };
  const add = (name: string, value: string, at: number, isQuoted: boolean, isElement = false) => {
    const top = stack.at(-1);
    fields.push({
      name,
      key: keyOf(name),
      value: value.trim(),
      path: stack.map(({ key }) => key),
      parent: top?.id ?? firstId,
      at: offset + at,
      isQuoted,
      isElement,
    });
  };
  for (const match of text.matchAll(TOKEN)) {
    const [whole, tag, content, name, separator, double, single, bracket, bare, inList, inList2, opens] =
      match;
    const end = match.index + whole.length;
    if (tag !== undefined) {
      if (/\S/.test(content ?? ''))
        add(tag.slice(tag.indexOf(':') + 1), content ?? '', end - (content ?? '').length, true);
    } else if (name !== undefined) {
      if (bracket !== undefined) open(keyOf(name), bracket);
      else if (bare !== undefined) {
        const value = bareValue(bare, separator === '=');
        if (value !== '') add(name, value, end, false);
      } else {
        const value = double ?? single ?? '';
        add(name, value, end - value.length - 1, true);
      }
    } else if (inList !== undefined || inList2 !== undefined) {
      const top = stack.at(-1);
      const value = inList ?? inList2 ?? '';
      if (top?.isList === true) add(top.key, value, end - value.length - 1, true, true);
    } else if (opens !== undefined) {
      const top = stack.at(-1);
      open(top?.isList === true ? top.key : '', opens);
    } else stack.pop();
    if (fields.length >= MOST_FIELDS) break;
  }
  return fields;
}

/** A value without quotes: up to the first space behind `=`, else as far as it goes on as a phrase. */
function bareValue(rest: string, isForm: boolean): string {
  const end = rest.search(isForm ? BARE_END : LINE_END);
  return (end === -1 ? rest : rest.slice(0, end)).trim();
}

/** A name as it is compared: in lower case, without separators. */
function keyOf(name: string): string {
  return name.replace(/[^A-Za-z0-9]+/g, '').toLowerCase();
}
