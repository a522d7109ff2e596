import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { Pool } from 'pg';
import { Environment } from '#config';
import { LiveApiKeys } from '#persistence';
import { KeyHashes } from './key-hash.js';
import { SCOPES } from './scope.js';

/** Makes ROLLCALL_API_KEY an API key with every scope, and the one it replaces none. */
@Injectable()
export class BootstrapKey implements OnModuleInit {
  private readonly keys: LiveApiKeys;

  constructor(
    @Inject(Pool) pool: Pool,
    @Inject(Environment) private readonly environment: Environment,
  ) {
    this.keys = new LiveApiKeys(pool);
  }

  async onModuleInit(): Promise<void> {
    const key = this.environment.apiKey;
    if (key === undefined) return;
    const [plain, ...keyed] = new KeyHashes(this.environment).of(key);
    const [hash = plain, ...older] = keyed;
    await this.keys.setBootstrap({ hash, earlierHashes: [plain, ...older], suffix: key.slice(-4), scopes: SCOPES });
  }
}
