import { areAlike, formOf, isCodeNumber, isCodeValue, literalShape } from '../../base/code-shape.ts';
import { statusCalled } from '../../base/http-status.ts';
import { rememberingFor } from '../../base/remember.ts';
import { plainForm, wordsOf } from '../../base/words.ts';
import type { Construct } from './constructs.ts';
import { isNoError, RENAMINGS, renamed, type SourceCode } from './find/source.ts';
import type { Token } from './tokens.ts';
import { isAboutFailure, isErrorWord, wordsOfName } from './words.ts';

/** The codes that are known before the source is read, and how they are written. */
export interface Known {
  codes: ReadonlySet<string>;
  /** Every form in which they are written, but for stray ones. */
  forms: readonly string[];
  /** Each by its letters alone, as a name stands for it. */
  byForm: ReadonlyMap<string, string>;
}

/** A source names the same things again and again. */
const MOST_REMEMBERED = 20_000;

/** Of a hundred codes, so many must have a form for it to be one of theirs. */
const FEWEST_OF_FORM = 4;

/** What is known of some codes. */
export function knownCodes(codes: ReadonlySet<string>): Known {
  const counts = new Map<string, number>();
  for (const code of codes) counts.set(formOf(code), (counts.get(formOf(code)) ?? 0) + 1);
  const forms = [...counts].filter(([, count]) => count * 100 >= codes.size * FEWEST_OF_FORM);
  const byForm = new Map([...codes].toReversed().map((code) => [plainForm(code), code]));
  return { codes, forms: forms.map(([form]) => form), byForm };
}

/** Whether a code is written as the known ones are. */
const isOfForm: (code: string, known: Known) => boolean = rememberingFor((code, { forms }: Known) => {
  const form = formOf(code);
  return forms.some((each) => areAlike(each, form));
}, MOST_REMEMBERED);

/** Whether a token may be a code beside known ones. */
export function mayBeCode({ kind, text }: Token, known: Known): boolean {
  if (kind === 'name') return /^\p{Lu}/u.test(text) && text.length > 2;
  if (known.codes.has(text)) return true;
  if (kind === 'number') return isCodeNumber(text) && isOfForm(text, known);
  // What costs least first: most strings are no code at all.
  return (
    kind === 'string' &&
    isCodeValue(text) &&
    (literalShape(text) !== null || /^\d{4,}$/.test(text)) &&
    isOfForm(text, known)
  );
}

/** Whether a name that is the key of a map may be a code: `slug_taken: {`. */
export function mayBeKey({ kind, text }: Token, known: Known): boolean {
  return kind === 'name' && (known.codes.has(text) || (/[a-z]_[a-z]/.test(text) && isOfForm(text, known)));
}

/** A token that may be a code, with its place and the constructs in which it stands. */
export interface Stood extends SourceCode {
  constructs: readonly Construct[];
}

/** Whether what stands there is a known code, or a name that stands for one. */
export function isKnown({ code, isName }: Pick<Stood, 'code' | 'isName'>, known: Known): boolean {
  return known.codes.has(code) || (isName && known.byForm.has(plainForm(code)));
}

/** All that one construct holds in the source. */
interface Holding {
  construct: Construct;
  /** Known codes, by how they stand there. */
  known: Map<string, string>;
  others: Set<string>;
  stood: Stood[];
}

/** What the known codes taught of the source. */
export interface Learnt {
  /** What stands in the constructs of the team, known codes too. */
  codes: Stood[];
  /** The constructs that were learnt, by their keys. */
  constructs: ReadonlyMap<string, Construct>;
  /** The constructs that hold known codes and whose other values are none. */
  refused: ReadonlySet<string>;
  /** Whether most known codes that stand in the source stand in those constructs, so that they show how this team writes codes. */
  isEstablished: boolean;
}

/** How many of a hundred values of a construct must be known codes for its other values to be codes too. */
const LEAST_SHARE = { list: 15, use: 50 };
/** The same where all that it holds stands in a larger list: a copy, or a place of use. */
const LEAST_SHARE_OF_COPY = 75;
/** From so many known codes on, they show how a team writes its codes. */
const ENOUGH = 5;

/**
 * Learns from known codes how they are written in a source: what stands beside them in one construct is a code too, if
 * enough there are known, and it looks as they do. The constructs with the most known codes are asked first: another
 * that holds only what one of those lists is a copy or a use of it.
 */
export function learn(stood: readonly Stood[], known: Known): Learnt {
  const holdings = holdingsOf(stood, known);
  const constructs = new Map<string, Construct>();
  const refused = new Set<string>();
  const covered = new Set<string>();
  const codes = new Map<string, Stood>();
  for (const holding of holdings) {
    const { construct, known: held } = holding;
    const fresh = [...held.values()].filter((code) => !covered.has(code)).length;
    if (!teaches(holding, fresh)) {
      refused.add(construct.key);
      continue;
    }
    constructs.set(construct.key, construct);
    for (const code of held.values()) covered.add(code);
    for (const each of spelled(holding, known)) {
      const key = `${each.file}:${each.line}:${each.column}`;
      if (!codes.has(key)) codes.set(key, each);
    }
  }
  const seen = new Set(holdings.flatMap((holding) => [...holding.known.values()]));
  const isEstablished = covered.size >= ENOUGH && covered.size * 2 >= seen.size;
  return { codes: [...codes.values()], constructs, refused, isEstablished };
}

