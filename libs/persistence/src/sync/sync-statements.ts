import { type ChangeNote } from '#connectors';
import { ENTERPRISE_URN, MAX_VALUE_BYTES } from '#scim';
import { type Column, unnest } from '../connection/column-array.js';
import { FENCE } from '../connection/fence.js';
import { bytesOf, portionOf } from '../paging/page-bytes.js';

/** How long a sync is left to a process that no longer says anything. */
export const LEASE = "interval '20 seconds'";

/** Proves that the sync is still ours, and says that we are alive. $1 is its id, $2 the lease. */
export const HELD = `held AS MATERIALIZED (
  UPDATE syncs SET lease_until = now() + ${LEASE} WHERE id = $1 AND lease = $2 AND state = 'running' AND NOT cancel_requested RETURNING id)`;

/** No listing names whose id is too long to be listed: they stay as they are. */
export const LISTABLE = (externalId: string): string => `octet_length(${externalId}) <= ${MAX_VALUE_BYTES}`;

/** Users of the directory $2 who are absent from the listing $1, or whom a partial listing names as gone. */
export const ABSENT = `(CASE WHEN $3::boolean
  THEN ${LISTABLE('u.external_id')} AND NOT EXISTS (SELECT FROM sync_users s WHERE s.sync_id = $1 AND s.external_id = u.external_id)
  ELSE EXISTS (SELECT FROM sync_users s WHERE s.sync_id = $1 AND s.external_id = u.external_id AND s.gone) END)`;

/** Users whom the listing $1 has as inactive, or who leave by a date in it, and receivers know as present. */
export const INACTIVE = `EXISTS (SELECT FROM sync_users s WHERE s.sync_id = $1 AND s.external_id = u.external_id AND NOT s.gone
  AND (s.leaves OR (s.resource -> 'active' = 'false' AND u.resource -> 'active' IS DISTINCT FROM 'false')))`;

/** In place of earlier marks; then page by page. */
export const FORGET_LEAVERS = 'UPDATE sync_users SET leaves = false WHERE sync_id = $1 AND leaves';
export const MARK_LEAVERS = 'UPDATE sync_users SET leaves = true WHERE sync_id = $1 AND external_id = ANY ($2)';

/** In the listing $1, nobody shows the values that make groups: a right is missing, and groups stay as they are. */
export const HIDES_GROUPS = `(EXISTS (SELECT FROM sync_users WHERE sync_id = $1 AND 'groups' = ANY (absent))
  AND NOT EXISTS (SELECT FROM sync_users WHERE sync_id = $1 AND NOT gone AND 'groups' <> ALL (absent)))`;

/** Somebody of the listing $1 of whom it does not show the values that make groups: a right is missing for this person. */
const HIDES_GROUPS_OF = (externalId: string): string => `EXISTS (SELECT FROM sync_users h
  WHERE h.sync_id = $1 AND h.external_id = ${externalId} AND NOT h.gone AND 'groups' = ANY (h.absent))`;

/** The group `g` has somebody who may well be in it still. */
export const KEEPS_GROUP = `(EXISTS (SELECT FROM sync_users WHERE sync_id = $1 AND 'groups' = ANY (absent))
  AND EXISTS (SELECT FROM group_members m JOIN users u ON u.id = m.user_id WHERE m.group_id = g.id AND ${HIDES_GROUPS_OF('u.external_id')}))`;

/** Present users who came from the source. */
export const PRESENT = `u.directory_id = $2 AND u.deleted_at IS NULL AND u.external_id IS NOT NULL`;

/**
 * A listing is staged within seconds, before anything is known of the tables: each look-up is a LATERAL of its own, which no plan can turn
 * into a comparison of all with all.
 */

