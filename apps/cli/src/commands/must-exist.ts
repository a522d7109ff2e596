import { type Session } from '../session.js';

/**
 * Nothing was found for `--org` or `--dir`: whoever mistyped an id is to be told. What was deleted has events and audit entries still,
 * so this is asked only where there is nothing.
 * @throws CommandError, RollcallError when there is no such organization or directory
 */
export async function mustExist(session: Session): Promise<void> {
  const directory = session.text('dir');
  if (directory !== undefined) await session.directory(directory);
  const organization = session.text('org');
  if (organization !== undefined) await session.organization(organization);
}
