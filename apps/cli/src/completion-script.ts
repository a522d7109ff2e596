import { type Command, type Option } from './command.js';
import { optionsOf } from './help.js';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** What may come next at these places: commands, options, or the values of one. */
interface Step {
  /** `users list` behind the command, `users list +` behind its arguments, `users list --limit` where a value is due. */
  places: readonly string[];
  next: readonly string[];
  /** Values that may be several, with commas between them. */
  isList?: boolean;
}

/** What the scripts have to know to tell at which place somebody types. */
interface Grammar {
  /** First words of commands of two words. */
  groups: readonly string[];
  /** Options that take a value: what follows is no argument. */
  valued: readonly string[];
  steps: readonly Step[];
}

/** A script for a shell, with all that it completes in it: a completion that starts Node takes longer than typing. */
export function completionScript(shell: Shell, commands: readonly Command[]): string {
  return { bash, zsh, fish }[shell](grammarOf(commands));
}

const bash = (grammar: Grammar): string => `_rollcall() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" next='' list='' before=''
  case "$(_rollcall_place "\${COMP_WORDS[@]:1:COMP_CWORD-1}")" in
${cases(grammar)}
  esac
  if [ -n "$list" ] && [ "$cur" != "\${cur##*,}" ]; then
    before="\${cur%,*},"
    cur="\${cur##*,}"
  fi
  COMPREPLY=($(compgen -P "$before" -W "$next" -- "$cur"))
}
${place(grammar)}
complete -o default -F _rollcall rollcall`;

const zsh = (grammar: Grammar): string => `_rollcall() {
  local next='' list=''
  case "$(_rollcall_place "\${(@)words[2,CURRENT-1]}")" in
${cases(grammar)}
  esac
  [ -n "$list" ] && compset -P '*,'
  compadd -- \${(s: :)next}
  [ -n "$next" ] || _files
}
${place(grammar)}
compdef _rollcall rollcall`;

const cases = ({ steps }: Grammar): string =>
  steps
    .map(
      ({ places, next, isList }) =>
        `    ${places.map(quoted).join('|')}) next=${quoted(next.join(' '))}${isList === true ? ' list=yes' : ''} ;;`,
    )
    .join('\n');

/** For bash and zsh: the place behind the words that are there. bash makes words of the `=` in `--limit=3` and the `:` in a URL. */
const place = ({ groups, valued }: Grammar): string => `_rollcall_place() {
  local word words='' value='' more='' glued=''
  for word in "$@"; do
    if [ -n "$glued" ]; then
      glued=''
      continue
    fi
    case "$word" in
      =) continue ;;
      :) glued=yes && continue ;;
    esac
    if [ -n "$value" ]; then
      value=''
      continue
    fi
    case "$word" in
      ${valued.join('|')}) value="$word" ;;
      -*) ;;
      *)
        case "$words" in
          ''|${groups.join('|')}) words="\${words:+$words }$word" ;;
          *) more=' +' ;;
        esac ;;
    esac
  done
  if [ -n "$value" ]; then printf '%s' "$words $value"; else printf '%s' "$words$more"; fi
}`;

function fish({ groups, valued, steps }: Grammar): string {
  const line = ({ places, next, isList }: Step) => {
    const words = next.join(' ');
    const offered = isList === true ? `(__rollcall_list ${words})` : words;
    return `complete -c rollcall -n ${quoted(`__rollcall_at ${places.map((one) => `"${one}"`).join(' ')}`)} -a ${quoted(offered)}`;
  };
  return `function __rollcall_at
  set -l words ''
  set -l value ''
  set -l more ''
  for word in (commandline -opc)[2..-1]
    if test -n "$value"
      set value ''
    else if contains -- $word ${valued.join(' ')}
      set value $word
    else if string match -q -- '-*' $word
      continue
    else if contains -- "$words" '' ${groups.join(' ')}
      set words (string trim -- "$words $word")
    else
      set more ' +'
    end
  end
  test -n "$value"; and set words "$words $value"; or set words "$words$more"
  contains -- "$words" $argv
end
function __rollcall_list
  set -l before (commandline -ct | string match -r '.*,')
  for item in $argv
    echo "$before$item"
  end
end
complete -c rollcall -f
${steps.map(line).join('\n')}`;
}

function grammarOf(commands: readonly Command[]): Grammar {
  const firsts = [...new Set(commands.map(({ words }) => words[0]!))];
  const groups = [...new Set(commands.filter(({ words }) => words.length > 1).map(({ words }) => words[0]!))];
  const options = commands.flatMap((command) => Object.entries(optionsOf(command)));
  const valued = options.filter(([, { value }]) => value !== undefined).map(([name]) => `--${name}`);
  const steps = [
    { places: [''], next: [...firsts, 'help', '--version'] },
    { places: ['help'], next: firsts },
    ...groups.map((group) => ({ places: [group], next: [...inside(commands, group), '--help'] })),
    ...commands.flatMap(stepsOf),
  ];
  return { groups, valued: [...new Set(valued)], steps };
}

const inside = (commands: readonly Command[], group: string): string[] =>
  commands.filter(({ words }) => words[0] === group && words.length > 1).map(({ words }) => words[1]!);

function stepsOf(command: Command): Step[] {
  const name = command.words.join(' ');
  const options = Object.entries(optionsOf(command));
  const flags = options.map(([option]) => `--${option}`);
  const values = command.arguments?.[0]?.values ?? [];
  return [
    { places: [name], next: [...values, ...flags] },
    { places: [`${name} +`], next: flags },
    ...options
      .filter((entry): entry is [string, Option & { values: readonly string[] }] => entry[1].values !== undefined)
      .map(([option, { values, value }]) => ({
        places: [`${name} --${option}`],
        next: values,
        isList: value?.endsWith('…') === true,
      })),
  ];
}

/** For a shell; no name of ours has a quote in it. */
const quoted = (text: string): string => `'${text}'`;
