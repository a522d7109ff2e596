import { List } from '../list.js';
import { type CallOptions } from '../options.js';
import { path } from '../path.js';
import { type DirectoryRef, type ListQuery, type PersonalData, type User } from '../schema.js';
import { type Transport } from '../transport.js';
import { PAGE_SIZE, pageOf } from './page-of.js';

type Answers = { users: User[] } & Parameters<typeof pageOf>[1];

/** People whom identity providers have sent. */
export class UsersApi {
  constructor(private readonly transport: Transport) {}

  /** In the order in which they came, those who are gone included: `active: 'true'` leaves them out. */
  list(directory: DirectoryRef, query: ListQuery<'DirectoryUsers_list'> = {}, options?: CallOptions): List<User> {
    return new List(async (page_token) => {
      const paged = { page_size: PAGE_SIZE, ...query, page_token };
      const call = { method: 'GET' as const, path: pathOf(directory), query: paged };
      const answer = await this.transport.json<Answers>(call, options);
      return pageOf(answer.users, answer);
    });
  }

  async get(directory: DirectoryRef, id: string, options?: CallOptions): Promise<User> {
    const call = { method: 'GET' as const, path: `${pathOf(directory)}${path`/${id}`}` };
    return (await this.transport.json<{ user: User }>(call, options)).user;
  }

  /** Everything that is stored about somebody. Needs the scope `admin`. */
  async exportPersonalData(directory: DirectoryRef, id: string, options?: CallOptions): Promise<PersonalData> {
    const call = { method: 'GET' as const, path: `${pathOf(directory)}${path`/${id}/personal_data`}` };
    return (await this.transport.json<{ personal_data: PersonalData }>(call, options)).personal_data;
  }

  /** Erases it; only ids stay. Needs the scope `admin`. */
  async erasePersonalData(directory: DirectoryRef, id: string, options?: CallOptions): Promise<void> {
    const call = { method: 'DELETE' as const, path: `${pathOf(directory)}${path`/${id}/personal_data`}` };
    await this.transport.json(call, options);
  }
}

const pathOf = ({ organization_id, id }: DirectoryRef): string =>
  path`/organizations/${organization_id}/directories/${id}/users`;
