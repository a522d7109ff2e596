import { type ImportOptions } from '../options.js';
import { type ImportReport } from '../report.js';
import { runImport } from '../run-import.js';
import { ScalekitSource } from './scalekit-source.js';

export interface ScalekitOptions extends ImportOptions {
  /** The environment's URL and API credentials, as its SDK takes them. */
  environmentUrl: string;
  clientId: string;
  clientSecret: string;
  /** Records a request, at most what the source allows. */
  pageSize?: number;
}

/**
 * Brings the organizations, directories, users, groups, memberships, roles and role assignments of a Scalekit environment here, under
 * their ids. Its directory secrets cannot be exported.
 */
export async function importScalekit(options: ScalekitOptions): Promise<ImportReport> {
  const { environmentUrl, clientId, clientSecret, pageSize } = options;
  // Only an import needs it.
  const { ScalekitClient } = await import('@scalekit-sdk/node');
  const client = new ScalekitClient(environmentUrl, clientId, clientSecret);
  return await runImport(new ScalekitSource(client, new URL(environmentUrl).host, pageSize, options), options);
}
