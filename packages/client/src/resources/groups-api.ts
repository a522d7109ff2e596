import { List } from '../list.js';
import { type CallOptions } from '../options.js';
import { path } from '../path.js';
import { type DirectoryRef, type Group, type ListQuery, type User } from '../schema.js';
import { type Transport } from '../transport.js';
import { PAGE_SIZE, pageOf } from './page-of.js';

type Tail = Parameters<typeof pageOf>[1];

/** Groups that identity providers have sent, and those that rules fill. */
export class GroupsApi {
  constructor(private readonly transport: Transport) {}

  list(directory: DirectoryRef, query: ListQuery<'DirectoryGroups_list'> = {}, options?: CallOptions): List<Group> {
    return new List(async (page_token) => {
      const paged = { page_size: PAGE_SIZE, ...query, page_token };
      const call = { method: 'GET' as const, path: pathOf(directory), query: paged };
      const answer = await this.transport.json<{ groups: Group[] } & Tail>(call, options);
      return pageOf(answer.groups, answer);
    });
  }

  async get(directory: DirectoryRef, id: string, options?: CallOptions): Promise<Group> {
    const call = { method: 'GET' as const, path: `${pathOf(directory)}${path`/${id}`}` };
    return (await this.transport.json<{ group: Group }>(call, options)).group;
  }

  members(
    directory: DirectoryRef,
    id: string,
    query: ListQuery<'DirectoryGroups_members'> = {},
    options?: CallOptions,
  ): List<User> {
    return new List(async (page_token) => {
      const paged = { page_size: PAGE_SIZE, ...query, page_token };
      const call = { method: 'GET' as const, path: `${pathOf(directory)}${path`/${id}/users`}`, query: paged };
      const answer = await this.transport.json<{ users: User[] } & Tail>(call, options);
      return pageOf(answer.users, answer);
    });
  }
}

const pathOf = ({ organization_id, id }: DirectoryRef): string =>
  path`/organizations/${organization_id}/directories/${id}/groups`;
