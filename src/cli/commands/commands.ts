import { delimiter } from 'node:path';
import { exampleCode } from '../../catalog/catalog.ts';
import {
  type CommandShape,
  type Exits,
  LOGIN,
  type OptionShape,
  type Row,
  SETTINGS,
} from '../../config/config.ts';
import { painter } from '../command.ts';
import { doctor } from '../doctor/doctor.ts';
import { wrap } from '../print.ts';
import { explain, hook, list, lookup } from './ask.ts';
import { check } from './check/check.ts';
import { connect } from './connect.ts';
import { importCommand } from './import.ts';
import { index } from './index-logs.ts';
import { newCommand } from './new.ts';

/** Every command of the terminal by its name, in the order of the help. */
export const COMMANDS = {
  explain,
  list,
  lookup,
  index,
  check,
  import: importCommand,
  new: newCommand,
  connect,
  hook,
  doctor,
} as const;

export type CommandName = keyof typeof COMMANDS;
export const COMMAND_NAMES = Object.keys(COMMANDS) as CommandName[];

const COLUMNS = 80;
/** How wide the labels of rows may be; a longer one pushes only its own words to the right. */
const WIDEST = { option: 16, command: 19, variable: 24 };

/**
 * The help of the program, or of one command, by what it declares; at most 80 columns. `separator` is what stands
 * between paths in a variable.
 */
