import { exportJWK, type CryptoKey, generateKeyPair, SignJWT } from 'jose';
import { expect } from 'vitest';
import { type ManagementClient, type Reply } from '../e2e/management-client.js';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

export interface Operation {
  op: 'add' | 'remove' | 'replace';
  path?: string | null;
  value?: unknown;
}

/** A directory with a `scim_profile`, and a client that keeps it: an access token, and one path an operation. */
export class ProfiledDirectory {
  private constructor(
    readonly client: ManagementClient,
    readonly id: string,
    /** Of REST. */
    readonly path: string,
    readonly secret: string,
    private token: string,
  ) {}

  static async create(client: ManagementClient, profile: string): Promise<ProfiledDirectory> {
    const { directoryId, path, secret } = await client.directory();
    const directory = new ProfiledDirectory(client, directoryId, path, secret, secret);
    await directory.setProfile(profile);
    if (profile === 'ipsie') await directory.signIn();
    return directory;
  }

  async setProfile(scim_profile: string): Promise<void> {
    const { status, body } = await this.client.patch(this.path, { scim_profile });
    expect([status, body.directory?.scim_profile]).toEqual([200, scim_profile]);
  }

  /** With a key pair, as IPSIE has it. */
  async signIn(): Promise<Reply> {
    const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
    const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: 'k', alg: 'ES256' }] };
    const created = await this.client.post(`${this.path}/oauth_clients`, {
      token_endpoint_auth_method: 'private_key_jwt',
      jwks,
    });
    const reply = await this.askToken({
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: await this.assertion(created.body.client_id, privateKey),
    });
    expect(reply.status, reply.text).toBe(200);
    this.token = reply.body.access_token;
    return reply;
  }

  askToken(fields: Record<string, string>, headers: Record<string, string> = {}): Promise<Reply> {
    const form = new URLSearchParams({ grant_type: 'client_credentials', ...fields });
    return this.client.call('POST', `/directory/${this.id}/oauth/token`, form.toString(), {
      'content-type': 'application/x-www-form-urlencoded',
      // Not the administrator's.
      authorization: '',
      ...headers,
    });
  }

  scim(method: string, path: string, body?: unknown, token = this.token): Promise<Reply> {
    return this.client.scim({ directoryId: this.id, secret: token }, method, path, body);
  }

  createUser(userName: string, more: object = {}): Promise<Reply> {
    return this.scim('POST', 'Users', { schemas: [USER], userName, ...more });
  }

  /** @returns the id */
  async user(userName: string, more: object = {}): Promise<string> {
    const reply = await this.createUser(userName, more);
    expect(reply.status, reply.text).toBe(201);
    return reply.body.id;
  }

  createGroup(displayName: string, more: object = {}): Promise<Reply> {
    return this.scim('POST', 'Groups', { schemas: [GROUP], displayName, ...more });
  }

  patch(path: string, ...Operations: Operation[]): Promise<Reply> {
    return this.scim('PATCH', path, { schemas: [PATCH_OP], Operations });
  }

  async find(endpoint: string, filter: string): Promise<string[]> {
    const { status, body, text } = await this.scim('GET', `${endpoint}?filter=${encodeURIComponent(filter)}`);
    expect(status, text).toBe(200);
    return (body.Resources as { id: string }[]).map(({ id }) => id);
  }

  private assertion(id: string, key: CryptoKey): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    const aud = `https://rollcall.example/directory/${this.id}`;
    return new SignJWT({ iss: id, sub: id, aud, iat: now, exp: now + 60, jti: `${id}-${performance.now()}` })
      .setProtectedHeader({ alg: 'ES256', kid: 'k' })
      .sign(key);
  }
}

/** What a refusal says, as far as a client can act on it. */
export const refusal = ({ status, body }: Reply): [number, string | undefined] => [status, body.scimType];
