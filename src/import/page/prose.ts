import { canBeCode, codeShape, isCamel, isFieldName } from '../../base/code-shape.ts';
import { isKnownStatus, isReasonPhrase } from '../../base/http-status.ts';
import {
  type Block,
  BREAK,
  type Item,
  joined,
  type List,
  linesOf,
  type Paragraph,
  plain,
  type Rich,
  rich,
  said,
} from './blocks.ts';
import {
  add,
  addExtra,
  type Draft,
  draftOf,
  type Finds,
  type Label,
  labelOf,
  put,
  type Scope,
  unplace,
  wordsOf,
} from './draft.ts';
import { certaintyOf, codesOfCell, type Lead, leadOf } from './lead.ts';
import { isPossiblyAboutErrors } from './outline.ts';
import { type Pair, readRecords } from './table.ts';

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
  for (const at of lines.keys()) {
    if (goesOn(lines, at)) continue;
    const each = wholeLine(lines, at);
    line = first + at;
    for (const part of each.text
      .split(SEVERAL_LABELS)
      .map((piece, index) => rich(piece, index === 0 ? each.links : []))) {
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
  }
  flush();
  return below;
}

/** Whether a line goes on with the sentence of the line before, and names nothing itself. */
function goesOn(lines: readonly Rich[], at: number): boolean {
  const text = lines[at]?.text ?? '';
  const before = lines[at - 1]?.text.trimEnd() ?? '';
  if (!/^\p{Ll}/u.test(text) || !/[\p{L}\p{N},]$/u.test(before)) return false;
  const separator = leadOf(text)?.separator ?? 'space';
  return separator === 'space' || (separator === 'end' && /[.!]$/.test(text));
}

