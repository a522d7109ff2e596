import { type Command, type Option } from './command.js';
import { DEFAULT_URL } from './session.js';

/** Of every command. */
export const SHARED_OPTIONS: Readonly<Record<string, Option>> = {
  url: { value: 'URL', about: `Where Rollcall is; ROLLCALL_URL, or ${DEFAULT_URL}` },
  json: { about: 'JSON in place of words; one event a line where it goes on' },
  help: { about: 'This text' },
};

const WIDTH = 26;

/** The help of all commands, or of those that begin with these words. */
export function overview(commands: readonly Command[], words: readonly string[] = []): string {
  const lines = commands.map((command) => row(usageOf(command), command.summary));
  return `Usage: rollcall ${[...words, '<command>'].join(' ')} [options]

${lines.join('\n')}

rollcall <command> --help says more about each. ROLLCALL_URL and ROLLCALL_API_KEY say whom to talk to.

Exit status: 0 done, 1 failed, 2 not called rightly, 3 Rollcall cannot be reached, 4 the API key was refused.
`;
}

/** The help of one. */
export function helpOf(command: Command): string {
  const parts = [`Usage: rollcall ${usageOf(command)} [options]\n`, `${command.summary}.`];
  if (command.details !== undefined) parts.push(command.details);
  parts.push('');
  for (const { name, about } of command.arguments ?? []) parts.push(row(name.toUpperCase(), about));
  for (const [name, option] of Object.entries({ ...command.options, ...SHARED_OPTIONS })) {
    parts.push(row(`--${name}${option.value === undefined ? '' : ` ${option.value}`}`, option.about));
  }
  return `${parts.join('\n')}\n`;
}

const usageOf = (command: Command): string =>
  [...command.words, ...(command.arguments ?? []).map(({ name }) => name.toUpperCase())].join(' ');

const row = (left: string, right: string): string =>
  left.length < WIDTH ? `  ${left.padEnd(WIDTH)}${right}` : `  ${left}\n  ${' '.repeat(WIDTH)}${right}`;
