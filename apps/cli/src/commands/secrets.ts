import { type CreatedSecret, type Directory, type Secret } from '#client';
import { type Command } from '../command.js';
import { counted } from '../counted.js';
import { type Session } from '../session.js';
import { DIRECTORY, directoryOf, FOUND_BY } from './in-directory.js';
import { isAtOnce, YES_ON_TERMINAL } from './yes.js';

const COLUMNS = {
  id: (secret: Secret) => secret.id,
  suffix: (secret: Secret) => secret.secret_suffix,
  status: (secret: Secret) => secret.status,
  created: (secret: Secret) => secret.create_time,
  expires: (secret: Secret) => secret.expire_time,
  'last used': (secret: Secret) => secret.last_used_time,
};

/** Bearer tokens of identity providers. */
export const SECRETS: readonly Command[] = [
  {
    words: ['secrets', 'list'],
    summary: 'List the SCIM secrets of a directory',
    arguments: [DIRECTORY],
    options: FOUND_BY,
    async run(session) {
      const secrets = await session.client.directories.listSecrets(await directoryOf(session), {
        signal: session.signal,
      });
      session.show(secrets, COLUMNS, 'This directory has no secret.');
    },
  },
  {
    words: ['secrets', 'create'],
    summary: 'Create a SCIM secret beside the existing secrets',
    arguments: [DIRECTORY],
    options: FOUND_BY,
    async run(session) {
      const directory = await directoryOf(session);
      showOne(session, await session.client.directories.createSecret(directory, { signal: session.signal }));
    },
  },
  {
    words: ['secrets', 'regenerate'],
    summary: 'Create a SCIM secret that replaces the existing secrets',
    arguments: [DIRECTORY],
    options: {
      ...FOUND_BY,
      overlap: { value: 'TIME', about: 'How long the old secrets still work: 24h; not at all unless given' },
      ...YES_ON_TERMINAL,
    },
    details: 'On a terminal the command asks before it ends old secrets at once.',
    async run(session) {
      const directory = await directoryOf(session);
      if (session.asks && isAtOnce(session.text('overlap') ?? '0')) await confirmEnd(session, directory);
      const options = { overlap: session.text('overlap'), signal: session.signal };
      showOne(session, await session.client.directories.regenerateSecret(directory, options));
    },
  },
  {
    words: ['secrets', 'revoke'],
    summary: 'Revoke a SCIM secret: it stops working at once',
    arguments: [DIRECTORY, { name: 'id', about: 'Id of the secret' }],
    options: { ...FOUND_BY, ...YES_ON_TERMINAL },
    details: 'On a terminal the command asks before it revokes.',
    async run(session) {
      const id = session.argument('id');
      const directory = await directoryOf(session);
      if (session.asks)
        await session.confirm(`${id} stops working at once: an identity provider that has the secret is refused.`);
      await session.client.directories.revokeSecret(directory, id, { signal: session.signal });
      session.done(`${id} is revoked.`, { revoked: id });
    },
  },
];

async function confirmEnd(session: Session, directory: Directory): Promise<void> {
  const secrets = await session.client.directories.listSecrets(directory, { signal: session.signal });
  const live = secrets.filter(({ status }) => status === 'ACTIVE').length;
  if (live === 0) return;
  const ends = `${counted(live, 'secret')} of ${directory.id} ${live === 1 ? 'stops' : 'stop'} working at once`;
  await session.confirm(
    `${ends}: the identity provider is refused until it has the new one. --overlap 24h avoids that.`,
  );
}

function showOne(session: Session, created: CreatedSecret): void {
  if (session.json) return session.printJson(created);
  session.print(`secret       ${session.style.bold(created.plain_secret)}  (shown only now)`);
  session.print(`id           ${created.secret.id}`);
}
