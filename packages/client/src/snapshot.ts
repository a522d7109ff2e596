import { type GroupData, type UserData } from './events/event-data.js';
import { parseLines } from './ndjson.js';
import { RollcallError } from './rollcall-error.js';
import { SnapshotCutError } from './snapshot-cut-error.js';

export type SnapshotUser = { object: 'DirectoryUser' } & UserData;
export type SnapshotGroup = { object: 'DirectoryGroup' } & GroupData;
type Line = SnapshotUser | SnapshotGroup | { object: 'End'; groups: number; users: number };

/**
 * A directory at one moment: every group, then every user, as in the `data` of events; who is gone is `active: false`. Read it once,
 * to its end, then go on with `events.tail({ after: snapshot.after })`.
 */
export class Snapshot implements AsyncIterable<SnapshotGroup | SnapshotUser> {
  private constructor(
    /** The last sequence of the directory that is contained. */
    readonly sequence: number,
    /** Where the feed goes on; empty for its beginning. */
    readonly after: string,
    private readonly lines: AsyncGenerator<unknown, void, undefined>,
  ) {}

  /** @throws RollcallError */
  static async open(chunks: AsyncIterable<Uint8Array>): Promise<Snapshot> {
    const lines = parseLines(chunks);
    const { value: head, done } = await lines.next();
    if (done) throw new SnapshotCutError('the snapshot ended before its first line');
    const { sequence, after } = head as { sequence: number; after: string };
    return new Snapshot(sequence, after, lines);
  }

  /** @throws SnapshotCutError when something is missing: whoever gets to the end has all of it */
  async *[Symbol.asyncIterator](): AsyncGenerator<SnapshotGroup | SnapshotUser, void, undefined> {
    let groups = 0;
    let users = 0;
    try {
      for (;;) {
        const { value, done } = await readLine(this.lines);
        if (done) throw new SnapshotCutError(`the snapshot was cut after ${groups} groups and ${users} users`);
        const line = value as Line;
        if (line.object === 'End') {
          if (line.groups === groups && line.users === users) return;
          const all = `${line.groups} groups and ${line.users} users`;
          throw new SnapshotCutError(`the snapshot has ${groups} groups and ${users} users instead of ${all}`);
        }
        if (line.object === 'DirectoryGroup') groups++;
        else users++;
        yield line;
      }
    } finally {
      // Whoever stops early must not keep the broker waiting.
      await this.close();
    }
  }

  /** Ends the stream, for whoever does not read it. */
  async close(): Promise<void> {
    await this.lines.return();
  }
}

async function readLine(lines: AsyncGenerator<unknown, void, undefined>): Promise<IteratorResult<unknown, void>> {
  try {
    return await lines.next();
  } catch (error) {
    if (error instanceof SyntaxError || (error instanceof RollcallError && error.status === undefined)) {
      throw new SnapshotCutError(`the snapshot was cut: ${error.message}`, error);
    }
    throw error;
  }
}
