import type { Catalog, Entry } from '../../catalog/catalog.ts';
import type { QualityCheck } from '../rules.ts';
import { type Finding, findingOf, type Locate, type Rule, type RuleOf } from '../rules.ts';
import { fixRepeatsMessage, statusContradictsRetry } from './advice.ts';
import {
  deadLink,
  duplicateAlias,
  indistinguishable,
  noReplacement,
  oneWayLink,
  replacedByDeprecated,
  selfLink,
  shadowedCase,
} from './links.ts';
import { noFix, noMeaning, noRetry, noWho, placeholder } from './unwritten.ts';

const CHECKS: Readonly<Record<RuleOf<'quality'>, QualityCheck>> = {
  duplicate_alias: duplicateAlias,
  dead_link: deadLink,
  self_link: selfLink,
  one_way_link: oneWayLink,
  replaced_by_deprecated: replacedByDeprecated,
  no_replacement: noReplacement,
  placeholder,
  status_contradicts_retry: statusContradictsRetry,
  indistinguishable,
  shadowed_case: shadowedCase,
  no_meaning: noMeaning,
  no_fix: noFix,
  fix_repeats_message: fixRepeatsMessage,
  no_retry: noRetry,
  no_who: noWho,
};

/** What is wrong with a catalog by itself, by every rule that is `wanted`. */
export function checkQuality(
  catalog: Catalog,
  locate: Locate,
  wanted: (rule: Rule) => boolean = () => true,
): Finding[] {
  const rules = (Object.keys(CHECKS) as RuleOf<'quality'>[]).filter(wanted);
  return rules.flatMap((rule) =>
    CHECKS[rule](catalog).map(({ entry, message, field, other, suggestion }) =>
      findingOf(rule, {
        code: entry.code,
        message,
        suggestion,
        other,
        about: [qualifierOf(entry, catalog), field === 'code' ? '' : field, other].filter(Boolean).join(' '),
        at: locate(entry, field ?? 'code'),
      }),
    ),
  );
}

/** What tells an entry from others of the same code; empty where there are none. */
function qualifierOf({ code, service, surface, area, http_statuses: statuses }: Entry, catalog: Catalog) {
  if (catalog.all(code).length < 2) return '';
  return [service, surface, area, ...statuses].filter((each) => each !== null).join('/');
}
