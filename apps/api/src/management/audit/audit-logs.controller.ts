import { Get, Inject, Query } from '@nestjs/common';
import { AuditLog, Searches, type Searcher } from '#persistence';
import { ManagementController } from '../access/management-controller.js';
import { InputPipe } from '../input/input.pipe.js';
import { pageRequest, pageTail } from '../input/page-query.js';
import { Operation } from '../openapi/operation.js';
import { SearchedBy } from '../search/searched-by.js';
import { AuditLogList, AuditQuery } from './audit.dto.js';

@ManagementController('audit_logs', 'Audit log')
export class AuditLogsController {
  constructor(
    @Inject(AuditLog) private readonly log: AuditLog,
    @Inject(Searches) private readonly searches: Searches,
  ) {}

  @Get()
  @Operation({
    summary: 'List audit entries, newest first',
    description: 'The log says who did what, when and from where. Entries never change, and nobody can delete them.',
    scope: 'admin',
    answer: AuditLogList,
  })
  async list(@Query(InputPipe) query: AuditQuery, @SearchedBy() searcher: Searcher): Promise<AuditLogList> {
    const [criteria, paging] = [AuditQuery.criteria(query), pageRequest(query, 'audit_logs')];
    const page = await this.searches.run(searcher, (on) => this.log.page(criteria, paging, on));
    return { audit_logs: page.items, ...pageTail(page, 'audit_logs') };
  }
}
