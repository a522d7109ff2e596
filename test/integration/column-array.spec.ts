import fc from 'fast-check';
import { type Pool } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createPool } from '#persistence';
import { arrayLiteral, type Column, columnArrays, unnest } from '../../libs/persistence/src/connection/column-array.js';
import { createDatabase, type TestDatabase } from '../support/index.js';

interface Row {
  text: string | null;
  json: unknown;
  flag: boolean | null;
  small: number | null;
  whole: number | null;
  large: number | null;
  at: string | null;
  words: string[];
}

const COLUMNS: readonly Column<Row>[] = [
  ['text', 'text', (row) => row.text],
  ['json', 'jsonb', (row) => JSON.stringify(row.json)],
  ['flag', 'boolean', (row) => row.flag],
  ['small', 'smallint', (row) => row.small],
  ['whole', 'integer', (row) => row.whole],
  ['large', 'bigint', (row) => row.large],
  ['at', 'timestamptz', (row) => row.at],
  ['words', 'text', (row) => arrayLiteral(row.words)],
];

// PostgreSQL stores no NUL, and requests with lone surrogates are refused.
const text = fc.string({ unit: 'grapheme' }).filter((word) => word.isWellFormed() && !word.includes('\0'));
const row: fc.Arbitrary<Row> = fc.record({
  text: fc.option(text),
  json: fc.dictionary(text, fc.oneof(text, fc.boolean(), fc.integer(), fc.constant(null))),
  flag: fc.option(fc.boolean()),
  small: fc.option(fc.integer({ min: -32_768, max: 32_767 })),
  whole: fc.option(fc.integer()),
  large: fc.option(fc.maxSafeInteger()),
  at: fc.option(
    fc
      .date({ noInvalidDate: true, min: new Date('1900-01-01'), max: new Date('2200-01-01') })
      .map((at) => at.toISOString()),
  ),
  words: fc.array(text),
});

let database: TestDatabase;
let pool: Pool;

beforeAll(async () => {
  database = await createDatabase();
  pool = createPool(database.url, { max: 1, name: 'test' });
});

afterAll(async () => {
  await pool.end();
  await database.drop();
});

it('what is written as column arrays is read back as it was', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 20 }), async (rows) => {
      const { rows: read } = await pool.query(
        `SELECT text, json, flag, small, whole, large, at, words::text[] AS words FROM ${unnest(COLUMNS, 'n', 1)}`,
        columnArrays(COLUMNS, rows),
      );
      expect(read).toEqual(rows);
    }),
    { numRuns: 60, seed: 11 },
  );
});
