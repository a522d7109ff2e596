import { type Client } from 'pg';

/** Written beside the requests of a test, at a moment of its own. */
const ALONGSIDE = ['audit_logs', 'scim_requests', 'failed_guesses'];

/** All that there is but the audit log, and when keys were used. */
export async function everythingIn(owner: Client): Promise<Record<string, string | null>> {
  const { rows: tables } = await owner.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')
      AND NOT relispartition AND relname <> ALL ($1) ORDER BY relname`,
    [ALONGSIDE],
  );
  const { rows } = await owner.query<{ name: string; rows: string | null }>(
    tables
      .map(
        ({ name }) =>
          `SELECT '${name}' AS name, md5(string_agg(row, '' ORDER BY row)) AS rows
            FROM (SELECT (to_jsonb(t) - 'last_used_at')::text AS row FROM "${name}" t) t`,
      )
      .join(' UNION ALL '),
  );
  return Object.fromEntries(rows.map(({ name, rows: all }) => [name, all]));
}

/** What the log cannot take, it refuses: a full disk, for one. */
export function whileNoEntryFits<T>(owner: Client, work: () => Promise<T>): Promise<T> {
  return withTrigger(owner, 'TRIGGER refuse_entry BEFORE INSERT', '', work);
}

/** The entry is written, and then its transaction fails. */
export function whileNothingCommits<T>(owner: Client, work: () => Promise<T>): Promise<T> {
  return withTrigger(owner, 'CONSTRAINT TRIGGER refuse_entry AFTER INSERT', 'DEFERRABLE INITIALLY DEFERRED', work);
}

async function withTrigger<T>(owner: Client, trigger: string, when: string, work: () => Promise<T>): Promise<T> {
  await owner.query(
    `CREATE FUNCTION refuse_entry() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'full'; END $$;
    CREATE ${trigger} ON audit_logs ${when} FOR EACH ROW EXECUTE FUNCTION refuse_entry()`,
  );
  try {
    return await work();
  } finally {
    await owner.query('DROP TRIGGER refuse_entry ON audit_logs; DROP FUNCTION refuse_entry()');
  }
}
