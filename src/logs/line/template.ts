import type { Field } from './json.ts';
import { keyOf } from './names.ts';

/** A hole of a message template (messagetemplates.org): `{Elapsed:0.0000}`, `{@Order}`, `{Name,-10}`. */
const HOLE = /\{[@$]?(\w{1,80})(?:,-?\d{1,4})?(?::([^{}]{1,40}))?\}/g;

/**
 * The text of a message template with the values of its fields in its holes; a hole without a field stays as it is.
 * Undefined if the field is no template: only .NET's names say that one is.
 */
export function fillTemplate({ name, value }: Field, fields: readonly Field[]): string | undefined {
  if (!/^(?:@mt|(?:.{0,40}\.)?MessageTemplate)$/i.test(name) || typeof value !== 'string') return undefined;
  return value.replace(HOLE, (hole, wanted: string, form: string | undefined) => {
    const field = fields.find((each) => keyOf(each.name.replace(/^.{0,200}\./, '')) === keyOf(wanted));
    if (!field || Array.isArray(field.value)) return hole;
    const places = /^0\.(0{1,9})$/.exec(form ?? '')?.[1]?.length;
    const { value: filled } = field;
    return typeof filled === 'number' && places !== undefined ? filled.toFixed(places) : String(filled);
  });
}
