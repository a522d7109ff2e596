import {
  type AbsentUser,
  type ChangeNote,
  type GroupDifference,
  type MemberDifference,
  REVIEW_LIMITS,
  type StagedGroup,
  type StagedUser,
  type SyncError,
  type SyncFacts,
  type SyncPhase,
  type SyncStore,
  type SyncWork,
  type UserDifference,
} from '#connectors';
import { type DeparturePolicy, type Portion } from '#directory';
import { type ScimResource } from '#scim';
import { type AgentState, type KnownGroup, type Person } from '../state/agent-state.js';
import { Approval } from './approval.js';
import { Listed, nameHash } from './listed.js';
import { type Outcome } from './outcome.js';
import { intend } from './intend.js';
import { ListingOrder } from './listing-order.js';
import { memberChanges } from './member-changes.js';
import { SortedKeys } from './sorted-keys.js';

export interface LocalSyncStoreOptions {
  /** Writes the state down, and resolves when it is on the medium. */
  save(): Promise<void>;
  /** What the endpoint has of a person: only asked for where a source keeps fields back. */
  stored(person: Person): Promise<ScimResource>;
  onPhase(phase: SyncPhase, work: SyncWork): void;
  onNote?: ((note: ChangeNote) => void) | undefined;
}

/** The reconciler's store where there is no database: the listing in memory, and in a file what the endpoint has acknowledged. */
export class LocalSyncStore implements SyncStore {
  outcome: Outcome | undefined;
  listed: Listed;
  private approval: Approval;
  private readonly peopleKeys = new ListingOrder(() => this.listed.people.keys());
  private readonly knownKeys = new SortedKeys(() => this.state.people.keys());
  private readonly groupKeys = new SortedKeys(() => new Set([...this.listed.groups.keys(), ...this.knownGroups()]));

  constructor(
    private readonly state: AgentState,
    private readonly options: LocalSyncStoreOptions,
  ) {
    this.listed = new Listed(state);
    this.approval = new Approval(null);
  }

  async beginListing(work: SyncWork): Promise<void> {
    this.state.forgetNewcomers();
    this.listed = new Listed(this.state, work.scope === 'partial');
    this.approval = new Approval(work.approved ? this.state.review : null);
    await Promise.resolve();
  }

  async stageUsers(_work: SyncWork, users: StagedUser[]): Promise<void> {
    await Promise.resolve(this.listed.addPeople(users));
  }

  async stageGroups(_work: SyncWork, groups: StagedGroup[]): Promise<void> {
    await Promise.resolve(this.listed.addGroups(groups));
  }

  async stageGone(_work: SyncWork, externalIds: string[]): Promise<void> {
    await Promise.resolve(this.listed.addGone(externalIds));
  }

  async enter(work: SyncWork, phase: SyncPhase): Promise<void> {
    work.phase = phase;
    this.options.onPhase(phase, work);
    if (phase !== 'applying') return;
    this.state.review = null;
    // What is cut short from here on is found again by a whole listing only.
    this.state.mark = null;
    intend(this.state, this.listed, this.approval);
    await this.options.save();
  }

  async save(): Promise<void> {
    await Promise.resolve();
  }

  async facts(): Promise<SyncFacts> {
    const present = [...this.state.people.values()].filter(({ id, gone }) => id !== null && !gone);
    const active = present.filter((person) => person.active);
    const leaving = active.filter((person) => this.leaves(person));
    const groups = [...this.state.groups.values()].filter(({ id }) => id !== null);
    return await Promise.resolve({
      stagedUsers: this.listed.people.size,
      stagedGroups: this.listed.groups.size,
      activeUsers: active.length,
      presentUsers: present.length,
      wouldLeave: leaving.length,
      pulledGroups: this.listed.hidesGroups ? 0 : groups.filter((group) => !this.listed.keeps(group)).length,
      wouldDeleteGroups: this.missingGroups().filter(({ id }) => id !== null).length,
      limits: REVIEW_LIMITS,
    });
  }

  async countStaged(): Promise<number> {
    return await Promise.resolve(this.listed.people.size);
  }

  /** When they are read. */
  async resolveManagers(): Promise<void> {
    await Promise.resolve();
  }

