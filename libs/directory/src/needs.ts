import { type Change } from './change.js';
import { type Needs } from './directory-state.js';
import { nameKey } from './user.js';

/** What a batch of these changes has to see, as far as that can be told before they run. */
export function needsOf(changes: Change[]): Needs {
  const needs: Needs = {
    secretIds: [],
    userIds: [],
    userNameKeys: [],
    userExternalIds: [],
    groupIds: [],
  };
  for (const change of changes) {
    if (change.caller.secretId !== undefined) needs.secretIds.push(change.caller.secretId);
    if (change.kind === 'create-user') {
      needs.userNameKeys.push(nameKey(change.resource['userName'] as string));
      const externalId = change.resource['externalId'];
      if (typeof externalId === 'string') needs.userExternalIds.push(externalId);
    } else if (change.kind === 'update-user' || change.kind === 'delete-user') {
      needs.userIds.push(change.id);
    } else if (change.kind === 'update-group' || change.kind === 'delete-group') {
      needs.groupIds.push(change.id);
    } else if (change.kind === 'import-user') {
      needs.userIds.push(change.id);
      needs.userNameKeys.push(nameKey(change.resource['userName'] as string));
      // Groups may be waiting for this person under either name.
      needs.userExternalIds.push(change.id);
      const externalId = change.resource['externalId'];
      if (typeof externalId === 'string') needs.userExternalIds.push(externalId);
      needs.groupIds.push(...change.groupIds);
    } else if (change.kind === 'import-group') {
      needs.groupIds.push(change.id);
    } else if (change.kind === 'import-members') {
      needs.groupIds.push(change.groupId);
    }
  }
  return needs;
}
