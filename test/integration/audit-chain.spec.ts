import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '#directory';
import { AuditLog, createPool } from '#persistence';
import { session } from '#postgres';
import { AuditChains, BrokenChainError } from '../../apps/cli/src/audit-chains.js';
import { createDatabase, runSql, type TestDatabase } from '../support/index.js';

let database: TestDatabase;
let pool: pg.Pool;
let log: AuditLog;
beforeAll(async () => {
  database = await createDatabase();
  pool = createPool(database.url, { max: 8, name: 'test' });
  log = new AuditLog(pool);
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

const entry = (organizationId: string | null, targetId = 'x') => ({
  actor: 'system' as const,
  actorId: null,
  action: 'test.do',
  targetType: 'test',
  targetId,
  organizationId,
  directoryId: null,
  ip: null,
  requestId: null,
});

async function exported(): Promise<string[]> {
  const lines: string[] = [];
  for await (const page of log.lines()) lines.push(...page);
  return [...lines, `{"entries":${lines.length},"object":"End"}`];
}

/** What breaks the chains; undefined where nothing does. */
async function broken(): Promise<string | undefined> {
  const chains = new AuditChains();
  try {
    for (const line of await exported()) chains.read(line);
    chains.end();
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(BrokenChainError);
    return (error as Error).message;
  }
}

describe('the chains of the audit log', () => {
  it('have no forks and no gaps while many transactions write at once and some roll back', async () => {
    const organizations = [null, newId('org'), newId('org')];
    const model = new Map<string | null, Set<string>>(organizations.map((organization) => [organization, new Set()]));
    await Promise.all(
      Array.from({ length: 240 }, async (_, index) => {
        const organization = organizations[index % 3]!;
        const target = `t${index}`;
        if (index % 5 !== 0) {
          await log.record(entry(organization, target));
          model.get(organization)!.add(target);
          return;
        }
        const client = await pool.connect();
        try {
          await client.query('BEGIN');
          await client.query(
            `INSERT INTO audit_logs (id, actor_type, action, target_type, target_id, organization_id)
              VALUES ($1, 'system', 'test.do', 'test', 'gone', $2)`,
            [newId('log'), organization],
          );
          await client.query('ROLLBACK');
        } finally {
          client.release();
        }
      }),
    );
    for (const [organization, targets] of model) {
      const rows = await runSql<{ sequence: string; target_id: string; in_order: boolean }>(
        database.url,
        `SELECT sequence, target_id, at >= lag(at, 1, at) OVER (ORDER BY sequence) AS in_order FROM audit_logs
          WHERE organization_id IS NOT DISTINCT FROM $1 ORDER BY sequence`,
        [organization],
      );
      expect(rows.map(({ sequence }) => Number(sequence))).toEqual(rows.map((_, index) => index + 1));
      expect(new Set(rows.map(({ target_id }) => target_id))).toEqual(targets);
      expect(rows.every(({ in_order }) => in_order)).toBe(true);
    }
    expect(await broken()).toBeUndefined();
  });

  it('of two organizations do not wait for each other', async () => {
    const client = await pool.connect();
    const held = newId('org');
    try {
      await client.query('BEGIN');
      await client.query(
        `INSERT INTO audit_logs (id, actor_type, action, target_type, organization_id) VALUES ($1, 'system', 'test.do', 'test', $2)`,
        [newId('log'), held],
      );
      await log.record(entry(newId('org')));
      const waiting = (async () => {
        const other = await pool.connect();
        try {
          await other.query(`BEGIN; SET LOCAL lock_timeout = '10ms'`);
          await other.query(
            `INSERT INTO audit_logs (id, actor_type, action, target_type, organization_id) VALUES ($1, 'system', 'test.do', 'test', $2)`,
            [newId('log'), held],
          );
        } finally {
          await other.query('ROLLBACK');
          other.release();
        }
      })();
      await expect(waiting).rejects.toMatchObject({ code: '55P03' });
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
  });

  it('cannot be forked by a writer whose view of the table is old', async () => {
    const [old, organization] = [await pool.connect(), newId('org')];
    try {
      await old.query('BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT FROM audit_logs');
      await log.record(entry(organization));
      await expect(
        old.query(
          `INSERT INTO audit_logs (id, actor_type, action, target_type, organization_id) VALUES ($1, 'system', 'test.do', 'test', $2)`,
          [newId('log'), organization],
        ),
      ).rejects.toMatchObject({ code: '23505' });
    } finally {
      await old.query('ROLLBACK');
      old.release();
    }
  });

  it('hash the same text in PostgreSQL and in JavaScript, for random entries', async () => {
    const text = `"quoted" \\ back/slash \b\f\n\r\t\u0001\u001f\u007f\u2028 äöü 😀 <>&'`;
    const changes = {
      z: { before: null, after: text },
      B: { before: [1, -2, 0], after: [] },
      a: { before: {}, after: { y: true, x: [false, null, { '': '' }] } },
      long: { hidden: true as const },
    };
    await log.record({ ...entry(newId('org'), text), requestId: text, changes, errorCode: '', outcome: 'refused' });
    expect(await broken()).toBeUndefined();
  });

  it('number and hash an entry themselves, whatever the writer says', async () => {
    const organization = newId('org');
    await runSql(
      database.url,
      `INSERT INTO audit_logs (id, actor_type, action, target_type, organization_id, sequence, previous_hash, hash, at)
        VALUES ($1, 'system', 'test.do', 'test', $2, 77, 'mine', 'mine', '2001-01-01')`,
      [newId('log'), organization],
    );
    const [row] = await runSql<{ sequence: string; previous_hash: string | null; year: number }>(
      database.url,
      `SELECT sequence, previous_hash, extract(year FROM at)::int AS year FROM audit_logs WHERE organization_id = $1`,
      [organization],
    );
    expect(row).toMatchObject({ sequence: '1', previous_hash: null });
    expect(row!.year).toBeGreaterThan(2001);
    expect(await broken()).toBeUndefined();
  });
});

it('an export asks for a page when the page before was read, and for no entry of another chain', async () => {
  const organization = newId('org');
  await runSql(
    database.url,
    `INSERT INTO audit_logs (id, actor_type, action, target_type, organization_id)
      SELECT 'log_page' || n, 'system', 'test.do', 'test', $1 FROM generate_series(1, 2001) n`,
    [organization],
  );
  let pages = 0;
  pool.on('acquire', () => (pages += 1));
  const sizes: number[] = [];
  for await (const page of log.lines(organization)) {
    sizes.push(page.length);
    expect(pages).toBe(sizes.length);
  }
  expect(sizes).toEqual([1_000, 1_000, 1]);
});

describe('what the owner of the tables does to entries is found', () => {
  /** Each attempt is undone after the look. */
  async function after(statement: string): Promise<{ found: string | undefined; id: string }> {
    const organization = newId('org');
    for (const target of ['one', 'two', 'three']) await log.record(entry(organization, target));
    const [{ id }] = (await runSql<{ id: string }>(
      database.url,
      `SELECT id FROM audit_logs WHERE organization_id = $1 AND sequence = 2`,
      [organization],
    )) as [{ id: string }];
    const owner = new pg.Client(session(database.ownerUrl, 'test'));
    await owner.connect();
    try {
      await owner.query('ALTER TABLE audit_logs DISABLE TRIGGER ALL');
      await owner.query('CREATE TABLE kept AS SELECT * FROM audit_logs');
      await owner.query(statement.replaceAll('$1', `'${id}'`));
      const found = await broken();
      await owner.query('DELETE FROM audit_logs; INSERT INTO audit_logs SELECT * FROM kept; DROP TABLE kept');
      return { found, id };
    } finally {
      await owner.query('ALTER TABLE audit_logs ENABLE TRIGGER ALL');
      await owner.end();
    }
  }

  it.each([
    ['another actor', `UPDATE audit_logs SET actor_id = 'key_other' WHERE id = $1`],
    ['another time', `UPDATE audit_logs SET at = at - interval '1 ms' WHERE id = $1`],
    ['another outcome', `UPDATE audit_logs SET outcome = 'refused' WHERE id = $1`],
    ['other changes', `UPDATE audit_logs SET changes = '{"hold": {"before": true, "after": false}}' WHERE id = $1`],
    ['another hash', `UPDATE audit_logs SET hash = repeat('0', 64) WHERE id = $1`],
  ])('%s', async (_what, statement) => {
    const { found, id } = await after(statement);
    expect(found).toBe(`${id} was changed: its hash is another`);
  });

  it('an entry is written anew, hash and all', async () => {
    const { found } = await after(
      `UPDATE audit_logs SET action = 'test.other' WHERE id = $1; UPDATE audit_logs a SET hash = audit_hash(a) WHERE id = $1`,
    );
    expect(found).toMatch(/^log_\w+ does not follow the entry before it/);
  });

  it('an entry is taken out', async () => {
    const { found } = await after('DELETE FROM audit_logs WHERE id = $1');
    expect(found).toMatch(/^log_\w+ is number 3 of its chain, and should be 2$/);
  });

  it('an entry moves to another organization', async () => {
    const { found } = await after(`UPDATE audit_logs SET organization_id = 'org_other' WHERE id = $1`);
    expect(found).toMatch(/^log_/);
  });
});
