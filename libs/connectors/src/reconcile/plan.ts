import { isDeepStrictEqual } from 'node:util';
import { Presence } from '#directory';
import { type ScimResource } from '#scim';
import { keepFields } from '../record/kept-fields.js';
import {
  type AbsentUser,
  type Differing,
  type GroupDifference,
  type SyncStore,
  type SyncWork,
  type UserDifference,
} from './sync-store.js';

/** Users of one look, at most. */
const USERS_AT_ONCE = 500;
const GROUPS_AT_ONCE = 200;

export type UserStep =
  | { kind: 'create'; resource: ScimResource; userId: null }
  | { kind: 'return'; resource: ScimResource; userId: string }
  /** `leaves`: the source lists them as inactive, or with a date of departure that has come. */
  | {
      kind: 'update';
      externalId: string;
      userId: string;
      before: ScimResource;
      resource: ScimResource;
      leaves: boolean;
      returns: boolean;
    }
  /** Would leave, and nobody may leave now; or new, and without a name that can be kept. */
  | { kind: 'stay'; userId: string | null; resource: ScimResource; why: string };

export interface GroupStep {
  externalId: string;
  resource: ScimResource | null;
  group: { id: string; resource: ScimResource } | null;
  differs: boolean;
  added: string[];
  removed: string[];
}

const WAITS = 'An earlier sync waits for review: nobody leaves meanwhile.';
const NAMELESS = 'The user name is too long.';

/** What the staged listing asks of the directory, read in pages, as often as one likes: comparing counts it, applying does it. */
export class Plan {
  constructor(
    private readonly store: SyncStore,
    private readonly work: SyncWork,
  ) {}

  async *leavers(): AsyncGenerator<AbsentUser[]> {
    for (let after = '', isLast = false; !isLast;) {
      const page = await this.store.absentUsers(this.work, after, USERS_AT_ONCE);
      if (page.rows.length > 0) yield page.rows;
      isLast = page.isLast;
      after = page.rows.at(-1)?.id ?? after;
    }
  }

  /**
   * Those who differ from what is stored; `everybody` where the guards are still to decide who may leave, `leaving` only those who would
   * leave.
   */
  async *users({ everybody = false, leaving = false } = {}): AsyncGenerator<UserStep[]> {
    for await (const steps of this.steps(leaving ? 'leaving' : 'everybody')) {
      const leavers = steps.flatMap((step) => (step.kind === 'update' && step.leaves ? [step.userId] : []));
      const may = everybody || leavers.length === 0 ? undefined : await this.store.mayLeave(this.work, leavers);
      const allowed = steps.map((step): UserStep =>
        may !== undefined && step.kind === 'update' && step.leaves && !may.has(step.userId)
          ? { kind: 'stay', userId: step.userId, resource: step.resource, why: WAITS }
          : step,
      );
      if (allowed.length > 0) yield allowed;
    }
  }

  /** For the guards, and for `leaving`: the store itself reads no dates. */
  async markLeavers(): Promise<void> {
    await this.store.markLeavers(this.work, this.leaversByDate());
  }

  private async *leaversByDate(): AsyncGenerator<string[]> {
    if (!(await this.presence()).knowsDepartures) return;
    for await (const steps of this.steps('staying')) {
      yield steps.flatMap((step) => (step.kind === 'update' && step.leaves ? [step.externalId] : []));
    }
  }

  private async *steps(which: Differing): AsyncGenerator<UserStep[]> {
    const presence = await this.presence();
    for (let after = '', isLast = false; !isLast;) {
      const page = await this.store.differingUsers(this.work, after, USERS_AT_ONCE, which);
      yield page.rows.map((difference) => this.step(difference, presence)).filter((step) => step !== undefined);
      isLast = page.isLast;
      after = page.rows.at(-1)?.externalId ?? after;
    }
  }

  /** Asked for by each pass: the policy may change under a long sync. */
  private async presence(): Promise<Presence> {
    return new Presence(await this.store.policy(this.work), new Date().toISOString());
  }

  async *groups(): AsyncGenerator<GroupStep> {
    for (let after = '', isLast = false; !isLast;) {
      const page = await this.store.groupDifferences(this.work, after, GROUPS_AT_ONCE);
      for (const row of page.rows) {
        const { externalId, group } = row;
        const resource = named(row);
        // New, and without a name that can be kept.
        if (resource === undefined) continue;
        const none = { added: [], removed: [] };
        const members =
          resource === null ? none : await this.store.memberDifference(this.work, externalId, group?.id ?? null);
        const differs = resource === null || group === null || !isDeepStrictEqual(resource, group.resource);
        if (differs || members.added.length + members.removed.length > 0) {
          yield { externalId, resource, group, differs, ...members };
        }
      }
      isLast = page.isLast;
      after = page.rows.at(-1)?.externalId ?? after;
    }
  }

  /** Undefined where nothing differs once what the source kept back is filled in. */
  private step(
    { externalId, resource: listed, absent, user }: UserDifference,
    presence: Presence,
  ): UserStep | undefined {
    if (user === null) {
      if (listed['userName'] === undefined) return { kind: 'stay', userId: null, resource: listed, why: NAMELESS };
      return { kind: 'create', resource: listed, userId: null };
    }
    // Of somebody who was deleted, no state is left to keep: being listed again brings them back, as it does who is new.
    const kept = user.isDeleted ? absent.filter((field) => field !== 'active') : absent;
    const resource = kept.length === 0 ? listed : keepFields(listed, kept, user.resource);
    if (user.isDeleted) return { kind: 'return', resource, userId: user.id };
    if (isDeepStrictEqual(resource, user.resource)) return undefined;
    const before = { resource: user.resource, active: user.active, deletedAt: null };
    const isIn = presence.isActive(resource, before);
    return {
      kind: 'update',
      externalId,
      userId: user.id,
      before: user.resource,
      resource,
      // Who is held has left already, as far as the source goes.
      leaves: user.active && !isIn && presence.isActive(user.resource, before),
      returns: !user.active && isIn,
    };
  }
}

/** The group of the listing with the stored name, where its own was left aside; undefined where there is none. */
function named({ resource, group }: GroupDifference): ScimResource | null | undefined {
  if (resource === null || resource['displayName'] !== undefined) return resource;
  return group === null ? undefined : { ...resource, displayName: group.resource['displayName'] };
}
