import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * The names by which an LDAP server calls people are compared in another form now (RFC 4518), and those that are kept have the old one. The
 * next sync of each directory lists everything, and learns the names anew.
 */
export class ComparableNames0001700000000048 implements MigrationInterface {
  name = 'ComparableNames0001700000000048';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('UPDATE connections SET mark = NULL');
  }

  async down(): Promise<void> {
    // A full sync does no harm, and none is needed the other way round: it comes by its own schedule.
  }
}