  async unknownMembers(): Promise<{ count: number; examples: string[] }> {
    return await Promise.resolve(this.listed.unknownMembers());
  }

  async differingUsers(_work: SyncWork, after: string, limit: number): Promise<Portion<UserDifference>> {
    const page = this.peopleKeys.page(after, limit, (externalId) => this.differs(externalId));
    return portion(await Promise.all(page.map((externalId) => this.difference(externalId))), limit);
  }

  /** What the endpoint makes of a date is its own affair. */
  async policy(): Promise<DeparturePolicy> {
    return await Promise.resolve({});
  }

  async markLeavers(): Promise<void> {
    await Promise.resolve();
  }

  async absentUsers(_work: SyncWork, after: string, limit: number): Promise<Portion<AbsentUser>> {
    const page = this.knownKeys.page(after, limit, (externalId) => {
      const person = this.state.people.get(externalId);
      return (
        person !== undefined && this.listed.isAbsent(externalId) && !person.gone && this.approval.mayGo(externalId)
      );
    });
    const absent = page.map((externalId) => {
      const { active, activityInDoubt } = this.state.people.get(externalId)!;
      // The state knows nothing of them but this.
      const resource = { externalId, userName: externalId };
      return { id: externalId, resource, active: active || activityInDoubt, groups: [] };
    });
    return await Promise.resolve(portion(absent, limit));
  }

  async mayLeave(_work: SyncWork, externalIds: string[]): Promise<Set<string>> {
    return await Promise.resolve(new Set(externalIds.filter((externalId) => this.approval.mayGo(externalId))));
  }

  async contestedNames(_work: SyncWork, resources: ScimResource[]): Promise<number> {
    const contested = resources.filter((resource) => {
      const holder = this.state.named(nameHash(resource));
      return holder !== undefined && !holder.gone && holder.externalId !== resource['externalId'];
    });
    return await Promise.resolve(contested.length);
  }

  async groupDifferences(_work: SyncWork, after: string, limit: number): Promise<Portion<GroupDifference>> {
    const page = this.groupKeys.page(
      after,
      limit,
      (externalId) =>
        this.listed.groups.has(externalId) ||
        (this.state.groups.has(externalId) && this.approval.mayDelete(externalId)),
    );
    const differences = page.map((externalId) => {
      const listed = this.listed.groups.get(externalId);
      const known = this.state.groups.get(externalId);
      // Without an id nobody knows whether the endpoint has it: a listed group is created, which finds it.
      const isThere = known !== undefined && (known.id !== null || listed === undefined);
      // Of a group that has not changed, or that somebody may still be in, only members go.
      const stays = this.listed.isPartial || (known !== undefined && this.listed.keeps(known));
      const resource = listed?.resource ?? (stays ? { externalId } : null);
      const stored = isThere && known.hash === listed?.hash ? listed.resource : { externalId };
      return { externalId, resource, group: isThere ? { id: externalId, resource: stored } : null };
    });
    return await Promise.resolve(portion(differences, limit));
  }

  async memberDifference(_work: SyncWork, externalId: string): Promise<MemberDifference> {
    const { added, removed } = memberChanges(this.state, this.listed, this.approval, externalId);
    const names = (numbers: number[]) =>
      numbers.map((number) => this.state.numbered(number)?.externalId).filter((name) => name !== undefined);
    return await Promise.resolve({ added: names(added), removed: names(removed) });
  }

  /** External ids of those who are listed as members. */
  membersOf(externalId: string): Set<string> {
    return new Set([...this.listed.membersOf(externalId)].map((number) => this.state.numbered(number)!.externalId));
  }

  async forgetNotes(): Promise<void> {
    await Promise.resolve();
  }

  async note(_work: SyncWork, notes: ChangeNote[]): Promise<void> {
    for (const note of notes) this.options.onNote?.(note);
    await Promise.resolve();
  }

  async skip(work: SyncWork, notes: ChangeNote[]): Promise<void> {
    await this.note(work, notes);
  }

