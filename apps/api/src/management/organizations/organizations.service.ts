import { Inject, Injectable } from '@nestjs/common';
import { type PoolClient } from 'pg';
import { DataSource, In, IsNull, Raw, type Repository } from 'typeorm';
import { Environment } from '#config';
import { newId } from '#directory';
import { comparisonKey } from '#scim';
import {
  changesBetween,
  findPage,
  type KeysetPage,
  managerOn,
  Organization,
  type PageRequest,
  writeAct,
} from '#persistence';
import { Problem } from '../../http/problem.js';
import { regionCode } from './region-code.js';
import { onUniqueViolation } from '../unique-violation.js';
import { withFeatures } from './features.js';
import { type CreateOrganization, type FeatureInput, type UpdateOrganization } from './organization.dto.js';

const LIVE = { deletedAt: IsNull() };
const among = (ids: string[] | undefined) => ids && { id: In(ids) };

@Injectable()
export class OrganizationsService {
  private readonly organizations: Repository<Organization>;

  constructor(
    @Inject(DataSource) private readonly source: DataSource,
    @Inject(Environment) private readonly environment: Environment,
  ) {
    this.organizations = source.getRepository(Organization);
  }

  /**
   * @param own the only ones to be found, here and below
   * @param on the connection of a search, here and below
   */
  list(
    page: PageRequest,
    externalId: string | undefined,
    own: string[] | undefined,
    on: PoolClient,
  ): Promise<KeysetPage<Organization>> {
    const where = { ...LIVE, ...among(own), ...(externalId !== undefined && { externalId }) };
    return findPage(this.searched(on), where, page);
  }

  search(
    page: PageRequest,
    query: string,
    own: string[] | undefined,
    on: PoolClient,
  ): Promise<KeysetPage<Organization>> {
    const part = Raw((column) => `strpos(folded(${column}), :part) > 0`, { part: comparisonKey(query) });
    const anywhere = [{ displayName: part }, { externalId: part }, { slug: part }];
    return findPage(
      this.searched(on),
      anywhere.map((where) => ({ ...where, ...LIVE, ...among(own) })),
      page,
    );
  }

  private searched(on: PoolClient): Repository<Organization> {
    return managerOn(this.source, on).getRepository(Organization);
  }

  async find(id: string): Promise<Organization> {
    const organization = await this.organizations.findOneBy({ id, ...LIVE });
    if (organization === null) throw Problem.notFound('organization', id);
    return organization;
  }

  async findExternal(externalId: string, own?: string[]): Promise<Organization> {
    const known = await this.organizations.findOneBy({ externalId, ...LIVE, ...among(own) });
    if (known === null) throw Problem.notFound('organization with the external id', externalId);
    return known;
  }

  create(input: CreateOrganization): Promise<Organization> {
    const now = new Date().toISOString();
    return this.save({
      id: newId('org'),
      displayName: input.display_name,
      externalId: input.external_id ?? null,
      regionCode: this.regionOf(input.region_code),
      slug: input.slug ?? null,
      logoUrl: input.logo_url ?? null,
      metadata: input.metadata ?? {},
      features: [],
      createdAt: now,
      updatedAt: now,
      deletedAt: null,
    });
  }

  async update(id: string, input: UpdateOrganization): Promise<Organization> {
    const organization = await this.find(id);
    this.regionOf(input.region_code);
    const given = <T>(value: T | undefined, stored: T): T => (value === undefined ? stored : value);
    const changed = {
      ...organization,
      displayName: given(input.display_name, organization.displayName),
      externalId: given(input.external_id, organization.externalId),
      slug: given(input.slug, organization.slug),
      logoUrl: given(input.logo_url, organization.logoUrl),
      metadata: given(input.metadata, organization.metadata),
      updatedAt: new Date().toISOString(),
    };
    return await this.save(changed, organization);
  }

  async updateFeatures(id: string, changes: FeatureInput[]): Promise<Organization> {
    const organization = await this.find(id);
    const features = withFeatures(organization.features, changes);
    return await this.save({ ...organization, features, updatedAt: new Date().toISOString() }, organization);
  }

  /** `us`, `US` and Scalekit's `REGION_CODE_UNSPECIFIED` alike; another region's data must not land here. */
  private regionOf(code: string | undefined): string {
    const { region } = this.environment;
    if (code === undefined || code === 'REGION_CODE_UNSPECIFIED' || code.toLowerCase() === region) return region;
    throw Problem.invalid([
      {
        field: 'region_code',
        description: `must be "${regionCode(region)}", the region in which this deployment keeps data`,
      },
    ]);
  }

  private save(organization: Organization, before?: Organization): Promise<Organization> {
    const { id } = organization;
    const saving = this.source.transaction(async (manager) => {
      const saved = await manager.save(Organization, organization);
      const changes = before && changesBetween(settingsOf(before), settingsOf(saved), HIDDEN);
      await writeAct(manager, { targetId: id, organizationId: id, changes: changes ?? null });
      return saved;
    });
    return onUniqueViolation(saving, {
      organizations_external_id: `an organization with the external_id "${organization.externalId}" exists already`,
      organizations_slug: `an organization with the slug "${organization.slug}" exists already`,
    });
  }
}

/** The application's own pairs can be anything. */
const HIDDEN = ['metadata'];

function settingsOf(organization: Organization): Record<string, unknown> {
  return {
    display_name: organization.displayName,
    external_id: organization.externalId,
    slug: organization.slug,
    logo_url: organization.logoUrl,
    metadata: organization.metadata,
    features: organization.features,
  };
}
