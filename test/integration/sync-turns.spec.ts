import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { type Connector } from '#connectors';
import { newId } from '#directory';
import { MemorySource } from '../connectors/memory-source.js';
import { until } from '../support/index.js';
import { SyncScene } from './sync-scene.js';

/** More than a worker has places for. */
const SILENT = 30;

let scene: SyncScene;
let source: MemorySource;

beforeAll(async () => {
  scene = await SyncScene.start();
  await scene.pool.query(`INSERT INTO organizations (id, display_name, region_code) VALUES ('org_2', 'Quiet', 'us')`);
  source = new MemorySource();
  source.add({ id: 'p1', userName: 'person1@acme.com' });
});
// What one test leaves running takes no place of the next one.
afterEach(() => scene.pool.query('DELETE FROM syncs'));
afterAll(() => scene.close());

/** Syncs that somebody works on. */
async function running(organizationId: string): Promise<number> {
  const { rows } = await scene.pool.query<{ count: number }>(
    `SELECT count(*) FROM syncs s JOIN directories d ON d.id = s.directory_id WHERE d.organization_id = $1 AND s.state = 'running'`,
    [organizationId],
  );
  return rows[0]!.count;
}

it('files of one organization leave half of the places of a worker to the syncs of others', async () => {
  const upload = async (state: 'queued' | 'running'): Promise<void> => {
    await scene.pool.query(
      `INSERT INTO syncs (id, directory_id, trigger, staging_id, state, lease, lease_until)
       SELECT $1, $2, 'upload', $1, $3, CASE WHEN $3 = 'running' THEN gen_random_uuid() END, CASE WHEN $3 = 'running' THEN now() + interval '1 hour' END`,
      [newId('sync'), scene.directory, state],
    );
  };
  for (let n = 0; n < 11; n++) {
    await scene.begin();
    await upload('running');
  }
  await scene.begin();
  await upload('queued');
  const last = scene.directory;
  await scene.begin();
  await upload('queued');
  expect(await scene.queue.claim()).toMatchObject({ directoryId: last, trigger: 'upload' });
  expect(await scene.queue.claim()).toBeUndefined();
  await scene.begin('GOOGLE', 'org_2');
  await upload('queued');
  expect(await scene.queue.claim()).toMatchObject({ directoryId: scene.directory });
});

it('silent sources of one organization leave places for the syncs of others', async () => {
  let speak = (): void => {};
  const silence = new Promise<void>((resolve) => {
    speak = resolve;
  });
  for (let n = 0; n < SILENT; n++) {
    await scene.begin();
    await scene.queue.ask(scene.directory, 'manual');
  }
  await scene.begin('GOOGLE', 'org_2');
  const quiet = scene.directory;
  const silent: Connector = {
    ...source.connector(),
    async *users(context) {
      await Promise.race([silence, scene.never(context.signal)]);
      yield* source.connector().users(context);
    },
  };
  scene.connect = ({ directoryId }) => (directoryId === quiet ? source.connector() : silent);
  scene.worker();
  await until(async () => expect(await running('org_1')).toBe(6));
  expect(await scene.sync()).toMatchObject({ state: 'succeeded', created: 1 });
  expect(await running('org_1')).toBe(6);
  // Whoever has waited gets the places that become free.
  speak();
  await until(async () => {
    const { rows } = await scene.pool.query('SELECT state, count(*) FROM syncs GROUP BY 1');
    expect(rows).toEqual([{ state: 'succeeded', count: SILENT + 1 }]);
  }, 25_000);
  await scene.stop();
}, 90_000);
