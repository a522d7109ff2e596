import { type Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPool } from '#persistence';
import { createDatabase, type TestDatabase } from '../support/index.js';
import { explaining } from '../support/explain.js';
import { COUNTED, LOG_QUESTIONS, type LogScene, ROWS, seedLogs } from './log-questions.js';

let database: TestDatabase;
let seeding: Pool;
let scene: LogScene;

beforeAll(async () => {
  database = await createDatabase();
  seeding = createPool(database.ownerUrl, { max: 1, name: 'seed' });
  scene = await seedLogs(seeding);
}, 60_000);

afterAll(async () => {
  await seeding.end();
  await database.drop();
});

/** Pages of what is looked at for a row that is counted: its index, its table, and where it is joined its endpoint. */
const PAGES_A_ROW = 6;
/** Whether it came later after all is asked of the index of each week. */
const PAGES_A_LATER = 30;

describe.each(['without statistics', 'with statistics'])('%s', (statistics) => {
  let pool: Pool;
  beforeAll(async () => {
    if (statistics === 'with statistics') await seeding.query('VACUUM ANALYZE');
    pool = createPool(database.url, { max: 1, name: 'plans' });
  });
  afterAll(() => pool.end());

  it.each(LOG_QUESTIONS)('$what: no more rows are looked at than are counted', async (question) => {
    const { what, total, ask, examined = total } = question;
    const explained = explaining(pool);
    expect((await ask(explained.pool, scene)).total).toBe(total);
    const { pages, sorted } = explained.take();
    // A server with default settings and without statistics may read the young log whole, for one event too.
    const least = statistics === 'without statistics' ? 2_000 : 500;
    const most = examined * (what === 'deprovisionings' ? PAGES_A_LATER : PAGES_A_ROW) + least;
    // Who knows nothing of the rows takes those that were given up for a few, and sorts them.
    const mostSorted = what === 'those that were given up' && statistics === 'without statistics' ? ROWS : COUNTED;
    expect({ pages: pages > most ? pages : 'few', sorted: sorted > mostSorted ? sorted : 'few' }).toEqual({
      pages: 'few',
      sorted: 'few',
    });
  });
});
