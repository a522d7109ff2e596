import { type DeparturePolicy, type Portion } from '#directory';
import { type ScimResource } from '#scim';
import { type StagedGroup, type StagedUser } from './staged.js';

export type SyncTrigger = 'schedule' | 'manual' | 'notification' | 'upload';
export type SyncPhase = 'listing_users' | 'listing_groups' | 'comparing' | 'applying';

/** `full`: who is absent has left. `partial`: only what was listed counts. */
export type SyncScope = 'full' | 'partial';

export interface SyncCounts {
  created: number;
  updated: number;
  deactivated: number;
  reactivated: number;
  unchanged: number;
  skipped: number;
  groups_created: number;
  groups_updated: number;
  groups_deleted: number;
  memberships_added: number;
  memberships_removed: number;
}

export interface SyncWarning {
  code: string;
  message: string;
  count: number;
  examples: string[];
}

export interface SyncError {
  code: string;
  message: string;
  hint: string;
}

/** The people whom a sync would deactivate, for the person who decides. */
export interface SyncReview {
  /** Why it stopped, in plain words. */
  reason: string;
  would_deactivate: number;
  of: number;
  would_delete_groups: number;
  sample: { id: string; email: string | null; name: string | null }[];
  /** What a person made of it; absent while the sync waits. */
  decision?: { decision: 'approved' | 'rejected'; reason: string | null; at: string };
}

/** A sync that this process has taken up. */
export interface SyncWork {
  id: string;
  directoryId: string;
  /** Proves to the store that the sync is still ours. */
  lease: string;
  trigger: SyncTrigger;
  dryRun: boolean;
  scope: SyncScope;
  phase: SyncPhase;
  /** The sync under which the listing is staged: another one where an upload that was checked before is applied. */
  stagingId: string;
  /** Where the listing goes on; null: from its beginning. */
  position: string | null;
  /** Somebody has looked at who would leave. */
  approved: boolean;
  /** Another sync of the directory waits for review: nobody leaves meanwhile. */
  isLocked: boolean;
  /** False: a file of users alone says nothing about groups. */
  listsGroups: boolean;
  announced: boolean;
  seen: number;
  total: number | null;
  /** Where changes are to be asked from after this listing. */
  mark: string | null;
  counts: SyncCounts;
  warnings: SyncWarning[];
  startedAt: string;
}

/** A user of the listing who differs from the stored one. */
export interface UserDifference {
  externalId: string;
  resource: ScimResource;
  absent: string[];
  /** The present user of this external id, or the leaver who comes back; null: somebody new. */
  user: { id: string; resource: ScimResource; active: boolean; isDeleted: boolean } | null;
}

/** `leaving`: listed as inactive, or marked, and not gone here. `staying`: active here, and not listed as inactive. */
export type Differing = 'everybody' | 'leaving' | 'staying';

/** A stored user whom the listing no longer has. */
export interface AbsentUser {
  id: string;
  resource: ScimResource;
  active: boolean;
  groups: string[];
}

/** A group of the listing or of the directory. */
export interface GroupDifference {
  externalId: string;
  /** Null: the listing no longer has it. */
  resource: ScimResource | null;
  /** Null: it is new. */
  group: { id: string; resource: ScimResource } | null;
}

/** External ids of people who join and leave a group. */
export interface MemberDifference {
  added: string[];
  removed: string[];
}

export interface ChangeNote {
  kind: 'created' | 'updated' | 'deactivated' | 'skipped';
  userId: string | null;
  userName: string | null;
  email: string | null;
  name: string | null;
  changed: { field: string; before: unknown; after: unknown }[];
  why: string | null;
  groupsLost: string[];
}

/** What the guards look at. */
export interface SyncFacts {
  stagedUsers: number;
  stagedGroups: number;
  /** Users of the directory whom receivers may know as present. */
  activeUsers: number;
  presentUsers: number;
  pulledGroups: number;
  wouldLeave: number;
  wouldDeleteGroups: number;
  limits: { percent: number; count: number };
}

export interface ListingProgress {
  seen: number;
  total: number | null;
  /** Null where the source cannot go on in the middle. */
  position: string | null;
}

/**
 * Where syncs and what they have listed are kept. Every write proves the lease, and throws a SyncLostError where it is
 * another's by now, or where somebody has canceled the sync.
 */
export interface SyncStore {
  /** Forgets what an earlier, unfinished listing staged. */
  beginListing(work: SyncWork): Promise<void>;
  stageUsers(work: SyncWork, users: StagedUser[], progress: ListingProgress): Promise<void>;
  stageGroups(work: SyncWork, groups: StagedGroup[], progress: ListingProgress): Promise<void>;
  stageGone(work: SyncWork, externalIds: string[]): Promise<void>;
  /** Also stores `scope`, `mark`, `counts`, `warnings`, `seen` and `announced` as the work has them. */
  enter(work: SyncWork, phase: SyncPhase): Promise<void>;
  save(work: SyncWork): Promise<void>;

  facts(work: SyncWork): Promise<SyncFacts>;
  countStaged(work: SyncWork): Promise<number>;
  /** Gives managers whom the source names by a reference their external ids, as far as they are known. */
  resolveManagers(work: SyncWork): Promise<void>;
  unknownMembers(work: SyncWork): Promise<{ count: number; examples: string[] }>;
  differingUsers(work: SyncWork, after: string, limit: number, which: Differing): Promise<Portion<UserDifference>>;
  /** Of the directory: it decides who leaves by a date. */
  policy(work: SyncWork): Promise<DeparturePolicy>;
  /** Those of the listing, by external id, whom it does not have as inactive and who leave all the same; in place of earlier marks. */
  markLeavers(work: SyncWork, pages: AsyncIterable<string[]>): Promise<void>;
  /** Those who may leave by this sync. */
  absentUsers(work: SyncWork, after: string, limit: number): Promise<Portion<AbsentUser>>;
  /** Of those who would leave although the source lists them: the ones who may leave by this sync. */
  mayLeave(work: SyncWork, userIds: string[]): Promise<Set<string>>;
  /** How many of these have a user name that another present user of the directory has. */
  contestedNames(work: SyncWork, resources: ScimResource[]): Promise<number>;
  groupDifferences(work: SyncWork, after: string, limit: number): Promise<Portion<GroupDifference>>;
  memberDifference(work: SyncWork, externalId: string, groupId: string | null): Promise<MemberDifference>;

  forgetNotes(work: SyncWork): Promise<void>;
  note(work: SyncWork, notes: ChangeNote[]): Promise<void>;
  /** Says of people that nothing came of what was noted of them. */
  skip(work: SyncWork, notes: ChangeNote[]): Promise<void>;
  /** Stores who would leave, and stops there. */
  review(work: SyncWork, reason: string): Promise<void>;
  /** The same facts for a dry run, which does not stop. */
  preview(work: SyncWork, reason: string | null): Promise<void>;
  succeed(work: SyncWork): Promise<void>;
  fail(work: SyncWork, error: SyncError, retryAfterMs: number | undefined): Promise<{ isFirst: boolean }>;
  /** Ends it where somebody has canceled it; else leaves it to whoever is next. */
  cancel(work: SyncWork): Promise<void>;
}
