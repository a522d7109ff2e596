import { type SyncFacts } from './sync-store.js';

/** Beyond both of them a person has to look. */
export const REVIEW_LIMITS = { percent: 20, count: 10 };

/**
 * Why a full listing must not be believed without a look: a source that was misread, or asked with too few rights, looks like
 * a company that everybody leaves. Undefined where it may.
 */
export function reviewReason(facts: SyncFacts): string | undefined {
  const { stagedUsers, stagedGroups, activeUsers, presentUsers, pulledGroups, wouldLeave, limits } = facts;
  if (stagedUsers === 0) {
    return presentUsers === 0
      ? 'The source lists nobody. Check the filters and rights of the connection.'
      : 'The source lists nobody, and the directory has users.';
  }
  if (stagedGroups === 0 && pulledGroups > 0) return 'The source lists no groups, and the directory has some.';
  if (wouldLeave === 0) return undefined;
  if (wouldLeave >= activeUsers) return 'Everybody would leave.';
  if (wouldLeave > limits.count && wouldLeave * 100 > activeUsers * limits.percent) {
    return `${wouldLeave} of ${activeUsers} people would leave: more than ${limits.percent} % and more than ${limits.count}.`;
  }
  return undefined;
}
