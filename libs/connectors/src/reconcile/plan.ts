import { isDeepStrictEqual } from 'node:util';
import { type ScimResource } from '#scim';
import { keepFields } from '../record/kept-fields.js';
import { type AbsentUser, type SyncStore, type SyncWork, type UserDifference } from './sync-store.js';

/** Users of one look, at most. */
const USERS_AT_ONCE = 500;
const GROUPS_AT_ONCE = 200;

export type UserStep =
  | { kind: 'create'; resource: ScimResource; userId: null }
  | { kind: 'return'; resource: ScimResource; userId: string }
  /** `leaves`: the source lists them as inactive. */
  | { kind: 'update'; userId: string; before: ScimResource; resource: ScimResource; leaves: boolean; returns: boolean }
  /** Inactive in the source, and nobody may leave now. */
  | { kind: 'stay'; userId: string; resource: ScimResource };

export interface GroupStep {
  externalId: string;
  resource: ScimResource | null;
  group: { id: string; resource: ScimResource } | null;
  differs: boolean;
  added: string[];
  removed: string[];
}

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
   * Those who differ from what is stored; `everybody` where the guards are still to decide who may leave, `leaving` only those who are
   * inactive in the source and active here.
   */
  async *users({ everybody = false, leaving = false } = {}): AsyncGenerator<UserStep[]> {
    for (let after = '', isLast = false; !isLast;) {
      const page = await this.store.differingUsers(this.work, after, USERS_AT_ONCE, leaving);
      const steps = page.rows.map((difference) => this.step(difference)).filter((step) => step !== undefined);
      const leavers = steps.flatMap((step) => (step.kind === 'update' && step.leaves ? [step.userId] : []));
      const may = everybody || leavers.length === 0 ? undefined : await this.store.mayLeave(this.work, leavers);
      const allowed = steps.map((step): UserStep =>
        may !== undefined && step.kind === 'update' && step.leaves && !may.has(step.userId)
          ? { kind: 'stay', userId: step.userId, resource: step.resource }
          : step,
      );
      if (allowed.length > 0) yield allowed;
      isLast = page.isLast;
      after = page.rows.at(-1)?.externalId ?? after;
    }
  }

  async *groups(): AsyncGenerator<GroupStep> {
    for (let after = '', isLast = false; !isLast;) {
      const page = await this.store.groupDifferences(this.work, after, GROUPS_AT_ONCE);
      for (const { externalId, resource, group } of page.rows) {
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
  private step({ resource: listed, absent, user }: UserDifference): UserStep | undefined {
    if (user === null) return { kind: 'create', resource: listed, userId: null };
    // Of somebody who was deleted, no state is left to keep: being listed again brings them back, as it does who is new.
    const kept = user.isDeleted ? absent.filter((field) => field !== 'active') : absent;
    const resource = kept.length === 0 ? listed : keepFields(listed, kept, user.resource);
    if (user.isDeleted) return { kind: 'return', resource, userId: user.id };
    if (isDeepStrictEqual(resource, user.resource)) return undefined;
    const staysActive = resource['active'] !== false;
    return {
      kind: 'update',
      userId: user.id,
      before: user.resource,
      resource,
      leaves: user.active && !staysActive,
      returns: user.resource['active'] === false && staysActive,
    };
  }
}
