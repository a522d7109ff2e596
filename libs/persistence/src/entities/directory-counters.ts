import { Column, Entity, PrimaryColumn } from 'typeorm';
import { CountColumn, InstantColumn } from './columns.js';

/** What every change of a directory counts. Written by the change itself; here it is only read. */
@Entity('directory_counters')
export class DirectoryCounters {
  @PrimaryColumn({ name: 'directory_id', type: 'text' })
  directoryId!: string;

  @CountColumn('sequence')
  sequence!: number;

  @CountColumn('users')
  users!: number;

  @CountColumn('user_records')
  userRecords!: number;

  @CountColumn('groups')
  groups!: number;

  @Column('text')
  status!: 'DRAFT' | 'IN_PROGRESS' | 'COMPLETED';

  @InstantColumn('last_synced_at', { nullable: true })
  lastSyncedAt!: string | null;

  @InstantColumn('user_updated_at', { nullable: true })
  userUpdatedAt!: string | null;

  @InstantColumn('group_updated_at', { nullable: true })
  groupUpdatedAt!: string | null;
}