const DIFFERING_ROWS = `
  SELECT s.external_id, s.resource, s.absent, u.id, u.resource AS stored, u.deleted_at, u.active
  FROM sync_users s LEFT JOIN LATERAL (
    SELECT id, resource, active, deleted_at FROM users WHERE directory_id = $2 AND external_id = s.external_id
    ORDER BY deleted_at DESC NULLS FIRST LIMIT 1) u ON true
  WHERE s.sync_id = $1 AND s.external_id > $3 AND NOT s.gone
    AND (u.id IS NULL OR u.deleted_at IS NOT NULL OR u.resource IS DISTINCT FROM s.resource)
    -- What the listing alone says goes first: nobody else is looked up.
    AND CASE $5::text WHEN 'leaving' THEN s.leaves OR s.resource -> 'active' = 'false'
      WHEN 'staying' THEN s.resource -> 'active' IS DISTINCT FROM 'false' ELSE true END
    AND CASE $5 WHEN 'leaving' THEN u.id IS NOT NULL AND u.deleted_at IS NULL
        AND (s.leaves OR u.resource -> 'active' IS DISTINCT FROM 'false')
      WHEN 'staying' THEN u.active AND u.deleted_at IS NULL ELSE true END
  ORDER BY s.external_id LIMIT $4`;

/** A portion of users of the listing who are new, come back, or differ; $5 says which of them. */
export const DIFFERING = `
  SELECT p.external_id AS "externalId", p.resource, p.absent, p.found,
    CASE WHEN p.id IS NOT NULL THEN json_build_object('id', p.id, 'resource', p.stored, 'isDeleted', p.deleted_at IS NOT NULL,
      'active', p.active) END AS "user"
  FROM ${portionOf(DIFFERING_ROWS, 'p', `(${bytesOf('p.resource')}) + COALESCE(${bytesOf('p.stored')}, 0)`, 'p.external_id')}
  ORDER BY p.external_id`;

const GROUP_ROWS = `
  SELECT k.external_id, COALESCE(s.resource, CASE WHEN NOT $5::boolean OR g.keeps THEN g.resource END) AS resource, g.id, g.resource AS stored
  FROM (
    SELECT external_id FROM sync_groups WHERE sync_id = $1
    UNION
    SELECT g.external_id FROM groups g WHERE g.directory_id = $2 AND g.source = 'pull' AND ${LISTABLE('g.external_id')} AND NOT ${HIDES_GROUPS}
      AND ($6::boolean OR ($5 AND ($7::text IS NULL OR EXISTS (SELECT FROM sync_leavers l WHERE l.sync_id = $7 AND l.id = g.id))))) k
  LEFT JOIN sync_groups s ON s.sync_id = $1 AND s.external_id = k.external_id
  LEFT JOIN LATERAL (
    SELECT id, resource, s.external_id IS NULL AND $5 AND ${KEEPS_GROUP} AS keeps
    FROM groups g WHERE directory_id = $2 AND external_id = k.external_id AND source = 'pull' ORDER BY id LIMIT 1) g ON true
  WHERE k.external_id > $3 ORDER BY k.external_id LIMIT $4`;

/** A portion of the groups of the listing, and of those that are in the directory alone: $5 where these may go, $6 where they are looked at. */
export const GROUPS = `
  SELECT p.external_id AS "externalId", p.resource, p.found,
    CASE WHEN p.id IS NOT NULL THEN json_build_object('id', p.id, 'resource', p.stored) END AS "group"
  FROM ${portionOf(GROUP_ROWS, 'p', `COALESCE(${bytesOf('p.resource')}, 0) + COALESCE(${bytesOf('p.stored')}, 0)`, 'p.external_id')}
  ORDER BY p.external_id`;

/** Somebody of the directory $2 by id, address, or what else the source calls them, where only a part is listed. */
const KNOWN_HERE = (member: string, isPartial: string): string => `
  SELECT u.external_id FROM users u WHERE ${isPartial}::boolean AND u.directory_id = $2 AND u.deleted_at IS NULL
    AND u.id = ANY (ARRAY(
      SELECT id FROM users WHERE directory_id = $2 AND external_id = ${member}
      UNION ALL SELECT id FROM users WHERE directory_keys(directory_id, email_keys) @> ARRAY[$2 || ' ' || comparison_key(${member})]
      UNION ALL SELECT k.id FROM source_references r CROSS JOIN LATERAL (
        SELECT id FROM users WHERE directory_id = $2 AND external_id = r.external_id ${FENCE}) k
        WHERE r.directory_id = $2 AND r.reference = ${member}))`;

