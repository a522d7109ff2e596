import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { Environment } from '#config';
import { ScimError } from '#scim';
import { hasGone } from '../http/has-gone.js';
import { AccessInForce, type ScimSender } from './access-in-force.js';
import { refusalOf, WRONG_TOKEN } from './access-refusal.js';
import { type Bearer, BearerAccess } from './bearer-access.js';
import { Guesses } from '../tokens/guesses.js';
import { readSelfTestToken, type SelfTestKind } from '../tokens/self-test-token.js';
import { SecurityEvents } from '../security-events.js';
import { readBearerToken } from './bearer-token.js';
import { type ScimRequest } from './directory.guard.js';
import { DirectoryTurns } from './directory-turns.js';
import { loggedPath } from './logged-path.js';
import { ScimRateLimits } from './scim-rate-limits.js';
import { SCIM_CHALLENGE } from './scim-reply.js';

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
    @Inject(AccessInForce) private readonly access: AccessInForce,
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
    // A directory that is pulled stays one: its refusal need not be looked up.
    const isWelcome = (known: Bearer) => [undefined, 'pulled'].includes(refusalOf(known, ip));
    const bearer = await this.bearers.check(directoryId, token, isWelcome);
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
    const { secretId, accessVersion, profile, gate } = bearer;
    const sender = { directoryId, secretId, ip, requestId: request.id };
    await this.access.admit(bearer, { ...sender, reads: isRead(request) });
    await this.turn(directoryId, reply);
    (request as ScimRequest).scope = { ...sender, accessVersion, profile, gate };
    // A write asks again inside its transaction. A read is answered while the question is under way, and sent with its answer.
    if (isRead(request)) {
      const confirmed = this.refusalNow(request, { ...sender, reads: true }, token);
      // Where nobody sends the answer, nobody awaits the question; the read itself fails where the database is away.
      confirmed.catch(() => undefined);
      this.confirmations.set(request, confirmed);
    }
  }

  private async refusalNow(request: FastifyRequest, sender: ScimSender, token: string): Promise<ScimError | undefined> {
    const now = await this.bearers.now(sender.directoryId, sender.secretId);
    if (now === undefined) this.wasRefused(request, sender.directoryId, token);
    try {
      await this.access.admit(now, sender);
      return undefined;
    } catch (error) {
      if (error instanceof ScimError) return error;
      throw error;
    }
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
  const { ip, id: requestId } = request;
  const scope = { directoryId, secretId: 'self-test', ip, requestId, accessVersion: '', gate: null };
  (request as ScimRequest).scope = { ...scope, profile: 'default' };
}

/** By its route, however its path was spelled. */
const isRead = ({ method, routeOptions }: FastifyRequest): boolean =>
  method === 'GET' || method === 'HEAD' || routeOptions.url?.endsWith('/.search') === true;
