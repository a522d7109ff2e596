import { Get, Inject, Query, Req } from '@nestjs/common';
import { ApiProperty, OmitType } from '@nestjs/swagger';
import { type AuditActor, AuditLog, type Searcher, Searches } from '#persistence';
import { type ManagementRequest } from '../management/access/acting.js';
import { AuditLogBody, AuditQuery } from '../management/audit/audit.dto.js';
import { InputPipe } from '../management/input/input.pipe.js';
import { pageRequest, pageTail } from '../management/input/page-query.js';
import { PageAnswer } from '../management/openapi/answers.js';
import { Operation } from '../management/openapi/operation.js';
import { SearchedBy } from '../management/search/searched-by.js';
import { PortalController } from './portal-controller.js';
import { PORTAL_SECTIONS } from '../management/portal-links/sections.js';

const ACTORS: Record<AuditActor, string> = {
  api_key: 'application',
  portal: 'portal',
  scim: 'provider',
  system: 'rollcall',
};

class PortalAuditLogBody extends OmitType(AuditLogBody, ['actor_type', 'actor_id', 'organization_id']) {
  @ApiProperty({
    enum: Object.values(ACTORS),
    description: 'Who did it: your application, somebody in the portal, the identity provider, or Rollcall itself.',
  })
  actor!: string;
}

class PortalAuditLogList extends PageAnswer {
  @ApiProperty({ type: [PortalAuditLogBody] })
  audit_logs!: PortalAuditLogBody[];
}

@PortalController('audit_logs', { list: PORTAL_SECTIONS })
export class PortalAuditLogsController {
  constructor(
    @Inject(AuditLog) private readonly log: AuditLog,
    @Inject(Searches) private readonly searches: Searches,
  ) {}

  @Get()
  @Operation({
    id: 'PortalAuditLogs_list',
    summary: "List the organization's audit entries, newest first",
    description: 'Who changed something is named by kind only, never by a key.',
    scope: 'read',
    answer: PortalAuditLogList,
  })
  async list(
    @Req() { portalSession }: ManagementRequest,
    @Query(InputPipe) query: AuditQuery,
    @SearchedBy() searcher: Searcher,
  ): Promise<PortalAuditLogList> {
    const { organizationId, directoryId } = portalSession!;
    const criteria = {
      ...AuditQuery.criteria(query),
      // An id would tell which of several keys or colleagues it was.
      actorId: undefined,
      organizationId,
      ...(directoryId !== null && { directoryId }),
    };
    const list = `audit_logs:${organizationId}`;
    const paging = pageRequest(query, list);
    const page = await this.searches.run(searcher, (on) => this.log.page(criteria, paging, on));
    const entries = page.items.map(
      ({ actor_type, actor_id: _actor, organization_id: _organization, ip, ...entry }) => ({
        ...entry,
        actor: ACTORS[actor_type],
        // Where the application's own servers are is nobody else's business.
        ip: actor_type === 'api_key' ? null : ip,
      }),
    );
    return { audit_logs: entries, ...pageTail(page, list) };
  }
}
