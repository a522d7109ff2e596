import { describe, expect, it } from 'vitest';
import { type SnapshotTurn, SnapshotTurns } from './snapshot-turns.js';

const reader = (keyId: string, directoryId: string, giveWay = () => {}) => ({ keyId, directoryId, giveWay });
const taken = (turn: SnapshotTurn | string): SnapshotTurn => {
  expect(turn).toBeTypeOf('object');
  return turn as SnapshotTurn;
};

describe('the turns of snapshots', () => {
  it('are one a key', () => {
    const turns = new SnapshotTurns();
    const end = turns.take(reader('a', '1'));
    expect(turns.take(reader('a', '2'))).toBe('this API key is reading a snapshot already');
    taken(end).end();
    expect(turns.take(reader('a', '2'))).toBeTypeOf('object');
  });

  it('are two a directory', () => {
    const turns = new SnapshotTurns();
    turns.take(reader('a', '1'));
    const end = turns.take(reader('b', '1'));
    expect(turns.take(reader('c', '1'))).toMatch(/^2 snapshots of this directory/);
    expect(turns.take(reader('c', '2'))).toBeTypeOf('object');
    taken(end).end();
    expect(turns.take(reader('d', '1'))).toBeTypeOf('object');
  });

  it('are three a process', () => {
    const turns = new SnapshotTurns();
    for (const id of ['a', 'b', 'c']) turns.take(reader(id, id));
    expect(turns.take(reader('e', 'e'))).toBe('3 snapshots are being read already');
  });

  it('end once, however often that is said', () => {
    const turns = new SnapshotTurns({ key: 2, directory: 2, process: 4 });
    const end = turns.take(reader('a', '1'));
    turns.take(reader('a', '1'));
    taken(end).end();
    taken(end).end();
    expect(turns.take(reader('a', '1'))).toBeTypeOf('object');
    expect(turns.take(reader('a', '1'))).toBeTypeOf('string');
  });

  it('are given up by who reads slowly for long, where somebody else waits', () => {
    let now = 0;
    const displaced: string[] = [];
    const turns = new SnapshotTurns(undefined, () => now);
    const take = (id: string) => turns.take(reader(id, id, () => displaced.push(id)));
    const [fast, slow, slowest] = ['fast', 'slow', 'slowest'].map((id) => taken(take(id)));
    now = 120_000;
    for (const [turn, mib] of [
      [fast!, 40],
      [slow!, 2],
      [slowest!, 1],
    ] as const)
      turn.wasRead(mib * 1_048_576);
    expect(take('early')).toBe('3 snapshots are being read already');
    now += 1;
    taken(take('next'));
    expect(displaced).toEqual(['slowest']);
    // Its stream is closed later than its place was given away.
    slowest!.end();
    taken(take('another'));
    expect(displaced).toEqual(['slowest', 'slow']);
    expect(take('last')).toBe('3 snapshots are being read already');
  });
});
