import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Which portal links a link descends from, and why somebody let held departures go or stay. */
export class InvitationsAndReasons0001700000000034 implements MigrationInterface {
  name = 'InvitationsAndReasons0001700000000034';

  async up(runner: QueryRunner): Promise<void> {
    // ancestors: revoking any of them ends the link. rooted_at: when the first of them was made, which bounds how long all may live.
    await runner.query(`ALTER TABLE portal_links
      ADD COLUMN ancestors text[] COLLATE "C" NOT NULL DEFAULT '{}',
      ADD COLUMN rooted_at timestamptz NOT NULL DEFAULT now()`);
    await runner.query('UPDATE portal_links SET rooted_at = created_at');
    await runner.query('ALTER TABLE held_departures ADD COLUMN reason text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE held_departures DROP COLUMN reason');
    await runner.query('ALTER TABLE portal_links DROP COLUMN ancestors, DROP COLUMN rooted_at');
  }
}
