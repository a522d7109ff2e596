import { type CreatedSecret, type Secret } from '#client';
import { type Command } from '../command.js';
import { type Session } from '../session.js';
import { DIRECTORY, directoryOf, FOUND_BY } from './in-directory.js';

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
    summary: 'Create a SCIM secret beside those that exist',
    arguments: [DIRECTORY],
    options: FOUND_BY,
    async run(session) {
      const directory = await directoryOf(session);
      showOne(session, await session.client.directories.createSecret(directory, { signal: session.signal }));
    },
  },
  {
    words: ['secrets', 'regenerate'],
    summary: 'Create a SCIM secret that replaces those that exist',
    arguments: [DIRECTORY],
    options: {
      ...FOUND_BY,
      overlap: { value: 'TIME', about: 'How long the old secrets still work: 24h; not at all unless given' },
    },
    async run(session) {
      const directory = await directoryOf(session);
      const options = { overlap: session.text('overlap'), signal: session.signal };
      showOne(session, await session.client.directories.regenerateSecret(directory, options));
    },
  },
  {
    words: ['secrets', 'revoke'],
    summary: 'Revoke a SCIM secret: it stops working at once',
    arguments: [DIRECTORY, { name: 'id', about: 'Id of the secret' }],
    options: FOUND_BY,
    async run(session) {
      const id = session.argument('id');
      await session.client.directories.revokeSecret(await directoryOf(session), id, { signal: session.signal });
      session.done(`${id} is revoked.`, { revoked: id });
    },
  },
];

function showOne(session: Session, created: CreatedSecret): void {
  if (session.json) return session.printJson(created);
  session.print(`secret       ${session.style.bold(created.plain_secret)}  (shown only now)`);
  session.print(`id           ${created.secret.id}`);
}
