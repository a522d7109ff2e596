import { type DirectoryErrorTable } from '#directory';
import { Problem } from '../../http/problem.js';

/** How REST words what a directory refuses: the `error_code`, and with it the status (docs/errors.md), and the message. */
export const REST_ERRORS: DirectoryErrorTable<Problem> = {
  // Deleted by somebody else in the meantime.
  directory_not_found: ({ directoryId }) => Problem.notFound('directory', directoryId),
  directory_disabled: (_facts, words) => Problem.precondition(words),
  secret_not_live: (_facts, words) => Problem.fromStatus(401, words),
  access_changed: sendAgain,
  user_not_found: ({ id }) => Problem.notFound('user', id),
  group_not_found: ({ id }) => Problem.notFound('group', id),
  user_name_taken: (_facts, words) => Problem.conflict(words),
  group_name_taken: (_facts, words) => Problem.conflict(words),
  foreign_member: ({ value }) =>
    Problem.invalid([{ field: 'members', description: `"${value}" is not in this directory` }]),
  resource_too_large: (_facts, words) => Problem.fromStatus(413, words),
  value_too_long: (_facts, words) => Problem.fromStatus(400, words),
  directory_queue_full: sendAgain,
  process_queue_full: sendAgain,
  process_memory_full: sendAgain,
  waited_too_long: sendAgain,
};

function sendAgain({ retryAfterSeconds }: { retryAfterSeconds: number }, words: string): Problem {
  return new Problem(503, 'UNAVAILABLE', words, [], { 'retry-after': String(retryAfterSeconds) });
}
