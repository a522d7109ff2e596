import { type Session } from './session.js';

export interface Argument {
  name: string;
  about: string;
}

export interface Option {
  /** What stands for the value in the help; a flag has none. */
  value?: string;
  about: string;
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
  /** More, for its own help. */
  details?: string;
  /** @returns the exit status; 0 unless given */
  run(session: Session): Promise<number | void>;
}
