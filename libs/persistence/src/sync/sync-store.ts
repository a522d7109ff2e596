import { type Pool, type PoolClient, type QueryResultRow } from 'pg';
import {
  type AbsentUser,
  type ChangeNote,
  type Differing,
  type GroupDifference,
  type ListingProgress,
  type MemberDifference,
  REVIEW_LIMITS,
  type StagedGroup,
  type StagedUser,
  type SyncError,
  type SyncFacts,
  SyncLostError,
  type SyncPhase,
  type SyncStore,
  type SyncWork,
  type UserDifference,
} from '#connectors';
import { type DeparturePolicy, nameKey, newId, type Portion } from '#directory';
import { type ScimResource } from '#scim';
import { columnArrays } from '../connection/column-array.js';
import { inTransaction } from '../connection/in-transaction.js';
import { MailQueue } from '../mail/mail-queue.js';
import { bytesOf, portionOf, readPortion } from '../paging/page-bytes.js';
import { SOURCE } from './connections.js';
import { SyncMails } from './sync-mails.js';
import { reviewOf } from './sync-review.js';
import { forgetStaged, stageGroups, stageUsers } from './sync-staging.js';
import * as sql from './sync-statements.js';

/** Syncs and their staged listings in PostgreSQL. */
export class PostgresSyncStore implements SyncStore {
  private readonly mails: SyncMails;

  /** @param mails without: nobody is written to */
  constructor(
    private readonly pool: Pool,
    mails = new MailQueue(false),
  ) {
    this.mails = new SyncMails(mails);
  }

  async beginListing(work: SyncWork): Promise<void> {
    await this.held(work, (client) => forgetStaged(client, work.stagingId));
  }

  async stageUsers(work: SyncWork, users: StagedUser[], progress: ListingProgress): Promise<void> {
    await this.held(work, async (client) => {
      await stageUsers(client, work.stagingId, users, work.scope === 'full');
      await this.progress(
        client,
        work,
        progress,
        users.some(({ groups }) => groups !== null),
      );
    });
  }

  async stageGroups(work: SyncWork, groups: StagedGroup[], progress: ListingProgress): Promise<void> {
    await this.held(work, async (client) => {
      await stageGroups(client, work.stagingId, groups);
      await this.progress(client, work, progress, false);
    });
  }

  async stageGone(work: SyncWork, externalIds: string[]): Promise<void> {
    await this.held(work, async (client) => {
      await client.query(
        `INSERT INTO sync_users (sync_id, external_id, resource, gone) SELECT DISTINCT $1, id, '{}'::jsonb, true FROM unnest($2::text[]) AS id
          ON CONFLICT (sync_id, external_id) DO UPDATE SET gone = true`,
        [work.stagingId, externalIds],
      );
    });
  }

  async enter(work: SyncWork, phase: SyncPhase): Promise<void> {
    work.phase = phase;
    await this.save(work);
  }

  async save(work: SyncWork): Promise<void> {
    await this.held(work, async (client) => {
      await client.query(
        `UPDATE syncs SET phase = $2, scope = $3, position = $4, mark = $5, counts = $6, warnings = $7, seen = $8, total = $9, announced = $10
          WHERE id = $1`,
        [
          work.id,
          work.phase,
          work.scope,
          work.position,
          work.mark,
          JSON.stringify(work.counts),
          JSON.stringify(work.warnings),
          work.seen,
          work.total,
          work.announced,
        ],
      );
    });
  }

  async facts(work: SyncWork): Promise<SyncFacts> {
    const rows = await this.read<SyncFacts>(
      'sync-facts',
      `SELECT (SELECT count(*) FROM sync_users WHERE sync_id = $1 AND NOT gone) AS "stagedUsers",
        (SELECT count(*) FROM sync_groups WHERE sync_id = $1) AS "stagedGroups",
        u."activeUsers", u."presentUsers", u."wouldLeave",
        (SELECT count(*) FROM groups g WHERE directory_id = $2 AND source = 'pull' AND NOT ${sql.HIDES_GROUPS}
          AND NOT ${sql.KEEPS_GROUP}) AS "pulledGroups",
        (SELECT count(*) FROM groups g WHERE g.directory_id = $2 AND g.source = 'pull' AND $3 AND ${sql.LISTABLE('g.external_id')} AND NOT ${sql.HIDES_GROUPS}
          AND NOT EXISTS (SELECT FROM sync_groups s WHERE s.sync_id = $1 AND s.external_id = g.external_id)
          AND NOT ${sql.KEEPS_GROUP}) AS "wouldDeleteGroups",
        COALESCE((SELECT policy -> 'sync_review' FROM directories WHERE id = $2), $4::jsonb) AS limits
      FROM (SELECT count(*) FILTER (WHERE u.active) AS "activeUsers", count(*) AS "presentUsers",
          count(*) FILTER (WHERE u.active AND (${sql.ABSENT} OR ${sql.INACTIVE})) AS "wouldLeave"
        FROM users u WHERE ${sql.PRESENT}) u`,
      [work.stagingId, work.directoryId, work.scope === 'full', JSON.stringify(REVIEW_LIMITS)],
    );
    return rows[0]!;
  }

