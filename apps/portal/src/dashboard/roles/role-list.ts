import { type components } from '#client';

export type Role = components['schemas']['RoleView'];

export const EMPTY_ROLE: Role = {
  name: '',
  display_name: '',
  description: '',
  priority: 0,
  default: false,
  privileged: false,
};

/** One place up or down. The order of the list is the priority: the first one is the highest. */
export function moved(roles: readonly Role[], at: number, step: -1 | 1): Role[] {
  const to = at + step;
  if (to < 0 || to >= roles.length) return [...roles];
  const next = [...roles];
  [next[at], next[to]] = [next[to]!, next[at]!];
  return numbered(next);
}

export const numbered = (roles: readonly Role[]): Role[] => roles.map((role, at) => ({ ...role, priority: at + 1 }));

/** Puts a role in the place of the one that was edited, or at the end. At most one is the default. */
export function withRole(roles: readonly Role[], role: Role, at: number | undefined): Role[] {
  const others = role.default ? roles.map((other) => ({ ...other, default: false })) : [...roles];
  if (at === undefined) return numbered([...others, role]);
  others[at] = role;
  return numbered(others);
}

export const sameRoles = (first: readonly Role[], second: readonly Role[]): boolean =>
  JSON.stringify(numbered(first)) === JSON.stringify(numbered(second));
