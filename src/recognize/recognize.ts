import type { Catalog } from '../catalog/catalog.ts';
import { mentionedCodes } from './mentions.ts';
import { unwrap } from './normalize.ts';
import { findRequestId } from './request-id.ts';
import { nearestCodes, spelledLike } from './spelling.ts';

/** How an error was recognised, the most trusted way first. */
export const MATCHED_BY = ['code', 'spelling'] as const;
export type MatchedBy = (typeof MATCHED_BY)[number];

export interface Recognized {
  code: string;
  by: MatchedBy;
  /** 0 to 1; 1 means that the code itself stands there. */
  confidence: number;
  /** Other codes that the text may mean instead, best first. */
  alternatives: string[];
  /** Other codes that the text names beside this one. */
  also: string[];
  request_id: string | null;
}

export interface Unrecognized {
  code: null;
  nearest: string[];
  request_id: string | null;
}

const LONGEST_SPELLING = 80;
const MOST_ALTERNATIVES = 3;

/** Which error of `catalog` the text means: a code, or an error as it was received. Pure; never throws. */
export function recognize(text: string, catalog: Catalog): Recognized | Unrecognized {
  const plain = unwrap(text);
  const request_id = findRequestId(plain);

  const [first, ...others] = mentionedCodes(plain, catalog);
  if (first !== undefined) {
    const also = others.map(({ code }) => code);
    return { code: first.code, by: 'code', confidence: 1, alternatives: [], also, request_id };
  }

  const [best, ...rest] = plain.length <= LONGEST_SPELLING ? spelledLike(plain, catalog) : [];
  if (best !== undefined) {
    const alternatives = rest.slice(0, MOST_ALTERNATIVES).map(({ code }) => code);
    return {
      code: best.code,
      by: 'spelling',
      confidence: best.confidence,
      alternatives,
      also: [],
      request_id,
    };
  }

  return { code: null, nearest: nearestCodes(plain, catalog, 3), request_id };
}
