/** Each snapshot holds a connection and a transaction for as long as its client reads. */
export const SNAPSHOTS_AT_ONCE = { key: 1, directory: 2, process: 3 };

export interface SnapshotReader {
  keyId: string;
  directoryId: string;
}

/** Turns of snapshots in this process: no key and no directory takes the turns of all others. */
export class SnapshotTurns {
  private readonly running = new Set<SnapshotReader>();

  constructor(private readonly most = SNAPSHOTS_AT_ONCE) {}

  /** @returns what ends the turn, or a text that says which limit is reached */
  take(reader: SnapshotReader): (() => void) | string {
    const { key, directory, process } = this.most;
    if (this.count(({ keyId }) => keyId === reader.keyId) >= key)
      return `this API key is reading ${counted(key)} already`;
    if (this.count(({ directoryId }) => directoryId === reader.directoryId) >= directory)
      return `${counted(directory)} of this directory are being read already`;
    if (this.running.size >= process) return `${counted(process)} are being read already`;
    // An object of its own: the same reader may have several turns.
    const turn = { ...reader };
    this.running.add(turn);
    return () => this.running.delete(turn);
  }

  private count(isMeant: (reader: SnapshotReader) => boolean): number {
    return [...this.running].filter(isMeant).length;
  }
}

const counted = (number: number): string => (number === 1 ? 'a snapshot' : `${number} snapshots`);
