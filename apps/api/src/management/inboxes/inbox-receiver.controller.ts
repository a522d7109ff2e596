import { setTimeout as sleep } from 'node:timers/promises';
import { Body, Controller, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { Environment } from '#config';
import { InboxStore } from '#persistence';
import { Problem } from '../../http/problem.js';
import { EndpointSecrets } from '../endpoints/endpoint-secrets.js';
import { EndpointsService } from '../endpoints/endpoints.service.js';
import { receivedSignature } from './received-signature.js';

/** Answers that wait at once; those beyond it are given without a wait. */
const MOST_WAITING = 100;
const LONGEST_HEADER = 4_096;

/** Where test inboxes take requests. Whoever knows the token may send, as to every receiver. */
@ApiExcludeController()
@Controller('inbox/:token')
export class InboxReceiverController {
  private waiting = 0;

  constructor(
    @Inject(InboxStore) private readonly inboxes: InboxStore,
    @Inject(EndpointsService) private readonly endpoints: EndpointsService,
    @Inject(EndpointSecrets) private readonly secrets: EndpointSecrets,
    @Inject(Environment) private readonly environment: Environment,
  ) {}

  @Post()
  async receive(
    @Param('token') token: string,
    @Body() body: unknown,
    @Req() { headers }: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const inbox = /^[A-Za-z0-9]{48}$/.test(token) ? await this.inboxes.byToken(token) : undefined;
    if (inbox === undefined) throw Problem.fromStatus(404, 'there is no such inbox, or not any more');
    const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
    const text = bytes.toString('utf8').replaceAll('\0', '');
    await this.inboxes.receive(inbox.id, {
      headers: shown(headers),
      body: text,
      signature: receivedSignature(headers, bytes, await this.secretsOf(token), new Date()),
      event_type: typeOf(text),
    });
    await this.wait(inbox.delayMs, reply);
    void reply.status(inbox.status).send();
  }

  /** Of every endpoint that points here. */
  private async secretsOf(token: string): Promise<string[]> {
    const endpoints = await this.endpoints.withUrl(`${this.environment.publicUrl}/inbox/${token}`);
    return (await Promise.all(endpoints.map(({ id }) => this.secrets.live(id)))).flat();
  }

  /** Until the sender gives up, at the longest. */
  private async wait(delayMs: number, { raw }: FastifyReply): Promise<void> {
    if (delayMs === 0 || this.waiting >= MOST_WAITING) return;
    this.waiting += 1;
    const gone = new AbortController();
    const onClose = () => gone.abort();
    raw.once('close', onClose);
    try {
      await sleep(delayMs, undefined, { signal: gone.signal, ref: false });
    } catch {
      // The sender has given up: nobody hears the answer.
    } finally {
      raw.off('close', onClose);
      this.waiting -= 1;
    }
  }
}

function shown(headers: FastifyRequest['headers']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, String(value).replaceAll('\0', '').slice(0, LONGEST_HEADER)]),
  );
}

function typeOf(text: string): string | null {
  try {
    const { type } = JSON.parse(text) as { type?: unknown };
    return typeof type === 'string' ? type.slice(0, 100) : null;
  } catch {
    // No JSON object: nobody knows.
    return null;
  }
}
