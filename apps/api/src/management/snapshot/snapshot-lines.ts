import { type DirectorySnapshot } from '#persistence';
import { type SnapshotEndLine, type SnapshotHeadLine } from './snapshot.dto.js';

/**
 * NDJSON, a page of it at a time: where it begins, every group, every user, and how many they were, so that a reader notices when the
 * stream was cut.
 * @param onRead before the last line: its reader may come at once for another snapshot
 */
export async function* snapshotLines(snapshot: DirectorySnapshot, onRead: () => Promise<void>): AsyncGenerator<string> {
  const end: SnapshotEndLine = { object: 'End', groups: 0, users: 0 };
  yield `${JSON.stringify(snapshot.head satisfies SnapshotHeadLine)}\n`;
  for await (const page of snapshot.pages()) {
    const isGroups = 'groups' in page;
    const lines = isGroups ? page.groups : page.users;
    end[isGroups ? 'groups' : 'users'] += lines.length;
    yield `${lines.join('\n')}\n`;
  }
  await onRead();
  yield `${JSON.stringify(end)}\n`;
}
