import { type PoolClient } from 'pg';
import {
  type DirectoryCommands,
  type DirectoryRows,
  type DirectoryState,
  type DirectoryTransaction,
  type Needs,
} from '#directory';
import { mailSettings } from '#mail';
import { PostgresBatchWrites } from './batch-writes.js';
import { DirectoryQueries } from './directory-queries.js';
import { PostgresErasureWrites } from './erasure-writes.js';
import { GroupRows } from './group-rows.js';
import { HeldRows } from './held-rows.js';
import { PostgresLifecycleWrites } from './lifecycle-writes.js';
import { loadStatement } from './load-statement.js';
import { PostgresMembershipRows } from './membership-rows.js';
import { withDefaults } from './policy-defaults.js';
import { PostgresSettingsWrites } from './settings-writes.js';
import { UpkeepRows } from './upkeep-rows.js';
import { UserRows } from './user-rows.js';

export class PostgresDirectoryTransaction implements DirectoryTransaction {
  readonly rows: DirectoryRows;
  readonly commands: DirectoryCommands;
  private readonly batch: PostgresBatchWrites;

  constructor(
    private readonly client: PoolClient,
    private readonly directoryId: string,
    private readonly mails = false,
  ) {
    const queries = new DirectoryQueries(client, directoryId);
    this.batch = new PostgresBatchWrites(queries);
    this.rows = {
      users: new UserRows(queries),
      groups: new GroupRows(queries),
      memberships: new PostgresMembershipRows(queries),
      upkeep: new UpkeepRows(queries),
      held: new HeldRows(queries),
      batch: this.batch,
    };
    this.commands = {
      settings: new PostgresSettingsWrites(queries),
      lifecycle: new PostgresLifecycleWrites(queries),
      erasure: new PostgresErasureWrites(queries),
    };
  }

  /** Rejects with the first write that failed. */
  get written(): Promise<void> {
    return this.batch.written;
  }

  async load(needs: Needs): Promise<DirectoryState | undefined> {
    const { rows } = await this.client.query<Omit<DirectoryState, 'id'>>(
      loadStatement(this.directoryId, needs, this.mails),
    );
    const row = rows[0];
    if (row?.mail) row.mail.settings = mailSettings(row.mail.settings);
    return row && { ...withDefaults(row), id: this.directoryId };
  }
}
