import { isKnownStatus } from '../../base/http-status.ts';
import { statusesOf, withoutReasons } from '../fields.ts';
import { type Block, type Heading, type Page, plain } from './blocks.ts';
import { type Role, type RoleOf, wordsOf } from './draft.ts';
import {
  certaintyOf,
  codeBehind,
  headingCertainty,
  isYear,
  type Lead,
  type Level,
  leadOf,
  levelsOf,
  NO_LEVEL,
} from './lead.ts';

/** What a heading says of what stands below it. */
export type Meant =
  | { kind: 'code'; codes: string[]; aliases: string[]; title: string; deprecated: boolean }
  | { kind: 'part'; role: Role | null; words: string }
  | { kind: 'section' };

/** A heading of a page in its place. */
export interface Section {
  meant: Meant;
  parent: Section | null;
  text: string;
  level: number;
  /** The nearest heading that is no code and not the page's title, this one included. */
  area: string | null;
  /** The same without this one. */
  outerArea: string | null;
  /** By this heading, or by one above it. */
  statuses: readonly number[];
  topic: Topic;
}

interface Node extends Section {
  lead: Lead | null;
  parent: Node | null;
  children: Node[];
  isTitle: boolean;
  status: number[] | null;
}

/** What every heading of a page means. */
export function outlineOf(page: Page, roleOf: RoleOf): ReadonlyMap<Heading, Section> {
  const nodes = new Map<Heading, Node>();
  const roots: Node[] = [];
  collect(page.blocks, null, roots, nodes);
  const all = [...nodes.values()];
  markTitle(all, page.title);
  const titles = page.title === null ? [] : [page.title];
  const about = topicOf(
    [...titles, ...all.map(({ text }) => text).slice(0, 1000)].filter((text) => topicOf([text]) === 'errors'),
  );
  const levels = new Map<readonly Node[], Map<number, Level>>();
  for (const node of all) {
    const siblings = node.parent?.children ?? roots;
    const known = levels.get(siblings) ?? levelsOf(siblings);
    levels.set(siblings, known);
    const level = known.get(node.level) ?? NO_LEVEL;
    decide(node, level, titles, about, roleOf);
  }
  nameAreas(all);
  return nodes;
}

function collect(
  blocks: readonly Block[],
  above: Node | null,
  roots: Node[],
  nodes: Map<Heading, Node>,
): void {
  let last = above;
  for (const block of blocks) {
    if (block.kind === 'component') collect(block.blocks, last, roots, nodes);
    if (block.kind === 'list') for (const item of block.items) collect(item.blocks, last, roots, nodes);
    if (block.kind !== 'heading') continue;
    while (last !== null && last !== above && last.level >= block.level) last = last.parent;
    const text = headingText(block.rich.text);
    const node: Node = {
      meant: { kind: 'section' },
      parent: last,
      children: [],
      text: plain(text),
      level: block.level,
      area: null,
      outerArea: null,
      statuses: [],
      topic: 'unknown',
      lead: leadOf(text),
      isTitle: false,
      status: statusHeading(text),
    };
    (last?.children ?? roots).push(node);
    nodes.set(block, node);
    last = node;
  }
}

