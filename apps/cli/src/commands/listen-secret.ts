import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newSecret } from '#webhooks';
import { dataDirectory } from '../local-rollcall.js';
import { type Session } from '../session.js';

const FILE = 'listen-secret';

/** The same secret at every start, so that the receiver's setting stays right. */
export function listenSecret(session: Session): string {
  const directory = dataDirectory(session.world.env);
  const path = join(directory, FILE);
  try {
    if (existsSync(path)) return readFileSync(path, 'utf8').trim();
    const secret = newSecret();
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    writeFileSync(path, `${secret}\n`, { mode: 0o600 });
    return secret;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    session.note(`${path} cannot be used (${code}): this secret is for this run only.`);
    return newSecret();
  }
}
