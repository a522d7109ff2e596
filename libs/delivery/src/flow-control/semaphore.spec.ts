import { expect, it } from 'vitest';
import { Semaphore } from './semaphore.js';

it('lets a few through at a time, in order, also behind one that fails', async () => {
  const semaphore = new Semaphore(2);
  const begun: number[] = [];
  const ends: ((error?: Error) => void)[] = [];
  const passed = Array.from({ length: 5 }, (_, n) =>
    semaphore.run(
      () =>
        new Promise<number>((resolve, reject) => {
          begun.push(n);
          ends.push((error) => (error ? reject(error) : resolve(n)));
        }),
    ),
  );
  expect(begun).toEqual([0, 1]);
  ends[1]!(new Error('failed'));
  await expect(passed[1]).rejects.toThrow('failed');
  expect(begun).toEqual([0, 1, 2]);
  ends[0]!();
  ends[2]!();
  expect(await Promise.all([passed[0], passed[2]])).toEqual([0, 2]);
  expect(begun).toEqual([0, 1, 2, 3, 4]);
  ends[3]!();
  ends[4]!();
  expect(await passed[4]).toBe(4);
  const last = semaphore.run(() => Promise.resolve('free'));
  expect(await last).toBe('free');
});
