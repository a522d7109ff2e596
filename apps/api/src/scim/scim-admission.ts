import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { Environment } from '#config';
import { ScimError } from '#scim';
import { hasGone } from '../http/has-gone.js';
import { isAddressAllowed } from './address-allowlist.js';
import { type Bearer, BearerAccess } from './bearer-access.js';
import { Guesses } from '../tokens/guesses.js';
import { readSelfTestToken, type SelfTestKind } from '../tokens/self-test-token.js';
import { SecurityEvents } from '../security-events.js';
import { readBearerToken } from './bearer-token.js';
import { type ScimRequest, type ScimScope } from './directory.guard.js';
import { DirectoryTurns } from './directory-turns.js';
import { loggedPath } from './logged-path.js';
import { RefusedWrites } from './refused-writes.js';
import { ScimRateLimits } from './scim-rate-limits.js';
import { SCIM_CHALLENGE } from './scim-reply.js';

const WRONG_TOKEN = 'the bearer token is wrong, revoked or expired, or belongs to another directory';
const STATIC_SECRET =
  'scim_profile ipsie takes no secret of the directory: send an access token from its OAuth token endpoint';

/**
 * Decides before the body is read, so that a wrong token is a 401 whatever comes with it. A wrong token and an unknown directory
 * look the same: 401. Only who holds a directory's token learns that it is disabled, or that the address is not allowed: 403.
 */
@Injectable()
export class ScimAdmission implements OnModuleInit {
  private readonly confirmations = new WeakMap<FastifyRequest, Promise<ScimError | undefined>>();

  constructor(
    @Inject(BearerAccess) private readonly bearers: BearerAccess,
    @Inject(Guesses) private readonly guesses: Guesses,
    @Inject(SecurityEvents) private readonly events: SecurityEvents,
    @Inject(ScimRateLimits) private readonly limits: ScimRateLimits,
    @Inject(DirectoryTurns) private readonly turns: DirectoryTurns,
    @Inject(RefusedWrites) private readonly refusedWrites: RefusedWrites,
    @Inject(Environment) private readonly environment: Environment,
    @Inject(HttpAdapterHost) private readonly host: HttpAdapterHost,
  ) {}

  onModuleInit(): void {
    this.host.httpAdapter.getInstance<FastifyInstance>().addHook('onRequest', async (request, reply) => {
      const { url: route } = request.routeOptions;
      if (route === undefined) await this.recognize(request);
      else if (route.startsWith('/directory/:directoryId/scim/')) await this.admit(request, reply);
    });
    this.host.httpAdapter.getInstance<FastifyInstance>().addHook('onSend', async (request, reply, payload) => {
      const confirmation = this.confirmations.get(request);
      if (confirmation === undefined || reply.statusCode >= 400) return payload;
      const refusal = await confirmation.catch(() =>
        ScimError.unavailable('the database cannot be reached; send the request again'),
      );
      if (refusal === undefined) return payload;
      void reply.status(refusal.status).removeHeader('etag').removeHeader('location').type('application/scim+json');
      if (refusal.status === 401) void reply.header('www-authenticate', SCIM_CHALLENGE);
      return Buffer.from(JSON.stringify(refusal.toBody()));
    });
  }

  private async admit(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { directoryId } = request.params as { directoryId: string };
    const read = readBearerToken(request.headers.authorization);
    if ('problem' in read) throw ScimError.unauthorized(read.problem);
    const { token } = read;
    const selfTest = readSelfTestToken(this.environment, directoryId, token);
    if (selfTest !== undefined) return admitSelfTest(request, directoryId, selfTest);
    const { ip } = request;
    await this.guesses.admit({ ip, credential: token }, () => this.bearers.looksRight(directoryId, token));
    const bearer = await this.bearers.check(directoryId, token, (known) => isWelcome(known, ip));
    if (bearer === undefined) {
      this.wasRefused(request, directoryId, token);
      throw ScimError.unauthorized(WRONG_TOKEN);
    }
    this.guesses.wasRight({ ip, credential: token });
    (request as ScimRequest).provenSecretId = bearer.secretId;
    const wait = this.limits.take(directoryId, bearer.rateLimit, performance.now());
    if (wait > 0) {
      void reply.header('retry-after', String(wait));
      throw ScimError.tooManyRequests(`the directory sends too many requests; try again in ${wait} s`);
    }
    const refusal = refusalOf(bearer, ip);
    if (refusal !== undefined) {
      if (refusal === 'address') this.wasElsewhere(request, directoryId, bearer.secretId);
      if (refusal === 'disabled' && !isRead(request)) await this.refusedWrites.note(directoryId);
      throw errorOf(refusal, ip);
    }
    await this.turn(directoryId, reply);
    const scope: ScimScope = { directoryId, secretId: bearer.secretId };
    if (bearer.gate !== null) scope.gate = bearer.gate;
    if (bearer.profile !== 'default') scope.profile = bearer.profile;
    (request as ScimRequest).scope = scope;
    // A write asks again inside its transaction. A read is answered while the question is under way, and sent with its answer.
    if (isRead(request)) {
      const confirmed = this.refusalNow(request, directoryId, bearer.secretId, token);
      // Where nobody sends the answer, nobody awaits the question; the read itself fails where the database is away.
      confirmed.catch(() => undefined);
      this.confirmations.set(request, confirmed);
    }
  }

