/**
 * The bundle's entry: starts the server with the settings that a person made in the host. `manifest.template.json`
 * hands over paths of logs as arguments, the rest as variables. A host leaves a setting that nobody filled in
 * empty, or as its placeholder; both mean "not set" here, and nowhere else.
 */
const { join } = require('node:path');

const { argv, env } = process;

/** @param {string | undefined} setting */
const isFilledIn = (setting) => setting !== undefined && !/^(\s*|\$\{user_config\.\w+\})$/.test(setting);

/** @param {string} option @param {(string | undefined)[]} settings */
const options = (option, settings) => settings.filter(isFilledIn).map((setting) => `${option}=${setting}`);

// No argument, as lists of processes show these.
for (const name of ['CLICKHOUSE_USER', 'CLICKHOUSE_PASSWORD']) {
  const setting = env[`MCPB_${name}`];
  if (setting !== undefined && isFilledIn(setting)) env[`ERROR_CATALOG_${name}`] = setting;
}

argv.splice(
  2,
  argv.length,
  ...options('--logs', [...argv.slice(2), env['MCPB_TABLE']]),
  ...options('--workspace', [env['MCPB_WORKSPACE']]),
  ...options('--catalog', [env['MCPB_CATALOG']]),
);
require(join(__dirname, 'dist', 'entry.cjs'));
