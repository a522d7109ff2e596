import { expect } from 'vitest';
import { until } from '../support/index.js';
import { unfinished } from './audit.js';
import { settings } from './run-settings.js';
import { type Scene } from './scene.js';

/** What the background pass announces in one transaction. */
const PAGE = 1_000;

/**
 * Puts a few thousand people into a group and resolves between the first and the second page of the announcements, which then waits
 * for a lock until `release`.
 */
export async function stopBetweenPages(scene: Scene): Promise<{ release(): Promise<void> }> {
  const { members } = settings();
  const { postgres } = scene.world;
  const ids = await scene.createPeople(members);
  const group = await scene.createGroup('Everybody');
  const session = await postgres.session();
  await session.query('BEGIN');
  await session.query('SELECT FROM users WHERE id = $1 FOR NO KEY UPDATE', [ids.toSorted()[PAGE]]);
  await scene.addMembers(group, ids);
  await until(async () => {
    expect((await unfinished(postgres, scene)).announcements).toBe(members - PAGE);
  }, 60_000);
  return { release: () => session.end() };
}
