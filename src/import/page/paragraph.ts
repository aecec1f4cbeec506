import { canBeCode, codeShape, isCamel } from '../../base/code-shape.ts';
import { isKnownStatus } from '../../base/http-status.ts';
import { joined, type Paragraph, plain, type Rich, rich, said } from './blocks.ts';
import { addExtra, type Draft, draftOf, type Finds, put, type Scope, unplace } from './draft.ts';
import { certaintyOf, codesOfCell, type Lead, leadOf } from './lead.ts';
import { ANNOUNCES, describe, isErrorCode, putRest } from './list.ts';
import { isPossiblyAboutErrors } from './outline.ts';
import { type Label, labelOf, linesOf } from './roles.ts';

/** What holds behind a paragraph: it may have begun an entry, or said what a list below it is. */
export interface Below extends Scope {
  /** Whether the entries were begun by a paragraph, and end with it unless what follows has a label. */
  isLoose: boolean;
  /** Whether the entries' code stood alone, as a heading does: what follows is about them up to the next code. */
  holds: boolean;
  /** How far a part reaches: all below its heading, up to the next list, or its own paragraph and a list behind it. */
  reach: 'heading' | 'list' | 'paragraph';
}

const SEVERAL_LABELS = /;\s{1,3}(?=[\p{L}][\p{L}\p{N} ]{0,40}:\s)/u;

/** Reads a paragraph, and says what holds behind it. */
export function readParagraph(
  { line: first, rich: text }: Paragraph,
  scope: Below,
  finds: Finds,
  title: string | null,
): Below {
  let below = scope.reach === 'paragraph' ? { ...scope, part: null } : scope;
  let line = first;
  let prose: Rich[] = [];
  let proseLine = first;
  const flush = () => {
    if (prose.length > 0) below = readProse(joined(prose), proseLine, below, finds);
    prose = [];
  };
  const lines = linesOf(text);
  for (const each of lines) {
    for (const part of each.text
      .split(SEVERAL_LABELS)
      .map((piece, at) => rich(piece, at === 0 ? each.links : []))) {
      const begun = plain(part.text) === '' ? null : begin(part, line, below, finds, title);
      if (begun !== null) {
        flush();
        below = { ...begun, holds: begun.holds && lines.length === 1 };
      } else {
        const label = below.drafts.length === 0 ? null : labelOf(part, finds.roleOf);
        if (label !== null && isLabel(label)) {
          flush();
          const isAlone = plain(label.rest.text) === '';
          below = { ...below, part: label, reach: isAlone ? 'list' : 'paragraph' };
          proseLine = line;
          if (!isAlone) prose.push(label.rest);
        } else if (plain(part.text) !== '') {
          if (prose.length === 0) proseLine = line;
          prose.push(part);
        }
      }
    }
    line += 1;
  }
  flush();
  return below;
}

function isLabel({ role, certainty }: Label): boolean {
  return role === null || certainty >= 2;
}

/** The scope of an entry that begins with this line; null where none does. */
function begin(text: Rich, line: number, scope: Below, finds: Finds, title: string | null): Below | null {
  const label = labelOf(text, finds.roleOf);
  const isFree = scope.drafts.length === 0 || scope.isLoose;
  if (label?.role === 'code' && isFree && namesCode(label)) {
    const codes = codesOfCell(label.rest.text);
    if (codes?.codes.every((code) => codeShape(code) !== 'none')) {
      const drafts = codes.codes.map((code) => draftOf(code, line, scope.area, scope.statuses));
      for (const draft of drafts) {
        draft.title = scope.drafts.length === 0 ? title : null;
        if (plain(codes.rest) !== '') putRest(draft, rich(codes.rest, label.rest.links), finds);
      }
      return started(drafts, scope, finds);
    }
  }
  const lead = isFree ? leadOf(text.text) : null;
  if (lead === null || !isCode(lead, scope, label)) return null;
  const statuses = lead.statuses.length > 0 ? lead.statuses : scope.statuses;
  const drafts = lead.codes.map((code) => draftOf(code, line, scope.area, statuses));
  for (const draft of drafts) describe(draft, lead, { rich: text }, finds);
  return { ...started(drafts, scope, finds), holds: lead.separator === 'end' };
}

function namesCode({ words, certainty }: Label): boolean {
  return certainty === 9 || ANNOUNCES.test(words.replaceAll('_', ' '));
}

function started(drafts: Draft[], scope: Below, finds: Finds): Below {
  finds.drafts.push(...drafts);
  return { ...scope, drafts, part: null, isLoose: !scope.isOneEntry, holds: false };
}

/** In running text, only what is set off as a code is one. */
function isCode(lead: Lead, { topic }: Scope, label: Label | null): boolean {
  if (topic === 'other' || (label !== null && label.role !== null && lead.shape !== 'strong')) return false;
  const isParted = lead.separator === 'colon' || lead.separator === 'dash' || lead.separator === 'break';
  const certainty = certaintyOf(lead);
  if (topic === 'unknown' && !isErrorCode(lead)) return false;
  if (certainty === 'sure') return isParted || (lead.separator === 'end' && topic === 'errors');
  if (certainty === 'no' || topic !== 'errors' || !isParted) return false;
  if (lead.shape === 'number')
    return lead.codes.every((code) => code.length >= 4 || (lead.style !== 'bare' && !isKnownStatus(code)));
  const isName = lead.style === 'bare' && lead.codes.every(isCamel);
  return (lead.style === 'code' || isName) && lead.separator !== 'break';
}

function readProse(text: Rich, line: number, scope: Below, finds: Finds): Below {
  const { drafts, part } = scope;
  const isSaid =
    drafts.length > 0 &&
    (part !== null || !scope.isLoose || scope.holds || drafts.every(({ meaning }) => meaning.length === 0));
  if (!isSaid) {
    const reason = 'The paragraph names no code in front of its text.';
    if (isPossiblyAboutErrors(plain(text.text))) unplace(finds, line, said(text.text), reason);
    return { ...scope, drafts: scope.isLoose ? [] : drafts, part: null };
  }
  const isTitle = scope.holds && part === null && isShort(plain(text.text));
  for (const draft of drafts) {
    if (isTitle && !draft.title && draft.meaning.length === 0) {
      draft.title = plain(text.text);
      finds.titled.push(draft);
    } else if (part?.role === 'code') putName(draft, text, part.words);
    else
      put(
        draft,
        part === null ? 'meaning' : part.role,
        rich(text.text.replace(/^\s*:\s+/, ''), text.links),
        part?.words ?? 'text',
      );
  }
  return scope;
}

function isShort(text: string): boolean {
  return text.length <= 80 && !/[.!?:;,]$/.test(text);
}

/** Another name of an entry that has its code: its number, its symbol. */
function putName(draft: Draft, text: Rich, words: string): void {
  const name = plain(text.text);
  if (name === draft.code) return;
  const isName =
    canBeCode(name) &&
    /symbol|number|name|code|constant|slug/i.test(words) &&
    !/sqlstate|type|class/i.test(words);
  if (isName) put(draft, 'aliases', text, words);
  else addExtra(draft, words, said(text.text));
}
