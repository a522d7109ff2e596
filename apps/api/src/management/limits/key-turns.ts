import { Injectable } from '@nestjs/common';
import { type FastifyReply } from 'fastify';
import { hasGone } from '../../http/has-gone.js';
import { Problem } from '../../http/problem.js';
import { Turns } from '../../limits/turns.js';

/**
 * Requests of API keys take turns, each with its access tokens and its sessions of the dashboard; and so do those of each session of the
 * portal.
 */
@Injectable()
export class KeyTurns extends Turns {
  constructor() {
    super('this key or session');
  }

  /** Before the body is read: what a busy key sends beyond its share costs others nothing while it waits. @throws BusyError, Problem */
  async take(keyId: string, { raw }: FastifyReply): Promise<void> {
    await this.enter(keyId, raw);
    if (hasGone(raw)) throw Problem.fromStatus(400, 'the client went away while its request waited for a turn');
  }
}