  async review(_work: SyncWork, reason: string): Promise<void> {
    const facts = await this.facts();
    const people = [...this.state.people.values()].filter(
      (person) => person.active && !person.gone && this.leaves(person),
    );
    const absent = [...this.state.people.values()].filter(
      ({ externalId, gone }) => !gone && this.listed.isAbsent(externalId),
    );
    const leaving = [...new Set([...people, ...absent].map(({ externalId }) => externalId))];
    const groups = this.missingGroups().map(({ externalId }) => externalId);
    this.state.review = { reason, at: new Date().toISOString(), people: leaving, groups };
    await this.options.save();
    this.outcome = { kind: 'review', reason, facts, people: people.map(({ externalId }) => externalId) };
  }

  async preview(_work: SyncWork, reason: string | null): Promise<void> {
    if (reason !== null) this.outcome = { kind: 'preview', reason };
    await Promise.resolve();
  }

  async succeed(work: SyncWork): Promise<void> {
    this.outcome ??= { kind: 'done' };
    if (work.dryRun) return;
    this.state.review = null;
    this.state.settled = true;
    this.keepMark(work);
    this.state.forgetMissing();
    await this.options.save();
  }

  async fail(_work: SyncWork, error: SyncError): Promise<{ isFirst: boolean }> {
    this.outcome = { kind: 'failed', error };
    return await Promise.resolve({ isFirst: false });
  }

  async cancel(): Promise<void> {
    this.outcome = { kind: 'canceled' };
    await Promise.resolve();
  }

  /** Where the next run may begin. What was refused, or came back with its old groups, only a whole listing shows again. */
  private keepMark({ mark, scope, counts }: SyncWork): void {
    const { state, listed } = this;
    if (scope === 'full') state.fullAt = new Date().toISOString();
    const isDone = [...state.people.values(), ...state.groups.values()].every(
      (known) => known.hash !== '' || ('gone' in known && known.gone),
    );
    const isComplete = isDone && (scope === 'full' || counts.reactivated === 0);
    state.mark = isComplete ? mark : null;
    if (mark === null) return;
    for (const [externalId, references] of listed.references()) {
      const person = state.people.get(externalId);
      if (person !== undefined) person.references = references;
    }
  }

  private leaves({ externalId }: Person): boolean {
    const listed = this.listed.people.get(externalId);
    return listed === undefined ? this.listed.isAbsent(externalId) : !listed.active;
  }

  /** A list of changes says nothing of groups that are gone. */
  private missingGroups(): KnownGroup[] {
    if (this.listed.isPartial || this.listed.hidesGroups) return [];
    return [...this.state.groups.values()].filter(
      (group) => !this.listed.groups.has(group.externalId) && !this.listed.keeps(group),
    );
  }

  /** Those that may go, or change, beside the listed ones. */
  private knownGroups(): Iterable<string> {
    if (this.listed.isPartial) return this.left();
    return this.listed.hidesGroups ? [] : this.state.groups.keys();
  }

  /** Groups that somebody who is gone was in: the source does not name them among its changes. */
  private left(): string[] {
    const numbers = [...this.listed.gone].map((externalId) => this.state.people.get(externalId)?.number);
    const gone = numbers.filter((number) => number !== undefined);
    return [...this.state.groups.values()]
      .filter(({ id, members, doubtful }) => id !== null && gone.some((one) => members.has(one) || doubtful.has(one)))
      .map(({ externalId }) => externalId);
  }

  private differs(externalId: string): boolean {
    const person = this.state.people.get(externalId);
    return person === undefined || person.gone || person.hash !== this.listed.people.get(externalId)!.hash;
  }

  private async difference(externalId: string): Promise<UserDifference> {
    const listed = this.listed.people.get(externalId)!;
    const person = this.state.people.get(externalId);
    const resource = this.listed.resourceOf(externalId);
    const absent = [...listed.absent];
    if (person === undefined || person.id === null) return { externalId, resource, absent, user: null };
    const { active, gone } = person;
    const stored =
      absent.length > 0
        ? { ...(await this.options.stored(person)), active }
        : { externalId, active, userName: person.name === listed.name ? resource['userName'] : undefined };
    return { externalId, resource, absent, user: { id: externalId, resource: stored, active, isDeleted: gone } };
  }
}

/** Everything is in memory here: a portion is as many as were asked for. */
function portion<T>(rows: T[], limit: number): Portion<T> {
  return { rows, isLast: rows.length < limit };
}
