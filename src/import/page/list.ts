import { isFieldName } from '../../base/code-shape.ts';
import { isKnownStatus, isReasonPhrase } from '../../base/http-status.ts';
import { type Block, type Item, joined, type List, plain, type Rich, rich, said } from './blocks.ts';
import { add, addExtra, type Draft, draftOf, type Finds, put, type Scope, unplace } from './draft.ts';
import { certaintyOf, type Lead, leadOf } from './lead.ts';
import { isPossiblyAboutErrors } from './outline.ts';
import { labelOf, wordsOf } from './roles.ts';

/** Labels behind which the code of an error stands. */
export const ANNOUNCES = /\b(?:codes?|error|number|symbol|sqlstate)\b/i;

const STATE = /^([A-Z][A-Za-z ]{1,20}):\s{1,3}(\S{1,40})(?:\s{1,3}\(([A-Z][A-Z0-9_]{1,80})\))?$/;

/** Reads what stands below an item, in the item's own scope. */
export type ReadBlocks = (blocks: readonly Block[], scope: Scope) => void;

/** Reads a list: its items are errors, or parts of those that it stands below, or prose. */
export function readList(list: List, scope: Scope, finds: Finds, read: ReadBlocks): void {
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
    else if (lead !== null && isCode(lead, item, scope, isMostlyCodes))
      readCode(item, lead, { ...scope, drafts: [] }, finds, read);
    else readProse(item, scope, finds, read);
  }
}

function isCode(lead: Lead, item: Item, scope: Scope, isMostlyCodes: boolean): boolean {
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
export function isErrorCode({ codes, statuses }: Lead): boolean {
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
export function describe(
  draft: Draft,
  lead: Lead,
  { rich: { links } }: Pick<Item, 'rich'>,
  finds: Finds,
): void {
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
export function putRest(draft: Draft, rest: Rich, { roleOf }: Finds): void {
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

function readProse(item: Item, scope: Scope, finds: Finds, read: ReadBlocks): void {
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
