/** The change could be made at another moment: the sender should come back after so many whole seconds. */
interface ComeBack {
  retryAfterSeconds: number;
}

/** The reasons for which a directory refuses a change, each with what a table needs to word it. */
export interface DirectoryErrorFacts {
  /** No directory has this id, or it was deleted. */
  directory_not_found: { directoryId: string };
  directory_disabled: { directoryId: string };
  /** The caller's secret was revoked, or has expired, since the caller was let in. */
  secret_not_live: { directoryId: string };
  /** The request was let in, or read, by what the directory has no more: its allowlist, its profile, its gate. */
  access_changed: ComeBack;
  user_not_found: { id: string };
  group_not_found: { id: string };
  user_name_taken: { userName: string };
  group_name_taken: { displayName: string };
  /** A member is a user or a group of another directory. */
  foreign_member: { value: string };
  resource_too_large: { bytes: number; most: number };
  /** A value that the resource is found by, or several together, fit into no index of the database. */
  value_too_long: { index: string | undefined };
  /** Too many changes of this directory wait. */
  directory_queue_full: ComeBack & { waiting: number };
  /** Too many changes of all directories wait. */
  process_queue_full: ComeBack & { waiting: number };
  /** The changes that wait take too much memory. */
  process_memory_full: ComeBack;
  /** The change was not made within its time. */
  waited_too_long: ComeBack;
}

export type DirectoryErrorCode = keyof DirectoryErrorFacts;

/** One row for each code: how a protocol, or a report, says it. `words` is the error's own message. */
export type DirectoryErrorTable<T> = {
  [C in DirectoryErrorCode]: (facts: DirectoryErrorFacts[C], words: string) => T;
};

const SEND_AGAIN = 'this one was not made: send it again shortly';

/** The plain words of logs and reports. */
const WORDS: { [C in DirectoryErrorCode]: (facts: DirectoryErrorFacts[C]) => string } = {
  directory_not_found: () => 'there is no such directory',
  directory_disabled: () => 'the directory is disabled',
  secret_not_live: () => 'the secret was revoked or has expired',
  access_changed: () => 'the settings of the directory are being changed; send the request again',
  user_not_found: ({ id }) => `there is no user "${id}"`,
  group_not_found: ({ id }) => `there is no group "${id}"`,
  user_name_taken: ({ userName }) => `userName "${userName}" is taken in this directory`,
  group_name_taken: ({ displayName }) => `a group named "${displayName}" exists already`,
  foreign_member: ({ value }) => `members: "${value}" is not in this directory`,
  resource_too_large: ({ bytes, most }) =>
    `the resource would have ${bytes} bytes; at most ${most} are kept, members of a group apart`,
  value_too_long: ({ index }) => `a value is too long to be found by${index === undefined ? '' : ` (index ${index})`}`,
  directory_queue_full: ({ waiting }) => `${waiting} changes of this directory are waiting; ${SEND_AGAIN}`,
  process_queue_full: ({ waiting }) => `${waiting} changes are waiting; ${SEND_AGAIN}`,
  process_memory_full: () => `too many large changes are waiting; ${SEND_AGAIN}`,
  waited_too_long: () => 'the change waited too long for its turn and was not made; send it again',
};

/** A directory refuses a change, and has stored nothing of it. Each protocol has a table that says so in its own words. */
export class DirectoryError extends Error {
  override readonly name = 'DirectoryError';

  private constructor(
    readonly code: DirectoryErrorCode,
    words: string,
    /** The row of this error. */
    readonly wordedBy: <T>(table: DirectoryErrorTable<T>) => T,
  ) {
    super(words);
  }

  static of<C extends DirectoryErrorCode>(code: C, facts: DirectoryErrorFacts[C]): DirectoryError {
    const words = WORDS[code](facts);
    return new DirectoryError(code, words, (table) => table[code](facts, words));
  }
}
