import { Body, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { type UserScope } from '#directory';
import { type Searcher } from '#persistence';
import { Verb } from '../../http/verb.js';
import { ManagementController } from '../access/management-controller.js';
import { directoryId, IdPipe, organizationId } from '../input/id.pipe.js';
import { InputPipe } from '../input/input.pipe.js';
import { PageQuery, pageRequest, pageTail } from '../input/page-query.js';
import { Operation } from '../openapi/operation.js';
import { SearchedBy } from '../search/searched-by.js';
import { DecideSync, SyncAnswer, SyncChangeList, SyncChangesQuery, SyncList } from './sync.dto.js';
import { SyncsService } from './syncs.service.js';

const syncId = new IdPipe('sync', 'sync');

@ManagementController('organizations/:organizationId/directories/:directoryId/syncs', 'Pull connections')
export class SyncsController {
  constructor(@Inject(SyncsService) private readonly syncs: SyncsService) {}

  @Get()
  @Operation({
    id: 'Syncs_list',
    summary: 'List syncs, newest first',
    description: 'Rollcall keeps a sync for 30 days after its end.',
    scope: 'read',
    answer: SyncList,
    fails: [404, 409],
  })
  async list(
    @Param('organizationId', organizationId) organization: string,
    @Param('directoryId', directoryId) directory: string,
    @Query(InputPipe) query: PageQuery,
    @SearchedBy() searcher: Searcher,
  ): Promise<SyncList> {
    const list = `syncs:${directory}`;
    const page = await this.syncs.page(scopeOf(organization, directory), pageRequest(query, list), searcher);
    return { syncs: page.items, ...pageTail(page, list), next_sync_at: page.nextSyncAt };
  }

  @Get(':syncId')
  @Operation({ id: 'Syncs_get', summary: 'Get a sync', scope: 'read', answer: SyncAnswer, fails: [404, 409] })
  async get(
    @Param('organizationId', organizationId) organization: string,
    @Param('directoryId', directoryId) directory: string,
    @Param('syncId', syncId) id: string,
  ): Promise<SyncAnswer> {
    return { sync: await this.syncs.find(scopeOf(organization, directory), id) };
  }

  @Get(':syncId/changes')
  @Operation({
    id: 'Syncs_changes',
    summary: 'List what a sync changes, person by person',
    description:
      'For a dry run, lists what it would change. Rollcall keeps at most 20,000 changes one by one, and always lists the people who leave.',
    scope: 'read',
    answer: SyncChangeList,
    fails: [404, 409],
  })
  async changes(
    @Param('organizationId', organizationId) organization: string,
    @Param('directoryId', directoryId) directory: string,
    @Param('syncId', syncId) id: string,
    @Query(InputPipe) query: SyncChangesQuery,
    @SearchedBy() searcher: Searcher,
  ): Promise<SyncChangeList> {
    const list = `sync-changes:${id}`;
    const criteria = { kind: query.kind, query: query.query };
    const paging = pageRequest(query, list);
    const page = await this.syncs.changes(scopeOf(organization, directory), id, criteria, paging, searcher);
    return { changes: page.items, ...pageTail(page, list) };
  }

  @Verb(Post, 'approve', { of: ':syncId' })
  @Operation({
    id: 'Syncs_approve',
    summary: 'Approve a sync that waits for review',
    description:
      'Lists the source again. Only people who were shown in the review, and who are still absent or inactive there, leave.',
    scope: 'write',
    audit: 'sync.approve',
    answer: SyncAnswer,
    fails: [404, 409],
  })
  async approve(
    @Param('organizationId', organizationId) organization: string,
    @Param('directoryId', directoryId) directory: string,
    @Param('syncId', syncId) id: string,
    @Body(InputPipe) input: DecideSync,
  ): Promise<SyncAnswer> {
    return { sync: await this.syncs.decide(scopeOf(organization, directory), id, 'approve', input.reason ?? null) };
  }

  @Verb(Post, 'reject', { of: ':syncId' })
  @Operation({
    id: 'Syncs_reject',
    summary: 'Reject a sync that waits for review',
    description: 'Nobody leaves. The sync is canceled.',
    scope: 'write',
    audit: 'sync.reject',
    answer: SyncAnswer,
    fails: [404, 409],
  })
  async reject(
    @Param('organizationId', organizationId) organization: string,
    @Param('directoryId', directoryId) directory: string,
    @Param('syncId', syncId) id: string,
    @Body(InputPipe) input: DecideSync,
  ): Promise<SyncAnswer> {
    return { sync: await this.syncs.decide(scopeOf(organization, directory), id, 'reject', input.reason ?? null) };
  }

  @Verb(Post, 'cancel', { of: ':syncId' })
  @Operation({
    id: 'Syncs_cancel',
    summary: 'Cancel a sync',
    description: 'A sync that runs ends within seconds. What it has changed by then stays.',
    scope: 'write',
    audit: 'sync.cancel',
    answer: SyncAnswer,
    fails: [404, 409],
  })
  async cancel(
    @Param('organizationId', organizationId) organization: string,
    @Param('directoryId', directoryId) directory: string,
    @Param('syncId', syncId) id: string,
  ): Promise<SyncAnswer> {
    return { sync: await this.syncs.decide(scopeOf(organization, directory), id, 'cancel') };
  }

  @Verb(Post, 'apply', { of: ':syncId' })
  @Operation({
    id: 'Syncs_apply',
    summary: 'Apply an uploaded file that was checked',
    description: 'A new sync. Refused where the directory has changed since the check.',
    scope: 'write',
    audit: 'sync.apply',
    answer: SyncAnswer,
    status: 202,
    fails: [404, 409],
  })
  async apply(
    @Param('organizationId', organizationId) organization: string,
    @Param('directoryId', directoryId) directory: string,
    @Param('syncId', syncId) id: string,
  ): Promise<SyncAnswer> {
    return { sync: await this.syncs.apply(scopeOf(organization, directory), id) };
  }
}

const scopeOf = (organizationId: string, directoryId: string): UserScope => ({ organizationId, directoryId });
