import { codeShape } from '../../base/code-shape.ts';
import type { JsonValue } from '../../catalog/catalog.ts';
import { ofOneForm } from '../forms.ts';
import { ImportError, type Imported, type ImportedEntry, type Importer } from '../imported.ts';
import { mergeRepeated } from '../to-catalog.ts';
import { isAsciidoc, markdownOfAsciidoc } from './asciidoc.ts';
import {
  type Block,
  type CodeBlock,
  type Component,
  type Page,
  plain,
  type Rich,
  rich,
  withoutMarks,
} from './blocks.ts';
import {
  type Draft,
  draftOf,
  entryOfDraft,
  type Finds,
  type Label,
  put,
  type Role,
  type RoleOf,
  rolesWith,
  type Scope,
  unplace,
  wordsOf,
} from './draft.ts';
import { pageOfHtml } from './from-html.ts';
import { pageOfMarkdown } from './from-markdown.ts';
import { isCodeAttribute } from './from-mdx.ts';
import { blocksOfRendered, pageOfColumns, vocabularyOf } from './from-rendered.ts';
import { codesOfCell } from './lead.ts';
import { outlineOf, type Section, topicBehind, topicOf } from './outline.ts';
import { type Below, namesCodes, type ReadBlocks, readList, readParagraph } from './prose.ts';
import { readTable } from './table.ts';

/**
 * Reads the errors of a documentation page: Markdown, MDX, HTML, AsciiDoc, or the text of a rendered page. `options.map` names
 * the header of a table, or the label, for a field of an entry. A page without any error gives no entries.
 *
 * @throws ImportError for a page of marks that would take too long, and for a section that is not there
 */
export const importMarkdown: Importer = (text, { map, only, section }): Imported => {
  const given = withoutMarks(text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n'));
  const source = isAsciidoc(given) ? markdownOfAsciidoc(given) : given;
  const finds: Finds = { roleOf: rolesWith(map), drafts: [], titled: [], headed: [], unplaced: [] };
  const whole = pageOf(source, finds.roleOf);
  const page = section ? below(section, whole) : whole;
  const samples = readPage(page, finds);
  const entries = mergeRepeated(withoutStatuses(finds).map(entryOfDraft));
  noteSamples(samples, page.blocks, entries, finds);
  const unplaced = finds.unplaced.sort((a, b) => Number(a.line) - Number(b.line));
  const imported = { entries, unplaced };
  return map.has('code') || only ? imported : ofOneForm(imported);
};

/** As many headings as an error names. */
const MOST_HEADINGS = 20;

/** What of a page stands below the headings that hold some words, without regard to case. */
function below(section: string, { title, blocks }: Page): Page {
  const wanted = section.trim().toLowerCase();
  const kept: Block[] = [];
  const headings: string[] = [];
  let level: number | null = null;
  for (const block of blocks) {
    if (block.kind === 'heading') {
      const text = plain(block.rich.text);
      headings.push(text);
      if (level !== null && block.level <= level) level = null;
      if (level === null && text.toLowerCase().includes(wanted)) level = block.level;
    }
    if (level !== null) kept.push(block);
  }
  // Whoever names a section says that there are errors below it.
  if (kept.length > 0) return { title: `Errors: ${title ?? section}`, blocks: kept };
  const there = headings.slice(0, MOST_HEADINGS).map((each) => `'${each}'`);
  const list =
    there.length === 0
      ? 'The page has no headings.'
      : `The headings are ${there.join(', ')}${headings.length > MOST_HEADINGS ? ', …' : ''}.`;
  throw new ImportError(`There is no heading with the words '${section}'. ${list}`);
}

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

/** What a list is behind `bad_request: Returned when:`. */
const CAUSES: Label = { role: 'causes', certainty: 2, words: 'causes', rest: rich('') };

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
    outerArea: null,
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
      const announced = before;
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
          if (scope.isLoose && scope.part === null && announced.endsWith(':') && !namesCodes(block))
            scope = { ...scope, part: CAUSES };
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
  entitle(finds);
  return samples;
}

