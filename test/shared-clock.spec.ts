import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('./', import.meta.url));

/** Timers alone may be faked. */
const setsClock = (text: string) =>
  /\bsetSystemTime\(/.test(text) ||
  [...text.matchAll(/\buseFakeTimers\(([^)]*)\)/g)].some(
    ([, what]) => !what!.includes('toFake') || what!.includes('Date'),
  );

/**
 * Files of a worker share its process, and ids are in the order of its calls: after a test that set the clock a day forward, everything
 * that a real server creates for the next file has an id of tomorrow.
 */
it('is set by no test that has a real server in its process', () => {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.includes('/') && file.endsWith('.ts'),
  );
  expect(files.length).toBeGreaterThan(100);
  const faked = files.filter((file) => setsClock(readFileSync(`${root}${file}`, 'utf8')));
  expect(faked).toEqual([]);
});
