import { describe, expect, it } from 'vitest';
import { EMPTY_ROLE, moved, type Role, withRole } from './role-list';

const role = (name: string, more: Partial<Role> = {}): Role => ({ ...EMPTY_ROLE, name, ...more });
const names = (roles: readonly Role[]) => roles.map(({ name, priority }) => `${priority} ${name}`).join(', ');

describe('role list', () => {
  const roles = [role('admin'), role('developer'), role('viewer', { default: true })];

  it('numbers the roles by their place', () =>
    expect(names(moved(roles, 2, -1))).toBe('1 admin, 2 viewer, 3 developer'));
  it('leaves the first one first', () => expect(moved(roles, 0, -1)).toEqual(roles));
  it('has one default at most', () => {
    const next = withRole(roles, role('guest', { default: true }), undefined);
    expect(next.filter((one) => one.default).map(({ name }) => name)).toEqual(['guest']);
  });
  it('puts an edited role where it was', () =>
    expect(names(withRole(roles, role('engineer'), 1))).toBe('1 admin, 2 engineer, 3 viewer'));
});
