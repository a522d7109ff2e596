import { type Group } from '#client';
import { type Command } from '../command.js';
import { plain } from '../plain.js';
import { DIRECTORY, directoryOf, FOUND_BY } from './in-directory.js';
import { firstOf, LIMIT } from './lists.js';
import { USER_COLUMNS } from './users.js';

const ID = { name: 'id', about: 'Id of the group' };
const COLUMNS = {
  id: (group: Group) => group.id,
  name: (group: Group) => group.display_name,
  users: (group: Group) => group.total_users,
  'external id': (group: Group) => group.external_id,
  updated: (group: Group) => group.updated_at,
};

/** Groups that identity providers have sent, and those that rules fill. */
export const GROUPS: readonly Command[] = [
  {
    words: ['groups', 'list'],
    summary: 'List the groups of a directory',
    arguments: [DIRECTORY],
    options: { ...FOUND_BY, ...LIMIT },
    async run(session) {
      const list = session.client.groups.list(await directoryOf(session), {}, { signal: session.signal });
      session.show(await firstOf(session, list), COLUMNS, 'This directory has no groups yet.');
    },
  },
  {
    words: ['groups', 'get'],
    summary: 'Show a group',
    arguments: [DIRECTORY, ID],
    options: FOUND_BY,
    async run(session) {
      const directory = await directoryOf(session);
      const group = await session.client.groups.get(directory, session.argument('id'), { signal: session.signal });
      if (session.json) return session.printJson(group);
      session.print(`${session.style.bold(plain(group.display_name))}  ${group.id}`);
      if (group.external_id !== null) session.print(`external id  ${plain(group.external_id)}`);
      session.print(`users        ${group.total_users}`);
      session.print(`updated      ${group.updated_at}`);
    },
  },
  {
    words: ['groups', 'members'],
    summary: 'List the members of a group',
    arguments: [DIRECTORY, ID],
    options: { ...FOUND_BY, ...LIMIT },
    async run(session) {
      const directory = await directoryOf(session);
      const call = { signal: session.signal };
      const list = session.client.groups.members(directory, session.argument('id'), {}, call);
      session.show(await firstOf(session, list), USER_COLUMNS, 'This group has no members.');
    },
  },
];
