import { BusyError } from '../http/busy.error.js';

export interface BodyLimits {
  /** Bytes of the bodies of one sender that are in work. */
  sender: number;
  /** Of all senders together. */
  process: number;
}

const MIB = 1_048_576;

/** Four Bulk requests of the largest size for one sender; parsed, a body takes some ten times its bytes. */
const BODY_LIMITS: BodyLimits = { sender: 32 * MIB, process: 128 * MIB };

/** Each takes one at most; a sender has several hundred requests in work. */
const SECONDS_TO_WAIT = 2;

/**
 * Bytes of request bodies in memory, from their arrival until their answers are out. Turns bound how many requests are in work; this
 * bounds how large they are together, whatever length each announced, or none.
 */
export class BodiesInWork {
  private readonly senders = new Map<string, number>();
  private total = 0;

  constructor(private readonly limits: BodyLimits = BODY_LIMITS) {}

  /** @returns the account of one body of a sender */
  open(sender: string): BodyAccount {
    let taken = 0;
    let isClosed = false;
    return {
      add: (bytes) => {
        if (isClosed) return;
        const ofSender = (this.senders.get(sender) ?? 0) + bytes;
        // A body that is alone in work is read, however large its route lets it be.
        const isAlone = taken === this.total;
        if (!isAlone && ofSender > this.limits.sender) throw tooMuch('this sender has');
        if (!isAlone && this.total + bytes > this.limits.process) throw tooMuch('all senders have');
        this.senders.set(sender, ofSender);
        this.total += bytes;
        taken += bytes;
      },
      close: () => {
        if (isClosed) return;
        isClosed = true;
        this.total -= taken;
        const left = (this.senders.get(sender) ?? 0) - taken;
        if (left > 0) this.senders.set(sender, left);
        else this.senders.delete(sender);
      },
    };
  }
}

export interface BodyAccount {
  /** @throws BusyError where there is no room for more */
  add(bytes: number): void;
  close(): void;
}

const tooMuch = (who: string): BusyError =>
  new BusyError(`${who} too many bytes of requests in work; try again shortly`, SECONDS_TO_WAIT);
