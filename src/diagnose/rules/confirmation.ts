import { asPattern } from '../../base/text.ts';
import type { RejectsOf } from '../../catalog/catalog.ts';
import { quote } from '../../pasted/pasted.ts';
import type { Facts, Finding } from '../rule.ts';

/** Names under which a confirmation is sent where the field has another. */
const OTHER_NAMES = 'confirm confirmed confirmation is_confirmed isConfirmed Confirmed CONFIRMED'.split(' ');
const HEADER = /^(?:[<>] )?x-confirm(?:ed|ation)?:/im;

/** Whether a confirmation was sent, but not as the JSON boolean `true` under the name of its field. */
export function confirmation(facts: Facts, { field }: RejectsOf<'confirmation'>): Finding[] {
  const own = facts.value === null ? null : bareValue(facts.value.slice(0, 2000).trim());
  const paths = facts.lines.slice(0, 200).map(({ path }) => (path ?? '').slice(0, 2000));
  const source = [facts.value?.slice(0, 65_536) ?? '', facts.pasted.text, ...paths].join('\n');
  const message = own ?? inRequest(source, field);
  return message === null
    ? []
    : [
        {
          message: `${message} \`${field}\` must be the JSON boolean true in the body. Send it only when the user agreed.`,
        },
      ];
}

/** The caller gave what was sent for the field, and nothing around it. Text is all a value can be: `true` is fine. */
function bareValue(value: string): string | null {
  if (/^(?:"true"|'true'|1|"1"|yes|"yes"|on|True|TRUE|y)$/.test(value)) return `${quote(value)} is not true.`;
  return /^(?:"?false"?|0|no|null|"")$/i.test(value) ? `${quote(value)} does not confirm.` : null;
}

function inRequest(source: string, field: string): string | null {
  const name = asPattern(field);
  const inJson = new RegExp(
    String.raw`\\?["']${name}\\?["']\s{0,8}:\s{0,8}(\\?["'][^"'\\]{0,20}\\?["']|[\w.-]{1,20})`,
  );
  const found = inJson.exec(source)?.[1];
  if (found === 'true') return null;
  if (found !== undefined) {
    const sent = found.replaceAll('\\', '');
    return /^["']/.test(sent)
      ? `${field} was sent as text, ${quote(sent)}.`
      : `${field} was sent as ${quote(sent)}.`;
  }
  const others = OTHER_NAMES.filter((other) => other !== field).join('|');
  const otherField = new RegExp(String.raw`\\?["'](${others})\\?["']\s{0,8}:\s{0,8}\\?["']?(?:true|1|yes)\b`);
  const other = otherField.exec(source)?.[1];
  if (other !== undefined) return `${quote(other)} was sent; the field's name is \`${field}\`.`;
  if (new RegExp(`[?&]${name}=([\\w%]{0,20})`).test(source)) return `${field} was sent in the query.`;
  return HEADER.test(source) ? 'The confirmation was sent in a header.' : null;
}
