import { expect, it } from 'vitest';
import { Problem } from '../../http/problem.js';
import { UploadRoom } from './upload-room.js';

/** Work that ends when it is told to. */
function open(): { work: () => Promise<void>; end: () => void } {
  let end!: () => void;
  const ended = new Promise<void>((resolve) => (end = resolve));
  return { work: () => ended, end };
}

const limits = { perDirectory: 2, perProcess: 3, reading: 1 };
const refusal = (work: Promise<unknown>) => work.catch((error: unknown) => (error as Problem).status);

it('a directory has two uploads at once, and a process a few', async () => {
  const room = new UploadRoom(limits);
  const [first, second] = [open(), open()];
  const running = [room.receive('a', first.work), room.receive('a', second.work)];
  expect(await refusal(room.receive('a', first.work))).toBe(429);
  running.push(room.receive('b', second.work));
  expect(await refusal(room.receive('c', first.work))).toBe(503);
  first.end();
  await running[0];
  expect(await refusal(room.receive('a', () => Promise.resolve('there is room')))).toBe('there is room');
  second.end();
  await Promise.all(running);
});

it('files are read one after the other, and a failure gives the place on', async () => {
  const room = new UploadRoom(limits);
  const [first, second] = [open(), open()];
  const order: string[] = [];
  const reading = (name: string, work: () => Promise<void>) =>
    room.read(async () => {
      order.push(name);
      await work();
    });
  const running = [reading('first', first.work), reading('second', second.work), reading('third', first.work)];
  await Promise.resolve();
  expect(order).toEqual(['first']);
  first.end();
  await running[0];
  await Promise.resolve();
  expect(order).toEqual(['first', 'second']);
  second.end();
  await Promise.all(running);
  expect(order).toEqual(['first', 'second', 'third']);
  await expect(room.read(() => Promise.reject(new Error('unreadable')))).rejects.toThrow('unreadable');
  await reading('fourth', () => Promise.resolve());
  expect(order.at(-1)).toBe('fourth');
});
