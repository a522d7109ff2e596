import { createHash } from 'node:crypto';
import { type IncomingMessage, type RequestListener } from 'node:http';
import inject, { type Response } from 'light-my-request';
import { callerHeaders } from './caller.js';

/** Answers 404 or 403 to whoever has a key, and to all others what they may not. */
export const NOTHING = { method: 'GET', url: '/api/v1/organizations/-' } as const;

/** A key that was right is not asked for again for so long: its requests ask REST anyway. */
const REMEMBER_MS = 300_000;
const REMEMBERED = 10_000;

/**
 * Whose body is worth reading. Unpacking and decoding a message costs a thousand times what sending it costs, and REST, which knows the
 * keys and counts the guesses, sees a call only afterwards: so REST is asked before the first byte of the body, once per key.
 */
export class AdmittedCallers {
  private readonly right = new Map<string, number>();

  constructor(private readonly rest: RequestListener) {}

  /** @returns REST's refusal, undefined for whoever has a key */
  async refusalOf(request: IncomingMessage): Promise<Response | undefined> {
    const credential = createHash('sha256')
      .update(request.headers.authorization ?? '')
      .digest('base64');
    const until = this.right.get(credential);
    if (until !== undefined && performance.now() < until) return undefined;
    const headers = callerHeaders((name) => request.headers[name]?.toString());
    const answer = await inject(this.rest, { ...NOTHING, remoteAddress: request.socket.remoteAddress!, headers });
    if (![200, 403, 404].includes(answer.statusCode)) return answer;
    this.right.delete(credential);
    this.right.set(credential, performance.now() + REMEMBER_MS);
    if (this.right.size > REMEMBERED) this.right.delete(this.right.keys().next().value!);
    return undefined;
  }
}
