import { describe, expect, it } from 'vitest';
import { entraCast, oktaCast } from './cast.js';

describe('the cast', () => {
  it('is fifty different people in six groups, the same in every run', () => {
    const casts = [oktaCast(), entraCast()];
    const people = casts.flatMap(({ firstDay, joiners }) => [...firstDay, ...joiners]);
    expect(new Set(people.map(({ userName }) => userName)).size).toBe(50);
    expect(new Set(people.map(({ externalId }) => externalId)).size).toBe(50);
    expect(casts.flatMap(({ groups }) => groups)).toHaveLength(6);
    expect([oktaCast(), entraCast()]).toEqual(casts);
  });

  it('lets nobody move who is about to leave', () => {
    for (const { movers, leavers, deleted, outage } of [oktaCast(), entraCast()]) {
      const gone = [...leavers, deleted, outage?.leaver];
      const moving = [...movers, ...(outage?.movers ?? [])];
      expect(moving.filter(({ person }) => gone.includes(person))).toEqual([]);
    }
  });
});
