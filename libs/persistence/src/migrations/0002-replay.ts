import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** The feed across clusters, and what is sent again in the background. */
export class Replay0001700000000002 implements MigrationInterface {
  name = 'Replay0001700000000002';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('The order of the feed depends on it: this migration has no way back.');
  }
}

const ID = 'text COLLATE "C"';
const NOW = 'timestamptz NOT NULL DEFAULT now()';

const STATEMENTS = [
  // Transaction numbers order the feed, and a database restored into another cluster does not continue them: an epoch counts the
  // clusters. New events take it from the column's default, which costs them nothing.
  `ALTER TABLE deployment ADD COLUMN feed_epoch integer NOT NULL DEFAULT 0`,
  `ALTER TABLE events ADD COLUMN epoch integer NOT NULL DEFAULT 0`,
  `DROP INDEX events_feed`,
  `CREATE INDEX events_feed ON events (epoch, xid, id) WHERE in_feed`,

  // What has to be sent to an endpoint once more, page by page: a directory's present state ('resync'), or finished deliveries ('replay').
  // position: the last id that was dealt with; of a resync, groups come before users ('dirgroup_' < 'diruser_').
  // first_delivery_id, last_delivery_id: where in the order of ids the deliveries of a resync lie.
  `CREATE TABLE resends (
    id ${ID} PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('resync', 'replay')),
    endpoint_id ${ID} NOT NULL REFERENCES webhook_endpoints ON DELETE CASCADE,
    directory_id ${ID} REFERENCES directories ON DELETE CASCADE,
    state text NOT NULL DEFAULT 'starting' CHECK (state IN ('starting', 'sending', 'finishing', 'done', 'canceled')),
    position text COLLATE "C" NOT NULL DEFAULT '',
    last_position text COLLATE "C",
    states text[],
    event_types text[],
    expected bigint NOT NULL,
    users bigint NOT NULL DEFAULT 0,
    groups bigint NOT NULL DEFAULT 0,
    deliveries bigint NOT NULL DEFAULT 0,
    first_delivery_id ${ID},
    last_delivery_id ${ID},
    created_at ${NOW},
    finished_at timestamptz,
    CHECK ((kind = 'resync') = (directory_id IS NOT NULL)),
    CHECK ((kind = 'replay') = (last_position IS NOT NULL)),
    CHECK ((state IN ('done', 'canceled')) = (finished_at IS NOT NULL))
  )`,
  `CREATE INDEX resends_open ON resends (endpoint_id, id) WHERE state IN ('starting', 'sending', 'finishing')`,
  // What a directory's erasure takes away: events that were made for one endpoint only.
  `CREATE INDEX events_resync ON events (directory_id) WHERE NOT in_feed AND directory_id IS NOT NULL`,
  // What is being sent again: few rows beside a backlog of live ones.
  `CREATE INDEX deliveries_replay ON deliveries (endpoint_id, id) WHERE replay`,
  // Asking twice for the same resync gives the one under way.
  `CREATE UNIQUE INDEX resends_resync ON resends (directory_id, endpoint_id)
    WHERE kind = 'resync' AND state IN ('starting', 'sending', 'finishing')`,
];
