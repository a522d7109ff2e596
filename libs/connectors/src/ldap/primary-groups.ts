import { type Page, type SourceGroup } from '../connector.js';
import { comparableDn } from './distinguished-name.js';
import { type LdapQuery } from './ldap-search.js';
import { type LdapRecord } from './ldap-record.js';

/** `Domain Users`, the primary group of everybody unless an administrator has chosen another one: it says nothing about anybody. */
const EVERYBODY = '513';

/**
 * Active Directory does not name somebody among the members of their primary group: the person names the group, by a number of it. Without
 * this, whoever gets a group as their primary one would fall out of it.
 */
export class PrimaryGroups {
  private readonly byNumber = new Map<string, SourceGroup['resource']>();

  /** The constructed attribute of a group that has the number; a server sends it only where it is asked for. */
  static readonly NUMBER = 'primaryGroupToken';

  add(record: LdapRecord, { resource }: SourceGroup): void {
    const number = record.text(PrimaryGroups.NUMBER);
    if (number !== undefined && number !== EVERYBODY) this.byNumber.set(number, resource);
  }

  /** Further members of the groups that were added. @param users the query that lists people @param search reads its pages */
  async *members(
    users: LdapQuery,
    search: (query: LdapQuery) => AsyncIterable<LdapRecord[]>,
  ): AsyncGenerator<Page<SourceGroup>> {
    if (this.byNumber.size === 0) return;
    const filter = `(&${users.filter}(!(primaryGroupID=${EVERYBODY})))`;
    for await (const records of search({ ...users, filter, attributes: ['primaryGroupID'], binary: [] })) {
      const items = records.flatMap((record): SourceGroup[] => {
        const resource = this.byNumber.get(record.text('primaryGroupID') ?? '');
        return resource === undefined ? [] : [{ resource, members: [comparableDn(record.dn)] }];
      });
      if (items.length > 0) yield { items };
    }
  }
}
