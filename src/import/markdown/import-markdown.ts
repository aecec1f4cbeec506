import type { Imported, Importer } from '../imported.ts';
import type { Block, Page } from './block.ts';
import { type Draft, entryInputOf } from './draft.ts';
import { pageOfHtml } from './html-blocks.ts';
import { pageOfMarkdown } from './markdown-page.ts';
import { merged } from './merge.ts';
import { readPage } from './read-page.ts';
import { blocksOfRendered } from './rendered-text.ts';
import { withoutMarks } from './rich.ts';
import { type RoleOf, rolesWith } from './roles.ts';
import { vocabularyOf } from './run-together.ts';
import { noteSamples } from './samples.ts';
import { type Finds, unplace } from './scope.ts';
import { pageOfColumns } from './text-columns.ts';

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
  const drafts = merged(withoutStatuses(finds));
  noteSamples(samples, page.blocks, drafts, finds);
  const unplaced = finds.unplaced.sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
  return { entries: drafts.map((draft) => ({ data: entryInputOf(draft), line: draft.line })), unplaced };
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
