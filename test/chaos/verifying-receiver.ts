import { setTimeout as sleep } from 'node:timers/promises';
import { Webhook } from 'standardwebhooks';
import { type Answer, Receiver, type ReceivedRequest } from '../support/index.js';
import { type FeedEvent } from './feed-event.js';
import { type Random } from './random.js';

/** A POST as it arrived. */
export interface Arrival {
  event: FeedEvent;
  body: string;
  /** It was answered with a 2xx. */
  acknowledged: boolean;
}

/** What one endpoint got. */
export interface Inbox {
  url: string;
  /** Draws answers that are no 2xx, as long as it is there. */
  trouble?: Random | undefined;
  arrivals: Arrival[];
  /** Requests about a user or group of which another was under way. */
  sideBySide: string[];
  /** Requests whose signature the public library refuses. */
  forged: string[];
}

interface OpenInbox extends Inbox {
  secret: string;
  /** Events by user or group. */
  underWay: Map<string, string>;
}

/** How long a receiver in trouble works on a request. */
const LONGEST_WORK_MS = 20;
/** Of the requests to a receiver in trouble: answered with an error, and taken without an answer. */
const REFUSED = 0.12;
const CUT_OFF = 0.04;

/** Checks each signature with the public library as it arrives, and remembers everything. */
export class VerifyingReceiver {
  /** Hangs instead of answering, for as long as it is true. */
  hanging = false;
  private readonly inboxes = new Map<string, OpenInbox>();

  private constructor(private readonly receiver: Receiver) {
    receiver.answer = (request) => this.answer(request);
  }

  static async start(): Promise<VerifyingReceiver> {
    return new VerifyingReceiver(await Receiver.start());
  }

  /** Opens a path; the secret is known only after the endpoint was created with the inbox's URL. */
  open(name: string): { inbox: Inbox; setSecret(secret: string): void } {
    const path = `/${name}`;
    const inbox: OpenInbox = {
      url: new URL(path, this.receiver.url).href,
      arrivals: [],
      forged: [],
      sideBySide: [],
      secret: '',
      underWay: new Map(),
    };
    this.inboxes.set(path, inbox);
    return { inbox, setSecret: (secret) => (inbox.secret = secret) };
  }

  close(): Promise<void> {
    return this.receiver.close();
  }

  private async answer(request: ReceivedRequest): Promise<Answer> {
    const inbox = this.inboxes.get(request.path);
    if (inbox === undefined) return { status: 404 };
    const body = request.rawBody.toString();
    try {
      new Webhook(inbox.secret).verify(body, request.headers as Record<string, string>);
    } catch (error) {
      inbox.forged.push(`${String(request.headers['webhook-id'])}: ${(error as Error).message}`);
      return { status: 401 };
    }
    const answer = this.hanging ? { hang: true } : troubled(inbox.trouble);
    const event = JSON.parse(body) as FeedEvent;
    inbox.arrivals.push({ event, body, acknowledged: answer.status === 204 });
    if (inbox.trouble === undefined) return answer;
    const other = inbox.underWay.get(event.data.id);
    if (other !== undefined) inbox.sideBySide.push(`${event.id} of ${event.data.id}, beside ${other}`);
    inbox.underWay.set(event.data.id, event.id);
    await sleep(inbox.trouble.between(0, LONGEST_WORK_MS));
    inbox.underWay.delete(event.data.id);
    return answer;
  }
}

function troubled(random: Random | undefined): Answer {
  if (random?.chance(CUT_OFF)) return { reset: true };
  return { status: random?.chance(REFUSED) ? 500 : 204 };
}
