import { Inject, Injectable } from '@nestjs/common';
import { type PoolClient } from 'pg';
import { DataSource, In, IsNull, type Repository } from 'typeorm';
import { newId } from '#directory';
import {
  ApiKey,
  changesBetween,
  findPage,
  hashSecret,
  type KeysetPage,
  managerOn,
  Organization,
  type PageRequest,
  writeAct,
} from '#persistence';
import { Problem } from '../../http/problem.js';
import { type CreateApiKey, type UpdateApiKey } from './api-key.dto.js';
import { IssuedTokens } from '../../tokens/issued-tokens.js';

@Injectable()
export class ApiKeysService {
  private readonly keys: Repository<ApiKey>;

  constructor(
    @Inject(DataSource) private readonly source: DataSource,
    @Inject(IssuedTokens) private readonly tokens: IssuedTokens,
  ) {
    this.keys = source.getRepository(ApiKey);
  }

  /** @param on the connection of a search */
  list(page: PageRequest, on: PoolClient): Promise<KeysetPage<ApiKey>> {
    return findPage(managerOn(this.source, on).getRepository(ApiKey), {}, page);
  }

  async create(input: CreateApiKey): Promise<{ plain: string; key: ApiKey }> {
    const plain = `rk_${this.tokens.make()}`;
    const organizationIds = await this.organizationsOf(input.organization_ids);
    const key = await this.source.transaction(async (manager) => {
      const saved = await manager.save(ApiKey, {
        id: newId('key'),
        name: input.name ?? '',
        hash: hashSecret(plain),
        suffix: plain.slice(-4),
        scopes: [...new Set(input.scopes)],
        bootstrap: false,
        createdAt: new Date().toISOString(),
        expiresAt: endOf(input.expire_time),
        rateLimit: input.rate_limit ?? null,
        organizationIds,
        revokedAt: null,
        lastUsedAt: null,
      });
      await writeAct(manager, { targetId: saved.id });
      return saved;
    });
    return { plain, key };
  }

  async find(id: string): Promise<ApiKey> {
    const key = await this.keys.findOneBy({ id });
    if (key === null) throw Problem.notFound('API key', id);
    return key;
  }

  async update(id: string, input: UpdateApiKey): Promise<ApiKey> {
    const key = await this.find(id);
    if (key.bootstrap && input.expire_time != null) {
      throw Problem.precondition('this key comes from ROLLCALL_API_KEY and ends with it');
    }
    if (key.bootstrap && input.organization_ids != null) {
      throw Problem.precondition('this key comes from ROLLCALL_API_KEY and is for all organizations');
    }
    const changes = {
      ...(input.name !== undefined && { name: input.name }),
      ...(input.expire_time !== undefined && { expiresAt: endOf(input.expire_time) }),
      ...(input.rate_limit !== undefined && { rateLimit: input.rate_limit }),
      ...(input.organization_ids !== undefined && {
        organizationIds: await this.organizationsOf(input.organization_ids),
      }),
    };
    await this.source.transaction(async (manager) => {
      const before = await manager.findOneOrFail(ApiKey, { where: { id }, lock: { mode: 'pessimistic_write' } });
      if (Object.keys(changes).length > 0) await manager.update(ApiKey, { id }, changes);
      await writeAct(manager, {
        changes: changesBetween(settingsOf(before), settingsOf({ ...before, ...changes }), ['name']),
      });
    });
    return await this.find(id);
  }

  /** @throws Problem for an organization that does not exist */
  private async organizationsOf(given: string[] | null | undefined): Promise<string[] | null> {
    if (given == null) return null;
    const ids = [...new Set(given)];
    const found = await this.source.getRepository(Organization).findBy({ id: In(ids), deletedAt: IsNull() });
    if (found.length === ids.length) return ids;
    throw Problem.invalid([{ field: 'organization_ids', description: 'must name organizations that exist' }]);
  }

  /** Its access tokens stop with it. */
  async revoke(id: string): Promise<void> {
    const key = await this.find(id);
    if (key.bootstrap && key.revokedAt === null) {
      throw Problem.precondition('this key comes from ROLLCALL_API_KEY: change it there and restart');
    }
    await this.source.transaction(async (manager) => {
      await manager.update(ApiKey, { id, revokedAt: IsNull() }, { revokedAt: new Date().toISOString() });
      await writeAct(manager);
    });
  }
}

/** As the API calls them. Whoever names a key may name a person. */
function settingsOf({ name, expiresAt, rateLimit, organizationIds }: ApiKey): Record<string, unknown> {
  return { name, expire_time: expiresAt, rate_limit: rateLimit, organization_ids: organizationIds };
}

function endOf(time: string | null | undefined): string | null {
  if (time == null) return null;
  if (Date.parse(time) > Date.now()) return new Date(time).toISOString();
  throw Problem.invalid([{ field: 'expire_time', description: 'must be in the future' }]);
}
