/** Where text goes. */
export interface Output {
  write(text: string): unknown;
  isTTY?: boolean;
}

/** What a command finds around it. */
export interface World {
  env: Record<string, string | undefined>;
  out: Output;
  err: Output;
  /** Aborted when the user has had enough. */
  signal: AbortSignal;
  /** How the command line is called here, so that what it prints can be pasted: `npx rollcall` unless given. */
  name?: string;
  /** Asks the person at the terminal; undefined where there is none. */
  ask?: (question: string) => Promise<string>;
}

/** A command line to paste. */
export const called = ({ name = 'npx rollcall' }: Pick<World, 'name'>, words = ''): string => `${name} ${words}`.trim();
