/**
 * What it means that an id stands in a text as a whole token.
 *
 * One rule for raw bytes (the scan) and for decoded text (the check after parsing), so that the two never
 * disagree on anything but what JSON escapes hide.
 */

const HYPHEN = 45;
const BACKSLASH = 92;
const LOWER_U = 117;

/** Reads one code unit or byte; an index outside the text gives NaN or undefined. */
type UnitAt = (index: number) => number | undefined;

/**
 * Every spelling under which `id` may stand in a line: as it is, and as JSON encoders write it (`\/`, `\"`,
 * `\u0026`).
 *
 * A spelling with a line feed is left out, because no line can hold it.
 */
export function spellings(id: string): string[] {
  const json = JSON.stringify(id).slice(1, -1);
  const all = [
    id,
    json,
    json.replaceAll('/', '\\/'),
    // Go's encoding/json escapes these three by default.
    json.replace(/[<>&]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`),
  ];
  return [...new Set(all)].filter((spelling) => spelling !== '' && !spelling.includes('\n'));
}

/**
 * Whether a hyphen next to `id` ends the token.
 *
 * It does for trace and span ids (16 hex digits or more), which stand between hyphens in `traceparent` (W3C
 * Trace Context) and in front of one in `CF-Ray`; elsewhere `req-1` is not `req-1-retry`.
 */
export function hyphenEndsToken(id: string): boolean {
  return /^[0-9a-fA-F]{16,}$/.test(id);
}

/**
 * Whether the text from `start` to `end` stands alone, that is, its neighbours are not part of its token.
 *
 * The last letter of an escape (`\n`, `\u001b`) is not part of a token: raw JSON shows `a\nreq_1` so.
 */
export function standsAlone(at: UnitAt, start: number, end: number, hyphenEnds: boolean): boolean {
  return endsToken(at(end), hyphenEnds) && (endsToken(at(start - 1), hyphenEnds) || endsEscape(at, start));
}

/** A test for texts that hold `id`, in any of its spellings, as a whole token. */
export function tokenTest(id: string): (text: string) => boolean {
  const hyphenEnds = hyphenEndsToken(id);
  const needles = spellings(id);
  return (text) => needles.some((needle) => holdsAlone(text, needle, hyphenEnds));
}

function holdsAlone(text: string, needle: string, hyphenEnds: boolean): boolean {
  const at: UnitAt = (index) => text.charCodeAt(index);
  let start = text.indexOf(needle);
  while (start !== -1) {
    if (standsAlone(at, start, start + needle.length, hyphenEnds)) return true;
    start = text.indexOf(needle, start + 1);
  }
  return false;
}

function endsToken(unit: number | undefined, hyphenEnds: boolean): boolean {
  if (unit === undefined || Number.isNaN(unit)) return true;
  return unit === HYPHEN ? hyphenEnds : !isWordUnit(unit);
}

function isWordUnit(unit: number): boolean {
  return (
    (unit >= 48 && unit <= 57) || (unit >= 65 && unit <= 90) || (unit >= 97 && unit <= 122) || unit === 95
  );
}

function endsEscape(at: UnitAt, start: number): boolean {
  const last = at(start - 1);
  if (at(start - 2) === BACKSLASH && last !== undefined && 'nrtbf'.includes(String.fromCharCode(last))) {
    return true;
  }
  if (at(start - 6) !== BACKSLASH || at(start - 5) !== LOWER_U) return false;
  for (let index = start - 4; index < start; index += 1) {
    const unit = at(index);
    if (unit === undefined || !/[0-9a-fA-F]/.test(String.fromCharCode(unit))) return false;
  }
  return true;
}