  async countStaged({ stagingId }: SyncWork): Promise<number> {
    const rows = await this.read<{ count: number }>(
      'sync-count',
      'SELECT count(*) FROM sync_users WHERE sync_id = $1 AND NOT gone',
      [stagingId],
    );
    return rows[0]!.count;
  }

  async resolveManagers(work: SyncWork): Promise<void> {
    await this.held(work, async (client) => {
      await client.query(sql.MANAGERS, [work.stagingId, work.directoryId, work.scope === 'partial']);
    });
  }

  async unknownMembers(work: SyncWork): Promise<{ count: number; examples: string[] }> {
    const values = [work.stagingId, work.directoryId, work.scope === 'partial'];
    return (await this.read<{ count: number; examples: string[] }>('sync-unknown', sql.UNKNOWN_MEMBERS, values))[0]!;
  }

  async differingUsers(
    work: SyncWork,
    after: string,
    limit: number,
    which: Differing,
  ): Promise<Portion<UserDifference>> {
    const values = [work.stagingId, work.directoryId, after, limit, which];
    return await this.portion<UserDifference>('sync-differing', sql.DIFFERING, values, limit);
  }

  async policy({ directoryId }: SyncWork): Promise<DeparturePolicy> {
    const text = 'SELECT policy FROM directories WHERE id = $1';
    return (await this.read<{ policy: DeparturePolicy }>('sync-policy', text, [directoryId]))[0]!.policy;
  }

  async markLeavers(work: SyncWork, pages: AsyncIterable<string[]>): Promise<void> {
    await this.held(work, (client) => client.query(sql.FORGET_LEAVERS, [work.stagingId]));
    for await (const externalIds of pages) {
      if (externalIds.length === 0) continue;
      await this.held(work, (client) => client.query(sql.MARK_LEAVERS, [work.stagingId, externalIds]));
    }
  }

  async absentUsers(work: SyncWork, after: string, limit: number): Promise<Portion<AbsentUser>> {
    if (work.isLocked && !work.approved) return { rows: [], isLast: true };
    const absent = `SELECT u.id, u.resource, u.active FROM users u WHERE ${sql.PRESENT} AND ${sql.ABSENT} AND u.id > $4
      AND ($6::text IS NULL OR EXISTS (SELECT FROM sync_leavers l WHERE l.sync_id = $6 AND l.id = u.id)) ORDER BY u.id LIMIT $5`;
    return await this.portion<AbsentUser>(
      'sync-absent',
      `SELECT u.id, u.resource, u.found, u.active AND u.resource -> 'active' IS DISTINCT FROM 'false' AS active, ARRAY(
          SELECT g.display_name FROM group_members m JOIN groups g ON g.id = m.group_id WHERE m.user_id = u.id ORDER BY 1) AS groups
        FROM ${portionOf(absent, 'u', bytesOf('u.resource'), 'u.id')} ORDER BY u.id`,
      [work.stagingId, work.directoryId, work.scope === 'full', after, limit, work.approved ? work.id : null],
      limit,
    );
  }

  async mayLeave(work: SyncWork, userIds: string[]): Promise<Set<string>> {
    if (!work.approved) return new Set(work.isLocked ? [] : userIds);
    const { rows } = await this.pool.query<{ id: string }>(
      'SELECT id FROM sync_leavers WHERE sync_id = $1 AND id = ANY($2)',
      [work.id, userIds],
    );
    return new Set(rows.map(({ id }) => id));
  }

