import { createHash } from 'node:crypto';
import { type Pool } from 'pg';

/** Ten wrong secrets within a minute, per client and address. */
const MOST = 10;
const WINDOW = '1 minute';

/** Wrong secrets, counted by client and address for all processes. The subject is stored as a hash: it may name an address. */
export class FailedGuesses {
  constructor(private readonly pool: Pool) {}

  /** @returns for how many seconds the subject is to be refused; 0 where it may try */
  async secondsToWait(subject: string): Promise<number> {
    const { rows } = await this.pool.query<{ seconds: number }>({
      name: 'failed-guesses-read',
      text: `SELECT ceil(extract(epoch FROM ends_at - now()))::int AS seconds FROM failed_guesses
        WHERE subject = $1 AND failures >= ${MOST} AND ends_at > now()`,
      values: [hashOf(subject)],
    });
    return rows[0]?.seconds ?? 0;
  }

  /** @returns as `secondsToWait`, for the failure that was counted: of many at once only ten are answered as wrong */
  async add(subject: string): Promise<number> {
    const { rows } = await this.pool.query<{ failures: number; seconds: number }>({
      name: 'failed-guesses-add',
      text: `INSERT INTO failed_guesses AS f (subject, failures, ends_at) VALUES ($1, 1, now() + interval '${WINDOW}')
        ON CONFLICT (subject) DO UPDATE SET
          failures = CASE WHEN f.ends_at > now() THEN f.failures + 1 ELSE 1 END,
          ends_at = CASE WHEN f.ends_at > now() THEN f.ends_at ELSE excluded.ends_at END
        RETURNING failures, ceil(extract(epoch FROM ends_at - now()))::int AS seconds`,
      values: [hashOf(subject)],
    });
    const { failures, seconds } = rows[0]!;
    return failures > MOST ? seconds : 0;
  }

  async removeExpired(): Promise<void> {
    await this.pool.query('DELETE FROM failed_guesses WHERE ends_at < now()');
  }
}

const hashOf = (subject: string): Buffer => createHash('sha256').update(subject).digest();
