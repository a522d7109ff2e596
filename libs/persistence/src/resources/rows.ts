import { type GroupRecord, type UserRecord } from '#directory';
import { FENCE } from '../connection/fence.js';
import { bytesOf } from '../paging/page-bytes.js';

/**
 * A users row as JSON, with what the change function needs to see beside it. `u` is the row's alias.
 * The fence goes from group_members into groups by primary key, even before the first ANALYZE.
 */
export const USER_JSON = `json_build_object(
  'id', u.id, 'resource', u.resource, 'profile', u.profile, 'externalId', u.external_id, 'active', u.active,
  'announced', u.announced, 'announcedProfile', u.announced_profile, 'version', u.version, 'revision', u.revision,
  'createdAt', iso(u.created_at), 'updatedAt', iso(u.updated_at), 'deletedAt', iso(u.deleted_at),
  'groups', COALESCE((
    SELECT json_agg(CASE g.source WHEN 'rule' THEN json_build_object('id', g.id, 'name', g.display_name, 'rule', true)
      ELSE json_build_object('id', g.id, 'name', g.display_name) END ORDER BY g.id)
    FROM group_members m CROSS JOIN LATERAL (SELECT id, display_name, source FROM groups WHERE id = m.group_id ${FENCE}) g
    WHERE m.user_id = u.id), '[]'),
  -- What was said last: before silent changes, or else before a large one that waits to be announced.
  'previousGroups', COALESCE(u.announced_groups,
    (SELECT p.previous_groups FROM pending_announcements p WHERE p.directory_id = u.directory_id AND p.user_id = u.id)))`;

export const GROUP_JSON = `json_build_object(
  'id', g.id, 'resource', g.resource, 'displayName', g.display_name, 'externalId', g.external_id, 'source', g.source,
  'version', g.version, 'revision', g.revision, 'createdAt', iso(g.created_at), 'updatedAt', iso(g.updated_at))`;

/** The application's roles, for the rules of who has which. */
export const ROLES_JSON = `COALESCE((SELECT json_agg(json_build_object(
  'name', r.name, 'priority', r.priority, 'default', r.is_default, 'privileged', r.privileged) ORDER BY r.priority, r.name) FROM roles r), '[]')`;

/** `DirectoryState.accessVersion` of the directory `d`. Whoever changes a gate writes its row anew, with another `xmin`. */
export const ACCESS_VERSION = `hashtextextended(concat_ws(' ', d.enabled, d.scim_profile, d.ip_allowlist, (SELECT g.xmin
  FROM provisioning_gates g WHERE g.organization_id = d.organization_id AND g.enabled)), 0)::text`;

/** How large `USER_JSON` is, more or less: a group has some 100 bytes. */
export const USER_BYTES = `(${bytesOf('u.resource')}) + (${bytesOf('u.profile')}) + COALESCE(${bytesOf('u.announced_profile')}, 0)
  + 100 * (SELECT count(*) FROM group_members m WHERE m.user_id = u.id)`;

/** Without what only the change function needs to see. */
export const SHOWN_USER_BYTES = `(${bytesOf('u.resource')}) + (${bytesOf('u.profile')})
  + 100 * (SELECT count(*) FROM group_members m WHERE m.user_id = u.id)`;

export const GROUP_BYTES = bytesOf('g.resource');

export interface UserRow {
  json: UserRecord;
}

export interface GroupRow {
  json: GroupRecord;
}
