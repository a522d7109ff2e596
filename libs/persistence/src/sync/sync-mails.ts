import { type PoolClient } from 'pg';
import { type SyncError, type SyncReview, type SyncWork } from '#connectors';
import { type ItMail, type MailQueue } from '../mail/mail-queue.js';

/** One failure may be chance; a connection that fails so often in a row needs somebody. */
const FAILURES_IN_A_ROW = 3;

/** Tells the IT contacts of what a pulled directory cannot do without them, in the transaction that causes it. */
export class SyncMails {
  constructor(private readonly queue: MailQueue) {}

  async needsReview(
    client: PoolClient,
    work: SyncWork,
    { reason, would_deactivate, of }: Pick<SyncReview, 'reason' | 'would_deactivate' | 'of'>,
  ): Promise<void> {
    await this.send(client, work, {
      mail: 'sync_needs_review',
      cause: work.id,
      values: {
        'sync.id': work.id,
        'sync.reason': reason,
        'sync.would_deactivate': String(would_deactivate),
        'sync.of': String(of),
      },
    });
  }

  /** Once from the first failure to the next success, however long that takes. */
  async failing(
    client: PoolClient,
    work: SyncWork,
    { message }: SyncError,
    { failures, since }: { failures: number; since: string },
  ): Promise<void> {
    if (failures < FAILURES_IN_A_ROW) return;
    await this.send(client, work, {
      mail: 'connection_failing',
      cause: `${work.directoryId}:${since}`,
      values: { 'connection.error': message, 'connection.failures': String(failures) },
    });
  }

  private async send(
    client: PoolClient,
    { directoryId }: SyncWork,
    mail: Pick<ItMail, 'mail' | 'cause' | 'values'>,
  ): Promise<void> {
    if (!this.queue.enabled) return;
    const { rows } = await client.query<{ organizationId: string }>(
      'SELECT organization_id AS "organizationId" FROM directories WHERE id = $1',
      [directoryId],
    );
    if (rows[0] !== undefined) await this.queue.toItContacts(client, { ...mail, ...rows[0], directoryId });
  }
}
