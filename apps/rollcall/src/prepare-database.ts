import { applicationPassword, type Environment } from '#config';
import { admitApplicationRole, ApplicationRoleError, migrate, NotMigratedError } from '#persistence';
import { migrateQueue } from '#queue';
import { LaunchError } from './launch-error.js';

/** Brings the database to this version, as its owner, and gives the application's role its rights. */
export async function prepareDatabase({ ownerDatabaseUrl, databaseRole, redisUrl }: Environment): Promise<void> {
  const url = ownerDatabaseUrl!;
  try {
    for (const line of await migrate(url)) console.warn(line);
    if (redisUrl === undefined) await migrateQueue(url);
    if (databaseRole !== undefined) {
      await admitApplicationRole(url, databaseRole, applicationPassword(url, databaseRole));
    }
  } catch (error) {
    if (error instanceof NotMigratedError || error instanceof ApplicationRoleError) {
      throw new LaunchError(error.message);
    }
    throw explained(error, url);
  }
}

function explained(error: unknown, url: string): unknown {
  const { code, syscall } = error as NodeJS.ErrnoException;
  // 3D000 is an unknown database.
  if (code === '3D000') {
    const name = decodeURIComponent(new URL(url).pathname.slice(1));
    return new LaunchError(
      `The database "${name}" of DATABASE_URL does not exist: create it (CREATE DATABASE), or correct DATABASE_URL.`,
    );
  }
  // Class 28 is authorization, 57P03 a server that is still starting.
  if (syscall !== undefined || /^(28|57P03)/.test(code ?? '')) {
    return new LaunchError(`Cannot connect to DATABASE_URL (${code}): check the URL, and that the server runs.`);
  }
  // 42501 is a missing right.
  if (code === '42501') {
    return new LaunchError(
      'The role of DATABASE_URL may not make what is missing in the database: run "node dist/apps/rollcall/src/main.js migrate" ' +
        'with the DATABASE_URL of the owner, or let the role own the database.',
    );
  }
  return error;
}
