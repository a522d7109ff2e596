import { type Directory } from '#client';
import { DEPARTMENTS, type IdentityProvider, people, PROVIDERS, WriteLog } from '#simulation';
import { type Command } from '../command.js';
import { CommandError } from '../command-error.js';
import { counted } from '../counted.js';
import { providerOf } from '../directory-providers.js';
import { type Session } from '../session.js';

const USERS = 20;
const MOST_USERS = 100_000;

interface Target {
  directory: Directory;
  secretId: string;
  secret: string;
  /** Made for this run, and left for a look at it. */
  isNew: boolean;
  /** The organization as well. */
  hasNewOrganization: boolean;
}

interface Done {
  users: number;
  groups: number;
  left: number;
}

/** A directory with people in it, without an identity provider. */
export const SIMULATE: Command = {
  words: ['simulate'],
  summary: 'Push simulated people as Okta, Entra ID, OneLogin or JumpCloud would',
  arguments: [
    { name: 'provider', about: `One of ${Object.keys(PROVIDERS).join(', ')}`, values: Object.keys(PROVIDERS) },
  ],
  options: {
    users: { value: 'N', about: `How many people; ${USERS} unless given` },
    leave: { value: 'N', about: 'How many of these people leave at the end; none unless given' },
    dir: { value: 'DIR', about: 'Directory to push into; without it a new one is created' },
    org: { value: 'ORG', about: 'Organization of the directory; without it a new one is created' },
  },
  details: `In the provider's own dialect of SCIM: test of the connection, people, three groups. The people are the same in every run.
Without --dir every run creates a directory, and without --org an organization too. With --dir a second run finds the people
of the first, and brings back those who left. An existing directory gets a secret for the run, which is revoked at its end.`,
  async run(session) {
    const given = session.argument('provider');
    const alias = Object.keys(PROVIDERS).find((name) => PROVIDERS[name]!.directoryProvider === providerOf(given));
    const provider = PROVIDERS[alias ?? session.oneOf('PROVIDER', given, Object.keys(PROVIDERS))]!;
    const users = session.whole('users', USERS, MOST_USERS);
    const leave = session.whole('leave', 0, users);
    const target = await targetOf(session, provider.name, provider.directoryProvider);
    const base = `${session.url}/directory/${target.directory.id}/scim/v2`;
    let done: Done;
    try {
      done = await play(session, new provider.Client(base, target.secret, new WriteLog()), users, leave);
    } finally {
      session.progress.end();
      // Also when the user has stopped it.
      if (!target.isNew) await session.client.directories.revokeSecret(target.directory, target.secretId);
    }
    report(session, target, done);
  },
};

async function targetOf(session: Session, name: string, provider: Directory['directory_provider']): Promise<Target> {
  const { organizations, directories } = session.client;
  const given = session.text('dir');
  const call = { signal: session.signal };
  const hasNewOrganization = given === undefined && session.text('org') === undefined;
  let directory: Directory;
  if (given !== undefined) {
    directory = await session.directory(given);
  } else {
    const organizationId =
      (await session.organizationId()) ?? (await organizations.create({ display_name: `Simulated ${name}` }, call)).id;
    directory = await directories.create(
      organizationId,
      { directory_provider: provider, name: `Simulated ${name}` },
      call,
    );
  }
  const { plain_secret, secret } = await directories.createSecret(directory, call);
  return { directory, secret: plain_secret, secretId: secret.id, isNew: given === undefined, hasNewOrganization };
}

async function play(session: Session, provider: IdentityProvider, users: number, leave: number): Promise<Done> {
  const staff = people(users);
  const step = async (text: string, work: Promise<void>) => {
    session.signal.throwIfAborted();
    session.progress.say(`${provider.name}: ${text}`);
    await work.catch((error: Error) => {
      throw new CommandError(`${provider.name}: ${error.message}`);
    });
  };
  await step('tests the connection', provider.testConnection());
  for (const [index, person] of staff.entries()) await step(`people ${index + 1} of ${users}`, provider.assign(person));
  const groups = DEPARTMENTS.filter((name) => staff.some(({ department }) => department === name));
  for (const name of groups) {
    const members = staff.filter(({ department }) => department === name);
    await step(`the group ${name}`, provider.createGroup(name, members));
  }
  const leavers = staff.slice(users - leave);
  for (const [index, person] of leavers.entries()) {
    await step(`leavers ${index + 1} of ${leave}`, provider.deactivate(person));
  }
  return { users, groups: groups.length, left: leave };
}

const leaving = (left: number): string => `${left} of the people ${left === 1 ? 'has' : 'have'} left.`;

function report(session: Session, { directory, secret, isNew, hasNewOrganization }: Target, done: Done): void {
  const where = { organization_id: directory.organization_id, directory_id: directory.id };
  if (session.json) return session.printJson({ ...where, ...done, ...(isNew && { secret }) });
  session.print(
    `Pushed ${counted(done.users, 'person', 'people')} and ${counted(done.groups, 'group')} into ${directory.id}. ${leaving(done.left)}`,
  );
  if (!isNew) return;
  // Of what was there before, nothing is to be deleted.
  const ours = hasNewOrganization
    ? `orgs delete ${directory.organization_id}`
    : `directories delete ${directory.id} --org ${directory.organization_id}`;
  session.print(`organization ${directory.organization_id}\nsecret       ${secret}
See them:    ${session.command(`events tail --from-start --dir ${directory.id}`)}
Delete them: ${session.command(ours)}`);
}
