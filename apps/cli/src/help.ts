import { type Command, type Option } from './command.js';
import { called, type World } from './world.js';

const JSON_OPTION: Option = { about: 'Print JSON; streaming commands print one object per line' };
const HELP_OPTION: Option = { about: 'Show this text' };
const URL_OPTION: Option = {
  value: 'URL',
  about: 'Address of Rollcall; ROLLCALL_URL, or the Rollcall that runs in this folder',
};

/** Of every command that talks to the API. */
export const SHARED_OPTIONS: Readonly<Record<string, Option>> = {
  url: URL_OPTION,
  json: JSON_OPTION,
  help: HELP_OPTION,
};

/** All options of a command, its own first. */
export const optionsOf = (command: Command): Readonly<Record<string, Option>> => ({
  ...command.options,
  ...(command.isOffline ? { json: JSON_OPTION, help: HELP_OPTION } : SHARED_OPTIONS),
});

const WIDTH = 26;

/** The help of all commands, or of those that begin with these words. */
export function overview(world: World, commands: readonly Command[], words: readonly string[] = []): string {
  const lines = commands.map((command) => row(usageOf(command), command.summary));
  return `Usage: ${called(world, [...words, '<command>'].join(' '))} [options]

${lines.join('\n')}

${called(world, '<command> --help')} explains a command. ${called(world, '--version')} prints the version.
ROLLCALL_URL and ROLLCALL_API_KEY name another Rollcall than the one that runs in this folder.

Exit status: 0 done, 1 failed, 2 usage error, 3 Rollcall cannot be reached, 4 the API key was refused,
5 a run of the agent needs review, 130 stopped with Ctrl-C.
`;
}

/** The help of one. */
export function helpOf(world: World, command: Command): string {
  const parts = [`Usage: ${called(world, usageOf(command))} [options]\n`, `${command.summary}.`];
  if (command.details !== undefined) parts.push(command.details.replaceAll('{rollcall}', called(world)));
  parts.push('');
  for (const { name, about } of command.arguments ?? []) parts.push(row(name.toUpperCase(), about));
  for (const [name, option] of Object.entries(optionsOf(command))) parts.push(row(flagOf(name, option), option.about));
  return `${parts.join('\n')}\n`;
}

/** `--limit N` */
export const flagOf = (name: string, { value }: Option): string => `--${name}${value === undefined ? '' : ` ${value}`}`;

/** `orgs get ID` */
export const usageOf = (command: Command): string =>
  [...command.words, ...(command.arguments ?? []).map(({ name }) => name.toUpperCase())].join(' ');

const row = (left: string, right: string): string =>
  left.length < WIDTH ? `  ${left.padEnd(WIDTH)}${right}` : `  ${left}\n  ${' '.repeat(WIDTH)}${right}`;
