import { type DeliveryRow, type DirectoryEvent, type GroupRecord, type UserRecord, type WriteSet } from '#directory';
import { DirectoryReads, EventFeed, UserList } from '#persistence';
import { parseFilter, USER } from '#scim';
import { PostgresDirectoryTransaction } from '../../../libs/persistence/src/changes/directory-transaction.js';
import { loadStatement } from '../../../libs/persistence/src/changes/load-statement.js';
import { writeStatement } from '../../../libs/persistence/src/changes/write-statement.js';
import { CLAIM_IN_TURNS, CLAIM_WALKING } from '../../../libs/persistence/src/deliveries/delivery-claim-statement.js';
import {
  OVERDUE,
  RECORD,
  RECORD_DELIVERED,
  RECORD_LATE,
} from '../../../libs/persistence/src/deliveries/delivery-record-statement.js';
import { SqlRecorder, type SentStatement } from './sql-recorder.js';

const DIRECTORY = 'dir_1';
const AT = '2026-01-01T00:00:00.000Z';

const USER_ROW: UserRecord = {
  id: 'diruser_1',
  resource: { schemas: [], userName: 'ada@example.com' },
  profile: {} as UserRecord['profile'],
  externalId: 'ada',
  active: true,
  announced: true,
  announcedProfile: null,
  version: 1,
  revision: 1,
  createdAt: AT,
  updatedAt: AT,
  deletedAt: null,
  groups: [],
  previousGroups: null,
};

const GROUP_ROW: GroupRecord = {
  id: 'dirgroup_1',
  resource: { schemas: [], displayName: 'Engineering' },
  displayName: 'Engineering',
  externalId: null,
  source: 'scim',
  version: 1,
  revision: 1,
  createdAt: AT,
  updatedAt: AT,
};

const EVENT: DirectoryEvent = {
  id: 'evt_1',
  type: 'organization.directory.user_updated',
  organizationId: 'org_1',
  directoryId: DIRECTORY,
  sequence: 1,
  resourceId: USER_ROW.id,
  version: 1,
  occurredAt: AT,
  deprovisioning: false,
  body: '{}',
};

const DELIVERY: DeliveryRow = {
  id: 'dlv_1',
  event_id: EVENT.id,
  endpoint_id: 'ep_1',
  resource_id: USER_ROW.id,
  event_type: EVENT.type,
  lane: 0,
  plain_update: true,
};

const NOTHING: WriteSet = {
  insertedUsers: [],
  updatedUsers: [],
  touchedUsers: [],
  insertedGroups: [],
  updatedGroups: [],
  touchedGroups: [],
  deletedGroupIds: [],
  leavers: [],
  left: [],
  joined: [],
  resolved: [],
  settled: [],
  events: [],
  deliveries: [],
  mails: [],
  sequence: 1,
  counts: { users: 0, userRecords: 0, groups: 0 },
  synced: true,
  at: AT,
};

const write = (set: Partial<WriteSet>): SentStatement => writeStatement(DIRECTORY, { ...NOTHING, ...set });

const load = (needs: Partial<Parameters<typeof loadStatement>[1]>): SentStatement =>
  loadStatement(DIRECTORY, {
    secretIds: ['sec_1'],
    userIds: [],
    userNameKeys: [],
    userExternalIds: [],
    groupIds: [],
    ...needs,
  });

const sent = (text: string): SentStatement => ({ text, values: [] });

const inTransaction = (ask: (transaction: PostgresDirectoryTransaction) => Promise<unknown>) =>
  SqlRecorder.first(({ client }) => ask(new PostgresDirectoryTransaction(client, DIRECTORY)));

/** Each statement of the hot path as it is sent, by the name of its file in libs/persistence/sql. */
export const HOT_PATH: Record<string, () => SentStatement | Promise<SentStatement>> = {
  'create-user-load': () => load({ userNameKeys: ['ada@example.com'], userExternalIds: ['ada'] }),
  'create-user-write': () => write({ insertedUsers: [USER_ROW], events: [EVENT], deliveries: [DELIVERY] }),
  'update-user-load': () => load({ userIds: [USER_ROW.id] }),
  'update-user-write': () => write({ updatedUsers: [USER_ROW], events: [EVENT], deliveries: [DELIVERY] }),
  'change-batch-write': () =>
    write({
      insertedUsers: [USER_ROW],
      updatedUsers: [{ ...USER_ROW, id: 'diruser_2' }],
      touchedUsers: [{ ...USER_ROW, id: 'diruser_3' }],
      insertedGroups: [GROUP_ROW],
      updatedGroups: [{ ...GROUP_ROW, id: 'dirgroup_2' }],
      deletedGroupIds: ['dirgroup_3'],
      leavers: ['diruser_4'],
      joined: [{ userId: USER_ROW.id, groupId: GROUP_ROW.id }],
      resolved: [{ groupId: GROUP_ROW.id, value: 'ada' }],
      settled: ['diruser_2'],
      events: [EVENT],
      deliveries: [{ ...DELIVERY, resource_id: 'diruser_2' }],
    }),
  'add-members': () =>
    inTransaction((transaction) => transaction.rows.memberships.addMembers('dirgroup_1', ['diruser_1'])),
  'remove-members': () =>
    inTransaction((transaction) => transaction.rows.memberships.removeMembers('dirgroup_1', ['diruser_1'])),
  'claim-deliveries': () => sent(CLAIM_IN_TURNS[0]),
  'claim-deprovisionings': () => sent(CLAIM_IN_TURNS[1]),
  'claim-behind-blocked': () => sent(CLAIM_WALKING[0]),
  'record-delivered': () => sent(RECORD_DELIVERED),
  'record-outcomes': () => sent(RECORD),
  'record-late': () => sent(RECORD_LATE),
  'overdue-lanes': () => sent(OVERDUE),
  'feed-page': () => SqlRecorder.first(({ pool }) => new EventFeed(pool).read('evt_1', {}, 100)),
  'scim-find-user': () =>
    SqlRecorder.first(({ pool }) =>
      new DirectoryReads(pool).users(DIRECTORY, {
        filter: parseFilter('userName eq "ada@example.com"', USER),
        offset: 0,
        limit: 100,
      }),
    ),
  'scim-list-users': () =>
    SqlRecorder.first(({ pool }) => new DirectoryReads(pool).users(DIRECTORY, { offset: 0, limit: 100 })),
  'rest-list-users': () =>
    SqlRecorder.first(({ pool, client }) =>
      new UserList(pool).page(DIRECTORY, {}, { size: 100, after: 'diruser_1' }, client),
    ),
};
