import { expect, it } from 'vitest';
import { createPool, logLostConnections } from '#persistence';
import { createDatabase, until } from '../support/index.js';

it('an idle connection that the server ends leaves one line without secrets, and is replaced', async () => {
  const database = await createDatabase();
  const owner = createPool(database.ownerUrl, { max: 1, name: 'owner' });
  const pool = createPool(database.url, { max: 1, name: 'lost' });
  const lines: [fields: object, line: string][] = [];
  const end = logLostConnections({ warn: (fields, line) => void lines.push([fields, line]) });
  try {
    // Again where another file of this process lost a connection just now: there is one line in five seconds.
    await until(async () => {
      await pool.query('SELECT 1');
      await owner.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'rollcall-lost'`,
      );
      await until(() => expect(lines).toHaveLength(1), 1_000);
    });
    expect(lines[0]).toEqual([
      expect.objectContaining({ err: expect.objectContaining({ code: '57P01' }), connection: 'rollcall-lost' }),
      'a connection to PostgreSQL was lost; the next use makes a new one',
    ]);
    expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    // What is ended on purpose is not lost.
    await pool.end();
    expect(lines).toHaveLength(1);
  } finally {
    end();
    await owner.end();
    await database.drop();
  }
});
