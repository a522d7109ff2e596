import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Environment } from '#config';
import { FailedGuesses } from '#persistence';
import { Problem } from '../http/problem.js';
import { networkOf } from '../listener/connections-per-address.js';
import { TokenBucket } from '../limits/token-bucket.js';
import { SecurityEvents } from '../security-events.js';
import { AccessTokens } from './access-tokens.js';
import { IssuedTokens } from './issued-tokens.js';

/** Different wrong credentials of one address: 200 at once, then one a second. */
const POLICY = { rate: 1, burst: 200 };
/** The same wrong credential again is no new guess: an old key in a cron job is wrong every minute. */
const REPEATED = 0.02;
/** What looks right and was wrong is looked up again after this time: so long, at most, somebody right waits beside a guesser. */
const MOMENT_MS = 1_000;
/** More of each are not remembered; whoever is forgotten begins anew. */
const REMEMBERED = 10_000;

/** One attempt to prove an identity: an address, and the credential that it sent. */
export interface Attempt {
  ip: string;
  credential: string;
  /** Guesses in a room of their own: they count neither for nor against others of the address. */
  room?: string;
}

/** Whether a credential is right as far as memory tells; for an address that has guessed too much. */
export type LooksRight = () => Promise<boolean>;

/**
 * Makes guessing slow, by address: keys and secrets are random, so that this keeps the guesser from costing others anything. An
 * address that was wrong too often is refused without a look into the database. Somebody right beside a guesser is known without one:
 * what Rollcall issued carries a mark or a signature, the operator's key comes from the environment, and what was right before is
 * remembered.
 */
@Injectable()
export class Guesses {
  private readonly buckets = new Map<string, TokenBucket>();
  private readonly right = new Map<string, true>();
  /** Until when nobody looks at a guess again, whatever speaks for it. */
  private readonly wrong = new Map<string, number>();
  private readonly operatorsKey: string | undefined;

  constructor(
    @Inject(FailedGuesses) private readonly failed: FailedGuesses,
    @Inject(SecurityEvents) private readonly events: SecurityEvents,
    @Inject(IssuedTokens) private readonly issued: IssuedTokens,
    @Inject(AccessTokens) private readonly accessTokens: AccessTokens,
    @Inject(Environment) { apiKey }: Environment,
  ) {
    this.operatorsKey = apiKey === undefined ? undefined : hashOf(apiKey);
  }

  /** @throws Problem 429 where the address has guessed too much; every check of a credential begins with it */
  async admit(attempt: Attempt, looksRight?: LooksRight): Promise<void> {
    if (this.hasGuesses(attempt)) return;
    const hash = hashOf(attempt.credential);
    if (await this.vouched(attempt, hash, attempt.credential, looksRight)) return;
    this.refuse(attempt.ip, Math.ceil(1 / POLICY.rate));
  }

  /** Whether `admit` lets it in: for pages, which say in words of their own that it does not. */
  async mayTry(attempt: Attempt): Promise<boolean> {
    try {
      await this.admit(attempt);
      return true;
    } catch (error) {
      if (error instanceof Problem) return false;
      throw error;
    }
  }

  wasRight({ credential }: Attempt): void {
    remember(this.right, hashOf(credential), true);
  }

  wasWrong(attempt: Attempt): void {
    const now = performance.now();
    const hash = hashOf(attempt.credential);
    const origin = originOf(attempt);
    const guess = `${origin} ${hash}`;
    const cost = this.wrong.has(guess) ? REPEATED : 1;
    remember(this.wrong, guess, now + MOMENT_MS);
    // Revoked since then.
    this.right.delete(hash);
    let bucket = this.buckets.get(origin);
    if (bucket === undefined) remember(this.buckets, origin, (bucket = new TokenBucket(POLICY, now)));
    // Guesses that were under way together would otherwise cost one look-up between them.
    bucket.charge(now, cost);
  }

  /**
   * A client that proves itself at a token endpoint: there ten wrong proofs within a minute are all, per client and address, for all
   * processes together. Nobody else's guesses count: neither of another address nor of another client. They do not keep out a proof
   * that Rollcall issued itself, or that looks right.
   * @param check undefined for a wrong proof
   * @throws Problem 429
   */
  async prove<T>(
    client: string,
    attempt: Attempt,
    check: () => Promise<T | undefined>,
    looksRight?: LooksRight,
  ): Promise<T | undefined> {
    const { ip } = attempt;
    const own = { ip, credential: `${client}\0${attempt.credential}` };
    const subject = `${client}\0${networkOf(ip)}`;
    const wait = this.hasGuesses(own) ? await this.failed.secondsToWait(subject) : Math.ceil(1 / POLICY.rate);
    if (wait > 0 && !(await this.vouched(own, hashOf(own.credential), attempt.credential, looksRight)))
      this.refuse(ip, wait);
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

  private hasGuesses(attempt: Attempt): boolean {
    const bucket = this.buckets.get(originOf(attempt));
    return bucket === undefined || bucket.take(performance.now(), 0).remaining >= 1;
  }

  /** Cheapest first; nothing of it asks the database about the credential. */
  private async vouched(attempt: Attempt, hash: string, credential: string, looksRight?: LooksRight): Promise<boolean> {
    if ((this.wrong.get(`${originOf(attempt)} ${hash}`) ?? -Infinity) > performance.now()) return false;
    if (this.right.has(hash) || this.issued.isIssued(credential)) return true;
    if (this.operatorsKey !== undefined && hashOf(credential) === this.operatorsKey) return true;
    return (await this.accessTokens.isIssued(credential)) || (await looksRight?.()) === true;
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

const originOf = ({ ip, room }: Attempt): string => (room === undefined ? networkOf(ip) : `${networkOf(ip)} ${room}`);

/** No credential is kept in memory as it is. */
const hashOf = (credential: string): string => createHash('sha256').update(credential).digest('base64');
