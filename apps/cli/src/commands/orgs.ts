import { type Organization } from '#client';
import { type Command } from '../command.js';
import { counted } from '../counted.js';
import { plain } from '../plain.js';
import { type Session } from '../session.js';
import { activeUsers } from './active-users.js';
import { firstOf, LIMIT } from './lists.js';
import { YES } from './yes.js';

const ID = { name: 'id', about: 'Id of the organization, or your own external_id' };
const COLUMNS = {
  id: (org: Organization) => org.id,
  name: (org: Organization) => org.display_name,
  'external id': (org: Organization) => org.external_id,
  created: (org: Organization) => org.create_time,
};

/** Customers of the application. */
export const ORGS: readonly Command[] = [
  {
    words: ['orgs', 'list'],
    summary: 'List organizations',
    options: { ...LIMIT, search: { value: 'TEXT', about: 'Only organizations with this text in their name' } },
    async run(session) {
      const { organizations } = session.client;
      const text = session.text('search');
      const call = { signal: session.signal };
      const list = text === undefined ? organizations.list({}, call) : organizations.search(text, {}, call);
      session.show(
        await firstOf(session, list),
        COLUMNS,
        `There is no organization yet: ${session.command('orgs create --name NAME')} creates one.`,
      );
    },
  },
  {
    words: ['orgs', 'get'],
    summary: 'Show an organization',
    arguments: [ID],
    async run(session) {
      showOne(session, await session.organization(session.argument('id')));
    },
  },
  {
    words: ['orgs', 'create'],
    summary: 'Create an organization',
    options: {
      name: { value: 'NAME', about: 'Name for people (needed)' },
      'external-id': { value: 'ID', about: 'Your own id of this customer' },
    },
    async run(session) {
      const input = { display_name: session.needed('name'), external_id: session.text('external-id') };
      showOne(session, await session.client.organizations.create(input, { signal: session.signal }));
    },
  },
  {
    words: ['orgs', 'delete'],
    summary: 'Delete an organization with its directories',
    arguments: [ID],
    options: YES,
    details: 'Every active user is announced as user_deleted first. On a terminal the command asks before it deletes.',
    async run(session) {
      const org = await session.organization(session.argument('id'));
      const { directories, organizations } = session.client;
      if (!session.flag('yes')) {
        const all = await directories.list(org.id, { signal: session.signal });
        const leaving = (await Promise.all(all.map((one) => activeUsers(session, one)))).reduce((a, b) => a + b, 0);
        const what = `${counted(all.length, 'directory', 'directories')} and ${counted(leaving, 'active user')}`;
        await session.confirm(`${plain(org.display_name)} (${org.id}) has ${what}, who will leave with it.`);
      }
      await organizations.delete(org.id, { signal: session.signal });
      session.done(`Deleted ${plain(org.display_name)} (${org.id}).`, { deleted: org.id });
    },
  },
];

function showOne(session: Session, org: Organization): void {
  if (session.json) return session.printJson(org);
  session.print(`${session.style.bold(plain(org.display_name))}  ${org.id}`);
  if (org.external_id !== null) session.print(`external id  ${plain(org.external_id)}`);
  session.print(`created      ${org.create_time}`);
}
