import { type ScimResource } from '#scim';
import { CompiledMapping } from './compiled-mapping.js';
import { DepartureRule } from './departure.js';
import { type DirectorySettings } from './ports.js';
import { toProfile, type UserProfile } from './profile.js';
import { RoleBook } from './roles.js';
import { type UserRecord } from './user.js';

/** What a directory's settings make of a user: the profile, the roles, and whether the departure date has come. */
export class UserShape {
  private readonly mapping: CompiledMapping | undefined;
  private readonly roles: RoleBook | undefined;
  private readonly departure: DepartureRule | undefined;

  constructor(
    settings: DirectorySettings,
    private readonly at: string,
  ) {
    const { attributeMappings, roleAssignments, roles, policy } = settings;
    this.mapping = attributeMappings.length > 0 ? new CompiledMapping(attributeMappings) : undefined;
    this.roles = roles.length > 0 ? new RoleBook(roles, roleAssignments) : undefined;
    this.departure = DepartureRule.of(policy);
  }

  get knowsDepartures(): boolean {
    return this.departure !== undefined;
  }

  profile(user: Pick<UserRecord, 'resource' | 'groups' | 'deletedAt'>): UserProfile {
    const profile = toProfile(user.resource);
    this.mapping?.apply(profile, user.resource);
    return this.withRoles(profile, user);
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

  /** The departure that is still to come; null where there is none. */
  departsAt({ resource, active, deletedAt }: UserRecord): string | null {
    if (!active || deletedAt !== null) return null;
    return this.departure?.instantOf(resource) ?? null;
  }
}
