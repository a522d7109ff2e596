/** A person as the endpoint has acknowledged them. No attribute of theirs is kept, only hashes. */
export interface Person {
  /** How members of groups are written down. */
  number: number;
  externalId: string;
  /** The SCIM id; null: not acknowledged, and perhaps not there. */
  id: string | null;
  /** Of the resource that was acknowledged; empty: a change was on its way when the process ended, so that nobody knows. */
  hash: string;
  active: boolean;
  /** The source listed them once, and does so no longer. */
  gone: boolean;
  /** A change of `active`, or a creation, was on its way. */
  activityInDoubt: boolean;
  /** Hash of the comparison key of the user name. */
  name: string;
  /** Hashes of what else the source calls them; only where it can tell its changes, which name people by it. */
  references: readonly string[];
}

export interface KnownGroup {
  externalId: string;
  id: string | null;
  hash: string;
  /** Numbers of people. */
  members: Set<number>;
  /** Those of them, and of the others, who were on their way in or out when the process ended. */
  doubtful: Set<number>;
}

/** Whom a run would have let go, for `--approve`. */
export interface Review {
  reason: string;
  /** RFC 3339 */
  at: string;
  people: string[];
  groups: string[];
}

/** What the endpoint has. Changed only by what it acknowledged with a 2xx, and by what is about to be sent. */
export class AgentState {
  readonly people = new Map<string, Person>();
  readonly groups = new Map<string, KnownGroup>();
  review: Review | null = null;
  /** A run has succeeded: until then the endpoint may have what the state does not know. */
  settled = false;
  /** Where the source's changes are to be asked from; null: everything has to be listed. */
  mark: string | null = null;
  /** Hash of the settings under which the mark was taken. */
  configuration = '';
  /** RFC 3339: when everything was listed last. */
  fullAt: string | null = null;
  nextNumber = 1;
  private readonly byNumber = new Map<number, Person>();
  private readonly byName = new Map<string, Person>();
  private byReference: Map<string, Person> | undefined;

  constructor(
    readonly source: string,
    readonly endpoint: string,
  ) {}

  add(person: Person): Person {
    this.people.set(person.externalId, person);
    this.byNumber.set(person.number, person);
    if (!person.gone || !this.byName.has(person.name)) this.byName.set(person.name, person);
    this.nextNumber = Math.max(this.nextNumber, person.number + 1);
    return person;
  }

  /** Somebody who was listed, and of whom nothing was sent yet. */
  newcomer(externalId: string): Person {
    const person: Person = {
      number: this.nextNumber,
      externalId,
      id: null,
      hash: '',
      active: false,
      gone: false,
      activityInDoubt: false,
      name: '',
      references: [],
    };
    return this.add(person);
  }

  group(externalId: string): KnownGroup {
    const known = this.groups.get(externalId);
    if (known !== undefined) return known;
    const group: KnownGroup = { externalId, id: null, hash: '', members: new Set(), doubtful: new Set() };
    this.groups.set(externalId, group);
    return group;
  }

  numbered(number: number): Person | undefined {
    return this.byNumber.get(number);
  }

  /** @param reference the hash of it */
  referenced(reference: string): Person | undefined {
    if (this.byReference === undefined) {
      this.byReference = new Map();
      for (const person of this.people.values())
        for (const known of person.references) this.byReference.set(known, person);
    }
    const person = this.byReference.get(reference);
    return person !== undefined && this.people.get(person.externalId) === person ? person : undefined;
  }

  /** Who had this name when it was acknowledged last. */
  named(name: string): Person | undefined {
    const person = this.byName.get(name);
    return person?.name === name ? person : undefined;
  }

  rename(person: Person, name: string): void {
    if (this.byName.get(person.name) === person) this.byName.delete(person.name);
    person.name = name;
    this.byName.set(name, person);
  }

  /** Those of whom nothing was ever sent. */
  forgetNewcomers(): void {
    for (const person of this.people.values())
      if (person.id === null && !person.activityInDoubt && !person.gone) this.forget(person);
  }

  /** Those whom the endpoint does not have, once no group of the endpoint waits for them any more. */
  forgetMissing(): void {
    const awaited = new Set([...this.groups.values()].flatMap(({ members, doubtful }) => [...members, ...doubtful]));
    for (const person of this.people.values())
      if (person.id === null && person.gone && !awaited.has(person.number)) this.forget(person);
  }

  /** The endpoint has deleted them, and their memberships with them. */
  forget(person: Person): void {
    this.people.delete(person.externalId);
    this.byNumber.delete(person.number);
    if (this.byName.get(person.name) === person) this.byName.delete(person.name);
    for (const group of this.groups.values()) {
      group.members.delete(person.number);
      group.doubtful.delete(person.number);
    }
  }
}
