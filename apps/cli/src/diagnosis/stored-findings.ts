import { type Session } from '../session.js';
import { type Finding } from './finding.js';

/** So many are named; the rest are counted. */
const NAMED = 5;

interface Oversized {
  id: string;
  directory_id: string;
  size_bytes: number;
}

interface Collision {
  user_id: string;
  other_user_id: string;
  directory_id: string;
}

/** Users and groups that are larger than SCIM takes today. */
export async function oversizedFinding(session: Session): Promise<Finding> {
  const about = 'sizes';
  const found = await all<Oversized>(session, 'oversized_resources');
  if (found.length === 0) return { about, state: 'well', message: 'no user or group is larger than Rollcall takes' };
  const names = found.map(
    ({ id, directory_id, size_bytes }) => `${id} of ${directory_id} (${Math.ceil(size_bytes / 1_024)} KiB)`,
  );
  return {
    about,
    state: 'look',
    message: `${found.length} larger than Rollcall takes: ${first(names)}`,
    advice:
      'Rollcall serves them, and takes changes that do not make them larger. Let the identity provider send less of each, or delete them there.',
  };
}

/** Users whom Rollcall serves by id alone: it treats their user name as that of an older user. */
export async function collisionFinding(session: Session): Promise<Finding> {
  const about = 'names';
  const found = await all<Collision>(session, 'name_collisions');
  if (found.length === 0)
    return {
      about,
      state: 'well',
      message: 'no two users of a directory have user names that Rollcall treats as the same',
    };
  const names = found.map((row) => `${row.other_user_id} and ${row.user_id} of ${row.directory_id}`);
  return {
    about,
    state: 'look',
    message: `${found.length} with a user name that Rollcall treats as that of another user of the directory: ${first(names)}`,
    advice: 'Rename or delete either at the identity provider, and start Rollcall again.',
  };
}

function first(names: string[]): string {
  const others = names.length - NAMED;
  return names.slice(0, NAMED).join(', ') + (others > 0 ? `, and ${others} more` : '');
}

/** All pages: one without entries may be in the middle. */
async function all<T>({ client, signal }: Session, list: 'oversized_resources' | 'name_collisions'): Promise<T[]> {
  const items: T[] = [];
  for (let page_token: string | undefined; page_token !== '';) {
    const query = { page_size: 100, page_token };
    const page = await client.request<{ next_page_token: string } & Record<string, T[]>>('GET', `/${list}`, {
      query,
      signal,
    });
    items.push(...page[list]!);
    page_token = page.next_page_token;
  }
  return items;
}
