import { type Present } from '../scim/endpoint-reader.js';
import { type AgentState } from '../state/agent-state.js';

/** Somebody asked for it: whoever is at the endpoint counts as pushed by this agent, and leaves unless the source lists them. */
export function adopt(state: AgentState, people: Iterable<Present>, groups: Iterable<Present>): void {
  for (const { id, externalId, active } of people) {
    if (externalId === undefined) continue;
    const person = state.people.get(externalId) ?? state.newcomer(externalId);
    // Of two under one external id, the one who is present.
    if (person.id === null || active) Object.assign(person, { id, active });
  }
  for (const { id, externalId } of groups) if (externalId !== undefined) state.group(externalId).id ??= id;
}

/** Those who are active at the endpoint, and of whom this agent knows nothing. */
export function strangers(state: AgentState, people: Iterable<Present>): number {
  let count = 0;
  for (const { externalId, active } of people)
    if (active && (externalId === undefined || !state.people.has(externalId))) count += 1;
  return count;
}
