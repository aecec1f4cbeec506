/** Reads records that are written with one field a line, such as journald's exports, and events of Windows as text. */

interface Form {
  /** The line that such a record begins with. */
  head: RegExp;
  /** A field: its name, and its value. */
  field: RegExp;
  /** Its first line is no field. */
  isTitled?: true;
  /** The field whose value goes on in all lines behind it, and what it is called here. */
  text?: Readonly<Record<string, string>>;
  /** What such a record shows in another way: a line, and the fields that it stands for. */
  lines?: readonly [RegExp, string][];
  /** Fields that every record has. */
  known?: Readonly<Record<string, string>>;
  /** A line that every record has, and no other text that begins alike. */
  proof?: RegExp;
}

const FORMS: readonly Form[] = [
  // `journalctl -o export`.
  { head: /^__CURSOR=/, field: /^(_{0,2}[A-Z][A-Z\d_]{0,63})=(.*)$/ },
  // `journalctl -o verbose`.
  {
    head: /^[A-Z][a-z]{2} \d{4}-\d\d-\d\d [\d:.]{8,15} \S{1,6} \[s=[\da-f]{8,32};/,
    field: /^ {4}(_{0,2}[A-Z][A-Z\d_]{0,63})=(.*)$/,
    isTitled: true,
  },
  // The event viewer, `wevtutil qe /f:text`, and PowerShell's `Get-WinEvent | Format-List`.
  {
    head: /^(?:Log Name: {2,}|Event\[\d{1,6}\]:?$|TimeCreated {1,20}: )/,
    field: /^ {0,2}([A-Z][A-Za-z]{0,30}(?: [A-Z][A-Za-z]{0,30}){0,2}) {0,20}:(?: (.*))?$/,
    text: { Description: 'message', Message: 'message' },
  },
  // What OpenTelemetry's collector prints of a record (its debug exporter).
  {
    head: /^LogRecord #\d{1,6}$/,
    field: /^(?: {5}-> )?([\w.-]{1,100}(?: ID)?): (?:(?:Str|Int|Double|Bool)\((?=.*\)$))?(.*?)\)?$/,
    isTitled: true,
  },
  // What MinIO prints of an error.
  {
    head: /^API: [A-Z]\w{1,60}\(/,
    field: /^([A-Z][A-Za-z]{1,30}): (.*)$/,
    lines: [[/^Time: (\d\d:\d\d:\d\d) UTC (\d\d)\/(\d\d)\/(\d{4})$/, 'time: $4-$2-$3T$1Z']],
    known: { level: 'error' },
    proof: /^DeploymentID: /,
  },
  // varnishlog.
  {
    head: /^\*{1,3} {1,6}<< [A-Z]\w{1,10} {1,6}>> \d{1,12}\s{0,20}$/,
    field: /^-{1,3} {1,4}([A-Z]\w{1,30}) {1,16}(.*)$/,
    lines: [
      [/^-+ {1,4}(?:Re|Bere)qHeader {1,16}([\w-]{1,100}): (.*)$/, '$1: $2'],
      [/^-+ {1,4}(?:Resp|Beresp|Obj)Header {1,16}([\w-]{1,100}): (.*)$/, 'response.$1: $2'],
      [/^-+ {1,4}(?:Req|Bereq)Method {1,16}(\S.*)$/, 'method: $1'],
      [/^-+ {1,4}(?:Req|Bereq)URL {1,16}(\S.*)$/, 'path: $1'],
      [/^-+ {1,4}(?:Resp|Beresp)Status {1,16}(\S.*)$/, 'status: $1'],
      [/^-+ {1,4}(?:FetchError|VCL_Error|HttpGarbage) {1,16}(\S.*)$/, 'error.message: $1'],
      [/^-+ {1,4}Timestamp {1,16}Start: ([\d.]{1,20}) .*$/, 'time: $1'],
      [/^-+ {1,4}Timestamp {1,16}(?:Resp|BerespBody): [\d.]{1,20} ([\d.]{1,20}) .*$/, 'duration_s: $1'],
    ],
    isTitled: true,
  },
  // What java.util.logging writes to files.
  {
    head: /^<record>$/,
    field: /^ {2}<(\w{1,30})>(.*)<\/\w{1,30}>$/,
    lines: [
      [/^ {4}<message>(.*)<\/message>$/, 'exception.message: $1'],
      [/^<\/record>$/, 'end: $&'],
    ],
  },
];
/** What `gcloud logging read` prints: documents of YAML, each behind its line of hyphens. */
const DOCUMENT = /^---$/;
/** With what all of them begin. */
const MAY_BEGIN = /^[A-Z_*<-]/;

/** Whether a line begins such a record. */
export function beginsFieldLines(text: string): boolean {
  return MAY_BEGIN.test(text) && (DOCUMENT.test(text) || FORMS.some(({ head }) => head.test(text)));
}

/** The fields of such a record by their names; null if these lines are none. `first` is its first line. */
export function readFieldLines(first: string, following: readonly string[]): Record<string, unknown> | null {
  if (DOCUMENT.test(first))
    return following.some((line) => line.startsWith('insertId: ')) ? documentOf(following) : null;
  const form = FORMS.find(({ head }) => head.test(first));
  if (form === undefined || following.length === 0) return null;
  const { field, isTitled, text = {}, lines = [], known, proof } = form;
  if (proof !== undefined && !following.some((line) => proof.test(line))) return null;
  const fields: Record<string, string> = { ...known, ...(isTitled && { title: first }) };
  let open: string | undefined;
  const put = (name: string, value: string): void => {
    open = Object.hasOwn(text, name) ? text[name] : undefined;
    const key = open ?? name;
    // What a record says several times is kept each time.
    fields[key] =
      lines.length > 0 && fields[key] !== undefined ? `${fields[key]}\n${value.trim()}` : value.trim();
  };
  for (const line of isTitled ? following : [first, ...following]) {
    const shown = lines.find(([pattern]) => pattern.test(line));
    const [, name, value = ''] =
      (open === undefined && (shown ? /^([^:]+): (.*)$/.exec(line.replace(...shown)) : field.exec(line))) ||
      [];
    if (name !== undefined) put(name, value);
    else if (open !== undefined) fields[open] = `${fields[open]}\n${line.trim()}`.trim();
    else if (lines.length > 0) put('stack', line);
  }
  return fields;
}

/** How YAML shows a member of a mapping, and how deep it stands. */
const MEMBER = /^( {0,40})([\w./@$-]{1,200}):(?: (.*))?$/;

/** A document of YAML in block style, as far as logs need it: mappings of mappings, and texts, which may go on. */
function documentOf(lines: readonly string[]): Record<string, unknown> {
  const root: Record<string, unknown> = {};
  const path: { indent: number; of: Record<string, unknown> }[] = [{ indent: -1, of: root }];
  let last: { indent: number; of: Record<string, unknown>; name: string } | null = null;
  for (const line of lines) {
    const indent = line.length - line.trimStart().length;
    const [, , name, value = ''] = MEMBER.exec(line) ?? [];
    // A text goes on in lines that are indented more than its name.
    if (last !== null && (name === undefined || (indent > last.indent && last.of[last.name] !== ''))) {
      const before = String(last.of[last.name] ?? '').replace(/^[|>][+-]?$/, '');
      last.of[last.name] = `${before}\n${line.trim()}`.trim();
      continue;
    }
    if (name === undefined) continue;
    if (last !== null && indent > last.indent && last.of[last.name] === '') {
      const of = {};
      last.of[last.name] = of;
      path.push({ indent: last.indent, of });
    }
    while (path.length > 1 && (path.at(-1)?.indent ?? -1) >= indent) path.pop();
    const { of } = path.at(-1) ?? { of: root };
    of[name] = unquoted(value.trim());
    last = { indent, of, name };
  }
  return root;
}

function unquoted(value: string): string {
  const single = /^'(.*)'$/.exec(value)?.[1];
  return single === undefined ? value.replace(/^"(.*)"$/, '$1') : single.replaceAll("''", "'");
}
