import { setTimeout as wait } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { SystemNames } from './system-names.js';

const FOUND = [{ address: '10.0.0.9', family: 4 }];
const failure = (code: string) => Object.assign(new Error(code), { code });

it('asks about one name at a time', async () => {
  let running = 0;
  let most = 0;
  const system = new SystemNames(async (name) => {
    most = Math.max(most, ++running);
    await wait(1);
    running -= 1;
    if (name === 'b') throw failure('ENOTFOUND');
    return FOUND;
  });
  const answers = await Promise.allSettled(['a', 'b', 'c'].map((name) => system.resolve(name, Infinity)));
  expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(most).toBe(1);
});

it('leaves a name alone for five minutes that took a thread for more than a second in vain', async () => {
  let now = 0;
  const asked: string[] = [];
  const system = new SystemNames(
    async (name) => {
      asked.push(name);
      now += name.startsWith('slow') ? 10_000 : 10;
      throw failure(name.startsWith('slow') ? 'EAI_AGAIN' : 'ENOTFOUND');
    },
    () => now,
  );
  await expect(system.resolve('slow', Infinity)).rejects.toMatchObject({ code: 'EAI_AGAIN' });
  await expect(system.resolve('slow', Infinity)).rejects.toMatchObject({ code: 'EAI_AGAIN' });
  await expect(system.resolve('quick', Infinity)).rejects.toMatchObject({ code: 'ENOTFOUND' });
  await expect(system.resolve('quick', Infinity)).rejects.toMatchObject({ code: 'ENOTFOUND' });
  expect(asked).toEqual(['slow', 'quick', 'quick']);
  now += 300_000;
  await expect(system.resolve('slow', Infinity)).rejects.toMatchObject({ code: 'EAI_AGAIN' });
  expect(asked).toHaveLength(4);
});

it('keeps the addresses of a name for five minutes that took a thread for more than five seconds', async () => {
  let now = 0;
  let asked = 0;
  const system = new SystemNames(
    async () => {
      asked += 1;
      now += 5_100;
      return FOUND;
    },
    () => now,
  );
  for (let n = 0; n < 3; n++) expect(await system.resolve('inner', Infinity)).toEqual(FOUND);
  expect(asked).toBe(1);
  now += 300_000;
  expect(await system.resolve('inner', Infinity)).toEqual(FOUND);
  expect(asked).toBe(2);
});

it('remembers a thousand such names', async () => {
  let now = 0;
  const asked: string[] = [];
  const system = new SystemNames(
    async (name) => {
      asked.push(name);
      now = 2_000;
      throw failure('EAI_AGAIN');
    },
    () => now,
  );
  const askFor = async (name: string): Promise<void> => {
    now = 0;
    await system.resolve(name, Infinity).catch(() => undefined);
  };
  for (let n = 0; n <= 1_000; n++) await askFor(`slow${n}`);
  await askFor('slow1000');
  expect(asked).toHaveLength(1_001);
  await askFor('slow0');
  expect(asked).toHaveLength(1_002);
});

it('does not ask for whom nobody waits any more, and lets fifty wait', async () => {
  let now = 0;
  const asked: string[] = [];
  let free = (): void => {};
  const busy = new Promise<void>((resolve) => {
    free = resolve;
  });
  const system = new SystemNames(
    async (name) => {
      asked.push(name);
      await busy;
      return FOUND;
    },
    () => now,
  );
  const answers = Array.from({ length: 60 }, (_, n) => system.resolve(`name${n}`, n < 2 ? Infinity : 100));
  const over = Promise.allSettled(answers);
  await wait(1);
  now = 1_000;
  free();
  expect((await over).filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
  expect(asked).toEqual(['name0', 'name1']);
  expect(await system.resolve('later', Infinity)).toEqual(FOUND);
});
