import { type IdentityProvider } from './identity-provider.js';
import { KnownIds } from './known-ids.js';
import { fullName, type Person } from '../people/person.js';
import { ScimClient, type ScimBody } from './scim-client.js';
import { type WriteLog } from './write-log.js';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

/** JumpCloud's generic template: the core schema alone, members by value, a trial user on activation (JC-R1 to R6). */
export class JumpCloud implements IdentityProvider {
  readonly name = 'JumpCloud';
  private readonly client: ScimClient;
  private readonly users = new KnownIds();
  private readonly groups = new KnownIds();

  constructor(base: string, secret: string, writes: WriteLog) {
    const headers = { authorization: `Bearer ${secret}` };
    this.client = new ScimClient({ base, headers, contentType: 'application/scim+json', writes });
  }

  /** Activation makes a user and a group, and deletes them at once: their events are genuine. */
  async testConnection(): Promise<void> {
    await this.client.send('GET', '/Users');
    const user = await this.client.send('POST', '/Users', {
      schemas: [USER],
      userName: 'activation.test@jumpcloud.example',
      emails: [{ value: 'activation.test@jumpcloud.example', type: 'work', primary: true }],
      name: { givenName: 'Activation', familyName: 'Test' },
      active: true,
    });
    const group = await this.client.send('POST', '/Groups', {
      schemas: [GROUP],
      displayName: 'JumpCloud activation test',
    });
    await this.client.send('DELETE', `/Groups/${group['id'] as string}`);
    await this.client.send('DELETE', `/Users/${user['id'] as string}`);
  }

  async assign(person: Person): Promise<void> {
    const filter = encodeURIComponent(`userName eq "${person.userName}"`);
    const known = await this.client.first(`/Users?filter=${filter}`);
    if (known !== undefined) {
      this.users.set(person, known['id']);
      return this.replaceFields(person, { active: true });
    }
    const created = await this.client.send('POST', '/Users', {
      schemas: [USER],
      userName: person.userName,
      externalId: person.externalId,
      displayName: fullName(person),
      name: { givenName: person.given, familyName: person.family },
      emails: [{ value: person.userName, type: 'work', primary: true }],
      title: person.title,
      active: true,
    });
    this.users.set(person, created['id']);
  }

  /** A department is of the enterprise extension, which the template does not have. */
  async update(person: Person, { title }: Partial<Person>): Promise<void> {
    const fields = { 'name.givenName': person.given, 'name.familyName': person.family };
    await this.replaceFields(person, { ...fields, ...(title !== undefined && { title }) });
  }

  async deactivate(person: Person): Promise<void> {
    await this.replaceFields(person, { active: false });
  }

  async remove(person: Person): Promise<void> {
    await this.client.send('DELETE', `/Users/${this.users.get(person)}`);
  }

  /** How JumpCloud looks groups up is not documented: as it looks users up (JC-R1). */
  async createGroup(name: string, members: Person[]): Promise<void> {
    const filter = encodeURIComponent(`displayName eq "${name}"`);
    const known = await this.client.first(`/Groups?filter=${filter}`);
    const group = known ?? (await this.client.send('POST', '/Groups', { schemas: [GROUP], displayName: name }));
    this.groups.set(name, group['id']);
    await this.addMembers(name, members);
  }

  async renameGroup(name: string, to: string): Promise<void> {
    this.groups.set(to, this.groups.get(name));
    await this.patch(`/Groups/${this.groups.get(to)}`, [{ op: 'replace', path: 'displayName', value: to }]);
  }

  async addMembers(group: string, members: Person[]): Promise<void> {
    await this.changeMembers(group, 'add', members);
  }

  /** With their values: only these (JC-R6). */
  async removeMembers(group: string, members: Person[]): Promise<void> {
    await this.changeMembers(group, 'remove', members);
  }

  private async changeMembers(group: string, op: 'add' | 'remove', members: Person[]): Promise<void> {
    const value = members.map((person) => ({ value: this.users.get(person) }));
    await this.patch(`/Groups/${this.groups.get(group)}`, [{ op, path: 'members', value }]);
  }

  /** JC-R3. */
  private async replaceFields(person: Person, fields: Record<string, unknown>): Promise<void> {
    const operations = Object.entries(fields).map(([path, value]) => ({ op: 'replace', path, value }));
    await this.patch(`/Users/${this.users.get(person)}`, operations);
  }

  private async patch(path: string, operations: ScimBody[]): Promise<void> {
    await this.client.send('PATCH', path, { schemas: [PATCH], Operations: operations });
  }
}
