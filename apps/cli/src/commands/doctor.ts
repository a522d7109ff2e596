import { type Command } from '../command.js';
import { EXIT } from '../exit-status.js';
import { diagnose } from '../diagnosis/diagnose.js';
import { type Finding } from '../diagnosis/finding.js';
import { plain } from '../plain.js';
import { type Session } from '../session.js';

/** What to look at first when something is wrong. */
export const DOCTOR: Command = {
  words: ['doctor'],
  summary: 'Check the installation, and say what to do where something is wrong',
  details: `The command changes nothing. The exit status is 1 when there is a PROBLEM; a "look" is a hint.`,
  async run(session) {
    const findings: Finding[] = [];
    for await (const finding of diagnose(session)) {
      findings.push(finding);
      if (!session.json) say(session, finding);
    }
    if (session.json) session.printJson({ findings });
    return findings.some(({ state }) => state === 'problem') ? EXIT.failed : EXIT.done;
  },
};

function say(session: Session, { state, about, message, advice }: Finding): void {
  const { green, yellow, red, dim } = session.style;
  const mark = { well: green('ok'), look: yellow('look'), problem: red('PROBLEM') }[state];
  session.print(`${mark}  ${about}: ${plain(message)}`);
  if (advice !== undefined) session.print(dim(`    ${advice}`));
}
