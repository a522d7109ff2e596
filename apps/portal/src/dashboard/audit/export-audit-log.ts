import { type components } from '#client';
import { type ApiClient } from '../../api/api-client';

type End = components['schemas']['AuditExportEnd'];

/** The last line is shorter than this. */
const END_BYTES = 200;

/** The log was cut off on its way: what is there proves nothing. */
export class ExportCutOff extends Error {}

/**
 * Saves the audit log with its hash chain, as `npx rollcall audit verify` reads it; answers how many entries it has.
 * @param organization only its chain; empty: every chain
 * @throws ExportCutOff where the last line is missing
 */
export async function exportAuditLog(api: ApiClient, organization: string): Promise<number> {
  const log = await api.download('/audit_logs:export', { organization_id: organization });
  const entries = await entriesOf(log);
  const url = URL.createObjectURL(log);
  const link = document.createElement('a');
  link.href = url;
  link.download = 'rollcall-audit-log.ndjson';
  link.click();
  // The download has begun once the click returns; the browser keeps what it needs.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
  return entries;
}

async function entriesOf(log: Blob): Promise<number> {
  const tail = await log.slice(Math.max(0, log.size - END_BYTES)).text();
  const line = tail.trimEnd().split('\n').at(-1) ?? '';
  try {
    const end = JSON.parse(line) as Partial<End>;
    if (end.object === 'End' && end.entries !== undefined) return end.entries;
  } catch {
    // The line is a part of an entry.
  }
  throw new ExportCutOff();
}
