import { describe, expect, it } from 'vitest';
import { type HeldDepartures, type HeldState, MassLeaveGuard } from './mass-leave-guard.js';
import { type DirectorySettings } from './directory-state.js';
import { toProfile } from './profile.js';
import { UserProjection } from './user-projection.js';
import { type UserRecord } from './user.js';

const AT = '2026-03-01T12:00:00.000Z';

const DATED = { departure: 'graceful', departure_attribute: 'urn:example:2.0:User:lastDay' } as const;

function rig({ limit = 2, left = 0, hold = true }: { limit?: number; left?: number; hold?: boolean } = {}) {
  const rows = new Map<string, HeldState>();
  const held: HeldDepartures = {
    heldState: async (id) => rows.get(id),
    recentDepartures: async () => ({ left, waiting: [...rows.values()].includes('waiting') }),
    hold: async (id) => void rows.set(id, 'waiting'),
    unhold: async (ids) => ids.forEach((id) => rows.delete(id)),
  };
  const policy = { on_deactivate: 'delete_event' as const, hold, mass_leave_limit: limit, ...DATED };
  const settings: DirectorySettings = { policy, attributeMappings: [], roleAssignments: [], groupRules: [], roles: [] };
  const guard = () => MassLeaveGuard.of(policy, held, new UserProjection(settings, AT), AT);
  return { rows, guard };
}

function user(id: string, active: boolean, resourceActive = active): UserRecord {
  const resource = { userName: id, active: resourceActive };
  return {
    id,
    resource,
    profile: toProfile(resource),
    externalId: null,
    active,
    announced: true,
    announcedProfile: null,
    version: 1,
    revision: 1,
    createdAt: AT,
    updatedAt: AT,
    deletedAt: null,
    groups: [],
    previousGroups: null,
  };
}
const gone = { userName: 'x', active: false };

describe('the mass-leaver guard', () => {
  it('is not there unless the policy asks for it', () => {
    expect(rig({ hold: false }).guard()).toBeUndefined();
  });

  it('lets as many go as are usual, and keeps all others, whatever batch they come in', async () => {
    const { guard, rows } = rig({ limit: 2, left: 1 });
    const one = guard()!;
    const leave = async (id: string, massLeaveGuard = one) =>
      (await massLeaveGuard.derive(user(id, true), { ...user(id, true), resource: gone })).active;
    expect(await leave('a')).toBe(false);
    expect(await leave('b')).toBe(true);
    expect(await leave('c')).toBe(true);
    // Although fewer than the limit have left.
    expect(await leave('d', guard())).toBe(true);
    expect([...rows]).toEqual([
      ['b', 'waiting'],
      ['c', 'waiting'],
      ['d', 'waiting'],
    ]);
  });

  it('keeps who waits through later writes, and forgets it when the IdP takes its word back', async () => {
    const { guard, rows } = rig({ limit: 1, left: 1 });
    const held = user('a', true, false);
    rows.set('a', 'waiting');
    const renamed = { ...held, resource: { ...gone, title: 'New' } };
    expect((await guard()!.derive(held, renamed)).active).toBe(true);
    const back = { ...held, resource: { userName: 'a', active: true } };
    expect((await guard()!.derive(held, back)).active).toBe(true);
    expect(rows.size).toBe(0);
  });

  it('keeps who was rejected until a deletion, which waits again; lets go who was approved', async () => {
    const { guard, rows } = rig({ limit: 5 });
    rows.set('a', 'rejected');
    expect(await guard()!.keeps('a', 'deactivated')).toBe(true);
    expect(rows.get('a')).toBe('rejected');
    expect(await guard()!.keeps('a', 'deleted')).toBe(true);
    expect(rows.get('a')).toBe('waiting');
    rows.set('b', 'approved');
    expect(await guard()!.keeps('b', 'deactivated')).toBe(false);
  });

  it('keeps who waits whatever becomes of the date, until the date is later or gone', async () => {
    const { guard, rows } = rig({ limit: 1, left: 1 });
    const dated = (lastDay?: string) => ({ userName: 'a', active: true, 'urn:example:2.0:User': { lastDay } });
    const was = (lastDay: string) => ({ ...user('a', true), resource: dated(lastDay) });
    const write = async (before: string, after?: string) =>
      (await guard()!.derive(was(before), { ...was(before), resource: dated(after) })).active;
    for (const [before, after] of [
      ['2099-01-01', '2020-01-01'],
      ['2020-01-01', 'soon'],
      ['soon', 'n/a'],
    ] as const) {
      expect(await write(before, after)).toBe(true);
      expect([...rows]).toEqual([['a', 'waiting']]);
    }
    expect(await write('n/a')).toBe(true);
    expect(rows.size).toBe(0);
    // Nobody waits to leave by such a value alone.
    expect(await write('soon', 'n/a')).toBe(true);
    expect(rows.size).toBe(0);
  });

  it('has no word in what concerns nobody who is present', async () => {
    const { guard, rows } = rig({ limit: 1, left: 9 });
    expect((await guard()!.derive(undefined, { ...user('a', true), resource: gone })).active).toBe(false);
    expect((await guard()!.derive(user('a', false), { ...user('a', false), resource: gone })).active).toBe(false);
    expect(rows.size).toBe(0);
  });
});
