import { codeShape } from '../../base/code-shape.ts';
import type { Imported, ImportedEntry, Importer } from '../imported.ts';
import { mergeRepeated } from '../merge.ts';
import { type Block, type CodeBlock, type Page, plain, rich, withoutMarks } from './blocks.ts';
import { readComponent } from './component.ts';
import { type Draft, draftOf, entryOfDraft, type Finds, put, type Scope, unplace } from './draft.ts';
import { pageOfHtml } from './from-html.ts';
import { pageOfMarkdown } from './from-markdown.ts';
import { blocksOfRendered, pageOfColumns, vocabularyOf } from './from-rendered.ts';
import { readList } from './list.ts';
import { outlineOf, type Section, topicBehind, topicOf } from './outline.ts';
import { type Below, readParagraph } from './paragraph.ts';
import { type RoleOf, rolesWith } from './roles.ts';
import { readTable } from './table.ts';

/**
 * Reads the errors of a documentation page: Markdown, MDX, HTML, or the text of a rendered page. `options.map` names
 * the header of a table, or the label, for a field of an entry. A page without any error gives no entries.
 *
 * @throws ImportError for a page of marks that would take too long
 */
export const importMarkdown: Importer = (text, { map }): Imported => {
  const source = withoutMarks(text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n'));
  const finds: Finds = { roleOf: rolesWith(map), drafts: [], titled: [], unplaced: [] };
  const page = pageOf(source, finds.roleOf);
  const samples = readPage(page, finds);
  const entries = mergeRepeated(withoutStatuses(finds).map(entryOfDraft));
  noteSamples(samples, page.blocks, entries, finds);
  const unplaced = finds.unplaced.sort((a, b) => Number(a.line) - Number(b.line));
  return { entries, unplaced };
};

function pageOf(source: string, roleOf: RoleOf): Page {
  if (/^\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!doctype html|<html[\s>])/i.test(source)) return pageOfHtml(source);
  const columns = pageOfColumns(source);
  if (columns !== null) return columns;
  const { title, blocks } = pageOfMarkdown(source);
  let words: ReadonlySet<string> | null = null;
  const vocabulary = () => {
    words ??= vocabularyOf(source);
    return words;
  };
  const rendered = (block: Block): Block[] => {
    if (block.kind === 'component') return [{ ...block, blocks: block.blocks.flatMap(rendered) }];
    return block.kind === 'paragraph' ? blocksOfRendered(block, roleOf, vocabulary) : [block];
  };
  return { title, blocks: blocks.flatMap(rendered) };
}

/** The drafts without HTTP statuses that a table calls codes, where the page has codes of its own. */
function withoutStatuses(finds: Finds): Draft[] {
  const codes = finds.drafts.filter(({ isStatus }) => !isStatus);
  if (codes.length === 0) return finds.drafts;
  for (const { isStatus, line, code, meaning } of finds.drafts)
    if (isStatus)
      unplace(
        finds,
        line,
        [code, ...meaning].join(' '),
        'It describes an HTTP status, beside codes of the API.',
      );
  return codes;
}

/** Reads a page from its top; the blocks of code in it are returned. */
function readPage(page: Page, finds: Finds): CodeBlock[] {
  const outline = outlineOf(page, finds.roleOf);
  const samples: CodeBlock[] = [];
  const begun = new Map<Section, readonly Draft[]>();
  const about = page.title === null ? 'unknown' : topicOf([page.title]);
  // Of a page that says nothing about itself, only whoever imports it says that it is about errors.
  const isBare = page.title === null && outline.size === 0;
  const topic = isBare ? 'errors' : about;
  const top: Scope = {
    area: null,
    statuses: [],
    drafts: [],
    part: null,
    topic,
    isOneEntry: false,
    heading: null,
  };

  const read = (blocks: readonly Block[], given: Scope): void => {
    let scope: Below = { ...given, isLoose: false, holds: false, reach: 'list' };
    let title: string | null = null;
    let before = '';
    for (const block of blocks) {
      const topic = topicBehind(scope.topic, before);
      before = block.kind === 'paragraph' ? plain(block.rich.text).slice(-300) : '';
      switch (block.kind) {
        case 'heading': {
          const section = outline.get(block);
          if (section === undefined) break;
          scope = {
            ...scopeOf(section, block.line, scope, finds, begun),
            isLoose: false,
            holds: false,
            reach: 'heading',
          };
          title = section.meant.kind === 'section' && section.parent !== null ? section.text : null;
          break;
        }
        case 'paragraph':
          scope = readParagraph(block, scope, finds, title);
          break;
        case 'list':
          readList(block, { ...(scope.part === null ? free(scope) : scope), topic }, finds, read);
          if (scope.reach !== 'heading') scope = { ...scope, part: null };
          break;
        case 'table':
          readTable(block, { ...free(scope), topic }, finds);
          break;
        case 'component':
          readComponent(block, scope, finds, read);
          break;
        case 'code':
          samples.push(block);
          if (scope.part?.role === 'example')
            for (const draft of scope.drafts) put(draft, 'example', rich(block.text), scope.part.words);
          break;
      }
    }
  };
  read(page.blocks, top);
  for (const draft of finds.titled)
    if (draft.meaning.length === 0) [draft.meaning, draft.title] = [[draft.title ?? ''], null];
  return samples;
}

