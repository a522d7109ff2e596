import { type PoolClient } from 'pg';
import {
  newId,
  resyncBegins,
  resyncEnds,
  resyncGroup,
  resyncUser,
  buildEnvelope,
  type EventDraft,
  type EventScope,
  type Portion,
  type ResyncFacts,
  type UserScope,
} from '#directory';
import { requestedSetEvents } from '#ssf';
import { portionOf, readPortion } from '../paging/page-bytes.js';
import { GROUP_BYTES, GROUP_JSON, USER_BYTES, USER_JSON, type GroupRow, type UserRow } from '../resources/rows.js';

/** A resync as it lies in the database, its row locked. */
export interface OpenResync {
  id: string;
  endpointId: string;
  directoryId: string;
  state: 'starting' | 'sending' | 'finishing';
  position: string;
  users: number;
  groups: number;
  firstDeliveryId: string | null;
  createdAt: string;
  /** Null where the directory is gone: what is left of the resync is nobody's. */
  organizationId: string | null;
  environmentId: string;
  /** Of a push stream: the URIs of the security events that its receiver asked for; empty: all. */
  securityEvents: string[] | null;
}

/** Of the resync `r`: what it sent, whatever else goes to its endpoint meanwhile. `d` is a delivery, `e` its event. */
const ITS_OWN = `d.endpoint_id = r.endpoint_id AND d.replay AND d.id >= r.first_delivery_id AND d.id <= r.last_delivery_id
  AND e.id = d.event_id AND e.directory_id = r.directory_id AND NOT e.in_feed`;

const APPEND = `
  WITH given AS (
    SELECT * FROM json_to_recordset($1::json) AS (id text, type text, "resourceId" text, version bigint, body text, deliveries json)
  ), appended AS (
    INSERT INTO events (id, organization_id, directory_id, type, resource_id, version, in_feed, body, occurred_at)
    SELECT id, $2, $3, type, "resourceId", version, false, body, $4 FROM given
  )
  INSERT INTO deliveries (id, event_id, endpoint_id, resource_id, event_type, lane, plain_update, set_event, replay)
  SELECT d.id, g.id, $5, g."resourceId", g.type, 0, false, d.set_event, true
  FROM given g CROSS JOIN LATERAL json_to_recordset(g.deliveries) AS d (id text, set_event text) ORDER BY d.id`;

/**
 * Moves a resync on by one step, at most `limit` deliveries: it begins; when its beginning has arrived, users and groups follow; when
 * they have arrived, its end. Its deliveries are replays in a share of their own, also those of leavers: a directory's worth of them in
 * the lane of deprovisionings would stand before those of today. @returns the deliveries made
 */
export async function advanceResync(client: PoolClient, resync: OpenResync, limit: number): Promise<number> {
  if (resync.organizationId === null) {
    await finish(client, resync, 'canceled');
    return 0;
  }
  const scope = { organizationId: resync.organizationId, directoryId: resync.directoryId };
  const facts: ResyncFacts = { id: resync.id, endpoint_id: resync.endpointId, started_at: resync.createdAt };
  if (resync.state === 'starting') {
    // A push stream has no word for the beginning of a resync: nothing is waited for.
    if (resync.firstDeliveryId === null && resync.securityEvents === null)
      return await append(client, resync, scope, [resyncBegins(facts, scope)]);
    if (!(await isUnderWay(client, resync.id)))
      await client.query(`UPDATE resends SET state = 'sending' WHERE id = $1`, [resync.id]);
    return 0;
  }
  if (resync.state === 'sending') return await appendPage(client, resync, scope, limit);
  if (await isUnderWay(client, resync.id)) return 0;
  const result = { users: resync.users, groups: resync.groups, exhausted: await countExhausted(client, resync.id) };
  const made = await append(client, resync, scope, [resyncEnds({ ...facts, ...result }, scope)]);
  await finish(client, resync, 'done');
  return made;
}

const GROUPS = {
  name: 'resync-groups',
  text: `SELECT ${GROUP_JSON} AS json, g.found FROM ${portionOf(
    'SELECT * FROM groups WHERE directory_id = $1 AND id > $2 ORDER BY id LIMIT $3',
    'g',
    GROUP_BYTES,
    'g.id',
  )} ORDER BY g.id`,
};

