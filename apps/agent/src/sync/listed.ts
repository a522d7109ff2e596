import { type StagedGroup, type StagedUser, underKnownId } from '#connectors';
import { nameKey } from '#directory';
import { comparisonKey, ENTERPRISE_URN, GROUP_URN, type ScimResource } from '#scim';
import { type AgentState, type KnownGroup } from '../state/agent-state.js';
import { resourceHash, textHash } from './resource-hash.js';
import { ResourceShelf } from './resource-shelf.js';

const EXAMPLES = 5;
/** One for all who keep nothing back. */
const NOTHING_ABSENT: readonly string[] = [];

export interface ListedPerson {
  hash: string;
  /** As the source says; where it does not, as the endpoint has it. Whoever is new, or comes back, is active then. */
  active: boolean;
  name: string;
  absent: readonly string[];
  /** Its place on the shelf; null where it is what the endpoint has. */
  resource: number | null;
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

/** What the source lists in one run. Whoever is as the endpoint has them is kept as a hash only, and the others packed. */
export class Listed {
  readonly people = new Map<string, ListedPerson>();
  readonly groups = new Map<string, ListedGroup>();
  /** Whom the source says to be gone, where only changes are listed. */
  readonly gone = new Set<string>();
  private readonly personOf = new Map<string, string>();
  private readonly groupOf = new Map<string, string>();
  private readonly unknown = new Set<string>();
  private readonly shelf = new ResourceShelf();
  private showsGroups = false;
  /** Comparison key -> external id of the groups that the state has. */
  private knownNames: Map<string, string> | undefined;

  /** @param isPartial only changes are listed: whoever is not listed is as before */
  constructor(
    private readonly state: AgentState,
    readonly isPartial = false,
  ) {}

  addPeople(users: readonly StagedUser[]): void {
    for (const listed of users) {
      // Somebody of a file without ids whom the endpoint has by the id that an earlier version made keeps that id.
      const user = underKnownId(listed, (id) => this.state.people.has(id));
      const { externalId, resource, manager, absent, references, groups } = user;
      const hash = hashOf(user);
      const isSame = this.state.people.get(externalId)?.hash === hash;
      this.gone.delete(externalId);
      this.showsGroups ||= !absent.includes('groups');
      this.people.set(externalId, {
        hash,
        active: absent.includes('active') ? this.staysActive(externalId) : resource['active'] !== false,
        name: nameHash(resource),
        absent: absent.length === 0 ? NOTHING_ABSENT : absent,
        resource: isSame ? null : this.shelf.put(JSON.stringify([resource, manager])),
      });
      for (const reference of references) if (!this.personOf.has(reference)) this.personOf.set(reference, externalId);
      for (const name of groups ?? []) this.derived(name).members.add(this.numberOf(externalId));
    }
  }

  private staysActive(externalId: string): boolean {
    const known = this.state.people.get(externalId);
    return known === undefined || known.id === null || known.gone || known.active;
  }

  addGone(externalIds: readonly string[]): void {
    for (const externalId of externalIds) if (!this.people.has(externalId)) this.gone.add(externalId);
  }

  /** Nobody shows the values that make groups: a right is missing, and groups stay as they are. */
  get hidesGroups(): boolean {
    return this.people.size > 0 && !this.showsGroups;
  }

  /** Of somebody who is listed, the source does not show the values that make groups: a right is missing for this person. */
  hidesGroupsOf(externalId: string): boolean {
    return this.people.get(externalId)?.absent.includes('groups') === true;
  }

  /** Whether a group that is not listed has somebody who may well be in it still. */
  keeps({ members, doubtful }: Pick<KnownGroup, 'members' | 'doubtful'>): boolean {
    const mayBeIn = (number: number): boolean => this.hidesGroupsOf(this.state.numbered(number)?.externalId ?? '');
    return [...members].some(mayBeIn) || [...doubtful].some(mayBeIn);
  }

  /** Whether the source no longer has somebody whom the state knows. */
  isAbsent(externalId: string): boolean {
    return this.isPartial ? this.gone.has(externalId) : !this.people.has(externalId);
  }

  /** As it is pushed; a manager who is named by a reference has the external id, as far as it is known. */
  resourceOf(externalId: string): ScimResource {
    const place = this.people.get(externalId)?.resource ?? null;
    if (place === null) return {};
    const [resource, reference] = JSON.parse(this.shelf.get(place)) as [ScimResource, string | null];
    const manager = reference === null ? undefined : this.referenced(reference);
    if (manager !== undefined)
      resource[ENTERPRISE_URN] = { ...(resource[ENTERPRISE_URN] as object), manager: { value: manager } };
    return resource;
  }

  /** Hashes of what the source calls each person beside the external id. */
  references(): Map<string, string[]> {
    const references = new Map<string, string[]>();
    for (const [reference, externalId] of this.personOf) {
      const known = references.get(externalId);
      if (known === undefined) references.set(externalId, [textHash(reference)]);
      else known.push(textHash(reference));
    }
    return references;
  }

  /** After the people: a member who is not among them is nobody. */
  addGroups(groups: readonly StagedGroup[]): void {
    for (const { externalId: given, resource, members, nested, references, everyone } of groups) {
      const externalId = this.knownId(given, resource);
      const group = this.group(externalId, { ...resource, externalId });
      group.everyone ||= everyone;
      for (const member of members) {
        const person = this.people.has(member) ? member : this.referenced(member);
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
    if (own === undefined) return this.isPartial ? this.remaining(externalId) : new Set();
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

  /** By what the source calls them: who is listed, or, where only changes are, who was listed before. */
  private referenced(reference: string): string | undefined {
    const listed = this.personOf.get(reference);
    if (listed !== undefined || !this.isPartial) return listed;
    const known = this.state.people.get(reference) ?? this.state.referenced(textHash(reference));
    return known === undefined || known.gone || this.gone.has(known.externalId) ? undefined : known.externalId;
  }

  private numberOf(externalId: string): number {
    return (this.state.people.get(externalId) ?? this.state.newcomer(externalId)).number;
  }

  /** Of a group that has not changed, those who are still there. */
  private remaining(externalId: string): Set<number> {
    const members = [...(this.state.groups.get(externalId)?.members ?? [])];
    const isGone = (number: number): boolean => this.gone.has(this.state.numbered(number)?.externalId ?? '');
    return new Set(members.filter((number) => !isGone(number)));
  }

  /** A group of a file has no id but its name. Written in another way than last time, it is the group that is known. */
  private knownId(externalId: string, resource: ScimResource): string {
    const { groups } = this.state;
    if (resource['displayName'] !== externalId || groups.has(externalId)) return externalId;
    // Of several, the oldest.
    this.knownNames ??= new Map([...groups.keys()].reverse().map((name) => [comparisonKey(name), name]));
    return this.knownNames.get(comparisonKey(externalId)) ?? externalId;
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
