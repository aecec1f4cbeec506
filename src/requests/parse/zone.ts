/** What a time says about its zone. */

/**
 * Abbreviations of zones. They are not unique (IST is three zones) and some change with the season, so a time
 * with one is no time that could be told for sure.
 */
const UNSURE =
  /^ ?(?:\[[A-Za-z]+\/[\w/+-]+\]|(?:CES?T|ME[SZ]?T|MEZ|MESZ|WES?T|EES?T|BST|IST|MSK|TRT|SAST|E[SD]T|C[SD]T|M[SD]T|P[SD]T|AK[SD]T|HST|A[SD]T|N[SD]T|BRT|ART|CLT|COT|PET|VET|GST|PKT|ICT|WIB|SGT|HKT|JST|KST|AE[SD]T|AC[SD]T|AWST|NZ[SD]T)(?![\w.-]))/;

/** How far clocks are from UTC at most, in minutes (Kiribati; some data goes a little beyond). */
const MAX_OFFSET = 15 * 60;

/** Whether the text behind a time without an offset names a zone that is not read. */
export function hasUnsureZone(behind: string): boolean {
  return UNSURE.test(behind);
}

/** The offset that `zone` (`Z`, `UTC`, `+05:30`; nothing means UTC) names, in ms; null if there is no such offset. */
export function offsetMs(zone: string | undefined): number | null {
  const match = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone ?? '');
  if (!match) return 0;
  const rest = Number(match[3] ?? '0');
  const minutes = Number(match[2]) * 60 + rest;
  if (rest > 59 || minutes > MAX_OFFSET) return null;
  return (match[1] === '-' ? -minutes : minutes) * 60_000;
}
