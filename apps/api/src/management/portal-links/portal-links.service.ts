import { Inject, Injectable } from '@nestjs/common';
import { Environment } from '#config';
import { type PortalLink, PortalLinks } from '#persistence';
import { Problem } from '../../http/problem.js';
import { randomToken } from '../../tokens/random-token.js';
import { OrganizationsService } from '../organizations/organizations.service.js';

/** Links that let an organization's own administrator into its portal. */
@Injectable()
export class PortalLinksService {
  constructor(
    @Inject(PortalLinks) private readonly links: PortalLinks,
    @Inject(OrganizationsService) private readonly organizations: OrganizationsService,
    @Inject(Environment) private readonly environment: Environment,
  ) {}

  /** @returns the link with its location, which nobody can find out later */
  async create(organizationId: string, lifetimeMs: number): Promise<PortalLink & { location: string }> {
    await this.organizations.find(organizationId);
    const token = randomToken();
    const link = await this.links.create(organizationId, token, lifetimeMs);
    return { ...link, location: `${this.environment.publicUrl}/portal/l/${token}` };
  }

  async list(organizationId: string): Promise<PortalLink[]> {
    await this.organizations.find(organizationId);
    return await this.links.live(organizationId);
  }

  async remove(organizationId: string, id: string): Promise<void> {
    await this.organizations.find(organizationId);
    if (!(await this.links.remove(organizationId, id))) throw Problem.notFound('portal link', id);
  }

  async removeAll(organizationId: string): Promise<void> {
    await this.organizations.find(organizationId);
    await this.links.removeAll(organizationId);
  }
}
