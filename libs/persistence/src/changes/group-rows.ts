import { type GroupReads, type GroupRecord } from '#directory';
import { FENCE } from '../connection/fence.js';
import { type DirectoryQueries } from './directory-queries.js';
import { GROUP_JSON, type GroupRow } from '../resources/rows.js';

/** Groups of one name: more than the changes of a batch, so that one is left which the batch did not change. */
const NAMESAKES = 101;
/** What the index has of an externalId. */
const NUMBER = 'hashtextextended(g.external_id, 0)';

/** The groups of a directory, as a batch of changes asks for them. */
export class GroupRows implements GroupReads {
  constructor(private readonly queries: DirectoryQueries) {}

  async findGroupsByName(key: string, externalId: string | null): Promise<GroupRecord[]> {
    const named = (condition: string): string => `(SELECT ${GROUP_JSON} AS json FROM groups g
      WHERE g.directory_id = $1 AND g.display_name_key = $2 AND g.source = 'scim' ${condition} LIMIT ${NAMESAKES})`;
    const rows =
      externalId === null
        ? await this.queries.run<GroupRow>('groups-by-name', named(''), [key])
        : await this.queries.run<GroupRow>(
            'groups-by-name-and-id',
            `${named(`AND ${NUMBER} IS NULL`)} UNION ALL ${named(`AND ${NUMBER} = hashtextextended($3, 0) AND g.external_id = $3`)}`,
            [key, externalId],
          );
    return rows.map(({ json }) => json);
  }

  async loadGroups(ids: string[]): Promise<GroupRecord[]> {
    const sql = `SELECT ${GROUP_JSON} AS json FROM (SELECT DISTINCT unnest($2::text[]) AS k) given
      CROSS JOIN LATERAL (SELECT * FROM groups WHERE id = k ${FENCE}) g WHERE g.directory_id = $1 ORDER BY g.id`;
    return (await this.queries.run<GroupRow>('groups-by-id', sql, [ids])).map(({ json }) => json);
  }
}
