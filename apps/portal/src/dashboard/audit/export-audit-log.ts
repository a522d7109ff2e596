import { type components } from '#client';
import { type ApiClient } from '../../api/api-client';

type AuditLogList = components['schemas']['AuditLogList'];

const LARGEST_PAGE = 100;

/** Saves the whole audit log as NDJSON, page by page; answers how many entries it has. */
export async function exportAuditLog(api: ApiClient): Promise<number> {
  const lines: string[] = [];
  let page: string | undefined;
  do {
    const answer: AuditLogList = await api.get<AuditLogList>('/audit_logs', {
      page_size: LARGEST_PAGE,
      page_token: page,
    });
    for (const log of answer.audit_logs) lines.push(`${JSON.stringify(log)}\n`);
    page = answer.next_page_token;
  } while (page !== '');
  const url = URL.createObjectURL(new Blob(lines, { type: 'application/x-ndjson' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = 'rollcall-audit-log.ndjson';
  link.click();
  // The download has begun once the click returns; the browser keeps what it needs.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
  return lines.length;
}
