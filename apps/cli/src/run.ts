import { parseArgs } from 'node:util';
import { VERSION } from '#client';
import { type Command } from './command.js';
import { COMMANDS } from './commands.js';
import { EXIT } from './exit-status.js';
import { explainError } from './explain-error.js';
import { helpOf, overview, SHARED_OPTIONS } from './help.js';
import { plain } from './plain.js';
import { type Given, Session } from './session.js';
import { styleFor } from './style.js';
import { UsageError } from './usage-error.js';
import { type World } from './world.js';

/** Runs a command line. @returns the exit status */
export async function run(given: readonly string[], world: World): Promise<number> {
  if (given[0] === '--version' || given[0] === '-v') {
    world.out.write(`${VERSION}\n`);
    return EXIT.done;
  }
  const argv = given[0] === 'help' ? [...given.slice(1), '--help'] : given;
  const command = commandOf(argv);
  if (command === undefined) return explainCommands(argv, world);
  const called = `rollcall ${command.words.join(' ')}`;
  try {
    const given = read(command, argv.slice(command.words.length));
    if (given.options['help'] === true) {
      world.out.write(helpOf(command));
      return EXIT.done;
    }
    return (await command.run(new Session(world, given))) ?? EXIT.done;
  } catch (error) {
    // Ctrl-C in the middle of something that has an end.
    if (world.signal.aborted && error === world.signal.reason) return EXIT.stopped;
    const { status, lines } = explainError(error, called);
    const { red } = styleFor({ env: world.env, out: world.err });
    world.err.write(`${red('Error:')} ${lines.join('\n')}\n`);
    return status;
  }
}

/** The longest match: `orgs list` before `orgs`. */
function commandOf(argv: readonly string[]): Command | undefined {
  return COMMANDS.filter(({ words }) => words.every((word, index) => argv[index] === word)).sort(
    (one, other) => other.words.length - one.words.length,
  )[0];
}

/** Help that was asked for, or what there is in place of what was not found. */
function explainCommands(argv: readonly string[], { out, err }: World): number {
  const options = argv.findIndex((word) => word.startsWith('-'));
  const words = options === -1 ? argv : argv.slice(0, options);
  const group = COMMANDS.filter((command) => command.words[0] === words[0]);
  const text = group.length > 0 ? overview(group, words.slice(0, 1)) : overview(COMMANDS);
  const isKnown = words.length === 0 || (words.length === 1 && group.length > 0);
  if (isKnown && (argv.includes('--help') || argv.includes('-h'))) {
    out.write(text);
    return EXIT.done;
  }
  err.write(isKnown ? text : `There is no command "${plain(words.join(' '))}".\n\n${text}`);
  return EXIT.usage;
}

/** @throws UsageError */
function read(command: Command, args: string[]): Given {
  const declared = Object.entries({ ...command.options, ...SHARED_OPTIONS });
  const options = Object.fromEntries(
    declared.map(([name, { value }]) => [
      name,
      {
        type: value === undefined ? ('boolean' as const) : ('string' as const),
        ...(name === 'help' && { short: 'h' }),
      },
    ]),
  );
  const { positionals, values } = parse(args, options);
  const names = (command.arguments ?? []).map(({ name }) => name);
  if (values['help'] !== true) {
    const missing = names[positionals.length];
    if (missing !== undefined) throw new UsageError(`${missing.toUpperCase()} is missing`);
    if (positionals.length > names.length) throw new UsageError(`"${positionals[names.length]}" is too much`);
  }
  return {
    arguments: Object.fromEntries(names.map((name, index) => [name, positionals[index]!])),
    options: values,
  };
}

function parse(args: string[], options: NonNullable<Parameters<typeof parseArgs>[0]>['options']) {
  try {
    const { positionals, values } = parseArgs({ args, options, allowPositionals: true });
    return { positionals, values: values as Given['options'] };
  } catch (error) {
    throw new UsageError((error as Error).message.split('. ')[0]!);
  }
}
