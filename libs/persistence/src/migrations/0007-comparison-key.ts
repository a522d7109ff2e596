import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { COMPARISON_KEY_FUNCTIONS } from './comparison-key/functions.js';

/** One key by which texts are compared, the same in SQL as in the application. */
export class ComparisonKey0001700000000007 implements MigrationInterface {
  name = 'ComparisonKey0001700000000007';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of COMPARISON_KEY_FUNCTIONS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION comparison_key, folded');
  }
}