/**
 * Who joins and who leaves the group $3, which is $4 here. Nested groups are followed as far as they were staged; a circle ends where
 * it began. People who were not listed stay members until they leave the directory, except where only changes are listed ($5) and the
 * group came with all its members.
 */
export const MEMBERS = `
  WITH RECURSIVE g AS (SELECT whole, everyone FROM sync_groups WHERE sync_id = $1 AND external_id = $3),
  within (id) AS (
    SELECT $3::text COLLATE "C"
    UNION
    SELECT COALESCE(r.external_id, m.member) FROM within w
      CROSS JOIN LATERAL (
        SELECT member FROM sync_members WHERE sync_id = $1 AND group_id = w.id AND nested ${FENCE}) m
      LEFT JOIN LATERAL (
        SELECT external_id FROM sync_references WHERE sync_id = $1 AND kind = 'group' AND reference = m.member LIMIT 1) r ON true),
  named AS MATERIALIZED (
    SELECT DISTINCT m.member FROM within w CROSS JOIN LATERAL (
      SELECT member FROM sync_members WHERE sync_id = $1 AND group_id = w.id AND NOT nested ${FENCE}) m),
  wanted AS MATERIALIZED (
    SELECT DISTINCT x.external_id FROM (
      SELECT COALESCE(s.external_id, r.external_id, d.external_id) AS external_id FROM named n
        LEFT JOIN LATERAL (
          SELECT external_id FROM sync_users WHERE sync_id = $1 AND external_id = n.member AND NOT gone LIMIT 1) s ON true
        LEFT JOIN LATERAL (
          SELECT external_id FROM sync_references
          WHERE s.external_id IS NULL AND sync_id = $1 AND kind = 'user' AND reference = n.member LIMIT 1) r ON true
        LEFT JOIN LATERAL (${KNOWN_HERE('n.member', '$5')} AND s.external_id IS NULL AND r.external_id IS NULL LIMIT 1) d ON true
      UNION ALL
      SELECT s.external_id FROM sync_users s WHERE s.sync_id = $1 AND NOT s.gone AND (SELECT everyone FROM g)) x
    WHERE x.external_id IS NOT NULL),
  present AS MATERIALIZED (
    SELECT u.external_id FROM group_members m CROSS JOIN LATERAL (
      SELECT external_id FROM users WHERE id = m.user_id ${FENCE}) u WHERE m.group_id = $4 AND u.external_id IS NOT NULL
    UNION SELECT value FROM group_references WHERE group_id = $4),
  -- Sets, so that no plan compares each with each.
  gone AS MATERIALIZED (SELECT external_id FROM present EXCEPT SELECT external_id FROM wanted)
  SELECT ARRAY(SELECT external_id FROM wanted EXCEPT SELECT external_id FROM present) AS added,
    ARRAY(SELECT p.external_id FROM gone p WHERE (($5 AND (SELECT whole FROM g))
      OR EXISTS (SELECT FROM sync_users s WHERE s.sync_id = $1 AND s.external_id = p.external_id))
      AND NOT ${HIDES_GROUPS_OF('p.external_id')}) AS removed`;

export const UNKNOWN_MEMBERS = `
  WITH unknown AS MATERIALIZED (
    SELECT m.member FROM sync_members m
      LEFT JOIN LATERAL (SELECT true AS is FROM sync_users WHERE sync_id = $1 AND external_id = m.member LIMIT 1) s ON true
      LEFT JOIN LATERAL (
        SELECT true AS is FROM sync_references WHERE s.is IS NULL AND sync_id = $1 AND kind = 'user' AND reference = m.member LIMIT 1) r ON true
      LEFT JOIN LATERAL (${KNOWN_HERE('m.member', '$3')} AND s.is IS NULL AND r.is IS NULL LIMIT 1) d ON true
    WHERE m.sync_id = $1 AND NOT m.nested AND s.is IS NULL AND r.is IS NULL AND d.external_id IS NULL
      -- A group that is followed: its members are asked for by themselves.
      AND NOT (EXISTS (
          SELECT FROM sync_members n WHERE n.sync_id = $1 AND n.group_id = m.group_id AND n.nested AND n.member = m.member)
        AND EXISTS (SELECT FROM sync_references g WHERE g.sync_id = $1 AND g.kind = 'group' AND g.reference = m.member)))
  SELECT (SELECT count(*) FROM unknown) AS count, ARRAY(SELECT DISTINCT member FROM unknown ORDER BY member LIMIT 5) AS examples`;

