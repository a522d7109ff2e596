import { type Scene } from './scene.js';

/** The part of REST's users that the checks look at. */
export interface RestUser {
  id: string;
  active: boolean;
  groups: { id: string }[];
  /** As the `data` of events. */
  user_detail: Record<string, unknown>;
}

interface Page {
  users: RestUser[];
  next_page_token: string;
}

/** Every user of the scene's directory, deactivated and deleted ones too. */
export async function readUsers({ world, organizationId, directoryId }: Scene): Promise<RestUser[]> {
  const path = `/api/v1/organizations/${organizationId}/directories/${directoryId}/users`;
  const users: RestUser[] = [];
  for (let token = ''; ;) {
    const query = new URLSearchParams({ page_size: '100', include_detail: 'true', page_token: token });
    const page = await world.rest.get<Page>(`${path}?${query.toString()}`);
    users.push(...page.users);
    if (page.next_page_token === '') return users;
    token = page.next_page_token;
  }
}
