import { Client } from 'undici';
import { type Answer, type Exchange, type Operation } from './operation.js';

const USER_URN = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP_URN = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const PATCH_URN = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

interface Request {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  body?: object;
}

interface GroupShown {
  value: string;
  display: string;
}

/** One keep-alive connection of an identity provider: one request after the other. */
export class Connection {
  private readonly client: Client;

  constructor(
    origin: string,
    private readonly base: string,
    private readonly secret: string,
    private readonly number: number,
  ) {
    this.client = new Client(origin, { pipelining: 1 });
  }

  async send(operation: Operation): Promise<Exchange> {
    const begun = performance.now();
    const answer = await this.answerTo(operation);
    return { connection: this.number, operation, answer, begun, ended: performance.now() };
  }

  async get(path: string): Promise<unknown> {
    const { body } = await this.request({ method: 'GET', path });
    return JSON.parse(body);
  }

  close(): Promise<void> {
    return this.client.close();
  }

  private async answerTo(operation: Operation): Promise<Answer> {
    const { status, etag, body } = await this.request(
      requestOf(operation),
      'match' in operation ? operation.match : undefined,
    );
    const version = etag === undefined ? undefined : /^W\/"(.+)"$/.exec(etag)?.[1];
    if (status >= 400 || status === 204) return { status, ...(version !== undefined && { version }) };
    const resource = JSON.parse(body) as Record<string, unknown>;
    const shown = operation.kind.endsWith('user') ? userShown(resource) : groupShown(resource);
    return { status, id: resource['id'] as string, ...(version !== undefined && { version }), shown };
  }

  private async request({ method, path, body }: Request, match?: string) {
    const reply = await this.client.request({
      method,
      path: `${this.base}/${path}`,
      headers: {
        authorization: `Bearer ${this.secret}`,
        ...(body !== undefined && { 'content-type': 'application/scim+json' }),
        ...(match !== undefined && { 'if-match': `W/"${match}"` }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return {
      status: reply.statusCode,
      etag: reply.headers['etag'] as string | undefined,
      body: await reply.body.text(),
    };
  }
}

function requestOf(operation: Operation): Request {
  switch (operation.kind) {
    case 'create-user':
      return { method: 'POST', path: 'Users', body: { schemas: [USER_URN], ...operation.input } };
    case 'patch-user': {
      const Operations = Object.entries(operation.input).map(([path, value]) => ({ op: 'replace', path, value }));
      return { method: 'PATCH', path: `Users/${operation.id}`, body: { schemas: [PATCH_URN], Operations } };
    }
    case 'put-user':
      return { method: 'PUT', path: `Users/${operation.id}`, body: { schemas: [USER_URN], ...operation.input } };
    case 'delete-user':
      return { method: 'DELETE', path: `Users/${operation.id}` };
    case 'read-user':
      return { method: 'GET', path: `Users/${operation.id}` };
    case 'create-group': {
      const { displayName, externalId, members } = operation;
      const body = { schemas: [GROUP_URN], displayName, externalId, members: membersOf(members) };
      return { method: 'POST', path: 'Groups', body };
    }
    case 'patch-group': {
      const { displayName, externalId, members } = operation;
      const Operations = [
        ...(displayName === undefined ? [] : [{ op: 'replace', path: 'displayName', value: displayName }]),
        ...(externalId === undefined ? [] : [{ op: 'replace', path: 'externalId', value: externalId }]),
        ...members.map(({ op, values }) => ({ op, path: 'members', value: membersOf(values) })),
      ];
      return { method: 'PATCH', path: `Groups/${operation.id}`, body: { schemas: [PATCH_URN], Operations } };
    }
    case 'put-group': {
      const { displayName, members } = operation;
      const body = { schemas: [GROUP_URN], displayName, ...(members && { members: membersOf(members) }) };
      return { method: 'PUT', path: `Groups/${operation.id}`, body };
    }
    case 'delete-group':
      return { method: 'DELETE', path: `Groups/${operation.id}` };
  }
}

function membersOf(values: readonly string[]): { value: string }[] {
  return values.map((value) => ({ value }));
}

/** SCIM's view of a user, in the model's words. */
export function userShown(resource: Record<string, unknown>): Record<string, unknown> {
  const groups = ((resource['groups'] ?? []) as GroupShown[]).map(({ value, display }) => `${value} ${display}`).sort();
  return {
    userName: resource['userName'],
    externalId: resource['externalId'] ?? null,
    title: resource['title'] ?? null,
    active: resource['active'],
    groups,
  };
}

/** SCIM's view of a group without its members, in the model's words. */
export function groupShown(resource: Record<string, unknown>): Record<string, unknown> {
  return { displayName: resource['displayName'], externalId: resource['externalId'] ?? null };
}
