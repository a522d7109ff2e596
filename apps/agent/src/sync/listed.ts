import { type StagedGroup, type StagedUser } from '#connectors';
import { nameKey } from '#directory';
import { ENTERPRISE_URN, GROUP_URN, type ScimResource } from '#scim';
import { type AgentState } from '../state/agent-state.js';
import { resourceHash, textHash } from './resource-hash.js';

const EXAMPLES = 5;

export interface ListedPerson {
  hash: string;
  active: boolean;
  name: string;
  absent: string[];
  /** JSON; null where it is what the endpoint has. */
  resource: string | null;
}

export interface ListedGroup {
  hash: string;
  resource: ScimResource;
  /** Numbers of people. */
  members: Set<number>;
  /** External ids or references of groups. */
  nested: Set<string>;
  everyone: boolean;
}

export const hashOf = ({ resource, absent }: Pick<StagedUser, 'resource' | 'absent'>): string =>
  resourceHash(absent.length === 0 ? resource : [resource, absent]);

export const nameHash = (resource: ScimResource): string => textHash(nameKey(String(resource['userName'])));

/** What the source lists in one run. Whoever is as the endpoint has them is kept as a hash only. */
export class Listed {
  readonly people = new Map<string, ListedPerson>();
  readonly groups = new Map<string, ListedGroup>();
  /** Nobody knows them yet: they get a place in the state before they are pushed. */
  private readonly personOf = new Map<string, string>();
  private readonly groupOf = new Map<string, string>();
  private readonly unknown = new Set<string>();
  /** How the source names the managers of those who are to be pushed. */
  private readonly managers = new Map<string, string>();

  constructor(private readonly state: AgentState) {}

  addPeople(users: readonly StagedUser[]): void {
    for (const user of users) {
      const { externalId, resource, manager, absent, references, groups } = user;
      const hash = hashOf(user);
      const isSame = this.state.people.get(externalId)?.hash === hash;
      this.people.set(externalId, {
        hash,
        active: resource['active'] !== false,
        name: nameHash(resource),
        absent,
        resource: isSame ? null : JSON.stringify(resource),
      });
      if (manager !== null && !isSame) this.managers.set(externalId, manager);
      for (const reference of references) if (!this.personOf.has(reference)) this.personOf.set(reference, externalId);
      for (const name of groups ?? []) this.derived(name).members.add(this.numberOf(externalId));
    }
  }

  /** After the people: a manager who is named by a reference has the external id from here on. */
  resolveManagers(): void {
    for (const [externalId, reference] of this.managers) {
      const person = this.people.get(externalId);
      const manager = this.personOf.get(reference);
      if (person?.resource == null || manager === undefined) continue;
      const resource = JSON.parse(person.resource) as ScimResource;
      resource[ENTERPRISE_URN] = { ...(resource[ENTERPRISE_URN] as object), manager: { value: manager } };
      person.resource = JSON.stringify(resource);
    }
    this.managers.clear();
  }

  /** After the people: a member who is not among them is nobody. */
  addGroups(groups: readonly StagedGroup[]): void {
    for (const { externalId, resource, members, nested, references, everyone } of groups) {
      const group = this.group(externalId, resource);
      group.everyone ||= everyone;
      for (const member of members) {
        const person = this.people.has(member) ? member : this.personOf.get(member);
        if (person === undefined) this.unknown.add(member);
        else group.members.add(this.numberOf(person));
      }
      for (const inner of nested) group.nested.add(inner);
      for (const reference of references) if (!this.groupOf.has(reference)) this.groupOf.set(reference, externalId);
    }
  }

  unknownMembers(): { count: number; examples: string[] } {
    return { count: this.unknown.size, examples: [...this.unknown].slice(0, EXAMPLES) };
  }

  /** Also those of the groups within, as far as they were listed; a circle ends where it began. */
  membersOf(externalId: string): Set<number> {
    const own = this.groups.get(externalId);
    if (own === undefined) return new Set();
    if (own.everyone) return new Set([...this.people.keys()].map((person) => this.numberOf(person)));
    if (own.nested.size === 0) return own.members;
    const members = new Set<number>();
    const seen = new Set<string>();
    for (let waiting = [externalId]; waiting.length > 0;) {
      const id = waiting.pop()!;
      const group = this.groups.get(id);
      if (group === undefined || seen.has(id)) continue;
      seen.add(id);
      for (const member of group.members) members.add(member);
      waiting = [...waiting, ...[...group.nested].map((name) => this.groupOf.get(name) ?? name)];
    }
    return members;
  }

  private numberOf(externalId: string): number {
    return (this.state.people.get(externalId) ?? this.state.newcomer(externalId)).number;
  }

  private derived(name: string): ListedGroup {
    return this.group(name, { schemas: [GROUP_URN], externalId: name, displayName: name });
  }

  private group(externalId: string, resource: ScimResource): ListedGroup {
    const known = this.groups.get(externalId);
    if (known !== undefined) return known;
    const group = {
      hash: resourceHash(resource),
      resource,
      members: new Set<number>(),
      nested: new Set<string>(),
      everyone: false,
    };
    this.groups.set(externalId, group);
    return group;
  }
}
