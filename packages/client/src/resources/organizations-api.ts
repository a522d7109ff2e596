import { List } from '../list.js';
import { type CallOptions, type CreateOptions } from '../options.js';
import { path } from '../path.js';
import {
  type CreateOrganization,
  type Feature,
  type ListQuery,
  type Organization,
  type PortalLink,
  type UpdateOrganization,
} from '../schema.js';
import { type Transport } from '../transport.js';
import { PAGE_SIZE, pageOf } from './page-of.js';

interface Answer {
  organization: Organization;
}
type Answers = { organizations: Organization[] } & Parameters<typeof pageOf>[1];

/** Customers of the application. */
export class OrganizationsApi {
  constructor(private readonly transport: Transport) {}

  list(query: ListQuery<'Organizations_list'> = {}, options?: CallOptions): List<Organization> {
    return this.pages('/organizations', query, options);
  }

  /** By name, slug or id. */
  search(text: string, query: { page_size?: number } = {}, options?: CallOptions): List<Organization> {
    return this.pages('/organizations:search', { ...query, query: text }, options);
  }

  async get(id: string, options?: CallOptions): Promise<Organization> {
    return (await this.transport.json<Answer>({ method: 'GET', path: path`/organizations/${id}` }, options))
      .organization;
  }

  /** @param externalId your own id of the customer */
  async getByExternalId(externalId: string, options?: CallOptions): Promise<Organization> {
    const call = { method: 'GET' as const, path: path`/organizations:external/${externalId}` };
    return (await this.transport.json<Answer>(call, options)).organization;
  }

  async create(input: CreateOrganization, options?: CreateOptions): Promise<Organization> {
    const call = { method: 'POST' as const, path: '/organizations', body: input };
    return (await this.transport.json<Answer>(call, options)).organization;
  }

  async update(id: string, input: UpdateOrganization, options?: CallOptions): Promise<Organization> {
    const call = { method: 'PATCH' as const, path: path`/organizations/${id}`, body: input };
    return (await this.transport.json<Answer>(call, options)).organization;
  }

  /** With its directories, each of which announces that its users are gone. */
  async delete(id: string, options?: CallOptions): Promise<void> {
    await this.transport.json({ method: 'DELETE', path: path`/organizations/${id}` }, options);
  }

  async updateFeatures(id: string, features: Feature[], options?: CallOptions): Promise<Organization> {
    const call = { method: 'PATCH' as const, path: path`/organizations/${id}/settings`, body: { features } };
    return (await this.transport.json<Answer>(call, options)).organization;
  }

  /** A link into the admin portal. It works once, within a minute unless `expires_in` is given. */
  async createPortalLink(
    id: string,
    { expires_in, ...options }: CallOptions & { expires_in?: string } = {},
  ): Promise<PortalLink> {
    const call = { method: 'PUT' as const, path: path`/organizations/${id}/portal_links`, body: { expires_in } };
    return (await this.transport.json<{ link: PortalLink }>(call, options)).link;
  }

  private pages(where: string, query: object, options?: CallOptions): List<Organization> {
    return new List(async (page_token) => {
      const call = { method: 'GET' as const, path: where, query: { page_size: PAGE_SIZE, ...query, page_token } };
      const answer = await this.transport.json<Answers>(call, options);
      return pageOf(answer.organizations, answer);
    });
  }
}
