import { type CallHandler, type ExecutionContext, Inject, Injectable, type NestInterceptor } from '@nestjs/common';
import { type FastifyReply } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { IdempotencyStore, type IdempotentRequest, SecretCipher } from '#persistence';
import { type ErrorCode } from '../../http/error-codes.js';
import { type FieldViolation, Problem } from '../../http/problem.js';
import { actingOf, type ManagementRequest } from '../access/acting.js';
import { fingerprint } from './fingerprint.js';

const HEADER = 'idempotency-key';
const REPLAYED = 'idempotency-replayed';

type StoredAnswer =
  | { ok: true; body: unknown }
  | { ok: false; status: number; errorCode: ErrorCode; message: string; violations: FieldViolation[] };

/**
 * `Idempotency-Key` on POST: the same request gets the same answer for 24 hours, a refusal of ours included; what failed on our
 * side can be sent again. Answers hold secrets that are shown once, so they are stored encrypted.
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    @Inject(IdempotencyStore) private readonly store: IdempotencyStore,
    @Inject(SecretCipher) private readonly cipher: SecretCipher,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<ManagementRequest>();
    const key = request.headers[HEADER];
    const acting = actingOf(request);
    if (request.method !== 'POST' || key === undefined || acting === undefined) return next.handle();
    if (typeof key !== 'string' || !/^[\x21-\x7e]{1,255}$/.test(key)) {
      throw Problem.invalid([{ field: 'Idempotency-Key', description: 'must be 1 to 255 visible ASCII characters' }]);
    }
    const asked = {
      apiKeyId: acting.id,
      key,
      fingerprint: fingerprint(request.method, request.originalUrl, request.body),
    };
    return from(this.answer(asked, next, context.switchToHttp().getResponse<FastifyReply>()));
  }

  private async answer(asked: IdempotentRequest, next: CallHandler, reply: FastifyReply): Promise<unknown> {
    const claim = await this.store.claim(asked);
    if (claim.state === 'other') {
      throw new Problem(
        422,
        'IDEMPOTENCY_KEY_REUSED',
        'this Idempotency-Key was sent with another request; use a new one',
      );
    }
    if (claim.state === 'busy') {
      throw new Problem(
        409,
        'IDEMPOTENCY_KEY_IN_USE',
        'the first request with this Idempotency-Key is still at work',
        [],
        { 'retry-after': '1' },
      );
    }
    if (claim.state === 'answered') {
      void reply.header(REPLAYED, 'true');
      return unfold(JSON.parse(this.cipher.decrypt(claim.answer)) as StoredAnswer);
    }
    return unfold(await this.work(asked, next));
  }

  private async work(asked: IdempotentRequest, next: CallHandler): Promise<StoredAnswer> {
    let answer: StoredAnswer;
    try {
      answer = { ok: true, body: await lastValueFrom(next.handle(), { defaultValue: undefined }) };
    } catch (error) {
      if (!(error instanceof Problem) || error.status >= 500) {
        await this.store.release(asked);
        throw error;
      }
      const { status, errorCode, message, violations } = error;
      answer = { ok: false, status, errorCode, message, violations };
    }
    await this.store.answer(asked, this.cipher.encrypt(JSON.stringify(answer)));
    return answer;
  }
}

function unfold(answer: StoredAnswer): unknown {
  if (answer.ok) return answer.body;
  throw new Problem(answer.status, answer.errorCode, answer.message, answer.violations);
}
