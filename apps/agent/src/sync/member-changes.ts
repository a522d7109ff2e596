import { type AgentState } from '../state/agent-state.js';
import { type Approval } from './approval.js';
import { type Listed } from './listed.js';

/** Who joins and who leaves, by number. Whoever was on the way when a process ended is sent again. */
export function memberChanges(
  state: AgentState,
  listed: Listed,
  approval: Approval,
  externalId: string,
): { added: number[]; removed: number[] } {
  const wanted = listed.membersOf(externalId);
  const group = state.groups.get(externalId);
  if (group === undefined) return { added: [...wanted], removed: [] };
  const { members, doubtful } = group;
  const stays = (number: number): boolean => {
    const person = state.numbered(number);
    if (person === undefined) return false;
    if (listed.hidesGroupsOf(person.externalId)) return true;
    // Until somebody has decided, they stay where they are.
    return !person.gone && listed.isAbsent(person.externalId) && !approval.mayGo(person.externalId);
  };
  return {
    added: [...wanted].filter((number) => !members.has(number) || doubtful.has(number)),
    removed: [...new Set([...members, ...doubtful])].filter((number) => !wanted.has(number) && !stays(number)),
  };
}
