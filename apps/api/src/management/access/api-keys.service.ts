import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type Repository } from 'typeorm';
import { newId } from '#directory';
import { ApiKey, findPage, hashSecret, type KeysetPage, type PageRequest } from '#persistence';
import { Problem } from '../../http/problem.js';
import { type CreateApiKey } from './api-key.dto.js';
import { randomToken } from '../../tokens/random-token.js';

@Injectable()
export class ApiKeysService {
  private readonly keys: Repository<ApiKey>;

  constructor(@Inject(DataSource) source: DataSource) {
    this.keys = source.getRepository(ApiKey);
  }

  list(page: PageRequest): Promise<KeysetPage<ApiKey>> {
    return findPage(this.keys, {}, page);
  }

  async create(input: CreateApiKey): Promise<{ plain: string; key: ApiKey }> {
    if (input.expire_time != null && Date.parse(input.expire_time) <= Date.now()) {
      throw Problem.invalid([{ field: 'expire_time', description: 'must be in the future' }]);
    }
    const plain = `rk_${randomToken()}`;
    const key = await this.keys.save({
      id: newId('key'),
      name: input.name ?? '',
      hash: hashSecret(plain),
      suffix: plain.slice(-4),
      scopes: [...new Set(input.scopes)],
      bootstrap: false,
      createdAt: new Date().toISOString(),
      expiresAt: input.expire_time == null ? null : new Date(input.expire_time).toISOString(),
      revokedAt: null,
      lastUsedAt: null,
    });
    return { plain, key };
  }

  /** Its access tokens stop with it. */
  async revoke(id: string): Promise<void> {
    const key = await this.keys.findOneBy({ id });
    if (key === null) throw Problem.notFound('API key', id);
    if (key.bootstrap && key.revokedAt === null) {
      throw Problem.precondition('this key comes from ROLLCALL_API_KEY: change it there and restart');
    }
    if (key.revokedAt === null) await this.keys.update({ id }, { revokedAt: new Date().toISOString() });
  }
}