/** A line with those that go on with it. */
function wholeLine(lines: readonly Rich[], at: number): Rich {
  let end = at + 1;
  while (end < lines.length && goesOn(lines, end)) end += 1;
  return joined(lines.slice(at, end));
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
  const words = plain(text.text);
  // Signs, and the words of a button beside an example, say nothing.
  if (!/[\p{L}\p{N}]/u.test(words) || (text.links.length > 0 && BUTTON.test(words))) return scope;
  if (INTRODUCES.test(words)) return scope;
  if (FIXES.test(words)) {
    for (const draft of drafts) put(draft, 'fix', rich(text.text.replace(/:\s*$/, ''), text.links), 'fix');
    return scope;
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

/** What only says that an example follows. */
const INTRODUCES =
  /^(?:for example|(?:an? |the )?(?:example|sample|erroneous|incorrect|corrected|fixed)s?\b[^:\n]{0,80}):$/i;
const BUTTON = /^(?:run|try it|open|copy|edit|play|view|show)(?: \w{1,20}){0,3}$/i;
/** How a sentence begins that says what to do. */
const FIXES =
  /^(?:to (?:fix|resolve|solve|correct|avoid|remedy) (?:this|the|it|that|such|these)\b|(?:you can )?fix (?:this|it) by\b|the (?:fix|solution) is\b)/i;

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

/** Labels behind which the code of an error stands. */
const ANNOUNCES = /\b(?:codes?|error|number|symbol|sqlstate)\b/i;

const STATE = /^([A-Z][A-Za-z ]{1,20}):\s{1,3}(\S{1,40})(?:\s{1,3}\(([A-Z][A-Z0-9_]{1,80})\))?$/;

/** Reads what stands below an item, in the item's own scope. */
export type ReadBlocks = (blocks: readonly Block[], scope: Scope) => void;

/** Reads a list: its items are errors, or parts of those that it stands below, or prose. */
export function readList(list: List, scope: Scope, finds: Finds, read: ReadBlocks): void {
  if (scope.drafts.length === 0 && scope.topic !== 'other' && readRecords(pairsOf(list, finds), scope, finds))
    return;
  const leads = list.items.map((item) => (isLinkToHere(item) ? null : leadOf(item.rich.text)));
  if (scope.part !== null && scope.drafts.length > 0) {
    for (const item of list.items) readPart(item, scope, finds);
    return;
  }
  if (scope.drafts.length > 0 && !listsCodesOfType(leads, scope)) {
    for (const item of list.items) readOfEntry(item, scope, finds, read);
    return;
  }
  const fields = leads.filter((lead) => lead?.codes.every(isFieldName) && lead.separator !== 'space').length;
  const listsFields = fields > 0 && fields >= list.items.length / 3;
  const alike = leads.filter((lead) => lead !== null && certaintyOf(lead) !== 'no').length;
  const isMostlyCodes = alike >= list.items.length * 0.6;
  for (const [at, item] of list.items.entries()) {
    const lead = leads[at] ?? null;
    if (listsFields)
      unplace(finds, item.line, wholeText(item), 'The list names the fields of an error body, not codes.');
    else if (lead !== null && isCodeOfItem(lead, item, scope, isMostlyCodes))
      readCode(item, lead, { ...scope, drafts: [] }, finds, read);
    else readProseItem(item, scope, finds, read);
  }
}

/** Whether an item of a list begins with what may be a code. */
export function namesCodes({ items }: List): boolean {
  return items.some((item) => (leadOf(item.rich.text)?.separator ?? 'space') !== 'space');
}

/** The items of a list as labels with what they label; none where one has no label. */
function pairsOf({ items }: List, { roleOf }: Finds): Pair[] {
  const pairs = items.flatMap((item): Pair[] => {
    const label = labelOf(item.rich, roleOf);
    if (label === null || label.role === null) return [];
    const value = joined([label.rest, ...item.blocks.flatMap(textsOf)], BREAK);
    return [{ line: item.line, label: { ...label, role: label.role }, words: label.words, value }];
  });
  return pairs.length === items.length ? pairs : [];
}

function isCodeOfItem(lead: Lead, item: Item, scope: Scope, isMostlyCodes: boolean): boolean {
  const certainty = certaintyOf(lead);
  if (certainty === 'no') return false;
  const isStatus = lead.shape === 'number' && lead.codes.every(isKnownStatus);
  if (isStatus && /http|status|response/i.test(scope.heading ?? '')) return false;
  const speaksOfErrors = scope.topic === 'errors';
  const isAlone = lead.separator === 'end' && item.blocks.length === 0;
  if (isAlone && !(speaksOfErrors && isMostlyCodes && lead.style !== 'bare')) return false;
  if (certainty === 'sure' && lead.separator !== 'space')
    return speaksOfErrors || (scope.topic === 'unknown' && isErrorCode(lead));
  return isMostlyCodes && speaksOfErrors;
}

/** Whether a code is an error's by itself, on a page that does not say what it is about. */
function isErrorCode({ codes, statuses }: Lead): boolean {
  return (
    statuses.length > 0 ||
    codes.every(
      (code) =>
        /\d{2}/.test(code) ||
        /error|exception|invalid|fail|denied|expired|missing|not_?found|exceeded|unsupported|unauthori/i.test(
          code,
        ),
    )
  );
}

/** An item of a table of contents. */
function isLinkToHere({ rich: { text, links }, blocks }: Item): boolean {
  const isNested = blocks.every(({ kind }) => kind === 'list');
  const separator = leadOf(text)?.separator ?? 'space';
  if (separator !== 'space' && separator !== 'end') return false;
  return (
    isNested && links.length > 0 && links.every((link) => link.startsWith('#')) && plain(text).length <= 200
  );
}

/** Below an entry that is a kind of errors (`card_error`), a list may name the errors of this kind. */
function listsCodesOfType(leads: readonly (Lead | null)[], { drafts }: Scope): boolean {
  const sure = leads.filter(
    (lead) => lead !== null && certaintyOf(lead) === 'sure' && lead.separator !== 'space',
  );
  return (
    sure.length > 1 &&
    sure.length >= leads.length * 0.8 &&
    drafts.every(({ code }) => /error$|^[a-z]+_class$/i.test(code))
  );
}

function readCode(item: Item, lead: Lead, scope: Scope, finds: Finds, read: ReadBlocks): void {
  const statuses = lead.statuses.length > 0 ? lead.statuses : scope.statuses;
  const drafts = lead.codes.map((code) => draftOf(code, item.line, scope.area, statuses));
  finds.drafts.push(...drafts);
  for (const draft of drafts) {
    draft.isStatus = isKnownStatus(draft.code) && isReasonPhrase(draft.code, plain(lead.rest));
    describe(draft, lead, item, finds);
  }
  const below = { ...scope, drafts, part: null };
  read(item.blocks, below);
}

/** Gives an entry what its item says behind the code. */
function describe(draft: Draft, lead: Lead, { rich: { links } }: Pick<Item, 'rich'>, finds: Finds): void {
  add(draft.aliases, ...lead.aliases);
  if (lead.deprecated) draft.deprecated = true;
  draft.title = lead.title;
  for (const note of lead.notes) addExtra(draft, 'note', note);
  const label = labelOf(rich(lead.rest, links), finds.roleOf);
  if (label !== null && label.role !== null && label.certainty >= 3 && label.role !== 'code')
    put(draft, label.role, label.rest, label.words);
  else putRest(draft, rich(lead.rest, links), finds);
}

/** What stands behind a code that a label announced: more labels, as in `SQLSTATE: HY000 (ER_NO)`, or text. */
function putRest(draft: Draft, rest: Rich, { roleOf }: Finds): void {
  const [, words, value, name] = STATE.exec(plain(rest.text)) ?? [];
  if (words === undefined || value === undefined) {
    put(draft, 'meaning', rest, 'text');
    return;
  }
  const role = roleOf(wordsOf(words))?.role ?? null;
  put(draft, role === 'code' ? null : role, rich(value), words);
  if (name !== undefined) put(draft, 'aliases', rich(name), 'name');
}

function readPart(item: Item, { drafts, part }: Scope, finds: Finds): void {
  if (part === null) return;
  const text = whole(item);
  const label = labelOf(text, finds.roleOf);
  const own =
    label !== null && label.role !== null && label.certainty >= 3 && label.role !== 'code' ? label : null;
  for (const draft of drafts) {
    if (own !== null) put(draft, own.role, own.rest, own.words);
    else put(draft, part.role, text, part.words);
  }
}

/** An item below an entry that is no list of a part of it: a part with its label, or more of what it means. */
function readOfEntry(item: Item, scope: Scope, finds: Finds, read: ReadBlocks): void {
  const label = labelOf(item.rich, finds.roleOf);
  const isPart =
    label !== null &&
    (label.role !== null ? label.certainty >= 2 && label.role !== 'code' : plain(label.words) !== '');
  const lists = item.blocks.filter(({ kind }) => kind === 'list');
  if (!isPart) {
    for (const draft of scope.drafts) put(draft, 'meaning', whole(item), 'text');
    return;
  }
  for (const draft of scope.drafts) put(draft, label.role, label.rest, label.words);
  read(item.blocks, { ...scope, part: lists.length > 0 ? label : scope.part });
}

function readProseItem(item: Item, scope: Scope, finds: Finds, read: ReadBlocks): void {
  const label = labelOf(item.rich, finds.roleOf);
  if (label?.role === 'code' && ANNOUNCES.test(label.words)) {
    const whole: Block[] = [{ kind: 'paragraph', line: item.line, rich: item.rich }, ...item.blocks];
    read(whole, { ...scope, isOneEntry: true });
    return;
  }
  const text = plain(item.rich.text);
  if (text !== '' && !isLinkToHere(item) && isPossiblyAboutErrors(text))
    unplace(finds, item.line, said(item.rich.text), 'The item names no code in front of its text.');
  read(item.blocks, scope);
}

function wholeText(item: Item): string {
  return said(whole(item).text);
}

/** All text of an item. */
function whole({ rich: text, blocks }: Item): { text: string; links: string[] } {
  return joined([text, ...blocks.flatMap(textsOf)]);
}

function textsOf(block: Block): { text: string; links: string[] }[] {
  switch (block.kind) {
    case 'paragraph':
    case 'heading':
      return [block.rich];
    case 'list':
      return block.items.map(whole);
    case 'table':
      return block.rows.flatMap(({ cells }) => cells);
    case 'component':
      return block.blocks.flatMap(textsOf);
    case 'code':
      return [rich(block.text)];
  }
}
