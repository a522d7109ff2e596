import { CompiledMapping } from './compiled-mapping.js';
import { GroupRules, type RuledGroups } from './group-rule.js';
import { type Departure, type DirectorySettings } from './directory-state.js';
import { Presence, type Standing } from './presence.js';
import { toProfile, type UserProfile } from './profile.js';
import { withinUserBudget } from './projection-budget.js';
import { RoleBook } from './roles.js';
import { type UserRecord } from './user.js';

export type DerivedUser = Pick<
  UserRecord,
  'resource' | 'profile' | 'groups' | 'active' | 'unreadDeparture' | 'leftAside'
>;

/** What a directory's settings make of a user: the profile, the roles, and whether the departure date has come. */
export class UserProjection {
  private readonly mapping: CompiledMapping | undefined;
  private readonly roles: RoleBook | undefined;
  private readonly rules: GroupRules | undefined;
  readonly presence: Presence;

  constructor(settings: DirectorySettings, at: string) {
    const { attributeMappings, roleAssignments, roles, groupRules, policy } = settings;
    this.mapping = attributeMappings.length > 0 ? new CompiledMapping(attributeMappings) : undefined;
    this.roles = roles.length > 0 ? new RoleBook(roles, roleAssignments) : undefined;
    this.rules = groupRules.length > 0 ? new GroupRules(groupRules) : undefined;
    this.presence = new Presence(policy, at);
  }

  get hasRules(): boolean {
    return this.rules !== undefined;
  }

  /**
   * What is derived from the rest of a user.
   * @param before as in `Presence.isActive`; `held`: stays active, whatever the IdP or the date says
   */
  of(
    user: Pick<UserRecord, 'resource' | 'groups' | 'deletedAt' | 'externalId'>,
    before: Standing | 'held' | undefined,
  ): DerivedUser {
    const { resource, deletedAt } = user;
    const held = before === 'held';
    const active = held || (deletedAt === null && this.presence.isActive(resource, before));
    const { profile, groups, leftAside } = withinUserBudget(() => this.bySettings(user, active));
    const present = { groups, deletedAt: held ? null : deletedAt };
    const unreadDeparture = this.unreadDepartureOf({ resource, active, deletedAt });
    return {
      resource,
      active,
      groups,
      profile: this.withRoles(profile, present),
      unreadDeparture,
      ...(leftAside.length > 0 && { leftAside }),
    };
  }

  private bySettings(
    user: Pick<UserRecord, 'resource' | 'groups' | 'deletedAt' | 'externalId'>,
    active: boolean,
  ): RuledGroups & { profile: UserProfile } {
    const profile = toProfile(user.resource);
    const keys = this.mapping?.apply(profile, user.resource) ?? [];
    if (user.deletedAt !== null || this.rules === undefined) return { profile, groups: user.groups, leftAside: keys };
    const { groups, leftAside } = this.rules.groupsOf({ ...user, profile, active });
    return { profile, groups, leftAside: [...keys, ...leftAside] };
  }

  /** The same profile where the application has no roles. */
  withRoles(profile: UserProfile, { groups, deletedAt }: Pick<UserRecord, 'groups' | 'deletedAt'>): UserProfile {
    const roles = deletedAt === null ? (this.roles?.of(groups) ?? []) : [];
    if (roles.length === 0 && profile.roles?.length === 0) return profile;
    return { ...profile, roles };
  }

  /** What is kept of somebody's date. */
  departureOf(user: UserRecord): Departure {
    return { userId: user.id, at: this.departsAt(user), isUnread: this.unreadDepartureOf(user) !== undefined };
  }

  /** The departure that is still to come; null where there is none. */
  departsAt({ resource, active, deletedAt }: UserRecord): string | null {
    if (!active || deletedAt !== null) return null;
    return this.presence.leavesAt(resource) ?? null;
  }

  /** Of whoever is in, and of whoever only a date keeps out: somebody should look at it. */
  private unreadDepartureOf({ resource, active, deletedAt }: Standing): string | undefined {
    if (!active && (deletedAt !== null || resource['active'] === false)) return undefined;
    return this.presence.unreadOf(resource);
  }
}