  async contestedNames(work: SyncWork, resources: ScimResource[]): Promise<number> {
    if (resources.length === 0) return 0;
    const rows = await this.read<{ count: number }>(
      'sync-contested',
      `SELECT count(*) FROM unnest($2::text[], $3::text[]) AS n (key, external_id) WHERE EXISTS (
        SELECT FROM users u WHERE u.directory_id = $1 AND u.user_name_key = n.key AND u.deleted_at IS NULL
          AND u.external_id IS DISTINCT FROM n.external_id)`,
      [
        work.directoryId,
        resources.map(({ userName }) => nameKey(userName as string)),
        resources.map(({ externalId }) => externalId as string),
      ],
    );
    return rows[0]!.count;
  }

  async groupDifferences(work: SyncWork, after: string, limit: number): Promise<Portion<GroupDifference>> {
    const { scope, listsGroups, isLocked, approved } = work;
    const mayGo = scope === 'full' && listsGroups && (approved || !isLocked);
    const derived = scope === 'partial' && (await this.derivesGroups(work));
    const reviewed = approved ? work.id : null;
    const values = [work.stagingId, work.directoryId, after, limit, mayGo, derived, reviewed];
    return await this.portion<GroupDifference>('sync-groups', sql.GROUPS, values, limit);
  }

  async memberDifference(work: SyncWork, externalId: string, groupId: string | null): Promise<MemberDifference> {
    const values = [work.stagingId, work.directoryId, externalId, groupId, work.scope === 'partial'];
    return (await this.read<MemberDifference>('sync-members', sql.MEMBERS, values))[0]!;
  }

  async forgetNotes(work: SyncWork): Promise<void> {
    await this.held(work, async (client) => {
      await client.query('DELETE FROM sync_changes WHERE sync_id = $1', [work.id]);
    });
  }

  async note(work: SyncWork, notes: ChangeNote[]): Promise<void> {
    const rows = notes.map((note) => ({ ...note, id: newId('sch') }));
    await this.held(work, async (client) => {
      await client.query({
        name: 'sync-note',
        text: sql.NOTE,
        values: [work.id, ...columnArrays(sql.NOTE_COLUMNS, rows)],
      });
    });
  }

  async skip(work: SyncWork, notes: ChangeNote[]): Promise<void> {
    const rows = notes.map((note) => ({ ...note, id: newId('sch') }));
    await this.held(work, async (client) => {
      await client.query({ name: 'sync-skip', text: sql.SKIP, values: [work.id, JSON.stringify(rows)] });
    });
  }

  async review(work: SyncWork, reason: string): Promise<void> {
    await this.held(work, async (client) => {
      const review = await reviewOf(client, work, reason, true);
      await client.query(
        `UPDATE syncs SET state = 'needs_review', review = $2, warnings = $3, seen = $4, lease = NULL, lease_until = NULL WHERE id = $1`,
        [work.id, JSON.stringify(review), JSON.stringify(work.warnings), work.seen],
      );
      await this.mails.needsReview(client, work, review);
      // A source is listed again; a file waits for the decision.
      if (work.trigger !== 'upload') await forgetStaged(client, work.stagingId);
    });
  }

  async preview(work: SyncWork, reason: string | null): Promise<void> {
    await this.held(work, async (client) => {
      const review = await reviewOf(client, work, reason ?? '', false);
      await client.query(
        'UPDATE syncs SET review = $2, sequence = (SELECT sequence FROM directory_counters WHERE directory_id = $3) WHERE id = $1',
        [work.id, reason === null && review.would_deactivate === 0 ? null : JSON.stringify(review), work.directoryId],
      );
    });
  }

  async succeed(work: SyncWork): Promise<void> {
    await this.save(work);
    await this.held(work, async (client) => {
      await this.end(client, work, 'succeeded', null);
      if (!work.dryRun && work.mark !== null) {
        await client.query(sql.KEEP_REFERENCES, [work.stagingId, work.directoryId, work.scope === 'full']);
      }
      // The file of a dry run waits for somebody to apply it.
      if (!work.dryRun || work.trigger !== 'upload') await forgetStaged(client, work.stagingId);
      if (work.dryRun) return;
      await client.query(
        `UPDATE directory_counters SET last_synced_at = now(), status = CASE status WHEN 'DRAFT' THEN 'IN_PROGRESS' ELSE status END
          WHERE directory_id = $1`,
        [work.directoryId],
      );
      await client.query(
        // Whoever comes back among changes was in groups of which the source says nothing new: they are listed next.
        // The mark of another source would hide changes of the new source.
        `UPDATE connections c SET failing_since = NULL, failures = 0,
          mark = CASE WHEN ${SOURCE} = (SELECT source FROM syncs WHERE id = $6) THEN COALESCE($2, mark) ELSE mark END,
          full_at = CASE WHEN $3 THEN now() WHEN $4 AND NOT (SELECT derives_groups FROM syncs WHERE id = $5) THEN NULL ELSE full_at END
          WHERE directory_id = $1`,
        [work.directoryId, work.mark, work.scope === 'full', work.counts.reactivated > 0, work.stagingId, work.id],
      );
    });
  }