/** What holds for a list or table behind a paragraph that began an entry: it is not about that entry. */
function free(scope: Below): Scope {
  return scope.isLoose && !scope.holds ? { ...scope, drafts: [] } : scope;
}

/** What holds below a heading. */
function scopeOf(
  section: Section,
  line: number,
  scope: Scope,
  finds: Finds,
  begun: Map<Section, readonly Draft[]>,
): Scope {
  const { meant, area, outerArea, statuses, topic } = section;
  const heading = nearestSection(section);
  if (meant.kind === 'part') return { ...scope, drafts: ownersOf(section, begun), part: meant };
  if (meant.kind === 'section')
    return { area, statuses, drafts: [], part: null, topic, isOneEntry: false, heading };
  const drafts = meant.codes.map((code) => {
    const draft = draftOf(code, line, outerArea, statuses);
    draft.aliases.push(...meant.aliases);
    if (meant.deprecated) draft.deprecated = true;
    if (meant.title !== '') draft.title = meant.title;
    return draft;
  });
  finds.drafts.push(...drafts);
  begun.set(section, drafts);
  return { area, statuses, drafts, part: null, topic, isOneEntry: false, heading };
}

/** The entries that a part below their heading is about. */
function ownersOf(section: Section, begun: ReadonlyMap<Section, readonly Draft[]>): readonly Draft[] {
  for (let each = section.parent; each !== null; each = each.parent) {
    const drafts = begun.get(each);
    if (drafts !== undefined) return drafts;
  }
  return [];
}

/** The text of the nearest heading that is no code. */
function nearestSection(section: Section): string | null {
  for (let each: Section | null = section; each !== null; each = each.parent)
    if (each.meant.kind === 'section') return each.text;
  return null;
}

const MEMBER =
  /(?<![\w-])["']?(?:code|error|error_code|errorCode)["']?\s{0,5}:\s{0,5}["']([^"'\n]{1,200})["']/g;
const WORD = /[\p{L}\p{N}_$][\p{L}\p{N}_$./:#-]*[\p{L}\p{N}_$]/gu;

/** Notes codes that stand in examples alone. */
function noteSamples(
  samples: readonly CodeBlock[],
  blocks: readonly Block[],
  entries: readonly ImportedEntry[],
  finds: Finds,
): void {
  const known = new Set<unknown>(entries.flatMap(({ data: { code, aliases = [] } }) => [code, ...aliases]));
  let words: ReadonlySet<string> | null = null;
  for (const { text, line } of samples) {
    for (const { 1: code = '', index } of text.matchAll(MEMBER)) {
      const shape = codeShape(code);
      if (known.has(code) || shape === 'none' || shape === 'number') continue;
      words ??= wordsIn(blocks);
      if (words.has(code)) continue;
      known.add(code);
      const at = line + (text.slice(0, index).match(/\n/g)?.length ?? 0);
      unplace(
        finds,
        at,
        code,
        'The code stands in an example alone; nothing on the page says what it means.',
      );
    }
  }
}

/** The words of a page outside of its examples. */
function wordsIn(blocks: readonly Block[]): ReadonlySet<string> {
  const words = new Set<string>();
  const read = (text: string) => {
    for (const word of text.match(WORD) ?? []) words.add(word);
  };
  const visit = (block: Block): void => {
    if ('rich' in block) read(block.rich.text);
    if (block.kind === 'component') block.blocks.forEach(visit);
    if (block.kind === 'list')
      for (const item of block.items) {
        read(item.rich.text);
        item.blocks.forEach(visit);
      }
    if (block.kind === 'table')
      for (const { cells } of [{ cells: block.header }, ...block.rows])
        for (const { text } of cells) read(text);
  };
  blocks.forEach(visit);
  return words;
}
