import { type Organization } from '#client';
import { type Command } from '../command.js';
import { plain } from '../plain.js';
import { type Session } from '../session.js';
import { firstOf, LIMIT } from './lists.js';

const ID = { name: 'id', about: 'Of the organization' };
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
    options: { ...LIMIT, search: { value: 'TEXT', about: 'Only those with this in their name' } },
    async run(session) {
      const { organizations } = session.client;
      const text = session.text('search');
      const call = { signal: session.signal };
      const list = text === undefined ? organizations.list({}, call) : organizations.search(text, {}, call);
      session.show(
        await firstOf(session, list),
        COLUMNS,
        'There is no organization yet: rollcall orgs create makes one.',
      );
    },
  },
  {
    words: ['orgs', 'get'],
    summary: 'Show an organization',
    arguments: [ID],
    async run(session) {
      showOne(session, await session.client.organizations.get(session.argument('id'), { signal: session.signal }));
    },
  },
  {
    words: ['orgs', 'create'],
    summary: 'Create an organization',
    options: {
      name: { value: 'NAME', about: 'What people call it (needed)' },
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
    details: 'Every user still present is announced as user_deleted first.',
    async run(session) {
      await session.client.organizations.delete(session.argument('id'), { signal: session.signal });
      session.note('Deleted.');
    },
  },
];

function showOne(session: Session, org: Organization): void {
  if (session.json) return session.printJson(org);
  session.print(`${session.style.bold(plain(org.display_name))}  ${org.id}`);
  if (org.external_id !== null) session.print(`external id  ${plain(org.external_id)}`);
  session.print(`created      ${org.create_time}`);
}
