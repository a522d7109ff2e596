import { type Pool } from 'pg';
import { describe, expect, it } from 'vitest';
import { RefusedWrites } from './refused-writes.js';

function writes(answer: () => Promise<unknown>) {
  const asked: unknown[] = [];
  const query = (_text: string, values: unknown[]) => {
    asked.push(values[0]);
    return answer();
  };
  return { refused: new RefusedWrites({ query } as unknown as Pool), asked };
}

describe('refused writes', () => {
  it('are noted once for each directory, however many come at once', async () => {
    const { refused, asked } = writes(() => Promise.resolve());
    await Promise.all(Array.from({ length: 50 }, () => [refused.note('dir_1'), refused.note('dir_2')]).flat());
    await refused.note('dir_1');
    expect(asked).toEqual(['dir_1', 'dir_2']);
  });

  it('are noted by the next one where the database was away', async () => {
    let away = true;
    const { refused, asked } = writes(() => (away ? Promise.reject(new Error('away')) : Promise.resolve()));
    await expect(refused.note('dir_1')).rejects.toThrow('away');
    away = false;
    await refused.note('dir_1');
    expect(asked).toEqual(['dir_1', 'dir_1']);
  });
});
