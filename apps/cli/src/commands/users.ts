import { type User } from '#client';
import { type Command } from '../command.js';
import { plain } from '../plain.js';
import { type Session } from '../session.js';
import { DIRECTORY, directoryOf, FOUND_BY } from './in-directory.js';
import { firstOf, LIMIT } from './lists.js';

export const USER_COLUMNS = {
  id: (user: User) => user.id,
  name: (user: User) => user.name ?? user.preferred_username,
  email: (user: User) => user.email,
  active: (user: User) => (user.active ? 'yes' : 'no'),
  groups: (user: User) => user.groups.map(({ display_name }) => display_name).join(', '),
  updated: (user: User) => user.updated_at,
};

/** People whom identity providers have sent. */
export const USERS: readonly Command[] = [
  {
    words: ['users', 'list'],
    summary: 'List the users of a directory',
    arguments: [DIRECTORY],
    options: {
      ...FOUND_BY,
      ...LIMIT,
      active: { about: 'Only users who are active' },
      inactive: { about: 'Only users who have left' },
      email: { value: 'EMAIL', about: 'Only the user with this address' },
      group: { value: 'GROUP', about: 'Only members of the group with this id' },
      filter: { value: 'FILTER', about: 'Only users whom a SCIM filter matches: \'title co "Lead"\'' },
    },
    async run(session) {
      const directory = await directoryOf(session);
      const active = session.flag('active') ? 'true' : session.flag('inactive') ? 'false' : undefined;
      const query = {
        ...(active !== undefined && { active: active as 'true' | 'false' }),
        email: session.text('email'),
        directory_group_id: session.text('group'),
        filter: session.text('filter'),
      };
      const call = { signal: session.signal };
      const users = await firstOf(session, session.client.users.list(directory, query, call));
      // A mistyped id of a group is an error, not a group without members.
      const group = session.text('group');
      if (users.length === 0 && group !== undefined) await session.client.groups.get(directory, group, call);
      session.show(users, USER_COLUMNS, 'No users match.');
    },
  },
  {
    words: ['users', 'get'],
    summary: 'Show a user',
    arguments: [DIRECTORY, { name: 'id', about: 'Id of the user' }],
    options: FOUND_BY,
    async run(session) {
      const directory = await directoryOf(session);
      const call = { signal: session.signal };
      showOne(session, await session.client.users.get(directory, session.argument('id'), call));
    },
  },
];

function showOne(session: Session, user: User): void {
  if (session.json) return session.printJson(user);
  const { bold, green, red } = session.style;
  session.print(`${bold(plain(user.name ?? user.preferred_username))}  ${user.id}`);
  session.print(`state        ${user.active ? green('active') : red('inactive')}`);
  session.print(`user name    ${plain(user.preferred_username)}`);
  if (user.email !== null) session.print(`email        ${plain(user.email)}`);
  if (user.external_id !== null) session.print(`external id  ${plain(user.external_id)}`);
  for (const [name, value] of Object.entries(user.user_detail ?? {})) {
    if (DETAILS.includes(name) && value != null && value !== '') session.print(`${name.padEnd(13)}${plain(value)}`);
  }
  session.print(`groups       ${plain(user.groups.map(({ display_name }) => display_name).join(', ')) || 'none'}`);
  session.print(`roles        ${plain(user.roles.map(({ role_name }) => role_name).join(', ')) || 'none'}`);
  session.print(`version      ${user.version}`);
  session.print(`created      ${user.created_at}`);
  session.print(`updated      ${user.updated_at}`);
}

/** The attributes that people ask for; the rest is in the JSON. */
const DETAILS = ['title', 'department', 'division', 'manager', 'employee_id'];
