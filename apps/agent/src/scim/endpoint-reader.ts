import { AgentError } from '../agent-error.js';
import { type ScimEndpoint } from './scim-endpoint.js';

const PAGE = 1_000;

export interface Present {
  id: string;
  /** Undefined: made by hand, or by a client without external ids. Not the agent's. */
  externalId: string | undefined;
  active: boolean;
}

/** Reads what an endpoint has: needed only as long as the state does not say it. */
export class EndpointReader {
  private known: Promise<ReadonlyMap<string, Present>> | undefined;

  constructor(private readonly endpoint: Pick<ScimEndpoint, 'send'>) {}

  /** By SCIM id; read once. */
  people(): Promise<ReadonlyMap<string, Present>> {
    return (this.known ??= this.list('Users'));
  }

  groups(): Promise<ReadonlyMap<string, Present>> {
    return this.list('Groups');
  }

  /** Members of a group: SCIM ids, and external ids of people for whom the group waits. */
  async members(groupId: string): Promise<string[]> {
    const { status, body } = await this.endpoint.send(
      'GET',
      `/Groups/${encodeURIComponent(groupId)}?attributes=members`,
    );
    if (status !== 200) return [];
    return ((body['members'] ?? []) as { value: string }[]).map(({ value }) => value);
  }

  private async list(kind: 'Users' | 'Groups'): Promise<ReadonlyMap<string, Present>> {
    const found = new Map<string, Present>();
    const attributes = kind === 'Users' ? 'externalId,active' : 'externalId';
    for (let startIndex = 1; ;) {
      const query = `attributes=${attributes}&sortBy=id&startIndex=${startIndex}&count=${PAGE}`;
      const { status, body } = await this.endpoint.send('GET', `/${kind}?${query}`);
      if (status !== 200)
        throw new AgentError('failed', `The endpoint cannot be listed (${status}). Check --endpoint.`);
      const page = (body['Resources'] ?? []) as { id: string; externalId?: string; active?: boolean }[];
      for (const { id, externalId, active = true } of page) found.set(id, { id, externalId, active });
      startIndex += page.length;
      if (page.length === 0 || startIndex > Number(body['totalResults'])) return found;
    }
  }
}
