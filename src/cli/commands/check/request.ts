import { nearest } from '../../../base/edit-distance.ts';
import { Failure } from '../../../base/failure.ts';
import { isSkippable, type Rule, SKIPPABLE } from '../../../check/check.ts';
import type { CommandRequest, OptionShape } from '../../../config/config.ts';
import { JSON_OPTION, settingOption } from '../../command.ts';

/** The options of `check`, in the order of its help. */
export const CHECK_OPTIONS = {
  catalog: settingOption('catalog', 'the catalog: a file or a folder, else the built-in one', {
    inUsage: 'optional',
  }),
  source: {
    value: 'PATH',
    about: 'the source that emits the codes: a folder or a file',
    isRepeatable: true,
  },
  pattern: {
    value: 'REGEX',
    about: 'a code in the source also stands where this matches: its first group, or all of it',
    isRepeatable: true,
  },
  ignore: { value: 'GLOB', about: 'files of the source to leave out', isRepeatable: true },
  client: {
    value: 'PATH',
    about: 'the source of a client library that knows the codes',
    isRepeatable: true,
  },
  docs: {
    value: 'FILE',
    about: 'a page (Markdown, HTML) or a data file (CSV, JSON, YAML, TOML) that lists the codes for users',
    isRepeatable: true,
  },
  openapi: { value: 'FILE', about: 'an OpenAPI description that lists the codes', isRepeatable: true },
  logs: settingOption('logs', 'request logs: codes that they show must be catalogued'),
  against: {
    value: 'PATH',
    about: 'an older version of the catalog: what changed since then and breaks programs that know it',
  },
  skip: { value: 'RULE', about: 'leave out a rule, or several: RULE,RULE', isRepeatable: true },
  quality: {
    value: null,
    about: 'show every finding about the catalog by itself, and exit with 1 for these too',
  },
  baseline: { value: 'FILE', about: 'findings that are accepted: they do not count' },
  'write-baseline': {
    value: null,
    about: 'write what is found now to the baseline, and exit with 0',
  },
  github: {
    value: null,
    about: 'annotations for a GitHub workflow, where this is the default',
  },
  json: { ...JSON_OPTION, about: 'everything as JSON' },
} as const satisfies Readonly<Record<string, OptionShape>>;

export type CheckOption = keyof typeof CHECK_OPTIONS;

/** What `check` is asked for. */
export interface CheckRequest {
  /** The older version of the catalog. */
  against: string | null;
  docs: readonly string[];
  openapi: readonly string[];
  source: readonly string[];
  /** What a client library is made of. */
  client: readonly string[];
  patterns: readonly RegExp[];
  ignore: readonly string[];
  skipped: ReadonlySet<Rule>;
  /** Whether what the catalog lacks by itself counts as much as what it is wrong about. */
  quality: boolean;
  /** The file of what is accepted. */
  baseline: string | null;
  writesBaseline: boolean;
  form: 'text' | 'github' | 'json';
}

/**
 * The options of the command, understood. In a GitHub workflow findings become annotations by themselves.
 *
 * @throws Failure `validation_failed` that names every problem
 */
export function readRequest(
  { values, flags, json }: Pick<CommandRequest<CheckOption>, 'values' | 'flags' | 'json'>,
  env: Readonly<Record<string, string | undefined>>,
): CheckRequest {
  const problems: string[] = [];
  const all = (name: CheckOption) => values.get(name) ?? [];
  for (const name of [
    'against',
    'docs',
    'openapi',
    'source',
    'client',
    'pattern',
    'ignore',
    'baseline',
  ] as const)
    if (all(name).includes('')) problems.push(`--${name} needs a value that is not empty.`);
  const patterns = all('pattern').flatMap((text) => patternOf(text, problems));
  const skipped = all('skip')
    .flatMap((list) => list.split(','))
    .flatMap((word) => ruleOf(word.trim(), problems));
  for (const name of ['pattern', 'ignore'] as const)
    if (values.has(name) && !values.has('source') && !values.has('client'))
      problems.push(`--${name} is about the source: give --source DIR or --client DIR too.`);
  const baseline = all('baseline')[0] ?? null;
  const writesBaseline = flags.has('write-baseline');
  if (writesBaseline && baseline === null)
    problems.push('--write-baseline needs --baseline FILE, to which it writes.');
  if (json && flags.has('github')) problems.push('--json and --github cannot be had at once.');
  if (problems.length > 0) throw new Failure('validation_failed', problems.join('\n'));
  const isAnnotated = flags.has('github') || env['GITHUB_ACTIONS'] === 'true';
  return {
    against: all('against')[0] ?? null,
    docs: all('docs'),
    openapi: all('openapi'),
    source: all('source'),
    client: all('client'),
    patterns,
    ignore: all('ignore'),
    skipped: new Set(skipped),
    quality: flags.has('quality'),
    baseline,
    writesBaseline,
    form: json ? 'json' : isAnnotated ? 'github' : 'text',
  };
}

function patternOf(text: string, problems: string[]): RegExp[] {
  if (text === '') return [];
  try {
    return [new RegExp(text, 'g')];
  } catch (error) {
    const why = error instanceof Error ? error.message : '';
    problems.push(`--pattern needs a regular expression of JavaScript, and '${text}' is none. ${why}`);
    return [];
  }
}

function ruleOf(word: string, problems: string[]): Rule[] {
  if (isSkippable(word)) return [word];
  const meant = nearest(word, SKIPPABLE);
  const hint = meant === null ? '' : ` Did you mean ${meant}?`;
  problems.push(`--skip: there is no rule '${word}'.${hint} The rules are ${SKIPPABLE.join(', ')}.`);
  return [];
}
