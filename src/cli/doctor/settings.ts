import { withoutLogins } from '../../requests/clickhouse/source.ts';
import { type Given, SETTINGS, type SettingName, type Settings } from '../settings.ts';
import { type Check, check } from './check.ts';

const WITHOUT: Readonly<Record<SettingName, string>> = {
  logs: 'none (requests cannot be looked up)',
  catalog: 'the built-in one',
  onInvalidCatalog: 'refuse',
  workspace: 'all',
  redact: 'no further fields',
  idKeys: 'no further fields',
};

/** What is set, by what, and what is wrong with it. */
export function checkSettings(settings: Settings, problems: readonly string[]): Check {
  const names = Object.keys(SETTINGS) as SettingName[];
  const details = names.flatMap((name) => {
    const { given } = settings[name];
    if (given.length === 0) return [`${SETTINGS[name].flag}: ${WITHOUT[name]} (default)`];
    return given.map(({ value, from }) => `${SETTINGS[name].flag}: ${shown(value)} (${from})`);
  });
  const passedOver = names.flatMap((name) => settings[name].unset.map(sayUnset));
  const hasPassedOver = passedOver.length > 0;
  if (problems.length > 0) {
    const summary = `${problems.length === 1 ? 'one is' : `${problems.length} are`} wrong: the server would not start`;
    return check('settings', 'problem', summary, { details: [...details, ...passedOver], advice: problems });
  }
  const summary = `${names.filter((name) => settings[name].given.length > 0).length} of ${names.length} are set`;
  return check('settings', hasPassedOver ? 'warning' : 'ok', summary, {
    details,
    advice: passedOver,
  });
}

function shown(value: string): string {
  return value === '' ? "''" : withoutLogins(value);
}

/** Something that was meant to be filled in may have been forgotten. */
function sayUnset({ value, from }: Given): string {
  return value === ''
    ? `${from} is set but empty, which counts as not set. Fill it in, or unset it.`
    : `${from} arrived as '${value}': the host left that field unfilled, which counts as not set.`;
}
