import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { FailedGuesses } from '#persistence';
import { Problem } from '../http/problem.js';
import { networkOf } from '../listener/connections-per-address.js';
import { TokenBucket } from '../limits/token-bucket.js';
import { SecurityEvents } from '../security-events.js';

/** Different wrong credentials of one address: 200 at once, then one a second. */
const POLICY = { rate: 1, burst: 200 };
/** The same wrong credential again is no new guess: an old key in a cron job is wrong every minute. */
const REPEATED = 0.02;
/** More of each are not remembered; whoever is forgotten begins anew. */
const REMEMBERED = 10_000;

/** One attempt to prove an identity: an address, and the credential that it sent. */
export interface Attempt {
  ip: string;
  credential: string;
}

/**
 * Makes guessing slow, by address: keys and secrets are random, so that this keeps the guesser from costing others anything. An
 * address that was wrong too often is refused without a look at what it sends, except for credentials that were right before: a right
 * key is not refused because somebody guesses beside it.
 */
@Injectable()
export class Guesses {
  private readonly buckets = new Map<string, TokenBucket>();
  private readonly right = new Map<string, true>();
  private readonly wrong = new Map<string, true>();

  constructor(
    @Inject(FailedGuesses) private readonly failed: FailedGuesses,
    @Inject(SecurityEvents) private readonly events: SecurityEvents,
  ) {}

  /** @throws Problem 429 where the address has guessed too much; every check of a credential begins with it */
  admit({ ip, credential }: Attempt): void {
    const bucket = this.buckets.get(networkOf(ip));
    if (bucket === undefined || bucket.take(performance.now(), 0).remaining >= 1) return;
    if (!this.right.has(hashOf(credential))) this.refuse(ip, Math.ceil(1 / POLICY.rate));
  }

  /** Whether `admit` lets it in: for pages, which say in words of their own that it does not. */
  mayTry(attempt: Attempt): boolean {
    try {
      this.admit(attempt);
      return true;
    } catch (error) {
      if (error instanceof Problem) return false;
      throw error;
    }
  }

  wasRight({ credential }: Attempt): void {
    remember(this.right, hashOf(credential), true);
  }

  wasWrong({ ip, credential }: Attempt): void {
    const network = networkOf(ip);
    const guess = `${network} ${hashOf(credential)}`;
    const cost = this.wrong.has(guess) ? REPEATED : 1;
    remember(this.wrong, guess, true);
    let bucket = this.buckets.get(network);
    if (bucket === undefined) remember(this.buckets, network, (bucket = new TokenBucket(POLICY, performance.now())));
    bucket.take(performance.now(), cost);
  }

  /**
   * A client that proves itself at a token endpoint: there ten wrong proofs within a minute are all, per client and address, for all
   * processes together. Nobody else's guesses count: neither of another address nor of another client.
   * @param check undefined for a wrong proof
   * @throws Problem 429
   */
  async prove<T>(client: string, attempt: Attempt, check: () => Promise<T | undefined>): Promise<T | undefined> {
    const { ip } = attempt;
    const own = { ip, credential: `${client}\0${attempt.credential}` };
    const subject = `${client}\0${networkOf(ip)}`;
    this.admit(own);
    const wait = await this.failed.secondsToWait(subject);
    if (wait > 0) this.refuse(ip, wait);
    const found = await check();
    if (found !== undefined) {
      this.wasRight(own);
      return found;
    }
    this.wasWrong(own);
    const late = await this.failed.add(subject);
    if (late > 0) this.refuse(ip, late);
    return undefined;
  }

  private refuse(ip: string, seconds: number): never {
    this.events.note('guessing_stopped', { ip });
    throw tooManyGuesses(seconds);
  }
}

function tooManyGuesses(seconds: number): Problem {
  const message = `too many wrong credentials came from this address; try again in ${seconds} s`;
  return new Problem(429, 'RATE_LIMITED', message, [], { 'retry-after': String(seconds) });
}

function remember<T>(map: Map<string, T>, key: string, value: T): void {
  map.delete(key);
  map.set(key, value);
  if (map.size > REMEMBERED) map.delete(map.keys().next().value!);
}

/** No credential is kept in memory as it is. */
const hashOf = (credential: string): string => createHash('sha256').update(credential).digest('base64');
