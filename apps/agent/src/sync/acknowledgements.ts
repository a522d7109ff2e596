import { type ScimResource } from '#scim';
import { type AgentState, type KnownGroup, type Person } from '../state/agent-state.js';
import { type Listed } from './listed.js';
import { resourceHash } from './resource-hash.js';

/** Writes into the state what the endpoint has answered with a 2xx. */
export class Acknowledgements {
  constructor(
    readonly state: AgentState,
    private readonly listed: () => Listed,
    private readonly saveSoon: () => void,
  ) {}

  /** The endpoint has them as they are listed now. */
  person(externalId: string, id: string): void {
    const person = this.state.people.get(externalId) ?? this.state.newcomer(externalId);
    const listed = this.listed().people.get(externalId)!;
    Object.assign(person, { id, hash: listed.hash, active: listed.active, gone: false, activityInDoubt: false });
    this.state.rename(person, listed.name);
    this.saveSoon();
  }

  /** They are inactive; what else is listed of them may still be missing. */
  inactive(person: Person): void {
    Object.assign(person, { active: false, activityInDoubt: false });
    this.saveSoon();
  }

  /** They are inactive, and the source no longer lists them. */
  gone(person: Person, id: string): void {
    Object.assign(person, { id, hash: '', active: false, gone: true, activityInDoubt: false });
    this.saveSoon();
  }

  /** Neither the source nor the endpoint has them; groups of the endpoint may still wait for them under their external id. */
  missing(person: Person): void {
    Object.assign(person, { id: null, hash: '', active: false, gone: true, activityInDoubt: false });
    this.saveSoon();
  }

  /** The endpoint has deleted them, and their memberships. */
  deleted(person: Person): void {
    this.state.forget(person);
    this.saveSoon();
  }

  group(externalId: string, id: string, resource: ScimResource): KnownGroup {
    const group = this.state.group(externalId);
    Object.assign(group, { id, hash: resourceHash(resource) });
    this.saveSoon();
    return group;
  }

  members(group: KnownGroup, kind: 'add' | 'remove', externalIds: readonly string[]): void {
    for (const externalId of externalIds) {
      const number = this.state.people.get(externalId)?.number;
      if (number === undefined) continue;
      group.doubtful.delete(number);
      if (kind === 'add') group.members.add(number);
      else group.members.delete(number);
    }
    this.saveSoon();
  }

  noGroup(externalId: string): void {
    this.state.groups.delete(externalId);
    this.saveSoon();
  }
}
