import { bounded } from '../read/evidence.ts';
import { quote } from '../read/show.ts';
import type { Facts, Finding } from '../rule.ts';

const RIGHT = '`confirmed` must be the JSON boolean true';
const JSON_FIELD = /\\?["']confirmed\\?["']\s{0,8}:\s{0,8}(\\?["'][^"'\\]{0,20}\\?["']|[\w.-]{1,20})/;
const OTHER_NAME =
  /\\?["'](confirm|confirmation|is_confirmed|isConfirmed|Confirmed|CONFIRMED)\\?["']\s{0,8}:\s{0,8}\\?["']?(?:true|1|yes)\b/;
const QUERY = /[?&]confirmed=([\w%]{0,20})/;
const HEADER = /^(?:[<>] )?x-confirm(?:ed|ation)?:/im;

/** Whether `confirmed: true` was sent, but not as such. Source: "Error codes", 403 `requires_confirmation`. */
export function confirmation(facts: Facts): Finding[] {
  const own = facts.value === null ? null : bareValue(facts.value.slice(0, 2000).trim());
  const paths = facts.lines.slice(0, 200).map(({ path }) => (path ?? '').slice(0, 2000));
  const source = [facts.value?.slice(0, 65_536) ?? '', bounded(facts.text), ...paths].join('\n');
  const message = own ?? inRequest(source);
  return message === null
    ? []
    : [{ message: `${message} ${RIGHT} in the body. Send it only when the user agreed.` }];
}

/** The caller gave what was sent for `confirmed`, and nothing around it. Text is all a value can be: `true` is fine. */
function bareValue(value: string): string | null {
  if (/^(?:"true"|'true'|1|"1"|yes|"yes"|on|True|TRUE|y)$/.test(value)) return `${quote(value)} is not true.`;
  return /^(?:"?false"?|0|no|null|"")$/i.test(value) ? `${quote(value)} does not confirm.` : null;
}

function inRequest(source: string): string | null {
  const field = JSON_FIELD.exec(source)?.[1];
  if (field === 'true') return null;
  if (field !== undefined) {
    const sent = field.replaceAll('\\', '');
    return /^["']/.test(sent)
      ? `confirmed was sent as text, ${quote(sent)}.`
      : `confirmed was sent as ${quote(sent)}.`;
  }
  const other = OTHER_NAME.exec(source)?.[1];
  if (other !== undefined) return `${quote(other)} was sent; the field's name is \`confirmed\`.`;
  if (QUERY.test(source)) return 'confirmed was sent in the query.';
  return HEADER.test(source) ? 'The confirmation was sent in a header.' : null;
}
