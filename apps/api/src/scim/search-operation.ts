import { Inject, Injectable } from '@nestjs/common';
import { listResponse, ScimError, type SearchRequest } from '#scim';
import { type ScimScope } from './directory.guard.js';
import { GroupOperations } from './group-operations.js';
import { countOf } from './page-limits.js';
import { type ScimAnswer } from './scim-answer.js';
import { UserOperations } from './user-operations.js';

interface Found {
  totalResults: number;
  Resources: object[];
}

/** `/.search` at the root: users, then groups, as one list (RFC 7644 §3.4.3). */
@Injectable()
export class SearchOperation {
  constructor(
    @Inject(UserOperations) private readonly users: UserOperations,
    @Inject(GroupOperations) private readonly groups: GroupOperations,
  ) {}

  async run(scope: ScimScope, search: SearchRequest): Promise<ScimAnswer> {
    if (search.cursor !== undefined) {
      throw ScimError.invalidValue('cursor: pages by cursor are served at /Users/.search and /Groups/.search');
    }
    const count = countOf(search);
    const users = await refusable(() => this.users.list(scope, { ...search, count }));
    const foundUsers = bodyOf(users);
    const rest = {
      ...search,
      startIndex: Math.max(1, search.startIndex - foundUsers.totalResults),
      count: isCut(search.startIndex, count, foundUsers) ? 0 : count - foundUsers.Resources.length,
    };
    const groups = await refusable(() => this.groups.list(scope, rest));
    // An attribute that only one type has selects nothing of the other; one that none has is an error.
    if (users instanceof ScimError && groups instanceof ScimError) throw users;
    const foundGroups = bodyOf(groups);
    const resources = [...foundUsers.Resources, ...foundGroups.Resources];
    const totalResults = foundUsers.totalResults + foundGroups.totalResults;
    return { status: 200, body: listResponse(resources, { totalResults, startIndex: search.startIndex }) };
  }
}

/** Whether users are left out because their page would be too large: the next page begins with them. */
function isCut(startIndex: number, count: number, { Resources, totalResults }: Found): boolean {
  return Resources.length < count && startIndex - 1 + Resources.length < totalResults;
}

async function refusable(list: () => Promise<ScimAnswer>): Promise<ScimAnswer | ScimError> {
  try {
    return await list();
  } catch (error) {
    if (error instanceof ScimError && error.status === 400) return error;
    throw error;
  }
}

function bodyOf(answer: ScimAnswer | ScimError): Found {
  return answer instanceof ScimError ? { totalResults: 0, Resources: [] } : (answer.body as unknown as Found);
}
