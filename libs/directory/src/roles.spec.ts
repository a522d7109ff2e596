import { expect, it } from 'vitest';
import { RoleBook } from './roles.js';

const role = (name: string, priority: number, more: object = {}) => ({
  name,
  priority,
  default: false,
  privileged: false,
  ...more,
});
const groups = (...ids: string[]) => ids.map((id) => ({ id }));

it('gives all roles of the groups, highest priority first, then by name, each once', () => {
  const book = new RoleBook(
    [role('c', 2), role('b', 2), role('admin', 1, { privileged: true }), role('guest', 9, { default: true })],
    [
      { group_id: 'g1', role_name: 'c' },
      { group_id: 'g1', role_name: 'b' },
      { group_id: 'g2', role_name: 'admin' },
      { group_id: 'g2', role_name: 'c' },
      { group_id: 'g3', role_name: 'gone' },
    ],
  );
  expect(book.of(groups('g1', 'g2'))).toEqual([{ role_name: 'admin' }, { role_name: 'b' }, { role_name: 'c' }]);
  expect(book.of(groups('g3', 'g4'))).toEqual([{ role_name: 'guest' }]);
  expect(book.of([])).toEqual([{ role_name: 'guest' }]);
});

it('gives none where there is no default, and never a privileged one by default', () => {
  expect(new RoleBook([role('a', 1)], []).of([])).toEqual([]);
  expect(new RoleBook([role('a', 1, { default: true, privileged: true })], []).of([])).toEqual([]);
});
