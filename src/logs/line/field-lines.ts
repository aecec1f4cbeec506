/** Reads records that are written with one field a line: journald's exports, and events of Windows as text. */

interface Form {
  /** The line that such a record begins with. */
  head: RegExp;
  /** A field: its name, and its value. */
  field: RegExp;
  /** Its first line is no field. */
  isTitled?: true;
  /** The field whose value goes on in all lines behind it, and what it is called here. */
  text?: Readonly<Record<string, string>>;
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
];

/** Whether a line begins such a record. */
export function beginsFieldLines(text: string): boolean {
  return FORMS.some(({ head }) => head.test(text));
}

/** The fields of such a record by their names; null if these lines are none. `first` is its first line. */
export function readFieldLines(first: string, following: readonly string[]): Record<string, string> | null {
  const form = FORMS.find(({ head }) => head.test(first));
  if (form === undefined || following.length === 0) return null;
  const { field, isTitled, text = {} } = form;
  const fields: Record<string, string> = isTitled ? { title: first } : {};
  let open: string | undefined;
  for (const line of isTitled ? following : [first, ...following]) {
    const [, name, value = ''] = (open === undefined && field.exec(line)) || [];
    if (name !== undefined) {
      open = Object.hasOwn(text, name) ? text[name] : undefined;
      fields[open ?? name] = value.trim();
    } else if (open !== undefined) fields[open] = `${fields[open]}\n${line.trim()}`.trim();
  }
  return fields;
}
