import { type Command } from '../command.js';
import { completionScript, SHELLS } from '../completion-script.js';

/** @param commands all there are, this one included */
export const completion = (commands: () => readonly Command[]): Command => ({
  words: ['completion'],
  summary: 'Print a script that completes commands and options in your shell',
  arguments: [{ name: 'shell', about: SHELLS.join(', '), values: SHELLS }],
  isOffline: true,
  details: `bash   eval "$({rollcall} completion bash)"       in ~/.bashrc
zsh    eval "$({rollcall} completion zsh)"        in ~/.zshrc, after compinit
fish   {rollcall} completion fish | source        in ~/.config/fish/config.fish
The script completes the command rollcall. In a clone, alias rollcall='npx rollcall' makes that command.`,
  run(session) {
    const shell = session.oneOf('SHELL', session.argument('shell'), SHELLS);
    session.print(completionScript(shell, commands()));
    return Promise.resolve();
  },
});
