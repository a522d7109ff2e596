import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { bodyBytesOf } from '../http/body-bytes.js';
import { InboundLog, isLogged } from '../inbound-log/inbound-log.js';
import { type ScimRequest } from './directory.guard.js';
import { type LoggedPath, loggedPath } from './logged-path.js';
import { warningsOf } from './request-warnings.js';

/**
 * Hands every SCIM and token request to the log once its answer is out, refused ones and those without a route included; no request
 * waits for it.
 */
@Injectable()
export class RequestLog implements OnModuleInit {
  private readonly answers = new WeakMap<FastifyRequest, unknown>();

  constructor(
    @Inject(InboundLog) private readonly log: InboundLog,
    @Inject(HttpAdapterHost) private readonly host: HttpAdapterHost,
  ) {}

  onModuleInit(): void {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    fastify.addHook('onSend', (request, _reply, payload, done) => {
      if (isLogged(payload) && pathOf(request) !== undefined) this.answers.set(request, payload);
      done();
    });
    fastify.addHook('onResponse', (request, reply, done) => {
      const path = pathOf(request);
      if (path !== undefined) this.note(path, request, reply);
      done();
    });
  }

  private note(path: LoggedPath, request: FastifyRequest, reply: FastifyReply): void {
    this.log.note({
      ...path,
      at: Date.now() - reply.elapsedTime,
      method: request.method,
      status: reply.statusCode,
      durationMs: reply.elapsedTime,
      requestId: request.id,
      secretId: (request as Partial<ScimRequest>).provenSecretId ?? null,
      ip: request.ip,
      requestBody: request.body,
      requestBytes: bodyBytesOf(request.raw),
      answer: this.answers.get(request),
      warnings: warningsOf(request),
    });
  }
}

function pathOf(request: FastifyRequest): LoggedPath | undefined {
  const { url, routeOptions, params } = request;
  if ((request as Partial<ScimRequest>).isSelfTest === true) return undefined;
  return loggedPath(url, routeOptions.url, (params as { directoryId?: string } | null)?.directoryId);
}
