import { type EntityManager } from 'typeorm';
import { DirectorySecret } from '#persistence';

/** Those that were revoked stay, for whoever asks which key was in use: the live ones, and the newest of the others. */
const MOST_SHOWN = 200;

export async function shownSecrets(
  manager: EntityManager,
  directoryId: string,
  kind: DirectorySecret['kind'],
): Promise<DirectorySecret[]> {
  const found = await manager.find(DirectorySecret, {
    where: { directoryId, kind },
    order: { revokedAt: { direction: 'DESC', nulls: 'FIRST' }, id: 'DESC' },
    take: MOST_SHOWN,
  });
  return found.sort((a, b) => (a.id < b.id ? -1 : 1));
}
