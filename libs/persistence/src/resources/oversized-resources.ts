import { type Pool, type PoolClient } from 'pg';
import { MAX_RESOURCE_BYTES } from '#scim';
import { type Cursor } from '../paging/keyset.js';

/** A user or group that is stored with more bytes than SCIM takes: ids and a size, no personal data. */
export interface OversizedResource {
  id: string;
  type: 'user' | 'group';
  organization_id: string;
  directory_id: string;
  /** Of the JSON text, without blanks. */
  size_bytes: number;
}

export interface OversizedPage {
  items: OversizedResource[];
  /** Where to go on; undefined at the end. A page without items says nothing about what follows. */
  next: Cursor | undefined;
}

/** Users and groups that one request looks at: no index knows the sizes, and no request reads a million rows. */
const EXAMINED_AT_ONCE = 20_000;

/** What a question costs at least, in rows: many empty directories are many questions. */
const QUESTION = 100;

type Table = 'groups' | 'users';

/** Rows of one table, of one directory or of all, in the order of their directories. */
interface Range {
  table: Table;
  directoryId?: string;
}

/** What was stored before there was a limit, or by other ways than SCIM. */
export class OversizedResources {
  constructor(
    private readonly pool: Pool,
    private readonly limit = MAX_RESOURCE_BYTES,
    private readonly examined = EXAMINED_AT_ONCE,
  ) {}

  /** Groups before users; of one organization by directory, so that no cursor of it names what belongs to others. */
  async page(
    organizationId: string | undefined,
    { after, within, size }: Cursor & { size: number },
    on?: PoolClient,
  ): Promise<OversizedPage> {
    const database = on ?? this.pool;
    const begin = { directoryId: within ?? '', id: after ?? '' };
    const ranges = (await rangesOf(database, organizationId)).filter((range) => !isBefore(range, begin));
    const items: OversizedResource[] = [];
    let budget = this.examined;
    for (const [index, range] of ranges.entries()) {
      if (budget <= 0 || items.length === size) return { items, next: startOf(range) };
      const isBegun = index === 0 && (range.directoryId ?? begin.directoryId) === begin.directoryId;
      const found = await this.examine(database, range, isBegun ? begin : NOWHERE, budget, size - items.length);
      items.push(...found.items);
      if (found.next !== undefined) return { items, next: found.next };
      budget -= Math.max(found.examined, QUESTION);
    }
    return { items, next: undefined };
  }

  private async examine(
    database: Pick<Pool, 'query'>,
    { table, directoryId }: Range,
    from: { directoryId: string; id: string },
    limit: number,
    size: number,
  ): Promise<{ items: OversizedResource[]; examined: number; next: Cursor | undefined }> {
    const parameters: unknown[] = [from.id, limit, size];
    const where =
      directoryId === undefined
        ? `(r.directory_id, r.id) > ($${parameters.push(from.directoryId)}, $1)`
        : `r.directory_id = $${parameters.push(directoryId)} AND r.id > $1`;
    const { rows } = await database.query<{ examined: number; items: OversizedResource[]; next: Cursor | null }>(
      `WITH examined AS MATERIALIZED (
          SELECT row_number() OVER () AS n, x.* FROM (
            SELECT r.directory_id, r.id, ${sizeBeyond(this.limit)} AS bytes FROM ${table} r WHERE ${where} ORDER BY r.directory_id, r.id LIMIT $2) x),
        large AS MATERIALIZED (
          SELECT e.*, d.organization_id FROM examined e JOIN directories d ON d.id = e.directory_id AND d.deleted_at IS NULL
          WHERE e.bytes > ${this.limit} ORDER BY e.n LIMIT $3),
        last AS (SELECT CASE WHEN (SELECT count(*) FROM large) = $3 THEN (SELECT max(n) FROM large)
          WHEN (SELECT count(*) FROM examined) = $2 THEN $2 END AS n)
        SELECT (SELECT count(*) FROM examined) AS examined,
          ARRAY(SELECT json_build_object('id', id, 'type', '${table === 'users' ? 'user' : 'group'}',
            'organization_id', organization_id, 'directory_id', directory_id, 'size_bytes', bytes) FROM large ORDER BY n) AS items,
          (SELECT json_build_object('after', e.id, 'within', e.directory_id) FROM examined e JOIN last ON last.n = e.n) AS next`,
      parameters,
    );
    const { examined, items, next } = rows[0]!;
    return { items, examined, next: next ?? undefined };
  }
}

/**
 * SQL: the bytes of the text that SCIM measures, or 0 where there are fewer than that many. PostgreSQL's text has a blank after each comma
 * and each colon, which are counted only where the text is long. What is stored uncompressed has more than an eighth of the text's bytes.
 */
const sizeBeyond = (limit: number): string => `
  CASE WHEN pg_column_compression(r.resource) IS NULL AND pg_column_size(r.resource) < ${limit} / 8 THEN 0
    WHEN octet_length(r.resource::text) <= ${limit} THEN 0
    ELSE octet_length(r.resource::text) - (
      SELECT sum(CASE jsonb_typeof(v) WHEN 'object' THEN greatest(2 * (SELECT count(*) FROM jsonb_object_keys(v)) - 1, 0)
        WHEN 'array' THEN greatest(jsonb_array_length(v) - 1, 0) ELSE 0 END) FROM jsonb_path_query(r.resource, 'strict $.**') v) END`;

async function rangesOf(database: Pick<Pool, 'query'>, organizationId: string | undefined): Promise<Range[]> {
  if (organizationId === undefined) return [{ table: 'groups' }, { table: 'users' }];
  const { rows } = await database.query<{ id: string }>(
    'SELECT id FROM directories WHERE organization_id = $1 AND deleted_at IS NULL ORDER BY id',
    [organizationId],
  );
  return rows.flatMap(({ id }): Range[] => [
    { table: 'groups', directoryId: id },
    { table: 'users', directoryId: id },
  ]);
}

const NOWHERE = { directoryId: '', id: '' };

/** Whether a cursor is behind all of a range. Ids of groups begin otherwise than those of users, and come before them. */
function isBefore({ table, directoryId }: Range, begin: { directoryId: string; id: string }): boolean {
  if (directoryId !== undefined && directoryId !== begin.directoryId) return directoryId < begin.directoryId;
  return table === 'groups' && begin.id.startsWith('diruser_');
}

/** A cursor before all of a range. */
function startOf({ table, directoryId }: Range): Cursor {
  return {
    after: table === 'groups' ? 'dirgroup_0' : 'diruser_0',
    ...(directoryId !== undefined && { within: directoryId }),
  };
}
