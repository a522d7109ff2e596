import { type Command, type Option } from './command.js';
import { optionsOf } from './help.js';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** What may follow these words: commands, options, or the values of one. */
interface Step {
  words: string;
  next: readonly string[];
}

/** A script for a shell, with all that it completes in it: a completion that starts Node takes longer than typing. */
export function completionScript(shell: Shell, commands: readonly Command[]): string {
  const steps = stepsOf(commands);
  const values = valuesOf(commands);
  if (shell === 'fish') return fish(steps, values);
  const cases = [
    ...[...values, ...steps].map(({ words, next }) => `    ${quoted(words)}) next=${quoted(next.join(' '))} ;;`),
  ].join('\n');
  return shell === 'bash' ? bash(cases) : zsh(cases);
}

const bash = (cases: string): string => `_rollcall() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD-1]}" next='' line
  line="\${COMP_WORDS[*]:1:COMP_CWORD-1}"
  line="$(_rollcall_words "$line" "$prev")"
  case "$line" in
${cases}
  esac
  COMPREPLY=($(compgen -W "$next" -- "$cur"))
}
${WORDS}
complete -o default -F _rollcall rollcall`;

const zsh = (cases: string): string => `_rollcall() {
  local next='' line
  line="$(_rollcall_words "\${(j: :)words[2,CURRENT-1]}" "\${words[CURRENT-1]}")"
  case "$line" in
${cases}
  esac
  compadd -- \${(s: :)next}
  [ -n "$next" ] || _files
}
${WORDS}
compdef _rollcall rollcall`;

/** The command's own words, and the option whose value comes next: arguments and other options change nothing. */
const WORDS = `_rollcall_words() {
  local word words='' count=0
  for word in $(printf '%s' "$1"); do
    case "$word" in
      -*) break ;;
      *) [ $count -lt 2 ] && words="\${words:+$words }$word" ;;
    esac
    count=$((count + 1))
  done
  case "$2" in
    --*) printf '%s' "$words $2" ;;
    *) printf '%s' "$words" ;;
  esac
}`;

function fish(steps: readonly Step[], values: readonly Step[]): string {
  const line = ({ words, next }: Step) =>
    `complete -c rollcall -n ${quoted(`__rollcall_at ${quotedInside(words)}`)} -a ${quoted(next.join(' '))}`;
  return `function __rollcall_at
  set -l given (commandline -opc)[2..-1]
  set -l words
  for word in $given
    string match -q -- '-*' $word; and break
    test (count $words) -lt 2; and set -a words $word
  end
  set -l last $given[-1]
  string match -q -- '--*' "$last"; and set -a words $last
  test "$words" = "$argv[1]"
end
complete -c rollcall -f
${[...steps, ...values].map(line).join('\n')}`;
}

function stepsOf(commands: readonly Command[]): Step[] {
  const steps: Step[] = [
    { words: '', next: [...new Set(commands.map(({ words }) => words[0]!)), 'help', '--version'] },
  ];
  const groups = new Set(commands.filter(({ words }) => words.length > 1).map(({ words }) => words[0]!));
  for (const group of groups) {
    const inside = commands.filter(({ words }) => words[0] === group && words.length > 1);
    steps.push({ words: group, next: [...inside.map(({ words }) => words[1]!), '--help'] });
  }
  for (const command of commands) {
    const values = command.arguments?.[0]?.values ?? [];
    const options = Object.keys(optionsOf(command)).map((name) => `--${name}`);
    steps.push({ words: command.words.join(' '), next: [...values, ...options] });
    // A command of one word takes its argument as the second.
    if (command.words.length === 1)
      for (const value of values) steps.push({ words: `${command.words[0]} ${value}`, next: options });
  }
  return steps;
}

function valuesOf(commands: readonly Command[]): Step[] {
  return commands.flatMap((command) =>
    Object.entries(optionsOf(command))
      .filter((entry): entry is [string, Option & { values: readonly string[] }] => entry[1].values !== undefined)
      .map(([name, { values }]) => ({ words: `${command.words.join(' ')} --${name}`, next: values })),
  );
}

/** For a shell; no name of ours has a quote in it. */
const quoted = (text: string): string => `'${text}'`;
const quotedInside = (text: string): string => `"${text}"`;
