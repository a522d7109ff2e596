import { type Pool } from 'pg';
import { type Attribute } from '#scim';

export interface ExtensionAttribute {
  resourceType: 'User' | 'Group';
  urn: string;
  name: string;
  definition: Attribute;
}

/** A directory's custom extension attributes, by extension and name. */
export async function loadExtensionAttributes(pool: Pool, directoryId: string): Promise<ExtensionAttribute[]> {
  const { rows } = await pool.query<ExtensionAttribute>(
    `SELECT resource_type AS "resourceType", urn, name, definition FROM extension_attributes
     WHERE directory_id = $1 ORDER BY resource_type, urn, name`,
    [directoryId],
  );
  return rows;
}

/** First sight decides: a definition that is there already stays. */
export async function saveExtensionAttributes(
  pool: Pool,
  directoryId: string,
  attributes: ExtensionAttribute[],
): Promise<void> {
  await pool.query(
    `INSERT INTO extension_attributes (directory_id, resource_type, urn, name, definition)
     SELECT $1, "resourceType", urn, name, definition
     FROM json_to_recordset($2::json) AS x ("resourceType" text, urn text, name text, definition jsonb)
     ON CONFLICT DO NOTHING`,
    [directoryId, JSON.stringify(attributes)],
  );
}
