import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, IsNull, type Repository } from 'typeorm';
import { Pool, type PoolClient } from 'pg';
import { newId } from '#directory';
import {
  CANCEL_STATUS,
  CANCEL_STRAYED,
  CANCEL_WAITING,
  changesAreOver,
  changesBetween,
  type ChangeScope,
  Directory,
  ENDPOINT_CORRECTED,
  findPage,
  managerOn,
  HOLD_WAITING,
  type KeysetPage,
  Organization,
  type PageRequest,
  SecretCipher,
  takeBackAct,
  WebhookEndpoint,
  writeAct,
} from '#persistence';
import { Doorbell, LANES } from '#queue';
import { Problem } from '../../http/problem.js';
import { assertRoomFor, ENDPOINTS, STREAMS } from '../limits/number-limits.js';
import { EndpointAddress } from './endpoint-address.js';
import { ENDPOINT_HIDDEN, endpointSettings } from './endpoint-settings.js';
import { isCorrection } from './endpoint-correction.js';
import { mergeHeaders, openHeaders, sealHeaders } from './endpoint-headers.js';
import { EndpointSecrets } from './endpoint-secrets.js';
import { type CreateEndpoint, type UpdateEndpoint } from './endpoint.dto.js';
import { streamSettings } from './push-stream.js';
import { StreamTokens } from './stream-tokens.js';

/** A change that takes longer than this is stuck: PostgreSQL ends it within a minute. */
const PATIENCE_MS = 25_000;

/** Of a stream that a receiver made: whose it is, and about which organizations; null: about all. */
export type StreamOwner = Pick<WebhookEndpoint, 'apiKeyId' | 'organizationIds'>;

const NOBODYS: StreamOwner = { apiKeyId: null, organizationIds: null };

@Injectable()
export class EndpointsService {
  private readonly endpoints: Repository<WebhookEndpoint>;

  constructor(
    @Inject(DataSource) private readonly source: DataSource,
    @Inject(Pool) private readonly pool: Pool,
    @Inject(SecretCipher) private readonly cipher: SecretCipher,
    @Inject(EndpointSecrets) private readonly secrets: EndpointSecrets,
    @Inject(EndpointAddress) private readonly address: EndpointAddress,
    @Inject(Doorbell) private readonly doorbell: Doorbell,
    @Inject(StreamTokens) private readonly streamTokens: StreamTokens,
  ) {
    this.endpoints = source.getRepository(WebhookEndpoint);
  }

  /** @param on the connection of a search */
  list(page: PageRequest, organizationId: string | undefined, on: PoolClient): Promise<KeysetPage<WebhookEndpoint>> {
    const endpoints = managerOn(this.source, on).getRepository(WebhookEndpoint);
    return findPage(endpoints, organizationId === undefined ? {} : { organizationId }, page);
  }

  /** Those that point at a test inbox. */
  withUrl(url: string): Promise<WebhookEndpoint[]> {
    return this.endpoints.find({ where: { url }, order: { id: 'DESC' }, take: 10 });
  }

  async find(id: string): Promise<WebhookEndpoint> {
    const endpoint = await this.endpoints.findOneBy({ id });
    if (endpoint === null) throw Problem.notFound('webhook endpoint', id);
    return endpoint;
  }

  async create(input: CreateEndpoint, owner = NOBODYS): Promise<{ endpoint: WebhookEndpoint; secret: string }> {
    const url = await this.address.assertAllowed(input.url);
    const now = new Date().toISOString();
    const created = await this.source.transaction(async (manager) => {
      const scope = await scopeOf(manager, input.organization_id ?? null, input.directory_id ?? null);
      await assertRoom(manager, { ...owner, ...scope });
      const endpoint = await manager.save(WebhookEndpoint, {
        id: newId('ep'),
        url,
        description: input.description ?? '',
        eventTypes: [...new Set(input.event_types ?? [])],
        ...scope,
        enabled: input.enabled ?? true,
        disabledReason: null,
        ...streamSettings(input, url),
        ...owner,
        rateLimit: input.rate_limit ?? null,
        headersCipher: sealHeaders(mergeHeaders(input.headers ?? {}, {}), this.cipher),
        failingSince: null,
        createdAt: now,
        updatedAt: now,
      });
      const secret = await this.secrets.add(manager, endpoint.id);
      await writeAct(manager, placeOf(endpoint));
      return { endpoint, secret };
    });
    if (!(await this.isSeenByAll([created.endpoint]))) {
      // Nobody has been told of it.
      await this.source.transaction(async (manager) => {
        await manager.delete(WebhookEndpoint, { id: created.endpoint.id });
        await takeBackAct(manager, { ...placeOf(created.endpoint), errorCode: 'UNAVAILABLE' });
      });
      throw stillWriting();
    }
    return created;
  }

