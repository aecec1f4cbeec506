import type { EntryInput } from '../../catalog/schema.ts';
import type { ImportedEntry } from '../imported.ts';
import { mergeAll } from '../merge.ts';
import type { Document } from './document.ts';
import { distinctCodes, type NamedCode } from './named-code.ts';

type Flags = Pick<EntryInput, 'deprecated' | 'retry'>;

/** Where codes are used. */
export interface Use {
  /** As the document has it: `404`, `4XX` or `default`; null outside of responses. */
  status: string | null;
  /** The tag of the operation, where it has one alone. */
  tag: string | null;
  /** What the response says of itself. */
  description: string | undefined;
  flags: Flags;
}

/** All uses of what names a code: a schema may be used by thousands of responses. */
interface Uses {
  named: NamedCode;
  statuses: Set<string | null>;
  tags: Set<string | null>;
  /** What those responses say that name no other code. */
  descriptions: Set<string>;
  flags: Flags;
}

/** Collects codes with where they are used, and makes an entry of each. */
export class Gathering {
  readonly #byCode = new Map<string, Map<NamedCode, Uses>>();
  /** Under which statuses a group is used. */
  readonly #groups = new Map<string, Set<string>>();

  add(codes: readonly NamedCode[], { status, tag, description, flags }: Use): void {
    // The example of a schema stands for many codes.
    const isAlone = distinctCodes(codes).size === 1 && codes.every(({ group }) => group === null);
    for (const named of codes) {
      const uses = this.#usesOf(named);
      uses.statuses.add(status);
      uses.tags.add(tag);
      if (isAlone && description !== undefined) uses.descriptions.add(description);
      if (isAlone) uses.flags = { ...flags, ...uses.flags };
    }
    if (status === null) return;
    for (const group of new Set(codes.map((named) => named.group))) {
      if (group === null) continue;
      const statuses = this.#groups.get(group) ?? new Set();
      this.#groups.set(group, statuses.add(status));
    }
  }

  has(code: string): boolean {
    return this.#byCode.has(code);
  }

  /** One for each code, in the order in which they came. */
  entries(document: Document): ImportedEntry[] {
    return [...this.#byCode].map(([code, byNamed]) => {
      const all = [...byNamed.values()];
      const [first] = all;
      const said = mergeAll(all.map(({ named, flags }): EntryInput => ({ code, ...flags, ...named.data })));
      const statuses = this.#statusesOf(all);
      const area = areaOf(all);
      const data: EntryInput = {
        ...(area !== null && { area }),
        ...withDescriptions(said, new Set(all.flatMap(({ descriptions }) => [...descriptions]))),
        ...(statuses.length === 1 && { http_status: statuses[0] }),
        ...(statuses.length > 1 && { http_status: statuses }),
      };
      return { data, line: first === undefined ? null : document.lineOf(first.named.path) };
    });
  }

  #usesOf(named: NamedCode): Uses {
    const byNamed = this.#byCode.get(named.code) ?? new Map<NamedCode, Uses>();
    this.#byCode.set(named.code, byNamed);
    const uses = byNamed.get(named) ?? {
      named,
      statuses: new Set(),
      tags: new Set(),
      descriptions: new Set(),
      flags: {},
    };
    byNamed.set(named, uses);
    return uses;
  }

  /** What many codes share under several statuses says nothing about the status of each. */
  #statusesOf(all: readonly Uses[]): number[] {
    const found = all.flatMap(({ named, statuses }) => {
      const isClear = named.group === null || (this.#groups.get(named.group)?.size ?? 0) < 2;
      const used = [...statuses].filter((status) => status !== null && /^\d{3}$/.test(status));
      return [...named.statuses, ...(isClear ? used.map(Number) : [])];
    });
    return [...new Set(found)].sort((a, b) => a - b);
  }
}

/** The one tag under which alone a code occurs, and in nothing that others could use. */
function areaOf(all: readonly Uses[]): string | null {
  const tags = new Set(all.flatMap(({ named, tags: own }) => (named.isShared ? [null] : [...own])));
  const [only = null, ...others] = tags;
  return others.length === 0 ? only : null;
}

/**
 * What responses say of the one code that they name: its meaning, if they all say the same and nothing else does;
 * different words are different ways to get there.
 */
function withDescriptions(said: EntryInput, descriptions: ReadonlySet<string>): EntryInput {
  const known = new Set([said.meaning, ...(said.causes ?? [])]);
  const further = [...descriptions].filter((text) => !known.has(text));
  const [only, ...others] = further;
  if (only === undefined) return said;
  if (said.meaning !== undefined)
    return { ...said, extra: { ...said.extra, response_descriptions: further } };
  if (others.length === 0) return { ...said, meaning: only };
  return { ...said, causes: [...(said.causes ?? []), ...further] };
}