const NOTES = `json_to_recordset($2::json) AS (
  id text, kind text, "userId" text, "userName" text, email text, name text, changed jsonb, why text, "groupsLost" jsonb)`;

/**
 * A manager whom the source names by another name gets the external id, as with sources that name managers so. Unknown names stay as
 * they are: of people outside the listing, for instance. $3: only changes are listed.
 */
export const MANAGERS = `
  UPDATE sync_users s SET resource = COALESCE(jsonb_set(s.resource, ARRAY['${ENTERPRISE_URN}', 'manager', 'value'], to_jsonb(COALESCE(
      (SELECT r.external_id FROM sync_references r WHERE r.sync_id = $1 AND r.kind = 'user' AND r.reference = s.manager),
      (SELECT r.external_id FROM source_references r WHERE $3::boolean AND r.directory_id = $2 AND r.reference = s.manager)))), s.resource)
  WHERE s.sync_id = $1 AND s.manager IS NOT NULL`;

/** Keeps what a full listing ($3) called people, or what changes say anew. */
export const KEEP_REFERENCES = `
  WITH outdated AS (
    DELETE FROM source_references k WHERE $3::boolean AND k.directory_id = $2 AND NOT EXISTS (
      SELECT FROM sync_references r WHERE r.sync_id = $1 AND r.kind = 'user' AND r.reference = k.reference))
  INSERT INTO source_references (directory_id, reference, external_id)
  SELECT $2, r.reference, r.external_id FROM sync_references r WHERE r.sync_id = $1 AND r.kind = 'user' AND NOT EXISTS (
    SELECT FROM source_references o WHERE o.directory_id = $2 AND o.reference = r.reference AND o.external_id = r.external_id)
  ON CONFLICT (directory_id, reference) DO UPDATE SET external_id = excluded.external_id`;

type NotedChange = ChangeNote & { id: string };

export const NOTE_COLUMNS: readonly Column<NotedChange>[] = [
  ['id', 'text', ({ id }) => id],
  ['kind', 'text', ({ kind }) => kind],
  ['user_id', 'text', ({ userId }) => userId],
  ['user_name', 'text', ({ userName }) => userName],
  ['email', 'text', ({ email }) => email],
  ['name', 'text', ({ name }) => name],
  ['changed', 'jsonb', ({ changed }) => JSON.stringify(changed)],
  ['why', 'text', ({ why }) => why],
  ['groups_lost', 'jsonb', ({ groupsLost }) => JSON.stringify(groupsLost)],
];

/** What a sync would change, as people read it: the columns follow $1, the sync. */
export const NOTE = `
  INSERT INTO sync_changes (sync_id, ${NOTE_COLUMNS.map(([name]) => name).join(', ')}) SELECT $1, n.* FROM ${unnest(NOTE_COLUMNS, 'n', 2)}`;

/** In place of what was noted of the same people before, where anything was. */
export const SKIP = `
  WITH given AS (SELECT * FROM ${NOTES}),
  noted AS (
    SELECT DISTINCT ON (g.id) c.id AS note, g.* FROM given g JOIN sync_changes c ON c.sync_id = $1 AND c.user_name = g."userName"
      AND c.user_id IS NOT DISTINCT FROM g."userId" AND c.email IS NOT DISTINCT FROM g.email ORDER BY g.id, c.id DESC),
  replaced AS (
    UPDATE sync_changes c SET kind = n.kind, changed = n.changed, why = n.why, name = n.name FROM noted n WHERE c.id = n.note)
  INSERT INTO sync_changes (id, sync_id, kind, user_id, user_name, email, name, changed, why, groups_lost)
  SELECT id, $1, kind, "userId", "userName", email, name, changed, why, "groupsLost" FROM given
  WHERE id NOT IN (SELECT id FROM noted)`;
