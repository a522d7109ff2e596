import { Readable } from 'node:stream';
import { Get, Inject, Query, Res } from '@nestjs/common';
import { ApiExtraModels, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { type FastifyReply } from 'fastify';
import { Pool } from 'pg';
import { AuditLog, Searches, type Searcher, writeAct } from '#persistence';
import { Verb } from '../../http/verb.js';
import { ManagementController } from '../access/management-controller.js';
import { InputPipe } from '../input/input.pipe.js';
import { pageRequest, pageTail } from '../input/page-query.js';
import { Operation } from '../openapi/operation.js';
import { SearchedBy } from '../search/searched-by.js';
import { AuditExportEnd, AuditExportQuery, AuditLogBody, AuditLogList, AuditQuery } from './audit.dto.js';
import { exportLines } from './export-lines.js';

@ManagementController('audit_logs', 'Audit log')
export class AuditLogsController {
  constructor(
    @Inject(AuditLog) private readonly log: AuditLog,
    @Inject(Searches) private readonly searches: Searches,
    @Inject(Pool) private readonly pool: Pool,
  ) {}

  @Get()
  @Operation({
    id: 'AuditLogs_list',
    summary: 'List audit entries, newest first',
    description: 'The log says who did what, when and from where. Nobody can change or delete entries through the API.',
    scope: 'admin',
    answer: AuditLogList,
  })
  async list(@Query(InputPipe) query: AuditQuery, @SearchedBy() searcher: Searcher): Promise<AuditLogList> {
    const [criteria, paging] = [AuditQuery.criteria(query), pageRequest(query, 'audit_logs')];
    const page = await this.searches.run(searcher, (on) => this.log.page(criteria, paging, on));
    return { audit_logs: page.items, ...pageTail(page, 'audit_logs') };
  }

  @Verb(Get, 'export')
  @ApiExtraModels(AuditLogBody, AuditExportEnd)
  @ApiResponse({
    status: 200,
    description: 'The entries, one JSON object per line.',
    content: {
      'application/x-ndjson': {
        schema: { anyOf: [{ $ref: getSchemaPath(AuditLogBody) }, { $ref: getSchemaPath(AuditExportEnd) }] },
      },
    },
  })
  @Operation({
    id: 'AuditLogs_export',
    summary: 'Export the audit log with its hash chain',
    description:
      'The response has one JSON object per line: every entry, chain by chain, each from its first entry on. Fields without a value are left out. `npx rollcall audit verify` recomputes the hashes. The last line counts the entries. If the last line is missing, the stream was cut. The export itself is an entry.',
    scope: 'admin',
    audit: 'audit_log.export',
    answer: AuditExportEnd,
  })
  async export(@Query(InputPipe) query: AuditExportQuery, @Res() reply: FastifyReply): Promise<void> {
    await writeAct(this.pool, { targetId: null });
    const lines = exportLines(this.log.lines(query.organization_id));
    // Not waited for: the entry is there, however far the reader gets.
    void reply.type('application/x-ndjson').send(Readable.from(lines, { objectMode: false, highWaterMark: 1 }));
  }
}
