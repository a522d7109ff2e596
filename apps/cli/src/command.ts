import { type Session } from './session.js';

export interface Argument {
  name: string;
  about: string;
  /** All that there are, for completion and for suggestions. */
  values?: readonly string[];
}

export interface Option {
  /** What stands for the value in the help; a flag has none. */
  value?: string;
  about: string;
  /** All that there are, for completion. */
  values?: readonly string[];
}

/** One thing that `rollcall` can do. */
export interface Command {
  /** How it is called: `['orgs', 'list']`. */
  words: readonly string[];
  /** One line, for the list of all commands. */
  summary: string;
  /** All of them are needed. */
  arguments?: readonly Argument[];
  options?: Readonly<Record<string, Option>>;
  /** More, for its own help. `{rollcall}` stands for how the command line is called. */
  details?: string;
  /** It talks to no API, so that `--url` would mean nothing. */
  isOffline?: true;
  /** @returns the exit status; 0 unless given */
  run(session: Session): Promise<number | void>;
}
