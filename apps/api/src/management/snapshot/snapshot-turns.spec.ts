import { describe, expect, it } from 'vitest';
import { SnapshotTurns } from './snapshot-turns.js';

describe('the turns of snapshots', () => {
  it('are one a key', () => {
    const turns = new SnapshotTurns();
    const end = turns.take({ keyId: 'a', directoryId: '1' });
    expect(turns.take({ keyId: 'a', directoryId: '2' })).toBe('this API key is reading a snapshot already');
    (end as () => void)();
    expect(turns.take({ keyId: 'a', directoryId: '2' })).toBeTypeOf('function');
  });

  it('are two a directory', () => {
    const turns = new SnapshotTurns();
    turns.take({ keyId: 'a', directoryId: '1' });
    const end = turns.take({ keyId: 'b', directoryId: '1' });
    expect(turns.take({ keyId: 'c', directoryId: '1' })).toMatch(/^2 snapshots of this directory/);
    expect(turns.take({ keyId: 'c', directoryId: '2' })).toBeTypeOf('function');
    (end as () => void)();
    expect(turns.take({ keyId: 'd', directoryId: '1' })).toBeTypeOf('function');
  });

  it('are three a process', () => {
    const turns = new SnapshotTurns();
    for (const id of ['a', 'b', 'c']) turns.take({ keyId: id, directoryId: id });
    expect(turns.take({ keyId: 'e', directoryId: 'e' })).toBe('3 snapshots are being read already');
  });

  it('end once, however often that is said', () => {
    const turns = new SnapshotTurns({ key: 2, directory: 2, process: 4 });
    const end = turns.take({ keyId: 'a', directoryId: '1' }) as () => void;
    turns.take({ keyId: 'a', directoryId: '1' });
    end();
    end();
    expect(turns.take({ keyId: 'a', directoryId: '1' })).toBeTypeOf('function');
    expect(turns.take({ keyId: 'a', directoryId: '1' })).toBeTypeOf('string');
  });
});