/** What each construct holds that holds a known code at all, those with the most first. */
function holdingsOf(stood: readonly Stood[], known: Known): Holding[] {
  const holdings = new Map<string, Holding>();
  for (const each of stood) {
    for (const construct of each.constructs) {
      const holding: Holding = holdings.get(construct.key) ?? {
        ...{ construct, known: new Map(), others: new Set(), stood: [] },
      };
      holdings.set(construct.key, holding);
      holding.stood.push(each);
      const code = each.isName
        ? known.byForm.get(plainForm(each.code))
        : known.codes.has(each.code)
          ? each.code
          : undefined;
      if (code !== undefined) holding.known.set(each.code, code);
      else if (!isNoError(each.code)) holding.others.add(each.code);
    }
  }
  const order = { list: 0, use: 1 };
  return [...holdings.values()]
    .filter(({ known: held }) => held.size > 0)
    .sort(
      (a, b) =>
        b.known.size - a.known.size ||
        order[a.construct.kind] - order[b.construct.kind] ||
        Number(b.construct.isNamed) - Number(a.construct.isNamed),
    );
}

/** Whether what a construct holds beside known codes are codes; `fresh` of the known stand in none that was learnt. */
function teaches({ construct, known, others }: Holding, fresh: number): boolean {
  const share = (known.size * 100) / (known.size + others.size);
  if ([...known.keys(), ...others].every((code) => statusCalled(wordsOf(code).join(' ')) !== null))
    return fresh === known.size;
  if (fresh * 2 < known.size)
    return construct.kind === 'use' && known.size > 1 && share >= LEAST_SHARE_OF_COPY;
  if (known.size > 1) return share >= LEAST_SHARE[construct.kind];
  // One known code shows little: the construct must be the team's own, and all that it holds must speak of errors.
  if (!construct.isNamed || share < LEAST_SHARE.list) return false;
  const words = wordsOfName(construct.label);
  return (
    words.some((word) => isErrorWord(word) || word === 'reason' || word === 'code') ||
    [...others].every((code) => wordsOfName(code).length > 1 || isAboutFailure(code))
  );
}

/**
 * The codes of a construct as they go over the wire: where it holds names, they are written as the known ones are, if
 * one rule makes those of their names.
 */
function spelled({ construct, known, stood }: Holding, { codes }: Known): Stood[] {
  const kept = stood.filter(({ code }) => !isNoError(code) || known.has(code));
  const [first] = kept;
  if (first === undefined || !first.isName) return kept.map((each) => ({ ...each, constructs: [construct] }));
  if ([...known].every(([name, code]) => name === code))
    return kept.map((each) => ({ ...each, isName: false, constructs: [construct] }));
  const rule = [...RENAMINGS.keys()].find((each) =>
    [...known].every(([name, code]) => codes.has(renamed(name, each) ?? '') || name === code),
  );
  return kept.map((each) => {
    const code = known.get(each.code) ?? (rule === undefined ? null : renamed(each.code, rule));
    return { ...each, code: code ?? each.code, isName: code === null, constructs: [construct] };
  });
}

/** What was recognized in a source, and what only looked like codes. */
export interface Settled {
  emitted: Stood[];
  /** Left out, as they stand where no code of this team does, or are written otherwise. */
  doubtful: Stood[];
}

/**
 * What the rules found beside what was learnt. Where a team's way to write codes is known, what is written otherwise is
 * none of them, nor is what stands in a construct whose values were refused.
 */
export function settle(found: readonly Stood[], learnt: Learnt, known: Known): Settled {
  const emitted = new Map<string, Stood>();
  const doubtful: Stood[] = [];
  const keyOf = ({ file, line, column, code }: Stood) => `${file}:${line}:${column}:${code}`;
  const places = new Set(learnt.codes.map(({ file, line, column }) => `${file}:${line}:${column}`));
  for (const each of learnt.codes) emitted.set(keyOf(each), each);
  for (const each of found) {
    if (places.has(`${each.file}:${each.line}:${each.column}`)) continue;
    const isDoubtful =
      learnt.isEstablished &&
      !isKnown(each, known) &&
      each.found !== 'pattern' &&
      !each.constructs.some(({ key }) => learnt.constructs.has(key)) &&
      ((!each.isName && !isOfForm(each.code, known)) ||
        each.constructs.some(({ key }) => learnt.refused.has(key)));
    if (isDoubtful) doubtful.push(each);
    else emitted.set(keyOf(each), each);
  }
  return { emitted: [...emitted.values()], doubtful };
}