/** A heading below which one error stands alone, with its code named there, is the title of it. */
function entitle({ drafts, headed }: Finds): void {
  const counts = new Map<string | null, number>();
  for (const { area } of drafts) counts.set(area, (counts.get(area) ?? 0) + 1);
  for (const { draft, heading, area, outerArea } of headed) {
    if (counts.get(area) !== 1 || draft.area !== area || draft.title) continue;
    draft.title = heading;
    draft.area = outerArea;
  }
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
    return { area, outerArea, statuses, drafts: [], part: null, topic, isOneEntry: false, heading };
  const drafts = meant.codes.map((code) => {
    const draft = draftOf(code, line, outerArea, statuses);
    draft.aliases.push(...meant.aliases);
    if (meant.deprecated) draft.deprecated = true;
    if (meant.title !== '') draft.title = meant.title;
    return draft;
  });
  finds.drafts.push(...drafts);
  begun.set(section, drafts);
  return { area, outerArea, statuses, drafts, part: null, topic, isOneEntry: false, heading };
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

const FIELD =
  /^(?:Param|Response|Request|Query|Path|Body|Header)?(?:Field|Param|Parameter|Property|Attribute|Argument)s?$/i;
const SAMPLE = /code(?:block|group|sample|example|snippet|tabs)|^(?:highlight|pre|snippet|terminal)$/i;
const PLAIN =
  /^(?:id|key|class|className|style|open|defaultOpen|icon|color|type|variant|size|lang|language)$/;

/** Reads a component: as an entry where its attributes name a code, as a table where one holds rows, else by what it holds. */
export function readComponent(component: Component, scope: Scope, finds: Finds, read: ReadBlocks): void {
  const { name, line, attributes, blocks } = component;
  if (FIELD.test(name)) {
    unplace(
      finds,
      line,
      `<${name}> ${[...attributes.values()].filter((v) => typeof v === 'string').join(' ')}`,
      'The component describes a field or parameter, not an error.',
    );
    return;
  }
  const code = SAMPLE.test(name) ? undefined : codeOf(component);
  for (const [attribute, value] of attributes) readRows(attribute, value, component, scope, finds);
  if (code === undefined) {
    read(blocks, scope);
    return;
  }
  const drafts = (codesOfCell(String(code[1]))?.codes ?? [String(code[1]).trim()]).map((each) =>
    draftOf(each, line, scope.area, []),
  );
  for (const draft of drafts) {
    for (const [attribute, value] of attributes) {
      if (attribute === code[0] || (PLAIN.test(attribute) && attribute !== 'type') || isRows(value)) continue;
      for (const text of textsOf(value)) put(draft, roleOfAttribute(attribute, finds), text, attribute);
    }
    if (draft.statuses.length === 0) draft.statuses.push(...scope.statuses);
  }
  finds.drafts.push(...drafts);
  read(blocks, { ...scope, drafts, part: null });
}

/** The attribute that names the code: surely so, or in a component that is named for errors. */
function codeOf({ name, attributes }: Component): [string, JsonValue] | undefined {
  const given = [...attributes].filter(([, value]) => isCodeAttribute(value) && value !== '');
  const sure = given.find(([attribute]) => /^(?:code|error[-_]?code|error)$/i.test(attribute));
  if (sure !== undefined) return sure;
  if (!/error|exception|fault/i.test(name)) return undefined;
  return given.find(([attribute]) => /^(?:slug|name|id|type|value|identifier|key)$/i.test(attribute));
}

function roleOfAttribute(attribute: string, { roleOf }: Finds): Role | null {
  const words = wordsOf(attribute.replace(/(?<=[a-z])(?=[A-Z])/g, ' '));
  const role = roleOf(words)?.role ?? null;
  return role === 'code' ? null : role;
}

function textsOf(value: JsonValue): Rich[] {
  if (Array.isArray(value)) return value.flatMap(textsOf);
  if (value === null || value === '') return [];
  return [rich(typeof value === 'object' ? JSON.stringify(value) : String(value))];
}

function isRows(value: JsonValue): value is Record<string, JsonValue>[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((each) => typeof each === 'object' && each !== null && !Array.isArray(each))
  );
}

/** A list of objects in an attribute is a table whose header are their members. */
function readRows(
  attribute: string,
  value: JsonValue,
  { line }: Component,
  scope: Scope,
  finds: Finds,
): void {
  if (!isRows(value)) return;
  const names = [...new Set(value.flatMap(Object.keys))];
  const cell = (given: JsonValue | undefined) =>
    rich(
      given === undefined
        ? ''
        : textsOf(given)
            .map(({ text }) => text)
            .join('\u2028'),
    );
  const header = names.map((name) => rich(name.replace(/(?<=[a-z])(?=[A-Z])/g, ' ')));
  const rows = value.map((row) => ({ line, cells: names.map((name) => cell(row[name])) }));
  const heading = `${attribute} ${scope.heading ?? ''}`;
  readTable({ kind: 'table', line, header, rows }, { ...scope, drafts: [], heading }, finds);
}
