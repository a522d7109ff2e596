import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { InboundLog } from '../management/requests/inbound-log.js';
import { type ScimRequest } from './directory.guard.js';
import { warningsOf } from './request-warnings.js';

/** A directory's SCIM and token requests, those without a route included. */
const INBOUND = /^\/directory\/(dir_[\w-]{1,36})\/(?:scim|oauth)\//;

/** Hands every SCIM request to the log once its answer is out, refused ones included; no request waits for it. */
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
      if (request.url.startsWith('/directory/')) this.answers.set(request, payload);
      done();
    });
    fastify.addHook('onResponse', (request, reply, done) => {
      const directoryId = INBOUND.exec(request.url)?.[1];
      if (directoryId !== undefined) this.note(directoryId, request, reply);
      done();
    });
  }

  private note(directoryId: string, request: FastifyRequest, reply: FastifyReply): void {
    this.log.note({
      directoryId,
      at: Date.now() - reply.elapsedTime,
      method: request.method,
      url: request.url,
      status: reply.statusCode,
      durationMs: reply.elapsedTime,
      requestId: request.id,
      secretId: (request as Partial<ScimRequest>).scope?.secretId ?? null,
      ip: request.ip,
      requestBody: request.body,
      requestBytes: Number(request.headers['content-length'] ?? 0),
      answer: this.answers.get(request),
      warnings: warningsOf(request),
    });
  }
}
