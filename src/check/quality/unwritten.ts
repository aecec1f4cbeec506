import { clip } from '../../base/text.ts';
import { type Entry, RETRY_WHEN } from '../../catalog/catalog.ts';
import { isDeprecated, type QualityCheck } from '../rules.ts';

/** Entries without a meaning, deprecated ones too. */
export const noMeaning: QualityCheck = ({ entries }) => {
  const suggestion = 'Give it a `meaning`: what happened, in a sentence or two.';
  const silent = entries.filter(({ meaning }) => meaning === null);
  return silent.map((entry) => ({ entry, message: 'It does not say what happened.', suggestion }));
};

/** Entries without a step to take. */
export const noFix = missing(
  ({ fix }) => fix.length === 0,
  'It does not say what to do.',
  'Give it a `fix`: the steps for whoever must act, in their order.',
);

/** Entries that leave open whether repeating the request can help. */
export const noRetry = missing(
  ({ retry }) => retry === null,
  'It does not say whether repeating the request can help.',
  `Give it a \`retry\`, with \`when\`: ${RETRY_WHEN.join(', ')}.`,
);

/** Entries that leave open who must act. */
export const noWho = missing(
  ({ who }) => who === null,
  'It does not say who must act.',
  'Give it a `who`, e.g. caller, end_user, workspace_owner or platform.',
);

function missing(lacks: (entry: Entry) => boolean, message: string, suggestion: string): QualityCheck {
  return ({ entries }) =>
    entries
      .filter((entry) => !isDeprecated(entry) && lacks(entry))
      .map((entry) => ({ entry, message, suggestion }));
}

const LONGEST_SHOWN = 60;

/** A text that is nothing but one of these waits to be written. */
const WHOLE = wordsOfList(
  `todo|to do|tbd|tba|tbc|fixme|wip|to be done|to be defined|to be determined|to be written|to be added|
  coming soon|n/a|na|not applicable|null|nil|undefined|example here|placeholder|text here|some text|
  insert text here|fill in|fill me in|change me|changeme|foo|bar|foo bar|foobar|asdf|lorem ipsum|
  your text here|write me|add text here`,
);
/** Words that are no sentence, though they may well be the name of an area or a service. */
const NO_SENTENCE = wordsOfList(
  `none|example|sample|example message|text|string|description|description here|a description|meaning|
  meaning here|title|title here|message|message here|cause|fix|fix here|test`,
);

function wordsOfList(list: string): Set<string> {
  return new Set(list.split(/\|\s*/));
}

/** Fields that hold a name. */
const NAMES = new Set(['service', 'surface', 'area', 'who']);

/** Marks of what is still to be done, wherever they stand. In capitals, as a to-do may be what a product is about. */
const MARK = /(?<![\p{L}\p{N}_-])(?:TODO|FIXME|TBD)(?![\p{L}\p{N}_-])/u;
const LEAD = /^(?:todo|fixme|tbd)\s{0,4}[:(-]/i;
const LOREM = /\blorem ipsum\b/i;
const TEMPLATE = /^(?:<[^<>/]{1,200}>|\{\{[^{}]{1,200}\}\}|\$\{[^{}]{1,200}\})$/;
const CROSSES = /^x{3,}$/i;

/** Texts that were never written, one finding for a field. */
export const placeholder: QualityCheck = ({ entries }) =>
  entries.flatMap((entry) =>
    textsOf(entry).flatMap(([field, texts]) => {
      const found = texts.find((text) => isPlaceholder(text, NAMES.has(field)));
      if (found === undefined) return [];
      const shown = found.length <= LONGEST_SHOWN ? found : `${clip(found, LONGEST_SHOWN)}…`;
      return [
        {
          entry,
          field,
          message: `Its ${field} is still to be written: '${shown}'.`,
          suggestion: `Write it, or leave ${field} out: what is unknown is told as unknown.`,
        },
      ];
    }),
  );

function isPlaceholder(text: string, isName: boolean): boolean {
  const bare = text
    .trim()
    .replace(/^[\s"'`([<{*_]{1,10}|[\s"'`)\]>}*_.!:…]{1,10}$/g, '')
    .toLowerCase();
  return (
    !/[\p{L}\p{N}]/u.test(text) ||
    WHOLE.has(bare) ||
    (!isName && NO_SENTENCE.has(bare)) ||
    CROSSES.test(bare) ||
    TEMPLATE.test(text.trim()) ||
    LEAD.test(text) ||
    MARK.test(text) ||
    LOREM.test(text)
  );
}

/** Every text of an entry, by its field. */
function textsOf(entry: Entry): [field: string, texts: readonly string[]][] {
  const {
    title,
    http_status_note: note,
    meaning,
    causes,
    fix,
    retry,
    who,
    confusable_with: confusable,
  } = entry;
  const { symptoms, example, since, deprecated, links, service, surface, area } = entry;
  const one = (text: string | null | undefined) => (text === null || text === undefined ? [] : [text]);
  return [
    ['title', one(title)],
    ['service', one(service)],
    ['surface', one(surface)],
    ['area', one(area)],
    ['http_status_note', one(note)],
    ['meaning', one(meaning)],
    ['causes', causes],
    ['fix', fix],
    ['retry', one(retry?.note)],
    ['who', one(who)],
    ['confusable_with', confusable.map(({ tell_apart: check }) => check)],
    ['symptoms', symptoms],
    ['example', one(example)],
    ['since', one(since)],
    ['deprecated', one(deprecated === '' ? null : deprecated)],
    ['links', links],
  ];
}
