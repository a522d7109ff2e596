import { type IdentityProvider } from './identity-provider.js';
import { KnownIds } from './known-ids.js';
import { type Person } from '../people/person.js';
import { ScimClient, type ScimBody } from './scim-client.js';
import { type WriteLog } from './write-log.js';

/** Not of the IETF: what OneLogin's template sends (OL-R4). */
const SCHEMAS = ['urn:scim:schemas:core:2.0', 'urn:scim:schemas:extension:enterprise:2.0'];
const ENTERPRISE = 'urn:scim:schemas:extension:enterprise:2.0';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

/** OneLogin with its usual template: no user agent, PUT of everything, empty queries, one address as an object (OL-R1 to R8). */
export class OneLogin implements IdentityProvider {
  readonly name = 'OneLogin';
  private readonly client: ScimClient;
  private readonly users = new KnownIds();
  private readonly groups = new KnownIds();

  constructor(base: string, secret: string, writes: WriteLog) {
    const headers = { 'user-agent': '', authorization: `Bearer ${secret}` };
    this.client = new ScimClient({ base, headers, contentType: 'application/scim+json', writes });
  }

  async testConnection(): Promise<void> {
    await this.client.send('GET', '/ServiceProviderConfig');
    await this.client.send('GET', '/Groups');
  }

  /** OL-R2, OL-R3; who is there already is sent again, active (OL-R7). */
  async assign(person: Person): Promise<void> {
    const known = await this.client.first(`/Users?filter=userName+eq+%22${encodeURIComponent(person.userName)}%22&`);
    if (known !== undefined) {
      this.users.set(person, known['id']);
      return this.replace(person, true);
    }
    this.users.set(person, (await this.client.send('POST', '/Users', template(person, true)))['id']);
  }

  async update(person: Person, to: Partial<Person>): Promise<void> {
    await this.replace({ ...person, ...to }, true);
  }

  /** "Suspend" (OL-R6). */
  async deactivate(person: Person): Promise<void> {
    await this.replace(person, false);
  }

  /** "Delete" (OL-R6). */
  async remove(person: Person): Promise<void> {
    await this.client.send('DELETE', `/Users/${this.users.get(person)}`);
  }

  /** How OneLogin looks groups up is not documented: as it looks users up (OL-R2). */
  async createGroup(name: string, members: Person[]): Promise<void> {
    const known = await this.client.first(`/Groups?filter=displayName+eq+%22${encodeURIComponent(name)}%22&`);
    const group = known ?? (await this.client.send('POST', '/Groups', { schemas: [GROUP], displayName: name }));
    this.groups.set(name, group['id']);
    await this.addMembers(name, members);
  }

  async renameGroup(name: string, to: string): Promise<void> {
    this.groups.set(to, this.groups.get(name));
    await this.patchGroup(to, { op: 'replace', path: 'displayName', value: to });
  }

  /** An `add` whose path names the member, without a value (OL-R8). */
  async addMembers(group: string, members: Person[]): Promise<void> {
    for (const person of members) await this.patchGroup(group, { op: 'add', path: this.pathTo(person) });
  }

  async removeMembers(group: string, members: Person[]): Promise<void> {
    for (const person of members) await this.patchGroup(group, { op: 'remove', path: this.pathTo(person) });
  }

  private pathTo(person: Person): string {
    return `members[value eq "${this.users.get(person)}"]`;
  }

  private async replace(person: Person, active: boolean): Promise<void> {
    await this.client.send('PUT', `/Users/${this.users.get(person)}?`, template(person, active));
  }

  private async patchGroup(group: string, operation: ScimBody): Promise<void> {
    await this.client.send('PATCH', `/Groups/${this.groups.get(group)}?`, {
      schemas: [PATCH],
      Operations: [operation],
    });
  }
}

const template = (person: Person, active: boolean): ScimBody => ({
  schemas: SCHEMAS,
  userName: person.userName,
  externalId: person.externalId,
  name: { familyName: person.family, givenName: person.given },
  // An object where everybody else sends a list of them (OL-R5).
  emails: { value: person.userName, primary: true },
  title: person.title,
  active,
  [ENTERPRISE]: { department: person.department },
});
