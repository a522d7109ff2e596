import { scryptSync } from 'node:crypto';

/** The role of api and worker in embedded mode. */
export const APPLICATION_ROLE = 'rollcall_app';

/** What `options` can carry without quotes, and a role of PostgreSQL can be named. */
export const ROLE_NAME = /^[A-Za-z_]\w{0,62}$/;

/**
 * How api and worker connect, where the owner's URL and a role are given. With a password in the URL the role logs in for itself, with
 * a password that every process derives from the owner's: no statement of such a session gets back to the owner. Without one (a
 * trusted address, a certificate) the owner logs in and takes the role at once, which `SET ROLE NONE` undoes.
 */
export function applicationDatabaseUrl(ownerUrl: string, role: string): string {
  const password = applicationPassword(ownerUrl, role);
  const url = new URL(ownerUrl);
  if (password === undefined) {
    const options = url.searchParams.get('options');
    url.searchParams.set('options', `${options === null ? '' : `${options} `}-c role=${role}`);
    return url.href;
  }
  for (const name of ['user', 'password']) url.searchParams.delete(name);
  return Object.assign(url, { username: role, password }).href;
}

/** Nobody finds the owner's password from the role's: scrypt, and not a fast hash, is between them. Undefined: the owner has none. */
export function applicationPassword(ownerUrl: string, role: string): string | undefined {
  const url = new URL(ownerUrl);
  const own = url.searchParams.get('password') ?? decodeURIComponent(url.password);
  return own === '' ? undefined : scryptSync(own, `rollcall database role ${role}`, 24).toString('hex');
}
