import { type AgentState, type KnownGroup } from '../state/agent-state.js';
import { type Approval } from './approval.js';
import { type Listed } from './listed.js';
import { memberChanges } from './member-changes.js';

/**
 * Notes in the state what is about to be sent, before it is: a process that is killed, or loses an answer, leaves behind of whom
 * nobody knows what the endpoint has. The next run sends all of it again, also where the source has changed its mind.
 */
export function intend(state: AgentState, listed: Listed, approval: Approval): void {
  for (const [externalId, { hash, active }] of listed.people) {
    const person = state.people.get(externalId) ?? state.newcomer(externalId);
    if (person.hash === hash && !person.gone) continue;
    person.activityInDoubt ||= person.id === null || person.gone || person.active !== active;
    person.hash = '';
  }
  for (const person of state.people.values()) {
    if (!listed.isAbsent(person.externalId) || person.gone || !approval.mayGo(person.externalId)) continue;
    person.activityInDoubt ||= person.active;
    person.hash = '';
  }
  const doubt = (group: KnownGroup): void => {
    const { added, removed } = memberChanges(state, listed, approval, group.externalId);
    for (const number of [...added, ...removed]) group.doubtful.add(number);
  };
  for (const [externalId, { hash }] of listed.groups) {
    const group = state.group(externalId);
    doubt(group);
    if (group.hash !== hash) group.hash = '';
  }
  if (listed.isPartial || listed.hidesGroups) return;
  for (const group of state.groups.values()) {
    if (listed.groups.has(group.externalId) || !approval.mayDelete(group.externalId)) continue;
    if (listed.keeps(group)) doubt(group);
    else group.hash = '';
  }
}
