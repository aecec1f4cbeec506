import type { EntryInput } from '../../catalog/schema.ts';
import type { ImportedEntry } from '../imported.ts';
import { mergeAll } from '../merge.ts';
import type { Document } from './document.ts';
import { distinctCodes, type NamedCode } from './named-code.ts';

/** Where codes are used. */
export interface Use {
  /** As the document has it: `404`, `4XX` or `default`; null outside of responses. */
  status: string | null;
  /** The tag of the operation, where it has one alone. */
  tag: string | null;
  /** What the response says of itself. */
  description: string | undefined;
  flags: Pick<EntryInput, 'deprecated' | 'retry'>;
}

interface Occurrence {
  named: NamedCode;
  use: Use;
  /** Whether the response names no other code. */
  isAlone: boolean;
}

/** Collects codes with where they are used, and makes an entry of each. */
export class Gathering {
  readonly #byCode = new Map<string, Occurrence[]>();
  readonly #statuses = new Map<string, Set<string>>();

  add(codes: readonly NamedCode[], use: Use): void {
    const isAlone = distinctCodes(codes).size === 1;
    for (const named of codes) {
      const occurrences = this.#byCode.get(named.code) ?? [];
      occurrences.push({ named, use, isAlone });
      this.#byCode.set(named.code, occurrences);
      if (named.group === null || use.status === null) continue;
      const statuses = this.#statuses.get(named.group) ?? new Set();
      this.#statuses.set(named.group, statuses.add(use.status));
    }
  }

  has(code: string): boolean {
    return this.#byCode.has(code);
  }

  /** One for each code, in the order in which they came. */
  entries(document: Document): ImportedEntry[] {
    return [...this.#byCode].map(([code, occurrences]) => {
      const [first] = occurrences;
      const said = mergeAll(piecesOf(code, occurrences));
      const statuses = this.#statusesOf(occurrences);
      const area = areaOf(occurrences);
      const data: EntryInput = {
        ...(area !== null && { area }),
        ...withDescriptions(said, occurrences),
        ...(statuses.length === 1 && { http_status: statuses[0] }),
        ...(statuses.length > 1 && { http_status: statuses }),
      };
      return { data, line: first === undefined ? null : document.lineOf(first.named.path) };
    });
  }

  /** What many codes share under several statuses says nothing about the status of each. */
  #statusesOf(occurrences: readonly Occurrence[]): number[] {
    const all = occurrences.flatMap(({ named: { group, statuses }, use: { status } }) => {
      const isClear = group === null || (this.#statuses.get(group)?.size ?? 0) < 2;
      return isClear && status !== null && /^\d{3}$/.test(status) ? [...statuses, Number(status)] : statuses;
    });
    return [...new Set(all)].sort((a, b) => a - b);
  }
}

/** What is said of a code, each thing once. */
function piecesOf(code: string, occurrences: readonly Occurrence[]): EntryInput[] {
  const pieces = occurrences.map(({ named, use, isAlone }) => ({
    code,
    ...(isAlone && use.flags),
    ...named.data,
  }));
  return [...new Map(pieces.map((piece) => [JSON.stringify(piece), piece])).values()];
}

/** The one tag under which alone a code occurs, and in nothing that others could use. */
function areaOf(occurrences: readonly Occurrence[]): string | null {
  const tags = new Set(occurrences.map(({ named, use }) => (named.isShared ? null : use.tag)));
  const [only = null, ...others] = tags;
  return others.length === 0 ? only : null;
}

/**
 * What responses say of the one code that they name: its meaning, if they all say the same and nothing else does;
 * different words are different ways to get there.
 */
function withDescriptions(said: EntryInput, occurrences: readonly Occurrence[]): EntryInput {
  const all = occurrences.flatMap(({ use: { description }, isAlone }) =>
    isAlone && description !== undefined ? [description] : [],
  );
  const further = [...new Set(all)].filter((text) => text !== said.meaning && !said.causes?.includes(text));
  const [only, ...others] = further;
  if (only === undefined) return said;
  if (said.meaning !== undefined)
    return { ...said, extra: { ...said.extra, response_descriptions: further } };
  if (others.length === 0) return { ...said, meaning: only };
  return { ...said, causes: [...(said.causes ?? []), ...further] };
}
