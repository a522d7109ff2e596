import { describe, expect, it } from 'vitest';
import { DirectoryClaimedError } from '#persistence';
import { DirectoryMaintenance, type DirectoryMaintenanceOptions } from './directory-maintenance.js';

interface Rig {
  departing: string[];
  announcing: string[];
  recomputing: string[];
  /** Pages that are left of each task of a directory; one where it is not named. */
  pages: Record<string, number>;
  onPage(step: string): void;
}

const LISTS: Partial<Record<string, 'departing' | 'announcing' | 'recomputing'>> = {
  depart: 'departing',
  announce: 'announcing',
  recompute: 'recomputing',
};

/** As the database answers: a page of them, by id. */
const pageOf = (ids: string[], after: string, limit: number) =>
  Promise.resolve(
    ids
      .filter((id) => id > after)
      .sort()
      .slice(0, limit),
  );

function rig(given: Partial<Rig> = {}, more: Partial<DirectoryMaintenanceOptions['work']> = {}) {
  const state: Rig = { departing: [], announcing: [], recomputing: [], pages: {}, onPage: () => {}, ...given };
  const done: string[] = [];
  const errors: Error[] = [];
  const pass = new DirectoryMaintenance({
    changes: {
      upkeepPage: async (id, task) => {
        if (id === 'dir_broken') throw new Error('no');
        if (id === 'dir_claimed') throw new DirectoryClaimedError(id);
        done.push(`${task.name} ${id}`);
        state.onPage(`${task.name} ${id}`);
        const left = (state.pages[`${task.name} ${id}`] ?? 1) - 1;
        state.pages[`${task.name} ${id}`] = left;
        const list = LISTS[task.name];
        if (left <= 0 && list !== undefined) state[list] = state[list].filter((other) => other !== id);
        return left <= 0;
      },
    },
    work: {
      departing: async () => [...state.departing],
      approved: async () => [],
      massLeaves: async () => [],
      announcing: (after, limit) => pageOf(state.announcing, after, limit),
      recomputing: (after, limit) => pageOf(state.recomputing, after, limit),
      expired: async () => [],
      ...more,
    },
    personalData: {
      pendingErasures: async () => [{ directoryId: 'dir_4', userIds: ['diruser_1'], more: false }],
      forgetRequests: async ({ directoryId }) => void done.push(`forget ${directoryId}`),
      scrub: async ({ directoryId }) => void done.push(`scrub ${directoryId}`),
    },
    onError: (error) => errors.push(error),
  });
  return { pass, done, errors, state };
}

const many = (count: number) => Array.from({ length: count }, (_, n) => `dir_${String(n).padStart(3, '0')}`);

describe('the maintenance of directories', () => {
  it('does the urgent first, and one directory that fails keeps no other from its turn', async () => {
    const { pass, done, errors } = rig(
      { departing: ['dir_broken', 'dir_2'], announcing: ['dir_5'], recomputing: ['dir_1'] },
      {
        approved: async () => (done.includes('release-held dir_2') ? [] : ['dir_2']),
        massLeaves: async () => [{ directoryId: 'dir_3', deactivated: 9, held: 0, limit: 5 }],
        expired: async () => [{ directoryId: 'dir_4', userIds: ['diruser_1'], more: false }],
      },
    );
    await pass.run();
    expect(done).toEqual([
      'depart dir_2',
      'release-held dir_2',
      'alert-mass-leave dir_3',
      'announce dir_5',
      'recompute dir_1',
      'forget dir_4',
      'erase dir_4',
      'scrub dir_4',
    ]);
    expect(errors.length).toBeGreaterThan(0);
  });

  it('raises an alarm while many still leave', async () => {
    const { pass, done } = rig(
      { departing: ['dir_1'], pages: { 'depart dir_1': 20 } },
      { massLeaves: async () => [{ directoryId: 'dir_1', deactivated: 2_500, held: 0, limit: 50 }] },
    );
    await pass.run();
    expect(done.indexOf('alert-mass-leave dir_1')).toBe(5);
    expect(done.filter((step) => step === 'depart dir_1')).toHaveLength(20);
  });

  it('lets somebody leave before the next page, however many directories wait for theirs', async () => {
    const { pass, done, state } = rig({ recomputing: many(300) });
    state.onPage = (step) => {
      if (step === 'recompute dir_004') state.departing = ['dir_299'];
    };
    await pass.run();
    expect(done.indexOf('depart dir_299')).toBe(done.indexOf('recompute dir_004') + 1);
    expect(done.filter((step) => step.startsWith('recompute'))).toHaveLength(300);
  });

  it('makes announcements before the next page of a recomputation, and lets somebody leave before the next of those', async () => {
    const { pass, done, state } = rig({ recomputing: many(9), pages: { 'announce dir_100': 5 } });
    state.onPage = (step) => {
      if (step === 'recompute dir_003') state.announcing = ['dir_100'];
      if (step === 'announce dir_100' && state.pages[step] === 3) state.departing = ['dir_200'];
    };
    await pass.run();
    const from = done.indexOf('recompute dir_003');
    expect(done.slice(from, from + 8)).toEqual([
      'recompute dir_003',
      'announce dir_100',
      'announce dir_100',
      'announce dir_100',
      'depart dir_200',
      'announce dir_100',
      'announce dir_100',
      'recompute dir_004',
    ]);
  });

  it.each(['announce', 'recompute'])('gives every directory a page in turn: %s', async (task) => {
    const { pass, done } = rig({ [LISTS[task]!]: many(3), pages: { [`${task} dir_000`]: 3 } });
    await pass.run();
    expect(done.filter((step) => step.startsWith(task)).map((step) => step.slice(-3))).toEqual([
      '000',
      '001',
      '002',
      '000',
      '000',
    ]);
  });

  it('leaves a directory that another process is at, in silence', async () => {
    const { pass, done, errors } = rig({ departing: ['dir_claimed'], recomputing: ['dir_claimed', 'dir_1'] });
    await pass.run();
    expect(done).toContain('recompute dir_1');
    expect(errors).toEqual([]);
  });

  it('looks for what retention ends far less often', async () => {
    const { pass, done } = rig(
      {},
      { expired: async () => [{ directoryId: 'dir_4', userIds: ['diruser_1'], more: false }] },
    );
    await pass.run();
    await pass.run();
    expect(done.filter((step) => step === 'erase dir_4')).toHaveLength(1);
  });

  it('goes on with the rest where a question cannot be answered', async () => {
    const { pass, done, errors } = rig(
      { departing: ['dir_2'] },
      { recomputing: () => Promise.reject(new Error('away')) },
    );
    await pass.run();
    expect(errors.map(({ message }) => message)).toEqual(['away']);
    expect(done).toEqual(['depart dir_2', 'scrub dir_4']);
  });

  it('begins again at once when it is woken during a run', async () => {
    let runs = 0;
    let secondRun!: () => void;
    const second = new Promise<void>((resolve) => (secondRun = resolve));
    const { pass } = rig(
      {},
      {
        recomputing: async () => {
          if (++runs === 1) pass.wake();
          else secondRun();
          return [];
        },
      },
    );
    pass.start();
    await second;
    await pass.stop();
  });
});
