/** Each snapshot holds a connection and a transaction for as long as its client reads. */
export const SNAPSHOTS_AT_ONCE = { key: 1, directory: 2, process: 3 };

/** Who has read for so long, and so slowly on average, makes room for somebody else where all places of the process are taken. */
const GRACE_MS = 120_000;
const SLOW_BYTES_A_SECOND = 256 * 1_024;

export interface SnapshotReader {
  keyId: string;
  directoryId: string;
  /** Ends the reading: somebody else has the place. */
  giveWay: () => void;
}

export interface SnapshotTurn {
  end(): void;
  /** The reader has taken so many bytes more. */
  wasRead(bytes: number): void;
}

interface Running extends SnapshotReader {
  since: number;
  bytes: number;
}

/** Turns of snapshots in this process: no key and no directory takes the turns of all others, and no three that hardly read do. */
export class SnapshotTurns {
  private readonly running = new Set<Running>();

  constructor(
    private readonly most = SNAPSHOTS_AT_ONCE,
    private readonly clock: () => number = () => performance.now(),
  ) {}

  /** @returns the turn, or a text that says which limit is reached */
  take(reader: SnapshotReader): SnapshotTurn | string {
    const { key, directory, process } = this.most;
    if (this.count(({ keyId }) => keyId === reader.keyId) >= key)
      return `this API key is reading ${counted(key)} already`;
    if (this.count(({ directoryId }) => directoryId === reader.directoryId) >= directory)
      return `${counted(directory)} of this directory are being read already`;
    if (this.running.size >= process && !this.makesRoom()) return `${counted(process)} are being read already`;
    const turn = { ...reader, since: this.clock(), bytes: 0 };
    this.running.add(turn);
    return { end: () => this.running.delete(turn), wasRead: (bytes) => (turn.bytes += bytes) };
  }

  private makesRoom(): boolean {
    const now = this.clock();
    const pace = ({ since, bytes }: Running) => (1_000 * bytes) / (now - since);
    const slow = [...this.running].filter((turn) => now - turn.since > GRACE_MS && pace(turn) < SLOW_BYTES_A_SECOND);
    const slowest = slow.sort((a, b) => pace(a) - pace(b))[0];
    if (slowest === undefined) return false;
    this.running.delete(slowest);
    slowest.giveWay();
    return true;
  }

  private count(isMeant: (reader: SnapshotReader) => boolean): number {
    return [...this.running].filter(isMeant).length;
  }
}

const counted = (number: number): string => (number === 1 ? 'a snapshot' : `${number} snapshots`);
