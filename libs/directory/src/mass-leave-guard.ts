import { MASS_LEAVE_LIMIT, type DeprovisioningPolicy } from './policy.js';
import { type DerivedUser, type UserProjection } from './user-projection.js';
import { type UserRecord } from './user.js';

/** Why somebody would leave: deactivated or deleted by the IdP, or departed on the date. */
export type HeldKind = 'deactivated' | 'deleted' | 'departed';

/** `approved`: on the way out. `rejected`: stays, until the IdP calls them active and inactive again, or deletes them. */
export type HeldState = 'waiting' | 'approved' | 'rejected';

/** What the guard asks of the database, under the directory's lock. */
export interface HeldDepartures {
  heldState(userId: string): Promise<HeldState | undefined>;
  /** How many have left since then, and whether anybody waits. No more than `most` are counted. */
  recentDepartures(since: string, most: number): Promise<{ left: number; waiting: boolean }>;
  hold(userId: string, kind: HeldKind, at: string): Promise<void>;
  unhold(userIds: string[]): Promise<void>;
}

const WINDOW_MS = 3_600_000;

/**
 * The mass-leaver guard (docs/deprovisioning.md): of those who would leave within an hour, as many as the policy takes for usual do, and
 * all others stay as they are for receivers until somebody approves it. What the IdP has said is stored all the same, and read back.
 */
export class MassLeaveGuard {
  /** How many may still leave. */
  private budget: number | undefined;

  private constructor(
    private readonly limit: number,
    private readonly held: HeldDepartures,
    private readonly projection: UserProjection,
    private readonly at: string,
  ) {}

  /** Undefined where the policy holds nobody. */
  static of(
    { hold, mass_leave_limit }: DeprovisioningPolicy,
    held: HeldDepartures,
    projection: UserProjection,
    at: string,
  ): MassLeaveGuard | undefined {
    return hold === true ? new MassLeaveGuard(mass_leave_limit ?? MASS_LEAVE_LIMIT, held, projection, at) : undefined;
  }

  /** What becomes of a user whom receivers may know: as the settings say, unless that is a departure that has to wait. */
  async derive(before: UserRecord | undefined, user: Parameters<UserProjection['of']>[0]): Promise<DerivedUser> {
    if (before?.active !== true) return this.projection.of(user, before);
    const unheld = await this.unheld(before);
    const shaped = this.projection.of(user, unheld);
    if (shaped.active) {
      // Only who is held is active against the word of the IdP, or beyond the departure date.
      const isIn = before.deletedAt === null && this.projection.presence.isActive(before.resource, unheld);
      if (!isIn) await this.held.unhold([before.id]);
      return shaped;
    }
    const kind = user.resource['active'] === false ? 'deactivated' : 'departed';
    return (await this.keeps(before.id, kind)) ? this.projection.of(user, 'held') : shaped;
  }

  /** As the user would be if nobody were held. A date that can be read says so by itself. */
  private async unheld(before: UserRecord): Promise<UserRecord> {
    if (this.projection.presence.unreadOf(before.resource) === undefined) return before;
    return (await this.held.heldState(before.id)) === undefined ? before : { ...before, active: false };
  }

  /** @returns whether somebody who would leave stays for the time being */
  async keeps(userId: string, kind: HeldKind): Promise<boolean> {
    const state = await this.held.heldState(userId);
    if (state === 'approved') return false;
    if (state === undefined && (await this.mayLeave())) return false;
    // A deletion is a new question, also where an earlier departure of the same user was rejected.
    if (state === undefined || kind === 'deleted') await this.held.hold(userId, kind, this.at);
    return true;
  }

  private async mayLeave(): Promise<boolean> {
    if (this.budget === undefined) {
      const since = new Date(Date.parse(this.at) - WINDOW_MS).toISOString();
      const { left, waiting } = await this.held.recentDepartures(since, this.limit);
      // While some wait, nobody overtakes them.
      this.budget = waiting ? 0 : this.limit - left;
    }
    if (this.budget <= 0) {
      this.budget = 0;
      return false;
    }
    this.budget -= 1;
    return true;
  }
}
