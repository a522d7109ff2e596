import { parseArgs } from 'node:util';
import { VERSION } from '#client';
import { type Command } from './command.js';
import { COMMANDS } from './commands.js';
import { EXIT } from './exit-status.js';
import { explainError } from './explain-error.js';
import { helpOf, optionsOf, overview, SHARED_OPTIONS } from './help.js';
import { didYouMean, nearest } from './nearest.js';
import { plain } from './plain.js';
import { type Given, Session } from './session.js';
import { styleFor } from './style.js';
import { UsageError } from './usage-error.js';
import { called, type World } from './world.js';

/** Runs a command line. @returns the exit status */
export async function run(given: readonly string[], world: World): Promise<number> {
  if (given[0] === '--version' || given[0] === '-v') {
    world.out.write(`${VERSION}\n`);
    return EXIT.done;
  }
  const argv = commandFirst(given[0] === 'help' ? [...given.slice(1), '--help'] : given);
  const command = commandOf(argv);
  if (command === undefined) return explainCommands(argv, world);
  const name = called(world, command.words.join(' '));
  try {
    const given = read(command, argv.slice(command.words.length));
    if (given.options['help'] === true) {
      world.out.write(helpOf(world, command));
      return EXIT.done;
    }
    return (await command.run(new Session(world, given))) ?? EXIT.done;
  } catch (error) {
    // Ctrl-C in the middle of something that has an end.
    if (world.signal.aborted && error === world.signal.reason) return EXIT.stopped;
    const { status, lines } = explainError(error, name);
    say(world, lines);
    return status;
  }
}

/** The options of all commands may also stand before the command: `--url URL orgs list`. */
function commandFirst(argv: readonly string[]): readonly string[] {
  let at = 0;
  for (let word = argv[at]; word?.startsWith('-'); word = argv[at]) {
    const name = word === '-h' ? 'help' : /^--([^=]*)/.exec(word)?.[1];
    const option = name === undefined ? undefined : SHARED_OPTIONS[name];
    if (option === undefined) break;
    at += option.value === undefined || word.includes('=') ? 1 : 2;
  }
  return [...argv.slice(at), ...argv.slice(0, at)];
}

/** The longest match: `orgs list` before `orgs`. */
function commandOf(argv: readonly string[]): Command | undefined {
  return COMMANDS.filter(({ words }) => words.every((word, index) => argv[index] === word)).sort(
    (one, other) => other.words.length - one.words.length,
  )[0];
}

/** Help that was asked for, the commands of a group, or what somebody may have meant. */
function explainCommands(argv: readonly string[], world: World): number {
  const options = argv.findIndex((word) => word.startsWith('-'));
  const words = options === -1 ? argv : argv.slice(0, options);
  if (options === 0 && argv.some((word) => COMMANDS.some((command) => command.words[0] === word))) {
    const [first] = argv as [string];
    say(world, [
      `${plain(first)} stands before the command.`,
      `Options follow their command: ${called(world, '<command>')} ${plain(first)}`,
    ]);
    return EXIT.usage;
  }
  const group = COMMANDS.filter((command) => command.words[0] === words[0]);
  if (words.length === 0 || (words.length === 1 && group.length > 0)) {
    const text = group.length > 0 ? overview(world, group, words) : overview(world, COMMANDS);
    const isAsked = argv.includes('--help') || argv.includes('-h');
    (isAsked ? world.out : world.err).write(text);
    return isAsked ? EXIT.done : EXIT.usage;
  }
  // What follows the command's own words is arguments.
  const given = words.slice(0, 2).join(' ');
  const hint =
    group.length > 0
      ? suggestion(
          nearest(
            words[1]!,
            group.map((command) => command.words[1]!),
          ),
          (word) => `${words[0]!} ${word}`,
        )
      : suggestion(nearest(given, NAMES) ?? nearest(words[0]!, NAMES), (name) => name);
  say(world, [
    `There is no command "${plain(given)}".${hint}`,
    `${called(world, group.length > 0 ? `${words[0]!} --help` : '--help')} lists the commands.`,
  ]);
  return EXIT.usage;
}

const NAMES = COMMANDS.map((command) => command.words.join(' '));

const suggestion = (word: string | undefined, nameOf: (word: string) => string): string =>
  word === undefined ? '' : ` Did you mean "${nameOf(word)}"?`;

function say(world: World, lines: readonly string[]): void {
  const { red } = styleFor({ env: world.env, out: world.err });
  world.err.write(`${red('Error:')} ${lines.join('\n')}\n`);
}

/** @throws UsageError */
function read(command: Command, args: string[]): Given {
  const { positionals, values } = parse(command, args);
  const names = (command.arguments ?? []).map(({ name }) => name);
  if (values['help'] !== true) {
    const missing = names.find((_name, index) => (positionals[index] ?? '') === '');
    if (missing !== undefined) throw new UsageError(`${missing.toUpperCase()} is missing`);
    if (positionals.length > names.length)
      throw new UsageError(`unexpected argument "${plain(positionals[names.length])}"`);
  }
  return {
    arguments: Object.fromEntries(names.map((name, index) => [name, positionals[index]!])),
    options: values,
  };
}

function parse(command: Command, args: string[]) {
  const declared = optionsOf(command);
  const options = Object.fromEntries(
    Object.entries(declared).map(([name, { value }]) => [
      name,
      {
        type: value === undefined ? ('boolean' as const) : ('string' as const),
        ...(name === 'help' && { short: 'h' }),
      },
    ]),
  );
  try {
    const { positionals, values } = parseArgs({ args, options, allowPositionals: true });
    return { positionals, values: values as Given['options'] };
  } catch (error) {
    const { message, code } = error as NodeJS.ErrnoException;
    const unknown = /^Unknown option '([^']*)'/.exec(message)?.[1];
    if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION' && unknown !== undefined) {
      const known = Object.keys(declared).map((name) => `--${name}`);
      throw new UsageError(`unknown option ${plain(unknown)}.${didYouMean(unknown, known)}`);
    }
    throw new UsageError(message.split(/\. |\n/)[0]!);
  }
}
