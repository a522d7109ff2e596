import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../support/index.js';
import { MailServer } from '../support/smtp.js';
import { expectNothingLost } from './invariants.js';
import { type Scene } from './scene.js';
import { World } from './world.js';

interface Mail {
  user_id: string;
  state: string;
  attempts: { outcome: string }[];
}

describe('SIGKILL of the worker in mid-send of a mail', () => {
  let server: MailServer;
  let world: World;

  beforeAll(async () => {
    server = await MailServer.start();
    world = await World.start({ redis: 'none', smtpUrl: server.url });
  });

  afterAll(async () => {
    await world.close();
    await server.close();
  });

  const welcoming = async (name: string): Promise<Scene> => {
    const scene = await world.scene(name);
    const mail = { welcome_mail: true, sign_in_url: 'https://app.example.com/login' };
    await world.rest.must('PUT', `/api/v1/organizations/${scene.organizationId}/mail`, mail);
    // Nobody is welcomed during the initial sync, which is over then.
    await scene.createPeople(1);
    await world.postgres.query(`UPDATE directory_counters SET initial_sync_until = now() - interval '1 second'`);
    return scene;
  };
  const mailsOf = async ({ organizationId }: Scene): Promise<Mail[]> =>
    (await world.rest.get<{ mails: Mail[] }>(`/api/v1/organizations/${organizationId}/mails?page_size=100`)).mails;
  const states = async (scene: Scene) => (await mailsOf(scene)).map(({ state }) => state);

  it('sends it again under the same Message-ID, whether or not the server has taken it, and others once', async () => {
    const scene = await welcoming('mail');
    for (const kills of [1, 2]) {
      let release = () => {};
      const held = new Promise<void>((resolve) => (release = resolve));
      server.clear();
      // The server has the whole mail, and the worker dies before it hears so.
      server.beforeReply = () => held;
      const [id] = await scene.createPeople(1);
      await until(() => expect(server.mails).toHaveLength(1), 60_000);
      await world.worker.kill();
      expect((await mailsOf(scene)).find(({ user_id }) => user_id === id)).toMatchObject({
        state: 'sending',
        attempts: [],
      });
      server.beforeReply = () => Promise.resolve();
      release();
      // As if the worker's lease had run out, which takes minutes.
      await world.postgres.query(`UPDATE mails SET lease_until = now() WHERE state = 'sending'`);
      await world.worker.start();
      await until(async () => expect(await states(scene)).toEqual(Array<string>(kills).fill('sent')), 60_000);
      const again = (await mailsOf(scene)).find(({ user_id }) => user_id === id)!;
      expect(again.attempts).toMatchObject([{ outcome: 'sent' }]);
      const [first, second, ...more] = server.messageIds;
      expect([second, more]).toEqual([first, []]);
    }
    await expectNothingLost(scene);
  });

  it('sends each of many mails, and no cause under two Message-IDs', async () => {
    const scene = await welcoming('mails');
    server.clear();
    const ids = await scene.createPeople(20);
    for (const count of [3, 8]) {
      await until(() => expect(server.mails.length).toBeGreaterThanOrEqual(count), 60_000);
      await world.worker.kill();
      await world.postgres.query(`UPDATE mails SET lease_until = now() WHERE state = 'sending'`);
      await world.worker.start();
    }
    await until(async () => expect(await states(scene)).toEqual(Array<string>(ids.length).fill('sent')), 60_000);
    expect(new Set(server.messageIds).size).toBe(ids.length);
    await expectNothingLost(scene);
  });
});
