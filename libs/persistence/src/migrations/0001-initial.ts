import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { ACCESS_TABLES } from './initial/access-tables.js';
import { DELIVERY_TABLES } from './initial/delivery-tables.js';
import { DIRECTORY_TABLES } from './initial/directory-tables.js';

/**
 * The whole first schema. Ids are text (`diruser_` + ULID, or an imported foreign id), always compared bytewise (`COLLATE "C"`),
 * so that an id's order is its time order and an index scan by id is the stable order of every list.
 */
export class Initial0001700000000001 implements MigrationInterface {
  name = 'Initial0001700000000001';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...DIRECTORY_TABLES, ...DELIVERY_TABLES, ...ACCESS_TABLES]) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('The first migration has no way back: drop the database instead.');
  }
}
