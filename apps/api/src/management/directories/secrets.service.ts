import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, IsNull, MoreThan } from 'typeorm';
import { newId } from '#directory';
import {
  type ClientAuthMethod,
  Directory,
  DirectorySecret,
  endBearerSecrets,
  hashSecret,
  writeAct,
} from '#persistence';
import { Problem } from '../../http/problem.js';
import { IssuedTokens } from '../../tokens/issued-tokens.js';
import { assertRoomFor, OAUTH_CLIENTS, SECRETS } from '../limits/number-limits.js';
import { shownSecrets } from './shown-secrets.js';

export interface NewSecret {
  plain: string;
  secret: DirectorySecret;
}

const IPSIE = 'a directory with scim_profile ipsie';

type SecretKind = DirectorySecret['kind'];

/** The secrets of a directory's SCIM endpoint, bearer tokens and OAuth clients: stored hashed, several may be live. */
@Injectable()
export class SecretsService {
  constructor(
    @Inject(DataSource) private readonly source: DataSource,
    @Inject(IssuedTokens) private readonly tokens: IssuedTokens,
  ) {}

  list(directory: Directory, kind: SecretKind = 'bearer'): Promise<DirectorySecret[]> {
    return shownSecrets(this.source.manager, directory.id, kind);
  }

  create(
    directory: Directory,
    kind: SecretKind = 'bearer',
    authMethod: ClientAuthMethod | null = null,
  ): Promise<NewSecret> {
    return this.source.transaction((manager) => this.add(manager, directory, { kind, authMethod }));
  }

  /** An OAuth client that signs with a key of its own. */
  createKeyed(directory: Directory, keys: { jwks: object | null; jwksUri: string | null }): Promise<DirectorySecret> {
    const own = { ...keys, kind: 'client', authMethod: 'private_key_jwt', hash: null, suffix: '' } as const;
    return this.source.transaction((manager) => this.save(manager, directory, own));
  }

  /** The secrets before it end after `overlapMs`; with 0 at once, on every process. */
  regenerate(directory: Directory, overlapMs: number): Promise<NewSecret> {
    return this.source.transaction(async (manager) => {
      await endBearerSecrets(manager, directory.id, overlapMs);
      return await this.add(manager, directory, { kind: 'bearer', authMethod: null });
    });
  }

  async revoke(directory: Directory, id: string, kind: SecretKind = 'bearer'): Promise<void> {
    await this.source.transaction(async (manager) => {
      const known = await manager.existsBy(DirectorySecret, { id, directoryId: directory.id, kind });
      if (!known) throw Problem.notFound(kind === 'client' ? 'OAuth client' : 'secret', id);
      await manager.update(DirectorySecret, { id, revokedAt: IsNull() }, { revokedAt: new Date().toISOString() });
      await writeAct(manager);
    });
  }

  private async add(
    manager: EntityManager,
    directory: Directory,
    own: Pick<DirectorySecret, 'kind' | 'authMethod'>,
  ): Promise<NewSecret> {
    const plain = this.tokens.make();
    const hashed = { hash: hashSecret(plain), suffix: plain.slice(-4), jwks: null, jwksUri: null };
    return { plain, secret: await this.save(manager, directory, { ...own, ...hashed }) };
  }

  private async save(
    manager: EntityManager,
    directory: Directory,
    own: Pick<DirectorySecret, 'kind' | 'authMethod' | 'hash' | 'suffix' | 'jwks' | 'jwksUri'>,
  ): Promise<DirectorySecret> {
    // Kept from the directory's deletion, which revokes what there is.
    const live = await manager.findOne(Directory, {
      where: { id: directory.id, deletedAt: IsNull() },
      lock: { mode: 'pessimistic_read' },
    });
    if (live === null) throw Problem.notFound('directory', directory.id);
    if (own.kind === 'bearer' && live.scimProfile === 'ipsie')
      throw Problem.precondition(`${IPSIE} takes no secrets: create an OAuth client (oauth_clients) in their place`);
    if (own.authMethod === 'client_secret_post' && live.scimProfile === 'ipsie')
      throw Problem.precondition(`${IPSIE} takes no client secret in the body of a token request`);
    const { kind } = own;
    await assertRoomFor(manager, kind === 'client' ? OAUTH_CLIENTS : SECRETS, directory.id, () => {
      const of = { directoryId: directory.id, kind, revokedAt: IsNull() };
      const now = new Date().toISOString();
      return manager.countBy(DirectorySecret, [
        { ...of, expiresAt: IsNull() },
        { ...of, expiresAt: MoreThan(now) },
      ]);
    });
    const secret = await manager.save(DirectorySecret, {
      ...own,
      id: newId('sec'),
      directoryId: directory.id,
      createdAt: new Date().toISOString(),
      expiresAt: null,
      revokedAt: null,
      lastUsedAt: null,
    });
    await writeAct(manager, { targetId: secret.id });
    return secret;
  }
}
