import { type components } from '#client';
import { type Query } from '../../api/api-client';
import { type PageOf, pageOf } from '../../api/page-of';
import { type Group } from '../directory';
import { type DirectoryScope } from '../directory-scope';

type GroupList = components['schemas']['GroupListAnswer'];

const PAGE = 100;
const MOST_PAGES = 20;

export const loadGroups =
  (scope: DirectoryScope) =>
  async ({ search, ...page }: Query, signal: AbortSignal): Promise<PageOf<Group>> => {
    if (typeof search === 'string' && search !== '') return searchGroups(scope, search, signal);
    const answer = await scope.get<GroupList>('/groups', page, signal);
    return pageOf(answer, answer.groups);
  };

/** The api lists groups and does not search them: names are compared here, within the first 2,000. */
async function searchGroups(scope: DirectoryScope, search: string, signal: AbortSignal): Promise<PageOf<Group>> {
  const all = await allGroups(scope, signal);
  const wanted = search.toLocaleLowerCase();
  const rows = all.filter(({ display_name }) => display_name.toLocaleLowerCase().includes(wanted)).slice(0, 50);
  return { rows, total: rows.length, next: '', previous: '' };
}

export async function allGroups(scope: DirectoryScope, signal?: AbortSignal): Promise<Group[]> {
  const groups: Group[] = [];
  let token: string | undefined;
  for (let turn = 0; turn < MOST_PAGES; turn += 1) {
    const query = { page_size: PAGE, page_token: token };
    const answer = await scope.get<GroupList>('/groups/summary', query, signal);
    groups.push(...answer.groups);
    if (answer.next_page_token === '') break;
    token = answer.next_page_token;
  }
  return groups;
}
