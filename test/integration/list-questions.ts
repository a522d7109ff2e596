import { type Pool } from 'pg';
import { DirectoryReads, GroupList, type ListQuery, UserList } from '#persistence';
import { GROUP, parseFilter, parseSortBy, USER } from '#scim';
import { peopleGroupId, personId } from '../support/seed-people.js';

export const USERS = 100_000;
export const GROUPS = 100;

const instant = (n: number) => new Date(Date.UTC(2026, 0, 1) + n * 1_000).toISOString();

interface Found {
  total: number;
  items: { id: string }[];
}
export type ListQuestion = [
  what: string,
  expected: [total: number, first: string | undefined],
  ask: (pool: Pool, directoryId: string) => Promise<Found>,
  /** The filters of the API that it is about: the operation and the parameter. */
  filters?: string[],
];

const userFilter = (text: string) => parseFilter(text, USER);
const rest =
  (criteria: Parameters<UserList['page']>[1], page: object = {}) =>
  (pool: Pool, directoryId: string) =>
    new UserList(pool).page(directoryId, criteria, { size: 10, ...page });
const groups =
  (criteria: Parameters<GroupList['page']>[1], page: object = {}) =>
  (pool: Pool, directoryId: string) =>
    new GroupList(pool).page(directoryId, criteria, { size: 10, ...page });
const scim = (query: object) => (pool: Pool, directoryId: string) =>
  new DirectoryReads(pool).users(directoryId, { offset: 0, limit: 10, ...query });
const sort = (name: string, descending = false): ListQuery['sort'] => ({ path: parseSortBy(name, USER), descending });

const byName = Array.from({ length: USERS }, (_, n) => n + 1)
  .map((n): [string, string] => [`person${n}@example.com`, personId(n)])
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([, id]) => id);
const MEMBERS = (USERS / GROUPS) * 2;
export const LIST_QUESTIONS: ListQuestion[] = [
  ['all users', [USERS, personId(1)], rest({})],
  ['the page before a user', [USERS, personId(49_990)], rest({}, { before: personId(50_000) })],
  ['an address', [1, personId(77_777)], rest({ email: 'PERSON77777@example.com' }), ['DirectoryUsers_list email']],
  ['an address that nobody has', [0, undefined], rest({ email: 'nobody@example.com' })],
  ['an externalId', [1, personId(99_999)], rest({ externalId: 'ext-99999' }), ['DirectoryUsers_list external_id']],
  ['an address and more', [0, undefined], rest({ email: 'person20@example.com', active: true })],
  [
    'a group',
    [MEMBERS, personId(43)],
    rest({ groupId: peopleGroupId(51) }),
    ['DirectoryUsers_list directory_group_id'],
  ],
  [
    'a later page of a group',
    [MEMBERS, personId(99_943)],
    rest({ groupId: peopleGroupId(51) }, { after: personId(99_900) }),
  ],
  [
    'the last 100 changes',
    [100, personId(99_901)],
    rest({ updatedAfter: instant(USERS - 100) }),
    ['DirectoryUsers_list updated_after'],
  ],
  [
    'a later page of them',
    [100, personId(99_951)],
    rest({ updatedAfter: instant(USERS - 100) }, { after: personId(99_950), at: instant(99_950) }),
  ],
  ['all but the first 100 changes', [USERS - 100, personId(101)], rest({ updatedAfter: instant(100) })],
  ['changes with a filter', [10_000, personId(1_001)], rest({ updatedAfter: instant(1_000), active: true })],
  ['half of all changes', [50_000, personId(50_001)], rest({ updatedAfter: instant(50_000) })],
  ['inactive users', [USERS / 20, personId(20)], rest({ active: false }), ['DirectoryUsers_list active']],
  ['active users', [(USERS / 20) * 19, personId(1)], rest({ active: true })],
  [
    'a filter on userName',
    [1, personId(5)],
    rest({ filter: userFilter('userName eq "Person5@example.com"') }),
    ['DirectoryUsers_list filter'],
  ],
  ['groups', [GROUPS, peopleGroupId(1)], groups({})],
  [
    'the last changes of groups',
    [5, peopleGroupId(96)],
    groups({ updatedAfter: instant(95) }),
    ['DirectoryGroups_list updated_after'],
  ],
  [
    'a group by its externalId',
    [1, peopleGroupId(9)],
    groups({ externalId: 'gext-9' }),
    ['DirectoryGroups_list external_id'],
  ],

  ['SCIM: all users', [USERS, personId(1)], scim({})],
  ['SCIM: the last page', [USERS, personId(USERS - 9)], scim({ offset: USERS - 10 })],
  ['SCIM: the page that is not full', [USERS, personId(USERS - 2)], scim({ offset: USERS - 3 })],
  ['SCIM: a page by cursor', [USERS, personId(50_001)], scim({ after: personId(50_000) })],
  ['SCIM: by userName', [USERS, byName[0]], scim({ sort: sort('userName') }), ['ScimUsers_list sortBy']],
  ['SCIM: by userName, backwards', [USERS, byName.at(-1)], scim({ sort: sort('userName', true) })],
  ['SCIM: by userName, the last page', [USERS, byName.at(-10)], scim({ sort: sort('userName'), offset: USERS - 10 })],
  [
    'SCIM: by userName, a page by cursor',
    [USERS, byName[50_001]],
    scim({ sort: sort('userName'), after: byName[50_000] }),
  ],
  ['SCIM: by id, backwards', [USERS, personId(USERS)], scim({ sort: sort('id', true) })],
  [
    'SCIM: userName eq',
    [1, personId(5)],
    scim({ filter: userFilter('userName eq "person5@example.com"') }),
    ['ScimUsers_list filter'],
  ],
  ['SCIM: externalId eq', [1, personId(5)], scim({ filter: userFilter('externalId eq "ext-5"') })],
  ['SCIM: id eq', [1, personId(5)], scim({ filter: userFilter(`id eq "${personId(5)}"`) })],
  ['SCIM: emails.value eq', [1, personId(5)], scim({ filter: userFilter('emails.value eq "person5@example.com"') })],
  [
    'SCIM: emails[…] eq',
    [1, personId(5)],
    scim({ filter: userFilter('active eq true and emails[type eq "work" and value eq "person5@example.com"]') }),
  ],
  [
    'SCIM: displayName eq of a group',
    [1, peopleGroupId(5)],
    (pool, directoryId) =>
      new DirectoryReads(pool).groups(
        directoryId,
        { offset: 0, limit: 10, filter: parseFilter('displayName eq "GROUP 5"', GROUP) },
        false,
      ),
    ['ScimGroups_list filter'],
  ],
  ['SCIM: by externalId', [USERS, personId(1)], scim({ sort: sort('externalId') })],
  ['SCIM: by the last change', [USERS, personId(USERS)], scim({ sort: sort('meta.lastModified', true) })],
  [
    'SCIM: inactive users by title',
    [USERS / 20, personId(100)],
    scim({ sort: sort('title'), filter: userFilter('active eq false') }),
  ],
  [
    'SCIM: groups by displayName',
    [GROUPS, peopleGroupId(1)],
    (pool, directoryId) =>
      new DirectoryReads(pool).groups(
        directoryId,
        { offset: 0, limit: 10, sort: { path: parseSortBy('displayName', GROUP), descending: false } },
        false,
      ),
    ['ScimGroups_list sortBy'],
  ],
];
