import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { type FastifyInstance, type FastifyReply } from 'fastify';
import { AuditLog } from '#persistence';
import { BackgroundLog } from '../../background-log.js';
import { actingOf, type ManagementRequest } from '../access/acting.js';
import { actionOfRoute, auditedAction } from './audited-action.js';
import { RefusalSample } from './refusal-sample.js';
import { refusedEntryOf } from './request-entry.js';

const REFUSED = new Set([401, 403, 409]);

/** Writes down acts that were refused, wherever on the way to their handler that was, before they are answered. */
@Injectable()
export class AuditRefusals implements OnModuleInit {
  private readonly sample = new RefusalSample();

  constructor(
    @Inject(AuditLog) private readonly audit: AuditLog,
    @Inject(BackgroundLog) private readonly log: BackgroundLog,
    @Inject(HttpAdapterHost) private readonly host: HttpAdapterHost,
  ) {}

  onModuleInit(): void {
    this.host.httpAdapter.getInstance<FastifyInstance>().addHook('onSend', async (request, reply, payload) => {
      if (!REFUSED.has(reply.statusCode)) return;
      const action = actionOfRoute(request);
      // An answer that is given again was written down the first time.
      if (action === undefined || reply.hasHeader('idempotency-replayed')) return;
      await this.record(action, request, reply, payload);
    });
  }

  private async record(
    action: string,
    request: ManagementRequest,
    { statusCode }: FastifyReply,
    payload: unknown,
  ): Promise<void> {
    const acting = actingOf(request);
    const isTaken = acting === undefined ? this.sample.ofStranger(request.ip) : this.sample.ofKey(acting.id);
    if (!isTaken) return;
    try {
      await this.audit.record(refusedEntryOf(request, auditedAction(action), errorCodeOf(payload, statusCode)));
    } catch (error) {
      // The refusal stands, whether or not it can be written down.
      this.log.failed(`that ${action} was refused is not in the audit log`, error);
    }
  }
}

/** The `error_code` of the answer; the status where the answer is a page for people. */
function errorCodeOf(payload: unknown, status: number): string {
  const text = typeof payload === 'string' && payload.startsWith('{') ? payload : '{}';
  const { details } = JSON.parse(text) as { details?: { error_code?: string }[] };
  return details?.[0]?.error_code ?? String(status);
}
