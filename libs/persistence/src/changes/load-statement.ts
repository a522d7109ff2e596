import { type Needs } from '#directory';
import { FENCE } from '../connection/fence.js';
import { ACCESS_VERSION, GROUP_JSON, ROLES_JSON, USER_JSON } from '../resources/rows.js';
import { type Statement } from './write-statement.js';

/**
 * Of the many who may have left under one name, or have one externalId, a change looks at these: whoever is present, then the last who
 * left. One of them comes back, or nobody does.
 */
const NAMESAKES = 3;
/** Among these is looked for somebody without an externalId, who comes back under any. */
const LAST_LEAVERS = 100;
const last = (condition: string, limit: number): string =>
  `SELECT id, external_id, deleted_at FROM users WHERE directory_id = $1 AND ${condition} ORDER BY deleted_at DESC LIMIT ${limit}`;
const LEFT = 'user_name_key = k AND deleted_at IS NOT NULL';

/**
 * Where the users of a batch come from: one branch per index, each from the given key to the row. The other way round, which a planner
 * without statistics prefers while a table is young, reads every user of the directory; FENCE keeps the planner from turning the branches round.
 */
const BRANCHES = {
  ids: `SELECT u.id FROM (SELECT unnest($3::text[]) AS k) given CROSS JOIN LATERAL (
      SELECT id FROM users WHERE id = k AND directory_id = $1 ${FENCE}) u`,
  names: `SELECT u.id FROM (SELECT unnest($4::text[]) AS k) given CROSS JOIN LATERAL (
      SELECT id FROM users WHERE directory_id = $1 AND user_name_key = k AND deleted_at IS NULL ${FENCE}) u
    UNION SELECT u.id FROM (SELECT unnest($4::text[]) AS k) given CROSS JOIN LATERAL (
      SELECT l.id FROM (
        SELECT l.*, row_number() OVER (PARTITION BY external_id IS NULL ORDER BY deleted_at DESC) AS n FROM (${last(LEFT, LAST_LEAVERS)}) l) l
      WHERE l.n <= ${NAMESAKES}) u`,
  externalIds: `SELECT u.id FROM (SELECT unnest($5::text[]) AS k) given CROSS JOIN LATERAL (
      ${last('external_id = k', NAMESAKES)}) u`,
};

const USERS = `COALESCE((SELECT json_agg(x.json ORDER BY k.id) FROM known k
      CROSS JOIN LATERAL (SELECT ${USER_JSON} AS json FROM users u WHERE u.id = k.id ${FENCE}) x), '[]')`;

/** The directory is compared outside the fence: an index that begins with it reads all its groups where a planner expects few. */
const GROUPS = `COALESCE((SELECT json_agg(${GROUP_JSON} ORDER BY g.id) FROM (SELECT unnest($6::text[]) AS k) given
      CROSS JOIN LATERAL (SELECT * FROM groups WHERE id = k ${FENCE}) g WHERE g.directory_id = d.id), '[]')`;

/** Groups that wait for one of these people. */
const REFERENCES = `COALESCE((SELECT json_agg(json_build_object('value', v.value, 'groupId', g.id, 'groupName', g.display_name) ORDER BY g.id)
      FROM (SELECT unnest($5::text[]) AS value UNION SELECT id FROM known) v
      CROSS JOIN LATERAL (SELECT group_id FROM group_references WHERE directory_id = $1 AND value = v.value ${FENCE}) r
      CROSS JOIN LATERAL (SELECT id, display_name FROM groups WHERE id = r.group_id ${FENCE}) g), '[]')`;

/** Where mail can be sent at all. */
const MAIL = `(SELECT json_build_object('settings', m.settings, 'organization', o.display_name, 'directory', d.name,
      'initialSyncUntil', iso(c.initial_sync_until))
      FROM organizations o LEFT JOIN organization_mail m ON m.organization_id = o.id WHERE o.id = d.organization_id)`;

const EMPTY = `'[]'::json`;

