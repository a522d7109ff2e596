import { expect, it } from 'vitest';
import { ahead } from './ahead.js';

async function* numbers(asked: number[], failsAt = Infinity): AsyncGenerator<number> {
  for (let at = 1; at <= 3; at += 1) {
    asked.push(at);
    if (at === failsAt) throw new Error(`no ${at}`);
    yield await Promise.resolve(at);
  }
}

it('asks for the next item while one is worked on, and gives all of them in order', async () => {
  const asked: number[] = [];
  const seen: [number, number][] = [];
  for await (const item of ahead(numbers(asked))) {
    await new Promise((resolve) => setImmediate(resolve));
    seen.push([item, asked.length]);
  }
  expect(seen).toEqual([
    [1, 2],
    [2, 3],
    [3, 3],
  ]);
});

it('throws what the source throws, after the items before it', async () => {
  const seen: number[] = [];
  const reading = (async () => {
    for await (const item of ahead(numbers([], 3))) seen.push(item);
  })();
  await expect(reading).rejects.toThrow('no 3');
  expect(seen).toEqual([1, 2]);
});

it('may be left in the middle, also before a failure', async () => {
  for await (const item of ahead(numbers([], 2))) {
    expect(item).toBe(1);
    break;
  }
});
