import { type GroupRef } from './user.js';

/** A role of the application. */
export interface Role {
  name: string;
  /** 1 is the highest. */
  priority: number;
  /** Given to whoever has no other. */
  default: boolean;
  privileged: boolean;
}

export interface RoleAssignment {
  group_id: string;
  role_name: string;
}

/** As users and events carry it. */
export interface RoleRef {
  role_name: string;
}

/** Who has which roles: all that a user's groups give, highest priority first; else the default one; else none. */
export class RoleBook {
  private readonly byGroup = new Map<string, Role[]>();
  private readonly fallback: RoleRef[];

  constructor(roles: readonly Role[], assignments: readonly RoleAssignment[]) {
    const byName = new Map(roles.map((role) => [role.name, role]));
    for (const { group_id, role_name } of assignments) {
      const role = byName.get(role_name);
      // A role that was taken away from the application is nobody's.
      if (role !== undefined) this.byGroup.set(group_id, [...(this.byGroup.get(group_id) ?? []), role]);
    }
    this.fallback = roles.filter((role) => role.default && !role.privileged).map(({ name }) => ({ role_name: name }));
  }

  of(groups: readonly Pick<GroupRef, 'id'>[]): RoleRef[] {
    const held = new Map(groups.flatMap(({ id }) => (this.byGroup.get(id) ?? []).map((role) => [role.name, role])));
    if (held.size === 0) return this.fallback;
    return [...held.values()]
      .sort((a, b) => a.priority - b.priority || (a.name < b.name ? -1 : 1))
      .map(({ name }) => ({ role_name: name }));
  }
}
