import { type ScimResource } from '#scim';
import { CompiledMapping } from './compiled-mapping.js';
import { DepartureRule } from './departure.js';
import { GroupRules, type RuledGroups } from './group-rule.js';
import { type Departure, type DirectorySettings } from './directory-state.js';
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
  private readonly departure: DepartureRule | undefined;

  constructor(
    settings: DirectorySettings,
    private readonly at: string,
  ) {
    const { attributeMappings, roleAssignments, roles, groupRules, policy } = settings;
    this.mapping = attributeMappings.length > 0 ? new CompiledMapping(attributeMappings) : undefined;
    this.roles = roles.length > 0 ? new RoleBook(roles, roleAssignments) : undefined;
    this.rules = groupRules.length > 0 ? new GroupRules(groupRules) : undefined;
    this.departure = DepartureRule.of(policy);
  }

  get knowsDepartures(): boolean {
    return this.departure !== undefined;
  }

  get hasRules(): boolean {
    return this.rules !== undefined;
  }

  /** What is derived from the rest of a user. Who is held stays active, whatever the IdP or the date says. */
  of(user: Pick<UserRecord, 'resource' | 'groups' | 'deletedAt' | 'externalId'>, held?: 'held'): DerivedUser {
    const { resource, deletedAt } = user;
    const active = held === 'held' || (deletedAt === null && this.isActive(resource));
    const { profile, groups, leftAside } = withinUserBudget(() => this.bySettings(user, active));
    const present = { groups, deletedAt: held === 'held' ? null : deletedAt };
    const unreadDeparture = active ? this.departure?.unreadOf(resource) : undefined;
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

  /** The IdP's word, until the departure date has come: from then on the broker's. */
  isActive(resource: ScimResource): boolean {
    if (resource['active'] === false) return false;
    const leaves = this.departure?.instantOf(resource);
    return leaves === undefined || leaves > this.at;
  }

  /** What is kept of somebody's date. */
  departureOf(user: UserRecord): Departure {
    const isUnread = user.active && this.departure?.unreadOf(user.resource) !== undefined;
    return { userId: user.id, at: this.departsAt(user), isUnread };
  }

  /** The departure that is still to come; null where there is none. */
  departsAt({ resource, active, deletedAt }: UserRecord): string | null {
    if (!active || deletedAt !== null) return null;
    return this.departure?.instantOf(resource) ?? null;
  }
}
