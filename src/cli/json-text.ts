import { visible } from '../redact/redact.ts';

/** `data` as JSON: on one line for programs, laid out for a person, who sees every hidden character as an escape. */
export function jsonText(data: object, isForPerson: boolean): string {
  if (!isForPerson) return JSON.stringify(data);
  return JSON.stringify(data, null, 2).replace(/[^\x20-\x7e\n]/gu, (char) => {
    return visible(char) === char ? char : escaped(char);
  });
}

/** As JSON writes what is not to be seen: by UTF-16 units. */
function escaped(char: string): string {
  const units = Array.from({ length: char.length }, (_, index) => char.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}
