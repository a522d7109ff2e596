import { type CreateDirectory, type Directory } from '#client';
import { type Command } from '../command.js';
import { plain } from '../plain.js';
import { type Session } from '../session.js';
import { UsageError } from '../usage-error.js';
import { firstOf, LIMIT, ORG } from './lists.js';

const ID = { name: 'id', about: 'Of the directory' };
const FOUND_BY = { org: { value: 'ORG', about: 'Its organization; looked for in all of them unless given' } };
const COLUMNS = {
  id: (directory: Directory) => directory.id,
  name: (directory: Directory) => directory.name,
  provider: (directory: Directory) => directory.directory_provider,
  status: (directory: Directory) => (directory.enabled ? directory.status : 'DISABLED'),
  users: (directory: Directory) => directory.total_users,
  groups: (directory: Directory) => directory.total_groups,
  organization: (directory: Directory) => directory.organization_id,
};
const USERS = ['deactivate', 'keep', 'erase'] as const;

/** Connections to identity providers. */
export const DIRECTORIES: readonly Command[] = [
  {
    words: ['directories', 'list'],
    summary: "List directories, all organizations' or one's",
    options: { ...ORG, ...LIMIT },
    async run(session) {
      session.show(
        await listAll(session),
        COLUMNS,
        'There is no directory yet: rollcall directories create makes one.',
      );
    },
  },
  {
    words: ['directories', 'get'],
    summary: 'Show a directory',
    arguments: [ID],
    options: FOUND_BY,
    async run(session) {
      showOne(session, await session.directory(session.argument('id')));
    },
  },
  {
    words: ['directories', 'create'],
    summary: 'Create a directory, with a secret for its identity provider',
    options: {
      ...ORG,
      provider: {
        value: 'PROVIDER',
        about: 'OKTA, MICROSOFT_AD, ONELOGIN, JUMPCLOUD, GENERIC, …; GENERIC unless given',
      },
      name: { value: 'NAME', about: 'What people call it' },
    },
    async run(session) {
      session.needed('org');
      const { directories } = session.client;
      // The broker knows the providers; it names them when this one is not among them.
      const provider = (session.text('provider') ?? 'GENERIC').toUpperCase() as CreateDirectory['directory_provider'];
      const call = { signal: session.signal };
      const input = { directory_provider: provider, directory_type: 'SCIM' as const, name: session.text('name') };
      const directory = await directories.create((await session.organizationId())!, input, call);
      const { plain_secret } = await directories.createSecret(directory, call);
      if (session.json) return session.printJson({ directory, plain_secret });
      showOne(session, directory);
      session.print(`secret       ${session.style.bold(plain_secret)}  (shown this once)`);
    },
  },
  {
    words: ['directories', 'delete'],
    summary: 'Delete a directory',
    arguments: [ID],
    options: {
      ...FOUND_BY,
      users: { value: 'WHAT', about: 'What becomes of its users: deactivate (announced; the default), keep, or erase' },
    },
    async run(session) {
      const users = USERS.find((one) => one === (session.text('users') ?? 'deactivate'));
      if (users === undefined) throw new UsageError(`--users must be one of ${USERS.join(', ')}`);
      const directory = await session.directory(session.argument('id'));
      await session.client.directories.delete(directory, { users, signal: session.signal });
      session.note('Deleted.');
    },
  },
  toggle('enable', 'Enable a directory'),
  toggle('disable', 'Disable a directory: SCIM requests are refused until it is enabled again'),
];

function toggle(what: 'enable' | 'disable', summary: string): Command {
  return {
    words: ['directories', what],
    summary,
    arguments: [ID],
    options: FOUND_BY,
    async run(session) {
      const directory = await session.directory(session.argument('id'));
      await session.client.directories[what](directory, { signal: session.signal });
      session.note(`${directory.id} is ${what}d.`);
    },
  };
}

async function listAll(session: Session): Promise<Directory[]> {
  const { organizations, directories } = session.client;
  const organizationId = await session.organizationId();
  const call = { signal: session.signal };
  if (organizationId !== undefined) return await directories.list(organizationId, call);
  const found: Directory[] = [];
  for (const organization of await firstOf(session, organizations.list({}, call))) {
    session.progress.say(`${found.length} directories …`);
    found.push(...(await directories.list(organization.id, call)));
  }
  session.progress.end();
  return found;
}

function showOne(session: Session, directory: Directory): void {
  if (session.json) return session.printJson(directory);
  const { bold, yellow } = session.style;
  session.print(`${bold(plain(directory.name))}  ${directory.id}`);
  session.print(`organization ${directory.organization_id}`);
  session.print(`provider     ${directory.directory_provider}`);
  session.print(`status       ${directory.enabled ? directory.status : yellow('DISABLED')}`);
  session.print(`content      ${directory.total_users} users, ${directory.total_groups} groups`);
  session.print(`last synced  ${directory.last_synced_at ?? 'never'}`);
  session.print(`SCIM URL     ${directory.directory_endpoint}`);
}
