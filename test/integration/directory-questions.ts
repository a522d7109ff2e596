import { type ListedDirectoryCriteria } from '#persistence';

/** Filters of the list of all directories: the API's name, what is asked, and what has to be found of 30,001. */
export const DIRECTORY_QUESTIONS: [filter: string, criteria: ListedDirectoryCriteria, total: number][] = [
  ['AllDirectories_list organization_id', { organizationId: 'org_77' }, 1],
  ['AllDirectories_list provider', { provider: 'OKTA' }, 0],
  ['AllDirectories_list status', { status: 'IN_PROGRESS' }, 0],
  ['AllDirectories_list health', { health: 'refusing' }, 0],
  ['AllDirectories_list query', { query: 'Tenant 77777' }, 0],
];
