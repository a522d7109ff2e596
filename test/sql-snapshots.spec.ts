import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { HOT_PATH } from './support/sql/hot-path.js';
import { formatSql } from './support/sql/sql-format.js';

// `UPDATE_SQL=1 npm test -- test/sql-snapshots` writes the statements anew. What stands above a statement is written by hand and stays.

const folder = fileURLToPath(new URL('../libs/persistence/sql/', import.meta.url));
const fileOf = (name: string) => `${folder}${name}.sql`;

interface Snapshot {
  /** What the statement is for, and its one measurement. */
  comment: string;
  sql: string;
}

function snapshotOf(text: string): Snapshot {
  const lines = text.trimEnd().split('\n');
  const end = lines.findIndex((line) => !line.startsWith('--'));
  return { comment: lines.slice(0, end).join('\n'), sql: lines.slice(end).join('\n').trim() };
}

describe('libs/persistence/sql', () => {
  it.each(Object.keys(HOT_PATH))('has %s as it is sent', async (name) => {
    const sql = formatSql((await HOT_PATH[name]!()).text);
    if (process.env['UPDATE_SQL'] === '1') {
      const { comment } = snapshotOf(readFileSync(fileOf(name), { encoding: 'utf8', flag: 'a+' }));
      writeFileSync(fileOf(name), `${comment}\n\n${sql}\n`);
    }
    const found = snapshotOf(readFileSync(fileOf(name), 'utf8'));
    expect(found.sql).toBe(sql);
    expect(found.comment).toMatch(/^-- Measured: .{20}/m);
  });

  it('has no other file', () => {
    expect(readdirSync(folder).sort()).toEqual(
      Object.keys(HOT_PATH)
        .map((name) => `${name}.sql`)
        .sort(),
    );
  });
});

describe('the form of a snapshot', () => {
  const words = (sql: string) => sql.match(/'(?:[^']|'')*'|[^\s]/g)!.join('');

  it.each(Object.keys(HOT_PATH))('changes no word of %s', async (name) => {
    const { text } = await HOT_PATH[name]!();
    expect(words(formatSql(text))).toBe(words(text));
  });

  it('shows how a statement is nested', () => {
    const long = Array.from({ length: 12 }, (_, n) => `a_long_name_of_a_column_${n}`).join(', ');
    expect(formatSql(`WITH a AS MATERIALIZED (SELECT ${long} FROM t), b AS (SELECT 1) SELECT count(*) FROM a`)).toBe(
      [
        'WITH a AS MATERIALIZED (',
        '  SELECT a_long_name_of_a_column_0, a_long_name_of_a_column_1, a_long_name_of_a_column_2, a_long_name_of_a_column_3,',
        '    a_long_name_of_a_column_4, a_long_name_of_a_column_5, a_long_name_of_a_column_6, a_long_name_of_a_column_7,',
        '    a_long_name_of_a_column_8, a_long_name_of_a_column_9, a_long_name_of_a_column_10, a_long_name_of_a_column_11',
        '  FROM t',
        '),',
        'b AS (SELECT 1)',
        'SELECT count(*)',
        'FROM a',
      ].join('\n'),
    );
  });
});
