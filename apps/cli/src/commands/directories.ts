import { type Directory } from '#client';
import { type Command } from '../command.js';
import { counted } from '../counted.js';
import { PROVIDER_NAMES, providerOf, typeOf } from '../directory-providers.js';
import { plain } from '../plain.js';
import { type Session } from '../session.js';
import { activeUsers } from './active-users.js';
import { FOUND_BY } from './in-directory.js';
import { firstOf, LIMIT, ORG } from './lists.js';
import { YES } from './yes.js';

const ID = { name: 'id', about: 'Id of the directory' };
const COLUMNS = {
  id: (directory: Directory) => directory.id,
  name: nameOf,
  type: (directory: Directory) => directory.directory_type,
  provider: (directory: Directory) => directory.directory_provider,
  status: (directory: Directory) => (directory.enabled ? directory.status : 'DISABLED'),
  users: (directory: Directory) => directory.total_users,
  groups: (directory: Directory) => directory.total_groups,
  organization: (directory: Directory) => directory.organization_id,
};
const USERS = ['deactivate', 'keep', 'erase'] as const;
const FATE = {
  deactivate: 'who will leave with it',
  keep: 'who stay with the applications, unannounced',
  erase: 'who will leave with it and be erased',
};

/** Connections to identity providers. */
export const DIRECTORIES: readonly Command[] = [
  {
    words: ['directories', 'list'],
    summary: 'List directories of all organizations, or of one',
    options: { ...ORG, ...LIMIT },
    async run(session) {
      session.show(
        await listAll(session),
        COLUMNS,
        `There is no directory yet: ${session.command('directories create --org ORG')} creates one.`,
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
    summary: 'Create a directory; where its identity provider pushes, with a secret',
    options: {
      ...ORG,
      provider: {
        value: 'PROVIDER',
        about: 'okta, entra, google, onelogin, jumpcloud, ping, …; generic unless given',
        values: PROVIDER_NAMES,
      },
      name: { value: 'NAME', about: 'Name for people' },
    },
    details: `Rollcall pulls from google, bamboohr, workday, hibob and ldap, and takes files of csv. Such a directory has no SCIM URL and no
secret: the command prints how to connect the directory.`,
    async run(session) {
      session.needed('org');
      const { directories } = session.client;
      const given = session.text('provider') ?? 'generic';
      const provider = providerOf(given) ?? providerOf(session.oneOf('--provider', given, PROVIDER_NAMES))!;
      const call = { signal: session.signal };
      const type = typeOf(provider);
      const input = { directory_provider: provider, directory_type: type, name: session.text('name') };
      const directory = await directories.create((await session.organizationId())!, input, call);
      if (type !== 'SCIM') {
        if (session.json) return session.printJson({ directory });
        showOne(session, directory);
        return session.note(connectionSteps(session, directory));
      }
      const { plain_secret } = await directories.createSecret(directory, call);
      if (session.json) return session.printJson({ directory, plain_secret });
      showOne(session, directory);
      session.print(`secret       ${session.style.bold(plain_secret)}  (shown only now)`);
    },
  },
  {
    words: ['directories', 'delete'],
    summary: 'Delete a directory',
    arguments: [ID],
    options: {
      ...FOUND_BY,
      users: {
        value: 'WHAT',
        about: 'What happens to the users of the directory: deactivate (announced; the default), keep, or erase',
        values: USERS,
      },
      ...YES,
    },
    details: 'On a terminal the command asks before it deletes.',
    async run(session) {
      const users = session.choice('users', USERS) ?? 'deactivate';
      const directory = await session.directory(session.argument('id'));
      const name = `${plain(nameOf(directory))} (${directory.id})`;
      if (!session.flag('yes')) {
        const leaving = counted(await activeUsers(session, directory), 'active user');
        await session.confirm(`${name} has ${leaving}, ${FATE[users]}.`);
      }
      await session.client.directories.delete(directory, { users, signal: session.signal });
      session.done(`Deleted ${name}.`, { deleted: directory.id });
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
      session.done(`${directory.id} is ${what}d.`, { ...directory, enabled: what === 'enable' });
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
    session.progress.say(`${counted(found.length, 'directory', 'directories')} …`);
    found.push(...(await directories.list(organization.id, call)));
  }
  session.progress.end();
  return found;
}

const TYPES: Record<Directory['directory_type'], string> = {
  SCIM: 'SCIM: the identity provider pushes',
  POLL: 'POLL: Rollcall pulls',
  LDAP: 'LDAP: Rollcall pulls',
};

/** What a directory that Rollcall pulls needs before there is anybody in it. */
function connectionSteps(session: Session, { id, organization_id, directory_provider }: Directory): string {
  const rest = `${session.url}/api/v1/organizations/${organization_id}/directories/${id}`;
  const [what, call] =
    directory_provider === 'CSV'
      ? ['Upload a file to the directory', `POST ${rest}/uploads`]
      : ['Connect the directory to its source', `PUT ${rest}/connection`];
  const pull =
    directory_provider === 'CSV' ? [] : [`Then pull:      ${session.command(`directories sync ${id} --wait`)}`];
  return [
    `${what}, in the portal or by REST:`,
    `  in the portal ${session.command(`portal-links create ${organization_id}`)}`,
    `  by REST       ${call}`,
    ...pull,
  ].join('\n');
}

/** People need not give one. */
function nameOf({ name }: Directory): string {
  return name.trim() === '' ? '(no name)' : name;
}

function showOne(session: Session, directory: Directory): void {
  if (session.json) return session.printJson(directory);
  const { bold, yellow } = session.style;
  session.print(`${bold(plain(nameOf(directory)))}  ${directory.id}`);
  session.print(`organization ${directory.organization_id}`);
  session.print(`provider     ${directory.directory_provider}`);
  session.print(`type         ${TYPES[directory.directory_type]}`);
  session.print(`enabled      ${directory.enabled ? 'yes' : yellow('no')}`);
  session.print(`status       ${directory.status}`);
  const { total_users: users, total_groups: groups } = directory;
  session.print(`content      ${counted(users, 'user')}, ${counted(groups, 'group')}`);
  session.print(`last synced  ${directory.last_synced_at ?? 'never'}`);
  // A pulled directory answers there with 403.
  if (directory.directory_type === 'SCIM') session.print(`SCIM URL     ${directory.directory_endpoint}`);
}
