import { Inject, Injectable } from '@nestjs/common';
import { type FastifyRequest } from 'fastify';
import { Guesses } from '../../tokens/guesses.js';

/** Whoever is forgotten shares with the unknown ones until its next notification. */
const REMEMBERED = 10_000;

/**
 * Wrong notifications of an address, counted apart for each pulled directory: the sources of many customers share the addresses of their
 * provider. Anybody can make up directories: those that nobody knows to be pulled are counted together.
 */
@Injectable()
export class NotificationGuesses {
  private readonly known = new Set<string>();

  constructor(@Inject(Guesses) private readonly guesses: Guesses) {}

  /** @throws Problem 429 */
  admit(request: FastifyRequest): Promise<void> {
    return this.guesses.admit(this.attempt(request));
  }

  wasWrong(request: FastifyRequest): void {
    this.guesses.wasWrong(this.attempt(request));
  }

  exists(directoryId: string): void {
    this.known.delete(directoryId);
    this.known.add(directoryId);
    if (this.known.size > REMEMBERED) this.known.delete(this.known.values().next().value!);
  }

  private attempt({ ip, id, params }: FastifyRequest): { ip: string; credential: string; room: string } {
    const { directoryId } = params as { directoryId: string };
    // Each is a guess of its own: how sources sign differs, and nothing but the body may change.
    return { ip, credential: id, room: `notifications ${this.known.has(directoryId) ? directoryId : ''}` };
  }
}
