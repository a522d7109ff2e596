import { randomBytes } from 'node:crypto';
import { type IdentityProvider } from './identity-provider.js';
import { KnownIds } from './known-ids.js';
import { fullName, type Person } from '../people/person.js';
import { ScimClient, type ScimBody } from './scim-client.js';
import { type WriteLog } from './write-log.js';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

/** Okta as a catalog app speaks: people by POST, PUT and a pathless PATCH, memberships by deltas (OKTA-R1 to R16). */
export class Okta implements IdentityProvider {
  readonly name = 'Okta';
  private readonly client: ScimClient;
  private readonly users = new KnownIds();
  private readonly groups = new KnownIds();

  constructor(base: string, secret: string, writes: WriteLog) {
    const headers = {
      'user-agent': 'Okta SCIM Client 1.0.0',
      accept: 'application/scim+json',
      'accept-charset': 'utf-8',
      'accept-encoding': 'gzip,deflate',
      authorization: `Bearer ${secret}`,
    };
    this.client = new ScimClient({ base, headers, contentType: 'application/scim+json', writes });
  }

  async testConnection(): Promise<void> {
    await this.client.send('GET', '/Users?startIndex=1&count=2');
  }

  async assign(person: Person): Promise<void> {
    const known = await this.find('Users', 'userName', person.userName);
    if (known !== undefined) {
      this.users.set(person, known['id']);
      await this.patch(`/Users/${this.users.get(person)}`, { op: 'replace', value: { active: true } });
      return;
    }
    const created = await this.client.send('POST', '/Users', {
      schemas: [USER, ENTERPRISE],
      userName: person.userName,
      name: { givenName: person.given, familyName: person.family },
      emails: [{ primary: true, value: person.userName, type: 'work' }],
      displayName: fullName(person),
      title: person.title,
      locale: 'en-US',
      externalId: person.externalId,
      groups: [],
      // Okta always sends one, whether or not it is to be used.
      password: randomBytes(6).toString('hex'),
      active: true,
      [ENTERPRISE]: { department: person.department },
    });
    this.users.set(person, created['id']);
  }

  /** Reads, changes what differs, and sends everything back: `id`, `meta` and `groups` included. */
  async update(person: Person, { title, department, manager }: Partial<Person>): Promise<void> {
    const path = `/Users/${this.users.get(person)}`;
    const current = await this.client.send('GET', path);
    await this.client.send('PUT', path, {
      ...current,
      ...(title !== undefined && { title }),
      [ENTERPRISE]: {
        ...(current[ENTERPRISE] as ScimBody | undefined),
        ...(department !== undefined && { department }),
        ...(manager && { manager: { value: manager.userName, displayName: fullName(manager) } }),
      },
    });
  }

  async deactivate(person: Person): Promise<void> {
    await this.patch(`/Users/${this.users.get(person)}`, { op: 'replace', value: { active: false } });
  }

  /** Okta has no request for it: whoever is deleted there was deactivated before. */
  async remove(person: Person): Promise<void> {
    await this.deactivate(person);
  }

  async createGroup(name: string, members: Person[]): Promise<void> {
    const known = await this.find('Groups', 'displayName', name);
    const group =
      known ?? (await this.client.send('POST', '/Groups', { schemas: [GROUP], displayName: name, members: [] }));
    this.groups.set(name, group['id']);
    await this.addMembers(name, members);
  }

  async renameGroup(name: string, to: string): Promise<void> {
    const id = this.groups.get(name);
    this.groups.set(to, id);
    await this.patch(`/Groups/${id}`, { op: 'replace', value: { id, displayName: to } });
  }

  async addMembers(group: string, members: Person[]): Promise<void> {
    const value = members.map((person) => ({ value: this.users.get(person), display: person.userName }));
    await this.changeMembers(group, { op: 'add', path: 'members', value });
  }

  async removeMembers(group: string, members: Person[]): Promise<void> {
    const operations = members.map((person) => ({
      op: 'remove',
      path: `members[value eq "${this.users.get(person)}"]`,
    }));
    await this.changeMembers(group, ...operations);
  }

  /** Okta sends the name along with every change of members, changed or not. */
  private async changeMembers(group: string, ...operations: ScimBody[]): Promise<void> {
    await this.renameGroup(group, group);
    await this.patch(`/Groups/${this.groups.get(group)}`, ...operations);
  }

  private find(kind: 'Users' | 'Groups', attribute: string, value: string): Promise<ScimBody | undefined> {
    const filter = encodeURIComponent(`${attribute} eq "${value}"`);
    return this.client.first(`/${kind}?filter=${filter}&startIndex=1&count=100`);
  }

  private async patch(path: string, ...operations: ScimBody[]): Promise<void> {
    await this.client.send('PATCH', path, { schemas: [PATCH], Operations: operations });
  }
}