  private async refusalNow(
    request: FastifyRequest,
    directoryId: string,
    secretId: string,
    token: string,
  ): Promise<ScimError | undefined> {
    const now = await this.bearers.now(directoryId, secretId);
    const refusal = now === undefined ? 'secret' : refusalOf(now, request.ip);
    if (refusal === undefined) return undefined;
    if (refusal === 'secret') this.wasRefused(request, directoryId, token);
    if (refusal === 'address') this.wasElsewhere(request, directoryId, secretId);
    return errorOf(refusal, request.ip);
  }

  /** A path without a route is refused whoever asks. But the log shows the mistake of a client that holds a secret as its own. */
  private async recognize(request: FastifyRequest): Promise<void> {
    const path = loggedPath(request.url, undefined, undefined);
    if (path?.kind !== 'scim') return;
    const read = readBearerToken(request.headers.authorization);
    if ('problem' in read) return;
    const attempt = { ip: request.ip, credential: read.token };
    if (!(await this.guesses.mayTry(attempt))) return;
    try {
      const bearer = await this.bearers.check(path.directoryId, read.token);
      if (bearer === undefined) return this.wasRefused(request, path.directoryId, read.token);
      this.guesses.wasRight(attempt);
      (request as ScimRequest).provenSecretId = bearer.secretId;
    } catch {
      // Where the database is away nobody knows whose it is, and there is no such path all the same.
    }
  }

  private wasRefused({ ip, id: requestId }: FastifyRequest, directory: string, credential: string): void {
    this.guesses.wasWrong({ ip, credential });
    this.events.note('secret_refused', { ip, requestId, directory });
  }

  private wasElsewhere({ ip, id: requestId }: FastifyRequest, directory: string, key: string): void {
    this.events.note('address_refused', { ip, requestId, directory, key });
  }

  /** Before the body is read: what a busy directory sends beyond its share costs others nothing while it waits. */
  private async turn(directoryId: string, { raw }: FastifyReply): Promise<void> {
    await this.turns.enter(directoryId, raw);
    if (hasGone(raw)) throw new ScimError(400, 'the client went away while its request waited for a turn');
  }
}

/** Reads only, and leaves no trace: neither in the log nor in what is known of the directory's secrets. */
function admitSelfTest(request: FastifyRequest, directoryId: string, kind: SelfTestKind): void {
  (request as ScimRequest).isSelfTest = true;
  if (kind === 'wrong') throw ScimError.unauthorized(WRONG_TOKEN);
  if (request.method !== 'GET') throw ScimError.forbidden('a self-test only reads');
  (request as ScimRequest).scope = { directoryId, secretId: 'self-test' };
}

/** By its route, however its path was spelled. */
const isRead = ({ method, routeOptions }: FastifyRequest): boolean =>
  method === 'GET' || method === 'HEAD' || routeOptions.url?.endsWith('/.search') === true;

/** `secret`: it is no live one. `static_secret`: the profile wants an access token. */
type Refusal = 'secret' | 'static_secret' | 'address' | 'pulled' | 'disabled';

/** Why the holder of a live secret gets nothing; undefined where it does. */
function refusalOf(bearer: Bearer, ip: string): Refusal | undefined {
  if (bearer.isRefusedSecret) return 'static_secret';
  if (!isAddressAllowed(ip, bearer.allowlist)) return 'address';
  if (bearer.pulled) return 'pulled';
  return bearer.enabled ? undefined : 'disabled';
}

function errorOf(refusal: Refusal, ip: string): ScimError {
  switch (refusal) {
    case 'secret':
      return ScimError.unauthorized(WRONG_TOKEN);
    case 'static_secret':
      return ScimError.unauthorized(STATIC_SECRET);
    case 'address':
      return ScimError.forbidden(`requests from ${ip} are not allowed: it is not in the directory's ip_allowlist`);
    case 'pulled':
      return ScimError.forbidden('this directory is pulled: Rollcall reads its source itself, and nobody pushes to it');
    case 'disabled':
      return ScimError.forbidden('the directory is disabled; enable it and run a full sync');
  }
}

const isWelcome = (bearer: Bearer, ip: string): boolean =>
  bearer.enabled && !bearer.isRefusedSecret && isAddressAllowed(ip, bearer.allowlist);
