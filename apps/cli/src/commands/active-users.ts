import { type DirectoryRef } from '#client';
import { type Session } from '../session.js';

/** How many users of a directory are active. */
export async function activeUsers({ client, signal }: Session, directory: DirectoryRef): Promise<number> {
  const page = await client.users.list(directory, { active: 'true', page_size: 1 }, { signal }).page();
  return page.totalSize ?? page.items.length;
}
