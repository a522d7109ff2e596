import { createPool, ImportStore } from '#persistence';
import { type ImportOptions } from '../options.js';
import { type ImportReport } from '../report.js';
import { runImport } from '../run-import.js';
import { type PolisReader } from './polis-reader.js';
import { PolisRest } from './polis-rest.js';
import { PolisSource } from './polis-source.js';
import { PolisTables } from './polis-tables.js';

/** Its database where you can reach it: that alone has every connection; its REST API lists those of the named products. */
export type PolisFrom =
  | { databaseUrl: string; encryptionKey?: string; pageSize?: number }
  | { url: string; apiKey: string; products: string[] };

export type PolisOptions = ImportOptions & { from: PolisFrom };

/**
 * Brings the directory connections of an Ory Polis here: tenant and product as an organization, the connection as a directory with
 * its users, groups, memberships, SCIM secret and webhook endpoint. Ids are UUIDs there; here they are derived from them.
 */
export async function importPolis(options: PolisOptions): Promise<ImportReport> {
  const { environment, from } = options;
  const reader: PolisReader =
    'databaseUrl' in from
      ? new PolisTables(from.databaseUrl, from.encryptionKey, from.pageSize)
      : new PolisRest(from.url, from.apiKey, from.products, options);
  const pool = createPool(environment.databaseUrl, { max: 1, name: 'import-lookup' });
  const store = new ImportStore(pool, environment.region);
  try {
    return await runImport(new PolisSource(reader, (externalId) => store.findOrganization(externalId)), options);
  } finally {
    await pool.end();
  }
}
