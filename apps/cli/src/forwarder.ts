import { setTimeout as sleep } from 'node:timers/promises';
import { type RollcallEvent } from '#client';
import { signatureHeaders } from '#webhooks';
import { shortType, subjectOf } from './commands/describe-event.js';
import { plain } from './plain.js';
import { type Session } from './session.js';
import { padToWidth } from './text-width.js';

export interface ForwarderOptions {
  url: string;
  secret: string;
  /** Of one event that is answered, but not with 2xx. */
  attempts: number;
}

/** One attempt: an HTTP status, or why there is none. */
type Answer = { status: number; ms: number } | { error: string };

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5_000;
/** As the broker's own. */
const TIMEOUT_MS = 15_000;

/** Sends events to a receiver as the broker would, one after the other, so that their order is kept. */
export class Forwarder {
  private delivered = 0;
  private refused = 0;

  constructor(
    private readonly options: ForwarderOptions,
    private readonly session: Session,
  ) {}

  get summary(): string {
    return `${this.delivered} delivered, ${this.refused} refused.`;
  }

  /** Resolves when the receiver has it, or has refused it often enough. @throws the signal's reason when the user stops it */
  async forward(event: RollcallEvent): Promise<void> {
    const { signal } = this.session;
    let answers = 0;
    let saidDown = false;
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      const answer = await this.send(event);
      signal.throwIfAborted();
      if ('status' in answer) {
        answers++;
        const done = answer.status >= 200 && answer.status < 300;
        const over = done || answers >= this.options.attempts;
        this.say(event, answer, done ? '' : over ? 'given up' : 'is sent again');
        if (done) this.delivered++;
        else if (over) this.refused++;
        if (over) return;
      } else if (!saidDown) {
        // Once: a receiver that is being restarted is no news.
        this.say(event, answer, 'waiting for your receiver');
        saidDown = true;
      }
      await sleep(pause, undefined, { signal }).catch(() => signal.throwIfAborted());
    }
  }

  private async send(event: RollcallEvent): Promise<Answer> {
    const { url, secret } = this.options;
    // The very bytes of the webhook: the broker's bodies are what JSON.stringify makes of them.
    const body = JSON.stringify(event);
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'rollcall-cli',
      ...signatureHeaders({ id: event.id, timestamp: new Date(), body }, [secret]),
    };
    const started = performance.now();
    const late = AbortSignal.timeout(TIMEOUT_MS);
    try {
      const signal = AbortSignal.any([late, this.session.signal]);
      const response = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal });
      await response.arrayBuffer();
      return { status: response.status, ms: Math.round(performance.now() - started) };
    } catch (error) {
      if (late.aborted) return { error: `no answer within ${TIMEOUT_MS / 1_000} s` };
      const { message, cause } = error as Error & { cause?: NodeJS.ErrnoException };
      return { error: cause?.code ?? cause?.message ?? message };
    }
  }

  private say(event: RollcallEvent, answer: Answer, then: string): void {
    const { session } = this;
    if (session.json) {
      session.print(JSON.stringify({ event_id: event.id, event_type: event.type, ...answer, ...(then && { then }) }));
      return;
    }
    const { green, red, yellow, dim } = session.style;
    const said =
      'error' in answer
        ? yellow(plain(answer.error))
        : `${(answer.status < 300 ? green : red)(String(answer.status))} ${dim(`${answer.ms} ms`)}`;
    const time = new Date().toISOString().slice(11, 19);
    const columns = [time, shortType(event).padEnd(15), padToWidth(subjectOf(event), 24), said, then];
    session.print(columns.join('  ').trimEnd());
  }
}
