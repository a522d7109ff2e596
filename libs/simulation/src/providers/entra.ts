import { randomUUID } from 'node:crypto';
import { type IdentityProvider } from './identity-provider.js';
import { KnownIds } from './known-ids.js';
import { fullName, type Person } from '../people/person.js';
import { ScimClient, type ScimBody } from './scim-client.js';
import { type WriteLog } from './write-log.js';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const MICROSOFT_GROUP = 'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group';
const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

/**
 * Microsoft Entra ID without the `aadOptscim062020` flag, which is its default: capitalised operations, one per attribute and
 * each with a path, booleans as strings, members removed by value (ENTRA-R1 to R16).
 */
export class Entra implements IdentityProvider {
  readonly name = 'Entra ID';
  private readonly client: ScimClient;
  private readonly users = new KnownIds();
  private readonly groups = new KnownIds();

  constructor(base: string, secret: string, writes: WriteLog) {
    const headers = { authorization: `Bearer ${secret}` };
    this.client = new ScimClient({ base, headers, contentType: 'application/scim+json; charset=utf-8', writes });
  }

  /** Asks for somebody who cannot be there, and expects an empty list. */
  async testConnection(): Promise<void> {
    await this.client.first(`/Users?filter=userName+eq+%22${randomUUID()}%22`);
    await this.client.first(`/Groups?excludedAttributes=members&filter=displayName+eq+%22${randomUUID()}%22`);
  }

  async assign(person: Person): Promise<void> {
    const known = await this.client.first(`/Users?filter=userName+eq+%22${encodeURIComponent(person.userName)}%22`);
    if (known !== undefined) {
      this.users.set(person, known['id']);
      await this.patch(`/Users/${this.users.get(person)}`, { op: 'Replace', path: 'active', value: 'True' });
      return;
    }
    const created = await this.client.send('POST', '/Users', {
      schemas: [USER, ENTERPRISE],
      externalId: person.externalId,
      userName: person.userName,
      active: true,
      displayName: fullName(person),
      emails: [{ primary: true, type: 'work', value: person.userName }],
      meta: { resourceType: 'User' },
      name: { formatted: fullName(person), familyName: person.family, givenName: person.given },
      title: person.title,
      [ENTERPRISE]: { department: person.department },
    });
    this.users.set(person, created['id']);
  }

  async update(person: Person, { title, department, manager }: Partial<Person>): Promise<void> {
    const path = `/Users/${this.users.get(person)}`;
    await this.client.send('GET', path);
    const operations: ScimBody[] = [];
    if (title !== undefined) operations.push({ op: 'Replace', path: 'title', value: title });
    if (department !== undefined) {
      operations.push({ op: 'Replace', path: `${ENTERPRISE}:department`, value: department });
    }
    if (manager) operations.push({ op: 'Add', path: `${ENTERPRISE}:manager`, value: this.users.get(manager) });
    await this.patch(path, ...operations);
  }

  async deactivate(person: Person): Promise<void> {
    await this.patch(`/Users/${this.users.get(person)}`, { op: 'Replace', path: 'active', value: 'False' });
  }

  async remove(person: Person): Promise<void> {
    await this.client.send('DELETE', `/Users/${this.users.get(person)}`);
  }

  async createGroup(name: string, members: Person[]): Promise<void> {
    const filter = `filter=displayName+eq+%22${encodeURIComponent(name)}%22`;
    const known = await this.client.first(`/Groups?excludedAttributes=members&${filter}`);
    const group =
      known ??
      (await this.client.send('POST', '/Groups', {
        schemas: [GROUP, MICROSOFT_GROUP],
        externalId: `group-${name.toLowerCase()}`,
        displayName: name,
        meta: { resourceType: 'Group' },
      }));
    this.groups.set(name, group['id']);
    await this.addMembers(name, members);
  }

  async renameGroup(name: string, to: string): Promise<void> {
    const id = this.groups.get(name);
    this.groups.set(to, id);
    await this.patch(`/Groups/${id}`, { op: 'Replace', path: 'displayName', value: to });
  }

  async addMembers(group: string, members: Person[]): Promise<void> {
    await this.patch(`/Groups/${this.groups.get(group)}`, { op: 'Add', path: 'members', value: this.members(members) });
  }

  async removeMembers(group: string, members: Person[]): Promise<void> {
    const operation = { op: 'Remove', path: 'members', value: this.members(members) };
    await this.patch(`/Groups/${this.groups.get(group)}`, operation);
  }

  private members(people: Person[]): ScimBody[] {
    return people.map((person) => ({ $ref: null, value: this.users.get(person) }));
  }

  private async patch(path: string, ...operations: ScimBody[]): Promise<void> {
    await this.client.send('PATCH', path, { schemas: [PATCH], Operations: operations });
  }
}