  async update(id: string, input: UpdateEndpoint): Promise<WebhookEndpoint> {
    const url = input.url === undefined ? undefined : await this.address.assertAllowed(input.url);
    if (input.enabled === false) await this.announcePause(id);
    let enabledAgain = false;
    let corrected = false;
    let moved = false;
    const scopes: ChangeScope[] = [];
    const endpoint = await this.source.transaction(async (manager) => {
      if (input.organization_id !== undefined || input.directory_id !== undefined) {
        await manager.query(HOLD_WAITING, [id]);
      }
      // A worker that disables it meanwhile must not be overwritten with what was read before.
      const stored = await manager.findOne(WebhookEndpoint, { where: { id }, lock: { mode: 'pessimistic_write' } });
      if (stored === null) throw Problem.notFound('webhook endpoint', id);
      enabledAgain = input.enabled === true && !stored.enabled;
      const given = <T>(value: T | undefined, kept: T): T => (value === undefined ? kept : value);
      const organizationId = given(input.organization_id, stored.organizationId);
      const directoryId = given(input.directory_id, stored.directoryId);
      scopes.push({ organizationId: stored.organizationId, directoryId: stored.directoryId });
      moved = organizationId !== stored.organizationId || directoryId !== stored.directoryId;
      const scope = moved ? await scopeOf(manager, organizationId, directoryId) : undefined;
      if (scope !== undefined && scope.organizationId !== stored.organizationId)
        await assertRoom(manager, { apiKeyId: stored.apiKeyId, ...scope });
      const saved = await manager.save(WebhookEndpoint, {
        ...stored,
        url: given(url, stored.url),
        description: given(input.description, stored.description) ?? '',
        eventTypes: input.event_types === undefined ? stored.eventTypes : [...new Set(input.event_types)],
        ...scope,
        enabled: given(input.enabled, stored.enabled),
        // A new start: what failed before is no reason to disable it again.
        ...(enabledAgain && { disabledReason: null, failingSince: null }),
        ...streamSettings(input, given(url, stored.url), stored),
        rateLimit: given(input.rate_limit, stored.rateLimit),
        headersCipher: this.headersAfter(stored, input),
        updatedAt: new Date().toISOString(),
      });
      if (moved) await manager.query(CANCEL_WAITING, [id]);
      corrected = isCorrection(stored, saved, this.cipher);
      if (corrected) await manager.query(ENDPOINT_CORRECTED, [id]);
      const settings = [stored, saved].map((one) => endpointSettings(one, this.cipher)) as [object, object];
      await writeAct(manager, {
        ...placeOf(saved),
        changes: changesBetween({ ...settings[0] }, { ...settings[1] }, ENDPOINT_HIDDEN),
      });
      return saved;
    });
    // Asked for is enough: a request that is repeated after a 503 finds nothing left to change.
    const decidesWhoGetsWhat = [input.event_types, input.organization_id, input.directory_id, input.enabled];
    if (decidesWhoGetsWhat.some((value) => value !== undefined) && !(await this.isSeenByAll([...scopes, endpoint]))) {
      throw stillWriting();
    }
    // A change that was under way has been matched against the endpoint as it was.
    if (moved) await this.pool.query(CANCEL_STRAYED, [id, endpoint.organizationId, endpoint.directoryId]);
    if (enabledAgain && endpoint.payloadFormat === 'set') {
      await this.pool.query(CANCEL_STATUS, [id]);
      await this.streamTokens.announceStart(endpoint);
    }
    if (enabledAgain || corrected) this.wake(id);
    return endpoint;
  }

