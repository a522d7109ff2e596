import { type Pool } from 'pg';

const KEPT_MS = 1_000;
const MOST_KEPT = 1_000;

interface Count {
  at: number;
  counted: Promise<number>;
  admitted: number;
}

/** How many active users organizations have: counted once a second at most, with those who were let in since. */
export class ActiveUsers {
  private readonly counts = new Map<string, Count>();

  constructor(private readonly pool: Pool) {}

  async of(organizationId: string): Promise<number> {
    let count = this.counts.get(organizationId);
    if (count === undefined || performance.now() - count.at > KEPT_MS) {
      if (this.counts.size >= MOST_KEPT) this.counts.clear();
      count = { at: performance.now(), counted: this.count(organizationId), admitted: 0 };
      count.counted.catch(() => this.counts.delete(organizationId));
      this.counts.set(organizationId, count);
    }
    return (await count.counted) + count.admitted;
  }

  admitted(organizationId: string): void {
    const count = this.counts.get(organizationId);
    if (count !== undefined) count.admitted += 1;
  }

  private async count(organizationId: string): Promise<number> {
    const { rows } = await this.pool.query<{ count: number }>({
      name: 'active-users',
      // All records minus those of inactive users, who have an index of their own: no user is read.
      text: `SELECT COALESCE(sum(c.user_records - (SELECT count(*) FROM users u WHERE u.directory_id = d.id AND NOT u.active)), 0)::int AS count
        FROM directories d JOIN directory_counters c ON c.directory_id = d.id WHERE d.organization_id = $1 AND d.deleted_at IS NULL`,
      values: [organizationId],
    });
    return rows[0]!.count;
  }
}
