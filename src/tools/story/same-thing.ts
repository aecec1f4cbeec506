import type { LogLine } from '../../logs/logs.ts';
import { quoted } from '../../redact/redact.ts';
import { fieldsOf, type Said } from './said.ts';

/** Whether two calls of one operation asked for the same thing, by what their lines name. */

/**
 * Fields that name the one thing that a call asks for. What may be the same in calls for different things is none of
 * them, such as a product, an email address, or a name.
 */
const THING =
  /(?:slug|idempotencykey|(?:order|invoice|cart|basket|checkout|payment|charge|refund|subscription|upload|file|document|booking|reservation|shipment)(?:id|uuid|no|number|ref|reference|name|key))$/;

/** What two calls named: one thing, or two. */
export interface Compared {
  isSame: boolean;
  /** Such as `the same slug, 'acme'`, or `another slug, 'acme-corp'`. */
  told: string;
}

/** Compares what the lines of two calls name; null where they name nothing that can be compared. */
export function compareThings(own: readonly LogLine[], others: readonly LogLine[]): Compared | null {
  const theirs = others.flatMap(thingsOf);
  let other: Said | undefined;
  for (const { key, name, value } of own.flatMap(thingsOf)) {
    const named = theirs.filter((each) => each.key === key);
    const what = () => `${wordsOf(name)}, ${quoted(value)}`;
    if (named.some((each) => each.value === value)) return { isSame: true, told: `the same ${what()}` };
    other ??= named[0];
  }
  if (other === undefined) return null;
  return { isSame: false, told: `another ${wordsOf(other.name)}, ${quoted(other.value)}` };
}

function thingsOf(line: LogLine): readonly Said[] {
  return fieldsOf(line).filter(({ key, value }) => THING.test(key) && value.length > 2);
}

/** The last segment of a name, as words: `body.orderId` is `order id`. */
function wordsOf(name: string): string {
  const last = /[^.]{1,60}$/.exec(name)?.[0] ?? name;
  return last
    .replaceAll(/[_-]+/g, ' ')
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toLowerCase();
}