  /** A receiver of tokens hears of it while the stream still runs. */
  private async announcePause(id: string): Promise<void> {
    const endpoint = await this.endpoints.findOneBy({ id });
    if (endpoint?.enabled === true && endpoint.payloadFormat === 'set') await this.streamTokens.announcePause(endpoint);
  }

  /** Headers carry credentials for one origin: another origin gets only headers that are given with it, and no value that was masked. */
  private headersAfter(stored: WebhookEndpoint, { url, headers }: UpdateEndpoint): Buffer | null {
    const isSameOrigin = url === undefined || new URL(url).origin === new URL(stored.url).origin;
    if (headers === undefined) return isSameOrigin ? stored.headersCipher : null;
    const known = isSameOrigin ? openHeaders(stored.headersCipher, this.cipher) : {};
    return sealHeaders(mergeHeaders(headers, known), this.cipher);
  }

  /** What waits for it may go out. */
  wake(id: string): void {
    for (const lane of LANES) this.doorbell.ring(lane, id);
  }

  async remove(id: string): Promise<void> {
    await this.source.transaction(async (manager) => {
      const endpoint = await manager.findOneBy(WebhookEndpoint, { id });
      const { affected } = await manager.delete(WebhookEndpoint, { id });
      if (endpoint === null || affected === 0) throw Problem.notFound('webhook endpoint', id);
      await writeAct(manager, placeOf(endpoint));
    });
  }

  headersOf(endpoint: WebhookEndpoint): Record<string, string> {
    return openHeaders(endpoint.headersCipher, this.cipher);
  }

  /**
   * Whoever has been told of an endpoint can rely on it: every change that commits after the answer is matched against it (a consumer that
   * creates an endpoint and then takes a snapshot misses nothing). To be asked after the endpoint is committed; false where a change hangs.
   */
  private isSeenByAll(scopes: ChangeScope[]): Promise<boolean> {
    return changesAreOver(this.pool, scopes, PATIENCE_MS);
  }
}

/** The endpoint's place in the audit log: its organization and directory. */
const placeOf = ({ id, organizationId, directoryId }: WebhookEndpoint) => ({
  targetId: id,
  organizationId,
  directoryId,
});

const stillWriting = (): Problem =>
  new Problem(503, 'UNAVAILABLE', 'a change of a directory that began before takes very long; try again shortly', [], {
    'retry-after': '5',
  });

/** A directory's endpoint is its organization's as well. @throws Problem naming what does not exist or not match */
/** Receivers' streams are counted by key, all other endpoints by organization. @throws Problem 409 */
async function assertRoom(
  manager: EntityManager,
  { apiKeyId, organizationId }: Pick<WebhookEndpoint, 'apiKeyId' | 'organizationId'>,
): Promise<void> {
  if (apiKeyId !== null) {
    await assertRoomFor(manager, STREAMS, apiKeyId, () => manager.countBy(WebhookEndpoint, { apiKeyId }));
    return;
  }
  const where = { apiKeyId: IsNull(), organizationId: organizationId ?? IsNull() };
  await assertRoomFor(manager, ENDPOINTS, organizationId ?? '', () => manager.countBy(WebhookEndpoint, where));
}

async function scopeOf(
  manager: EntityManager,
  organizationId: string | null,
  directoryId: string | null,
): Promise<{ organizationId: string | null; directoryId: string | null }> {
  if (organizationId !== null && !(await manager.existsBy(Organization, { id: organizationId, deletedAt: IsNull() }))) {
    throw Problem.invalid([{ field: 'organization_id', description: 'there is no such organization' }]);
  }
  if (directoryId === null) return { organizationId, directoryId };
  const directory = await manager.findOneBy(Directory, { id: directoryId, deletedAt: IsNull() });
  if (directory === null || (organizationId !== null && directory.organizationId !== organizationId)) {
    const where = organizationId === null ? '' : ' in this organization';
    throw Problem.invalid([{ field: 'directory_id', description: `there is no such directory${where}` }]);
  }
  return { organizationId: directory.organizationId, directoryId };
}