/** Every user of these names and externalIds, present or not, that a batch asks for after it was loaded. */
export function findUsersStatement(directoryId: string, nameKeys: string[], externalIds: string[]): Statement {
  const branches = [
    ...(nameKeys.length > 0 ? [BRANCHES.names] : []),
    ...(externalIds.length > 0 ? [BRANCHES.externalIds] : []),
  ];
  const text = `WITH known AS MATERIALIZED (${branches.join('\nUNION ')})
    SELECT x.json FROM known k CROSS JOIN LATERAL (SELECT ${USER_JSON} AS json FROM users u WHERE u.id = k.id ${FENCE}) x
    WHERE ($2::text[], $3::text[], $4::text[], $5::text[]) IS NOT NULL ORDER BY k.id`;
  const name = `users-find-${branches.length > 1 ? 'all' : nameKeys.length > 0 ? 'names' : 'external-ids'}`;
  return { name, text, values: [directoryId, [], [], nameKeys, externalIds] };
}

const texts = new Map<string, string>();

/**
 * What a batch has to see before it runs, in one row. Only the parts that the batch needs are in the statement: starting the others took
 * a lone change as long as its own.
 */
export function loadStatement(directoryId: string, needs: Needs, mails = false): Statement {
  const { secretIds, userIds, userNameKeys, userExternalIds, groupIds } = needs;
  const shape = [userIds, userNameKeys, userExternalIds, groupIds].map((keys) => (keys.length > 0 ? 1 : 0)).join('');
  const name = `directory-load-${shape}${mails ? '-mails' : ''}`;
  let text = texts.get(name);
  if (text === undefined) texts.set(name, (text = compose(needs, mails)));
  const keys = [secretIds, userIds, userNameKeys, userExternalIds, groupIds].map((given) => [...new Set(given)]);
  return { name, text, values: [directoryId, ...keys] };
}

function compose({ userIds, userNameKeys, userExternalIds, groupIds }: Needs, mails: boolean): string {
  const branches = [
    ...(userIds.length > 0 ? [BRANCHES.ids] : []),
    ...(userNameKeys.length > 0 ? [BRANCHES.names] : []),
    ...(userExternalIds.length > 0 ? [BRANCHES.externalIds] : []),
  ];
  const arrives = userNameKeys.length + userExternalIds.length > 0;
  return `
  ${branches.length > 0 ? `WITH known AS MATERIALIZED (${branches.join('\nUNION ')})` : ''}
  SELECT d.organization_id AS "organizationId", d.directory_type AS "directoryType", d.directory_provider AS provider,
    d.enabled, d.policy, d.attribute_mappings AS "attributeMappings", d.role_assignments AS "roleAssignments",
    d.group_rules AS "groupRules", d.scim_profile AS "scimProfile", ${ACCESS_VERSION} AS "accessVersion", ${ROLES_JSON} AS roles, c.sequence,
    (SELECT environment_id FROM deployment) AS "environmentId",
    ARRAY(SELECT s.id FROM directory_secrets s
      WHERE s.id = ANY($2::text[]) AND s.directory_id = d.id AND s.revoked_at IS NULL AND (s.expires_at IS NULL OR s.expires_at > now())
        AND (s.kind <> 'bearer' OR d.scim_profile <> 'ipsie')
    ) AS "liveSecretIds",
    COALESCE((SELECT json_agg(json_build_object('id', e.id, 'enabled', e.enabled, 'eventTypes', e.event_types,
        'securityEvents', CASE WHEN e.payload_format = 'set' THEN e.events_requested END) ORDER BY e.id)
      FROM webhook_endpoints e
      WHERE (e.organization_id IS NULL OR e.organization_id = d.organization_id)
        AND (e.directory_id IS NULL OR e.directory_id = d.id)
        AND (e.organization_ids IS NULL OR d.organization_id = ANY (e.organization_ids))), '[]') AS endpoints,
    ${branches.length > 0 ? USERS : EMPTY} AS users,
    ${groupIds.length > 0 ? GROUPS : EMPTY} AS groups,
    ${arrives ? REFERENCES : EMPTY} AS "references"${mails ? `,\n    ${MAIL} AS mail` : ''}
  FROM directories d JOIN directory_counters c ON c.directory_id = d.id
  -- Every parameter has its type, whatever parts there are.
  WHERE d.id = $1 AND d.deleted_at IS NULL
    AND ($3::text[], $4::text[], $5::text[], $6::text[]) IS NOT NULL`;
}
