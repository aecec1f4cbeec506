import type { Path } from '../../catalog-files/parsed.ts';
import { isObject } from '../../is-object.ts';
import { excerpt } from '../excerpt.ts';
import { readRecord } from '../read-record.ts';
import type { Document, Spot } from './document.ts';
import { grouped } from './enum-codes.ts';
import { isStatus, type Named, type NamedCode, NOTHING, type PassedOver, together } from './named-code.ts';

const EXTENSIONS = ['x-error-codes', 'x-errors', 'x-codes', 'x-error-code'];
const NO_MAP: ReadonlyMap<string, string> = new Map();

/** The codes that an object of the document lists by an extension: texts, objects, or a map from codes to either. */
export function codesOfExtensions(document: Document, spot: Spot): Named {
  if (!isObject(spot.value)) return NOTHING;
  const parts = EXTENSIONS.flatMap((name) => {
    const list = document.at(spot, name);
    return list.value === undefined ? [] : [codesOfList(document, list)];
  });
  const { codes, passedOver } = together(parts);
  return { codes: grouped(codes), passedOver };
}

function codesOfList(document: Document, list: Spot): Named {
  if (typeof list.value === 'string' || typeof list.value === 'number')
    return { codes: [named(String(list.value).trim(), {}, list)], passedOver: [] };
  const codes: NamedCode[] = [];
  const passedOver: PassedOver[] = [];
  const isMap = isObject(list.value);
  for (const { key, spot } of document.membersOf(list)) {
    const { value } = spot;
    if (isMap && isStatus(Number(key)) && Array.isArray(value)) {
      const inner = codesOfList(document, spot);
      codes.push(...inner.codes.map((each) => ({ ...each, statuses: [...each.statuses, Number(key)] })));
      passedOver.push(...inner.passedOver);
    } else if (isObject(value)) {
      const data = readRecord(value, { map: NO_MAP, ...(isMap && { key }) });
      if (data === null) passedOver.push(codeless(value, spot.path));
      else codes.push(named(String(data.code), data, spot));
    } else if (isMap && (typeof value === 'string' || value === null)) {
      const meaning = value?.trim() ?? '';
      codes.push(named(key, meaning === '' ? {} : { meaning }, spot));
    } else if (
      !isMap &&
      (typeof value === 'string' || typeof value === 'number') &&
      String(value).trim() !== ''
    ) {
      codes.push(named(String(value).trim(), {}, spot));
    } else passedOver.push(codeless(isMap ? { [key]: value } : value, spot.path));
  }
  return { codes, passedOver };
}

function named(code: string, data: Record<string, unknown>, { path, isShared }: Spot): NamedCode {
  const { code: _, http_status: status, ...rest } = data;
  const statuses = [status].flat().filter((each) => typeof each === 'number');
  return { code, data: rest, statuses, path, isShared, group: null };
}

function codeless(value: unknown, path: Path): PassedOver {
  return { path, text: excerpt(JSON.stringify(value) ?? ''), reason: 'There is no code in it.' };
}