const USERS = {
  name: 'resync-users',
  text: `SELECT ${USER_JSON} AS json, u.found FROM ${portionOf(
    'SELECT * FROM users WHERE directory_id = $1 AND id > $2 ORDER BY id LIMIT $3',
    'u',
    USER_BYTES,
    'u.id',
  )} ORDER BY u.id`,
};

async function portion<Row extends { json: object }, T>(
  client: PoolClient,
  statement: { name: string; text: string },
  values: [directoryId: string, after: string, limit: number],
  read: (record: Row['json']) => T,
): Promise<Portion<T>> {
  const { rows } = await client.query<Row & { found: number }>({ ...statement, values });
  return readPortion(rows, values[2], ({ json }) => read(json));
}

async function appendPage(client: PoolClient, resync: OpenResync, scope: UserScope, limit: number): Promise<number> {
  const { directoryId, position } = resync;
  const groups = await portion<GroupRow, EventDraft>(client, GROUPS, [directoryId, position, limit], (group) =>
    resyncGroup(group, scope),
  );
  const room: [string, string, number] = [directoryId, position, limit - groups.rows.length];
  const users = groups.isLast
    ? await portion<UserRow, EventDraft>(client, USERS, room, (user) => resyncUser(user, scope))
    : { rows: [], isLast: false };
  const drafts = [...groups.rows, ...users.rows];
  await client.query(
    `UPDATE resends SET groups = groups + $2, users = users + $3, position = COALESCE($4, position),
       state = CASE WHEN $5 THEN 'finishing' ELSE state END WHERE id = $1`,
    [resync.id, groups.rows.length, users.rows.length, drafts.at(-1)?.resourceId ?? null, users.isLast],
  );
  return await append(client, resync, scope, drafts);
}

/** Outside the feed, with new ids and no sequence: nothing happened to anybody. */
async function append(client: PoolClient, resync: OpenResync, scope: UserScope, drafts: EventDraft[]): Promise<number> {
  if (drafts.length === 0) return 0;
  const at = new Date().toISOString();
  const eventScope: EventScope = { ...scope, environmentId: resync.environmentId };
  const rows = drafts
    .map((draft) => ({
      ...buildEnvelope(draft, eventScope, newId('evt'), null, at),
      deliveries: deliveriesOf(draft, resync),
    }))
    .filter(({ deliveries }) => deliveries.length > 0);
  const ids = rows.flatMap(({ deliveries }) => deliveries.map(({ id }) => id));
  if (ids.length === 0) return 0;
  await client.query({
    name: 'resync-append',
    text: APPEND,
    values: [JSON.stringify(rows), scope.organizationId, scope.directoryId, at, resync.endpointId],
  });
  await client.query({
    name: 'resync-appended',
    // Another worker's clock may be behind the last one's.
    text: `UPDATE resends SET deliveries = deliveries + $2, first_delivery_id = LEAST(first_delivery_id, $3),
        last_delivery_id = GREATEST(last_delivery_id, $4) WHERE id = $1`,
    values: [resync.id, ids.length, ids[0], ids.at(-1)],
  });
  return ids.length;
}

/** One, or of a push stream one for each token of the event. */
function deliveriesOf(draft: EventDraft, { securityEvents }: OpenResync): { id: string; set_event?: string }[] {
  if (securityEvents === null) return [{ id: newId('dlv') }];
  return requestedSetEvents(draft, securityEvents).map((set_event) => ({ id: newId('dlv'), set_event }));
}

/** A statement of its own, after the row was locked: it must see what whoever held the row before has sent. */
async function isUnderWay(client: PoolClient, id: string): Promise<boolean> {
  const { rowCount } = await client.query({
    name: 'resync-under-way',
    text: `SELECT FROM resends r, deliveries d, events e WHERE r.id = $1 AND ${ITS_OWN} LIMIT 1`,
    values: [id],
  });
  return rowCount! > 0;
}

async function countExhausted(client: PoolClient, id: string): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    `SELECT count(*) FROM resends r, delivery_log d, events e WHERE r.id = $1 AND ${ITS_OWN} AND d.state = 'exhausted'`,
    [id],
  );
  return rows[0]!.count;
}

async function finish(client: PoolClient, { id }: OpenResync, state: 'done' | 'canceled'): Promise<void> {
  await client.query(`UPDATE resends SET state = $2, finished_at = now() WHERE id = $1`, [id, state]);
}
