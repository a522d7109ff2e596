import { type DirectoryErrorTable } from '#directory';
import { ScimError } from '#scim';
import { AccessChanged } from './access-changed.js';

/** How SCIM words what a directory refuses: the status, the scimType (RFC 7644 table 9) and the detail. */
export const SCIM_ERRORS: DirectoryErrorTable<ScimError> = {
  // Whoever asks learns nothing of directories that are not theirs.
  directory_not_found: () => ScimError.unauthorized('there is no such directory'),
  directory_disabled: () => ScimError.forbidden('the directory is disabled'),
  secret_not_live: () => ScimError.unauthorized('the bearer token was revoked or has expired; ask for a new one'),
  access_changed: ({ retryAfterSeconds }, words) => new AccessChanged(words, retryAfterSeconds),
  user_not_found: ({ id }) => ScimError.notFound('User', id),
  group_not_found: ({ id }) => ScimError.notFound('Group', id),
  user_name_taken: (_facts, words) => ScimError.uniqueness(words),
  group_name_taken: (_facts, words) => ScimError.uniqueness(words),
  foreign_member: (_facts, words) => ScimError.invalidValue(words),
  resource_too_large: (_facts, words) => ScimError.payloadTooLarge(words),
  value_too_long: (_facts, words) => ScimError.invalidValue(words),
  directory_queue_full: sendAgain,
  process_queue_full: sendAgain,
  process_memory_full: sendAgain,
  waited_too_long: sendAgain,
};

function sendAgain({ retryAfterSeconds }: { retryAfterSeconds: number }, words: string): ScimError {
  return ScimError.unavailable(words, retryAfterSeconds);
}