  async fail(work: SyncWork, error: SyncError, retryAfterMs: number | undefined): Promise<{ isFirst: boolean }> {
    return await this.held(work, async (client) => {
      await client.query('UPDATE syncs SET warnings = $2, seen = $3 WHERE id = $1', [
        work.id,
        JSON.stringify(work.warnings),
        work.seen,
      ]);
      await this.end(client, work, 'failed', error);
      await forgetStaged(client, work.stagingId);
      if (work.dryRun || work.trigger === 'upload') return { isFirst: false };
      const { rows } = await client.query<{ failures: number; since: string }>(
        `UPDATE connections SET failing_since = COALESCE(failing_since, now()), failures = failures + 1,
          next_sync_at = CASE WHEN next_sync_at IS NOT NULL THEN GREATEST(next_sync_at, now() + $2 * interval '1 millisecond') END
        WHERE directory_id = $1
          RETURNING failures, iso(failing_since) AS since`,
        [work.directoryId, retryAfterMs ?? 0],
      );
      const [connection] = rows;
      if (connection === undefined) return { isFirst: false };
      await this.mails.failing(client, work, error, connection);
      return { isFirst: connection.failures === 1 };
    });
  }

  async cancel({ id, lease, stagingId }: SyncWork): Promise<void> {
    await inTransaction(this.pool, async (client) => {
      const { rowCount } = await client.query(
        `UPDATE syncs SET state = 'canceled', finished_at = now(), lease = NULL, lease_until = NULL
          WHERE id = $1 AND lease = $2 AND state = 'running' AND cancel_requested`,
        [id, lease],
      );
      // What was checked of a file may be applied later.
      if (rowCount === 1 && stagingId === id) await forgetStaged(client, stagingId);
    });
  }

  private async end(client: PoolClient, work: SyncWork, state: string, error: SyncError | null): Promise<void> {
    await client.query(
      `UPDATE syncs SET state = $2, error = $3, finished_at = now(), lease = NULL, lease_until = NULL WHERE id = $1`,
      [work.id, state, error === null ? null : JSON.stringify(error)],
    );
  }

  private async derivesGroups({ stagingId }: SyncWork): Promise<boolean> {
    const { rows } = await this.pool.query<{ derives: boolean }>(
      'SELECT derives_groups AS derives FROM syncs WHERE id = $1',
      [stagingId],
    );
    return rows[0]?.derives === true;
  }

  private async progress(
    client: PoolClient,
    work: SyncWork,
    progress: ListingProgress,
    derives: boolean,
  ): Promise<void> {
    await client.query({
      name: 'sync-progress',
      text: `UPDATE syncs SET seen = $2, total = $3, position = $4, scope = $5, mark = $6, derives_groups = derives_groups OR $7 WHERE id = $1`,
      values: [work.id, progress.seen, progress.total, progress.position, work.scope, work.mark, derives],
    });
  }

  private async read<Row extends QueryResultRow>(name: string, text: string, values: unknown[]): Promise<Row[]> {
    return (await this.pool.query<Row>({ name, text, values })).rows;
  }

  private async portion<T extends object>(
    name: string,
    text: string,
    values: unknown[],
    limit: number,
  ): Promise<Portion<T>> {
    const rows = await this.read<T & { found: number }>(name, text, values);
    return readPortion(rows, limit, ({ found: _found, ...row }) => row as unknown as T);
  }

  private async held<T>(work: SyncWork, write: (client: PoolClient) => Promise<T>): Promise<T> {
    return await inTransaction(this.pool, async (client) => {
      const { rowCount } = await client.query({
        name: 'sync-held',
        text: `WITH ${sql.HELD} SELECT FROM held`,
        values: [work.id, work.lease],
      });
      if (rowCount === 0) throw new SyncLostError('the sync is not ours any more');
      return await write(client);
    });
  }
}
