import { byPlainName, USUAL_NAMES } from './field-names.ts';
import { isKnownStatus } from './markdown/http-status.ts';
import { isNothing, READERS } from './read-field.ts';

/** A record of a list, and its key where it stands in a map. */
export interface ListedRecord {
  record: Readonly<Record<string, unknown>>;
  key?: string | undefined;
}

/** What only a list as a whole tells of its records. */
export interface ListMembers {
  /** The member that holds HTTP statuses though its name says codes; null where there is none. */
  status: string | null;
  /** Whether the keys are messages, and the codes stand in the records. */
  hasMessageKeys: boolean;
}

const CODES = ['code', 'errorcode', 'errcode', 'codes', 'number'];
const SYMBOL = /^(?=\S*\p{L})\S{1,200}$/u;
/** How many of a hundred values must be of a kind for the member to be of it. */
const MOST = 90;

/** Looks at a list for what no record of it tells alone. */
export function membersOfList(records: readonly ListedRecord[]): ListMembers {
  return { status: statusMember(records), hasMessageKeys: areMessages(records) };
}

/** Of records with a name each, the member whose numbers are all statuses in use. */
function statusMember(records: readonly ListedRecord[]): string | null {
  const all = records.map(({ record, key }) => ({ record, key, members: byPlainName(Object.keys(record)) }));
  const has = (usual: string) =>
    all.some(({ record, members }) => {
      const member = members.get(usual);
      return member !== undefined && !isNothing(record[member]);
    });
  if (USUAL_NAMES.http_status.some(has)) return null;
  for (const usual of CODES) {
    const filled = all.flatMap((each) => {
      const member = each.members.get(usual);
      return member === undefined || isNothing(each.record[member]) ? [] : [{ ...each, member }];
    });
    const [first] = filled;
    if (first === undefined) continue;
    const statuses = filled.filter(({ record, member }) => isStatus(record[member]));
    if (statuses.length * 100 < filled.length * MOST) continue;
    if (filled.every(({ record, key, members }) => isNamed(record, key, members, usual))) return first.member;
  }
  return null;
}

function isStatus(value: unknown): boolean {
  const read = READERS.http_status(value);
  return read !== null && [read].flat().every((each) => Number(each) >= 300 && isKnownStatus(String(each)));
}

function isNamed(
  record: Readonly<Record<string, unknown>>,
  key: string | undefined,
  members: ReadonlyMap<string, string>,
  besides: string,
): boolean {
  if (key !== undefined && SYMBOL.test(key)) return true;
  return USUAL_NAMES.code.some((usual) => {
    const member = usual === besides ? undefined : members.get(usual);
    const value = member === undefined ? undefined : record[member];
    return typeof value === 'string' && SYMBOL.test(value);
  });
}

/** Keys of which half are of several words are messages where the records have codes of their own. */
function areMessages(records: readonly ListedRecord[]): boolean {
  const keyed = records.filter(({ key }) => key !== undefined);
  const worded = keyed.filter(({ key }) => /\S\s+\S/.test(key ?? ''));
  if (keyed.length === 0 || worded.length * 2 < keyed.length) return false;
  return keyed.every(({ record }) => {
    const members = byPlainName(Object.keys(record));
    return ['code', 'errorcode', 'errcode', 'id', 'errorid', 'number'].some((usual) => {
      const member = members.get(usual);
      const code = member === undefined ? null : READERS.code(record[member]);
      return code !== null && code !== '' && !/\s/.test(code);
    });
  });
}