export function renderHelp(of: string | null, separator: string = delimiter): string {
  const blocks = of === null ? programHelp(separator) : commandHelp(of as CommandName);
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function commandHelp(name: CommandName): string[] {
  const command: CommandShape = COMMANDS[name];
  const { description, notes, operands, options, examples, exits, startsWithProblems } = command;
  const isMarked = Object.values(options).filter(({ isRepeatable }) => isRepeatable === true).length > 4;
  const rows = [
    ...operands.flatMap(({ word, about, default: usual, rows: more = [] }) =>
      about === null ? [] : [{ label: word, about: withDefault(about, usual), rows: more }],
    ),
    ...Object.entries(options).flatMap(([option, shape]) => rowsOf(option, shape, isMarked)),
  ];
  return [
    `Usage: error-catalog-mcp ${[name, ...usageOf(command)].join(' ')}`,
    paragraph(description),
    [...table(rows), ...(isMarked ? ['  * can be repeated'] : [])].join('\n'),
    paragraph(notes ?? ''),
    examplesBlock(examples),
    exitsLine({
      ...(startsWithProblems === true ? {} : { 2: 'wrong arguments' }),
      3: 'anything else',
      ...exits,
    }),
  ];
}

/** What stands behind the command's name: operands, the options that are named there, and that there are more. */
function usageOf({ operands, options }: CommandShape): string[] {
  const named = Object.entries(options).filter(([, { inUsage }]) => inUsage !== undefined);
  const isRest = Object.keys(options).length > named.length;
  return [
    ...operands.map(wordOf),
    ...named.map(([name, shape]) => {
      const written = labelOf(name, shape);
      return `${shape.inUsage === 'required' ? written : `[${written}]`}${shape.isRepeatable === true ? '...' : ''}`;
    }),
    ...(isRest ? ['[OPTION]...'] : []),
  ];
}

function wordOf({ word, isOptional }: CommandShape['operands'][number]): string {
  return isOptional === true ? `[${word}]` : word;
}

function labelOf(name: string, { value }: Pick<OptionShape, 'value'>): string {
  return value === null ? `--${name}` : `--${name} ${value}`;
}

function rowsOf(name: string, shape: OptionShape, isMarked: boolean): Row[] {
  const repeated = shape.isRepeatable === true ? (isMarked ? '; *' : '; repeatable') : '';
  const about = `${withDefault(shape.about, shape.default)}${repeated}`;
  return [{ label: labelOf(name, shape), about }, ...(shape.rows ?? [])];
}

function withDefault(about: string, usual: string | undefined): string {
  return usual === undefined ? about : `${about} (default: ${usual})`;
}

function programHelp(separator: string): string[] {
  const all: readonly (readonly [string, CommandShape])[] = Object.entries(COMMANDS);
  const shapes = all.filter(([, { isForPrograms }]) => isForPrograms !== true);
  const silent = shapes.flatMap(([name, { options }]) => (Object.hasOwn(options, 'json') ? [] : [name]));
  const settings = Object.values(SETTINGS);
  return [
    `Usage: error-catalog-mcp [OPTION]...            start the MCP server on stdio
       error-catalog-mcp COMMAND [OPTION]...    answer in this terminal`,
    paragraph(
      'Tells what an API error means, what to do, and what happened to that request. A host (Claude, Cursor, VS Code) starts the server; people use the commands.',
    ),
    titled(
      'Commands',
      shapes.map(([name, { operands, about }]) => ({
        label: [name, ...operands.map(wordOf)].join(' '),
        about,
      })),
      WIDEST.command,
    ),
    titled('Options', [
      ...settings.flatMap(({ flag, value, about, separator: parts }) =>
        rowsOf(flag, { value, about, isRepeatable: parts !== null }, false),
      ),
      { label: '--json', about: `all but ${silent.join(' and ')}: answer as JSON` },
      { label: '-h, --help', about: 'this, or the help of a command; --version the version' },
    ]),
    titled(
      'Environment',
      [
        ...settings.map(({ flag, variable, separator: parts }) => {
          const written = parts === delimiter ? separator : parts;
          const about = `as --${flag}${written === null ? '' : `, separated by '${written}'`}`;
          return { label: variable, about };
        }),
        { label: LOGIN.user, about: 'the login for clickhouse://…' },
        { label: LOGIN.password, about: 'its password' },
      ],
      WIDEST.variable,
    ),
    examplesBlock([
      `error-catalog-mcp explain ${exampleCode()} --value Acme_Corp`,
      'error-catalog-mcp lookup req_xyz123 --logs /var/log/platform',
    ]),
    'Exit codes: 0 found, well; 1 not found, wrong; 2 wrong arguments; 3 else.',
  ];
}

function titled(title: string, rows: readonly Row[], widest: number = WIDEST.option): string {
  return [`${title}:`, ...table(rows, widest)].join('\n');
}

/** Rows in two columns. What is said of a row is broken in its own column. */
function table(rows: readonly Row[], widest: number = WIDEST.option): string[] {
  const flat = flattened(rows, 2);
  const width = Math.max(
    ...flat.map(({ label }) => label.length).filter((length) => length <= widest + 2),
    0,
  );
  return flat.map(({ label, about }) =>
    about === '' ? label : broken(`${label.padEnd(width)}  ${about}`, width + 2),
  );
}

/** Rows with those under them, each label as far in as it stands. */
function flattened(rows: readonly Row[], indent: number): Pick<Row, 'label' | 'about'>[] {
  return rows.flatMap(({ label, about, rows: more = [] }) => [
    { label: `${' '.repeat(indent)}${label}`, about },
    ...flattened(more, indent + 2),
  ]);
}

function paragraph(text: string): string {
  return text === '' ? '' : broken(text, 0);
}

function examplesBlock(examples: readonly string[]): string {
  const lines = examples.flatMap((example) => example.split('\n')).map((line) => `  ${line}`);
  return [examples.length === 1 ? 'Example:' : 'Examples:', ...lines].join('\n');
}

function exitsLine(exits: Exits): string {
  // A number stays beside what it tells.
  const told = Object.entries(exits).map(([code, about]) => `${code}\u00a0${about}`);
  return broken(`Exit codes: ${told.join(', ')}.`, 2).replaceAll('\u00a0', ' ');
}

/** Text in lines of at most `COLUMNS`, all but the first of them `hang` columns in. */
function broken(text: string, hang: number): string {
  return wrap({ spans: [{ text, style: null }], hang }, COLUMNS, painter(false));
}