/** A heading without its anchor. */
function headingText(text: string): string {
  return text.replace(/(?<!\s)\s*\{#[\w.-]{1,200}\}\s*$|(?<!\s)\s*(?:¶|#{1,6}|🔗)\s*$/u, '');
}

const STATUS_HEADING =
  /^(?:http\s{0,3})?(?:status\s{0,3})?(?:code\s{0,3})?(?:error\s{0,3})?:?\s{0,3}([1-5](?:\d\d|xx))\b(.{0,60})$/i;

/** What a heading says of statuses: those that it names exactly, `[]` for a class such as 4xx, null for none. */
function statusHeading(text: string): number[] | null {
  const bare = plain(text).replace(/[`*]/g, '');
  const [, status = '', words = ''] = bare.length > 80 ? [] : (STATUS_HEADING.exec(bare) ?? []);
  if (status === '') return null;
  const rest = withoutReasons(words).replace(/\b(?:level|redirects?|success(?:ful)?|informational)\b/gi, '');
  if (/\w/.test(rest)) return statusesOf(bare);
  if (/xx/i.test(status)) return [];
  return isKnownStatus(status) ? [Number(status)] : null;
}

/** The page's title is its first heading, where no other stands as high and its head names none. */
function markTitle(all: readonly Node[], title: string | null): void {
  const [first] = all;
  if (first === undefined || (title !== null && first.level > 1)) return;
  first.isTitle = all.every((node) => node === first || node.level > first.level);
}

function decide(node: Node, level: Level, titles: readonly string[], about: Topic, roleOf: RoleOf): void {
  const { parent } = node;
  const chain: string[] = [];
  for (let each = parent; each !== null; each = each.parent)
    if (each.meant.kind !== 'code') chain.push(each.text);
  const around = topicOf([...chain, ...titles]);
  node.statuses = parent?.statuses ?? [];
  if (node.status !== null && !level.numbersAreCodes) {
    node.statuses = node.status;
    node.topic = 'errors';
    return;
  }
  node.meant = meantBy(node, level, around, about, roleOf) ?? { kind: 'section' };
  const own = node.meant.kind === 'section' ? [node.text, ...chain] : chain;
  node.topic = node.meant.kind === 'code' ? 'errors' : topicOf([...own, ...titles]);
  if (node.meant.kind === 'code' && node.lead !== null && node.lead.statuses.length > 0)
    node.statuses = node.lead.statuses;
}

function meantBy(node: Node, level: Level, around: Topic, about: Topic, roleOf: RoleOf): Meant | null {
  const inCode = isWithinCode(node);
  if (inCode) {
    const known = roleOf(wordsOf(node.text));
    if (known !== null && known.certainty >= 2 && known.role !== 'code')
      return { kind: 'part', role: known.role, words: node.text };
  }
  const { lead } = node;
  const isOperation = node.children.some(({ text }) =>
    /^(?:possible |common )?(?:errors?|error (?:codes|responses)|responses?|parameters|arguments|request)$/i.test(
      text,
    ),
  );
  if (around !== 'other' && !isOperation) {
    const named = codeBehind(node.text);
    if (named !== null)
      return { kind: 'code', codes: [named.code], aliases: [], deprecated: false, title: named.title };
    if (lead !== null && isCode(lead, node, level, around, about)) {
      const notes = lead.notes.map((note) => `(${note})`);
      const behind = /(?<!\s)\s*[([]([^()[\]]{3,40})[)\]]\s*$/.exec(lead.rest);
      const statuses = behind === null ? null : statusesOf(plain(behind[1] ?? ''));
      if (behind !== null && statuses !== null) {
        lead.statuses.push(...statuses);
        lead.rest = lead.rest.slice(0, behind.index);
      }
      const { codes, aliases, deprecated } = lead;
      return { kind: 'code', codes, aliases, deprecated, title: plain([lead.rest, ...notes].join(' ')) };
    }
  }
  return inCode && !hasCodes(node) ? { kind: 'part', role: null, words: node.text } : null;
}

function isWithinCode({ parent }: Node): boolean {
  for (let each = parent; each !== null; each = each.parent) if (each.meant.kind === 'code') return true;
  return false;
}

function hasCodes({ children }: Node): boolean {
  return children.some(({ lead }) => lead !== null && certaintyOf(lead) === 'sure');
}

function isCode(lead: Lead, node: Node, level: Level, around: Topic, about: Topic): boolean {
  const certainty = headingCertainty(lead);
  if (certainty === 'no') return false;
  const speaksOfErrors = around === 'errors' || about === 'errors' || lead.announced;
  const isTelling = lead.codes.every((code) => /\d/.test(code)) && !lead.codes.every(isYear);
  if (certainty === 'sure' && (speaksOfErrors || isTelling)) return true;
  const share = level.alike / level.size;
  return speaksOfErrors && share >= 0.6 && (level.size > 1 || around === 'errors' || node.isTitle);
}

function nameAreas(all: readonly Node[]): void {
  const counts = new Map<string, number>();
  const named = all.filter(
    ({ meant, status, isTitle }) => meant.kind === 'section' && !isTitle && status === null,
  );
  for (const { text } of named) counts.set(text, (counts.get(text) ?? 0) + 1);
  const isNamed = new Set(named);
  for (const node of all) {
    node.outerArea = node.parent?.area ?? null;
    const isTwice = (counts.get(node.text) ?? 0) > 1 && node.outerArea !== null;
    node.area =
      !isNamed.has(node) || node.text === ''
        ? node.outerArea
        : isTwice
          ? `${node.outerArea} / ${node.text}`
          : node.text;
  }
}

/** What a part of a page is about. */
export type Topic = 'errors' | 'other' | 'unknown';

const ERRORS =
  /error|exception|\bfault|fail(?:ure|ed|s|ing)?\b|declin|reject|problem|warning|sqlstate|troubleshoot|\bcodes\b|(?:result|return|exit) code|\breasons?\b|invalid|denied/i;
const OTHER =
  /\b(?:headers?|parameters?|params|arguments?|fields?|attributes?|propert(?:y|ies)|endpoints?|methods?|scopes?|permissions?|librar(?:y|ies)|sdks?|plans?|pricing|quotas?|limits?|options|settings|config\w*|variables?|events?|changelog|versions?|glossary|formats?|objects?|schema|structure|anatomy|body|shape|payload|languages?|countr(?:y|ies)|currenc(?:y|ies)|locales?|contents|samples?|opcodes?|next steps|see also|prerequisites|installation|getting started|best practices)\b/i;
const CODES = /\b(?:codes|errors|exceptions|faults|failures|reasons)\b/i;

/** What the nearest heading that tells it says a part is about; the headings from the nearest to the page's title. */
export function topicOf(headings: readonly string[]): Topic {
  for (const [at, heading] of headings.entries()) {
    const words = plain(heading);
    if (OTHER.test(words) && !(at > 0 && ERRORS.test(words)) && !CODES.test(words)) return 'other';
    if (ERRORS.test(words)) return 'errors';
  }
  return 'unknown';
}

/** What a list or table is about, by its place and the paragraph in front of it: `It answers with these errors:`. */
export function topicBehind(topic: Topic, paragraph: string): Topic {
  const introduces = /\b(?:errors?|exceptions|error codes|failure (?:codes|reasons))\b/i.test(paragraph);
  if (topic === 'other') return introduces && /:\s*$/.test(paragraph) ? 'errors' : 'other';
  return introduces ? 'errors' : topic;
}

/** Whether prose may say something about errors. */
export function isPossiblyAboutErrors(text: string): boolean {
  return /error|exception|fail|\bcodes?\b|\bstatus\b|\bretr(?:y|ies|ied)|declin|reject|invalid|denied|[a-z]{2,40}_[a-z]{2,40}|\b[45]\d\d\b/i.test(
    text,
  );
}
