import { expect, it } from 'vitest';
import { LostConnections } from './lost-connections.js';

it('lost connections are told of at most once in five seconds, with how many more there were', () => {
  let now = 0;
  const lost = new LostConnections(() => now);
  const told: string[] = [];
  const end = lost.listen(({ connection, error, others }) => told.push(`${connection} ${error.message} ${others}`));
  for (let n = 0; n < 7; n++) lost.note('rollcall-api', new Error('gone'));
  now = 4_999;
  lost.note('rollcall-search', new Error('gone'));
  expect(told).toEqual(['rollcall-api gone 0']);
  now = 5_000;
  lost.note('rollcall-queue', new Error('away'));
  expect(told.slice(1)).toEqual(['rollcall-queue away 7']);
  end();
  now = 20_000;
  lost.note('rollcall-api', new Error('gone'));
  expect(told).toHaveLength(2);
});
