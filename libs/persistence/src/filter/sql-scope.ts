import { GROUPS_HASH_DIGITS } from '#directory';
import { type AttributePath } from '#scim';

export interface Column {
  sql: string;
  kind: 'text' | 'boolean' | 'instant';
  /** The column holds the text's comparison key. */
  folded?: boolean;
}

export interface Lookup {
  /** @param parameter a bound text, its comparison key where `folded` */
  sql(parameter: string): string;
  folded: boolean;
}

/** Where a filter's paths are found: columns where there are any, a JSON document for the rest. */
export interface SqlScope {
  document: string;
  column(path: AttributePath): Column | undefined;
  /** A query of the elements of an attribute that is not part of the document, one jsonb each. */
  elements?(path: AttributePath): string | undefined;
  /** The test that a multi-valued attribute has a given value, by an index of its own. */
  lookup?(path: AttributePath): Lookup | undefined;
}

const isCore = (path: AttributePath, attribute: string, subAttribute?: string) =>
  path.urn === undefined && path.attribute === attribute && path.subAttribute === subAttribute;

function metaColumn(path: AttributePath, alias: string, resourceType: string, version: string): Column | undefined {
  if (path.urn !== undefined || path.attribute !== 'meta') return undefined;
  switch (path.subAttribute) {
    case 'created':
      return { sql: `${alias}.created_at`, kind: 'instant' };
    case 'lastModified':
      return { sql: `${alias}.updated_at`, kind: 'instant' };
    case 'resourceType':
      return { sql: `'${resourceType}'::text`, kind: 'text' };
    case 'version':
      return { sql: `('W/"' || ${version} || '"')`, kind: 'text' };
    default:
      return undefined;
  }
}

/** `schemas` is derived: the core URN, and each extension that the resource carries. */
function schemas(path: AttributePath, alias: string, urn: string): string | undefined {
  if (!isCore(path, 'schemas')) return undefined;
  return `SELECT to_jsonb('${urn}'::text) UNION ALL SELECT to_jsonb(k) FROM jsonb_object_keys(${alias}.resource) k WHERE k LIKE '%:%'`;
}

/** As `userVersion` has it. */
const USER_VERSION = `u.revision || COALESCE((
  SELECT '-' || left(encode(sha256(convert_to(string_agg(vg.id || ' ' || vg.display_name, E'\\n' ORDER BY vg.id), 'UTF8')), 'hex'), ${GROUPS_HASH_DIGITS})
  FROM group_members vm JOIN groups vg ON vg.id = vm.group_id WHERE vm.user_id = u.id AND vg.source <> 'rule'), '')`;

export const USER_SCOPE: SqlScope = {
  document: 'u.resource',
  column(path) {
    if (isCore(path, 'id')) return { sql: 'u.id', kind: 'text' };
    if (isCore(path, 'userName')) return { sql: 'u.user_name_key', kind: 'text', folded: true };
    if (isCore(path, 'externalId')) return { sql: 'u.external_id', kind: 'text' };
    // What the IdP itself says: a user who left on a departure date is still active at the IdP (docs/deprovisioning.md).
    if (isCore(path, 'active')) return { sql: `(u.active OR (u.resource->>'active')::boolean)`, kind: 'boolean' };
    return metaColumn(path, 'u', 'User', USER_VERSION);
  },
  elements(path) {
    if (path.urn === undefined && path.attribute === 'groups') {
      return `SELECT jsonb_build_object('value', fg.id, 'display', fg.display_name, 'type', 'direct')
        FROM group_members fm JOIN groups fg ON fg.id = fm.group_id WHERE fm.user_id = u.id AND fg.source <> 'rule'`;
    }
    return schemas(path, 'u', 'urn:ietf:params:scim:schemas:core:2.0:User');
  },
  lookup(path) {
    if (isCore(path, 'emails', 'value')) {
      return { sql: (parameter) => `(u.email_keys @> ARRAY[${parameter}::text])`, folded: true };
    }
    if (!isCore(path, 'groups', 'value')) return undefined;
    const sql = (parameter: string) =>
      `EXISTS (SELECT 1 FROM group_members fm WHERE fm.user_id = u.id AND fm.group_id = ${parameter}::text)`;
    return { sql, folded: false };
  },
};

export const GROUP_SCOPE: SqlScope = {
  document: 'g.resource',
  column(path) {
    if (isCore(path, 'id')) return { sql: 'g.id', kind: 'text' };
    if (isCore(path, 'displayName')) return { sql: 'g.display_name_key', kind: 'text', folded: true };
    if (isCore(path, 'externalId')) return { sql: 'g.external_id', kind: 'text' };
    return metaColumn(path, 'g', 'Group', 'g.revision');
  },
  elements(path) {
    if (path.urn === undefined && path.attribute === 'members') {
      return `SELECT ${memberJson('fu')} FROM group_members fm JOIN users fu ON fu.id = fm.user_id WHERE fm.group_id = g.id`;
    }
    return schemas(path, 'g', 'urn:ietf:params:scim:schemas:core:2.0:Group');
  },
  lookup(path) {
    if (!isCore(path, 'members', 'value')) return undefined;
    const sql = (parameter: string) =>
      `EXISTS (SELECT 1 FROM group_members fm WHERE fm.group_id = g.id AND fm.user_id = ${parameter}::text)`;
    return { sql, folded: false };
  },
};

/** A member as SCIM shows it, of a users row. */
function memberJson(alias: string): string {
  return `jsonb_build_object('value', ${alias}.id, 'display', ${alias}.profile->'name', 'type', 'User')`;
}

export const MEMBER_SCOPE: SqlScope = elementScope(memberJson('u'));

/** Paths relative to one element of a multi-valued attribute. */
export function elementScope(document: string): SqlScope {
  return { document, column: () => undefined };
}
