import { type ServedDirectory } from '../support/scim-server.js';
import { send, type ScimAnswer } from './scim-client.js';

interface OktaUser {
  id: string;
  profile: { firstName: string; lastName: string; email: string };
  /** The id in the application, once provisioned. */
  scimId?: string;
}

interface ScimUser {
  id: string;
  [attribute: string]: unknown;
}

/** Sends what the SCIM server is asked on Okta's own events: by PUT as a wizard app, or by PATCH as one of the catalog. */
export class SimulatedOkta {
  private readonly users = new Map<string, OktaUser>();

  constructor(
    private readonly directory: ServedDirectory,
    private readonly app: 'wizard' | 'catalog',
  ) {}

  /** Answers the calls of Okta's own API that the CRUD suite makes. */
  async handle(method: string, path: string, body: string | undefined): Promise<ScimAnswer> {
    const [, , , kind, id, sub, action] = path.split('?')[0]!.split('/');
    const sent = body === undefined ? {} : (JSON.parse(body) as Partial<OktaUser>);
    if (kind === 'apps' && method === 'GET') return reply(200, { id });
    if (kind === 'apps' && method === 'POST') return this.assign(sent.id!);
    if (kind === 'apps' && method === 'DELETE') return this.setActive(path.split('/').at(-1)!, false, 204);
    if (kind !== 'users') throw new Error(`Okta is asked for ${method} ${path}`);
    if (id === undefined) return this.create(sent.profile!);
    if (method === 'PUT') return this.update(id, sent.profile!);
    if (sub === 'lifecycle' && action === 'deactivate') return this.setActive(id, false, 200);
    // An activated user is not provisioned before it is assigned again (OKTA-R7).
    if (sub === 'lifecycle' && action === 'activate') return reply(200, {});
    throw new Error(`Okta is asked for ${method} ${path}`);
  }

  private create(profile: OktaUser['profile']): ScimAnswer {
    const user = { id: `00u${this.users.size}`, profile };
    this.users.set(user.id, user);
    return reply(200, user);
  }

  /** OKTA-R2, then OKTA-R3 for an unknown user and OKTA-R7 for a known one. */
  private async assign(id: string): Promise<ScimAnswer> {
    const user = this.users.get(id)!;
    const filter = encodeURIComponent(`userName eq "${user.profile.email}"`);
    const found = await this.scim('GET', `/Users?filter=${filter}&startIndex=1&count=100`);
    const [match] = (found.json as { Resources: ScimUser[] }).Resources;
    if (match === undefined) {
      const created = await this.scim('POST', '/Users', resource(user));
      user.scimId = (created.json as ScimUser).id;
      return reply(200, {});
    }
    user.scimId = match.id;
    return this.setActive(id, true, 200);
  }

  /** OKTA-R5, of both kinds of app: what was read goes back with the change in it. */
  private async update(id: string, profile: OktaUser['profile']): Promise<ScimAnswer> {
    const user = this.users.get(id)!;
    user.profile = profile;
    const read = (await this.scim('GET', `/Users/${user.scimId}`)).json as ScimUser;
    await this.scim('PUT', `/Users/${user.scimId}`, { ...read, name: resource(user).name });
    return reply(200, user);
  }

  /** OKTA-R6. */
  private async setActive(id: string, active: boolean, status: number): Promise<ScimAnswer> {
    const path = `/Users/${this.users.get(id)!.scimId}`;
    if (this.app === 'wizard') {
      const read = (await this.scim('GET', path)).json as ScimUser;
      await this.scim('PUT', path, { ...read, active });
    } else {
      const schemas = ['urn:ietf:params:scim:api:messages:2.0:PatchOp'];
      await this.scim('PATCH', path, { schemas, Operations: [{ op: 'replace', value: { active } }] });
    }
    return reply(status, undefined);
  }

  private async scim(method: string, path: string, body?: object): Promise<ScimAnswer> {
    const answer = await send({
      method,
      url: this.directory.base + path,
      headers: {
        authorization: `Bearer ${this.directory.secret}`,
        'user-agent': 'Okta SCIM Client 1.0.0',
        ...(body && { 'content-type': 'application/scim+json' }),
      },
      body: body && JSON.stringify(body),
    });
    if (answer.status >= 400) throw new Error(`${method} ${path} answered ${answer.status} ${answer.text}`);
    return answer;
  }
}

function resource({ id, profile }: OktaUser) {
  return {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
    userName: profile.email,
    name: { givenName: profile.firstName, familyName: profile.lastName },
    emails: [{ primary: true, value: profile.email, type: 'work' }],
    displayName: `${profile.firstName} ${profile.lastName}`,
    locale: 'en-US',
    externalId: id,
    groups: [],
    password: '1mz050nq',
    active: true,
  };
}

function reply(status: number, json: unknown): ScimAnswer {
  return { status, headers: {}, text: JSON.stringify(json) ?? '', json };
}
