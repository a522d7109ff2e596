/** For scripts. */
export const EXIT = {
  done: 0,
  failed: 1,
  usage: 2,
  unreachable: 3,
  refused: 4,
  /** Of the agent: a person has to look first. */
  review: 5,
  /** As shells count it: 128 + SIGINT. */
  stopped: 130,
} as const;
