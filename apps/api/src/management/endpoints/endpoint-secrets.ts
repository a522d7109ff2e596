import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, type FindOptionsWhere, IsNull, MoreThan } from 'typeorm';
import { newId } from '#directory';
import {
  ENDPOINT_CORRECTED,
  EndpointSecret,
  endSigningSecrets,
  SecretCipher,
  WebhookEndpoint,
  writeAct,
} from '#persistence';
import { newSecret } from '#webhooks';
import { assertRoomFor, SIGNING_SECRETS } from '../limits/number-limits.js';

/** Signing secrets: the newest never expires, those before it until their overlap ends. */
@Injectable()
export class EndpointSecrets {
  constructor(
    @Inject(DataSource) private readonly source: DataSource,
    @Inject(SecretCipher) private readonly cipher: SecretCipher,
  ) {}

  async add(manager: EntityManager, endpointId: string): Promise<string> {
    const plain = newSecret();
    await manager.insert(EndpointSecret, {
      id: newId('sec'),
      endpointId,
      cipher: this.cipher.encrypt(plain),
      createdAt: new Date().toISOString(),
      expiresAt: null,
    });
    return plain;
  }

  /** The one that signs for good. */
  async current(endpointId: string): Promise<string> {
    const secret = await this.source
      .getRepository(EndpointSecret)
      .findOneOrFail({ where: { endpointId, expiresAt: IsNull() }, order: { id: 'DESC' } });
    return this.cipher.decrypt(secret.cipher);
  }

  /** All that sign now, newest first. */
  async live(endpointId: string): Promise<string[]> {
    const secrets = await this.source
      .getRepository(EndpointSecret)
      .find({ where: liveOf(endpointId), order: { id: 'DESC' }, take: SIGNING_SECRETS.most });
    return secrets.map(({ cipher }) => this.cipher.decrypt(cipher));
  }

  rotate(endpointId: string, overlapMs: number): Promise<string> {
    return this.source.transaction(async (manager) => {
      await endSigningSecrets(manager, endpointId, overlapMs);
      // Each of them signs every delivery.
      await assertRoomFor(manager, SIGNING_SECRETS, endpointId, () =>
        manager.countBy(EndpointSecret, liveOf(endpointId)),
      );
      // What the receiver refused for its signature goes out anew.
      await manager.query(ENDPOINT_CORRECTED, [endpointId]);
      const plain = await this.add(manager, endpointId);
      const { organizationId, directoryId } = await manager.findOneByOrFail(WebhookEndpoint, { id: endpointId });
      await writeAct(manager, { organizationId, directoryId });
      return plain;
    });
  }
}

function liveOf(endpointId: string): FindOptionsWhere<EndpointSecret>[] {
  return [
    { endpointId, expiresAt: IsNull() },
    { endpointId, expiresAt: MoreThan(new Date().toISOString()) },
  ];
}
