import { groupLine, userLine, type UserScope } from '#directory';
import { type DirectorySnapshot } from '#persistence';
import { type SnapshotEndLine, type SnapshotHeadLine } from './snapshot.dto.js';

/**
 * NDJSON, a page of it at a time: where it begins, every group, every user, and how many they were, so that a reader notices when the
 * stream was cut.
 */
export async function* snapshotLines(snapshot: DirectorySnapshot, scope: UserScope): AsyncGenerator<string> {
  const end: SnapshotEndLine = { object: 'End', groups: 0, users: 0 };
  yield `${JSON.stringify(snapshot.head satisfies SnapshotHeadLine)}\n`;
  for await (const page of snapshot.pages()) {
    if ('groups' in page) {
      end.groups += page.groups.length;
      yield page.groups.map((group) => `${groupLine(group, scope)}\n`).join('');
    } else {
      end.users += page.users.length;
      yield page.users.map((user) => `${userLine(user, scope)}\n`).join('');
    }
  }
  yield `${JSON.stringify(end)}\n`;
}
