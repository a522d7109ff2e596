import { describe, expect, it } from 'vitest';
import { UpkeepPass, type UpkeepPassOptions } from './upkeep-pass.js';

function rig(more: Partial<UpkeepPassOptions> = {}) {
  const done: string[] = [];
  const errors: Error[] = [];
  const pass = new UpkeepPass({
    changes: {
      upkeep: async (id, task) => {
        if (id === 'dir_broken') throw new Error('no');
        done.push(`${task.name} ${id}`);
      },
    },
    work: {
      departing: async () => ['dir_broken', 'dir_2'],
      approved: async () => ['dir_2'],
      massLeaves: async () => [{ directoryId: 'dir_3', deactivated: 9, held: 0, limit: 5 }],
      expired: async () => [{ directoryId: 'dir_4', userIds: ['diruser_1'] }],
    },
    settings: { pendingRecomputations: async () => ['dir_1'] },
    personalData: {
      pendingErasures: async () => [{ directoryId: 'dir_4', userIds: ['diruser_1'] }],
      forgetRequests: async ({ directoryId }) => void done.push(`forget ${directoryId}`),
      scrub: async ({ directoryId }) => void done.push(`scrub ${directoryId}`),
    },
    onError: (error) => errors.push(error),
    ...more,
  });
  return { pass, done, errors };
}

describe('the pass of upkeep', () => {
  it('does everything once, and one directory that fails keeps no other from its turn', async () => {
    const { pass, done, errors } = rig();
    await pass.run();
    expect(done).toEqual([
      'recompute dir_1',
      'depart dir_2',
      'release-held dir_2',
      'alert-mass-leave dir_3',
      'forget dir_4',
      'erase dir_4',
      'scrub dir_4',
    ]);
    expect(errors).toHaveLength(1);
  });

  it('looks for what retention ends far less often', async () => {
    const { pass, done } = rig();
    await pass.run();
    await pass.run();
    expect(done.filter((step) => step === 'erase dir_4')).toHaveLength(1);
    expect(done.filter((step) => step === 'depart dir_2')).toHaveLength(2);
  });

  it('goes on with the rest where a question cannot be answered', async () => {
    const settings = { pendingRecomputations: () => Promise.reject(new Error('away')) };
    const { pass, done, errors } = rig({ settings });
    await pass.run();
    expect(errors.map(({ message }) => message)).toEqual(['away', 'no']);
    expect(done).toContain('scrub dir_4');
  });
});
