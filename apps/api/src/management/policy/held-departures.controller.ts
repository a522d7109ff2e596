import { Body, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { HeldDepartureList as HeldDepartures, Searches, type Searcher } from '#persistence';
import { Verb } from '../../http/verb.js';
import { ManagementController } from '../access/management-controller.js';
import { DirectoriesService } from '../directories/directories.service.js';
import { directoryId, organizationId } from '../input/id.pipe.js';
import { InputPipe } from '../input/input.pipe.js';
import { pageRequest, pageTail } from '../input/page-query.js';
import { Operation } from '../openapi/operation.js';
import { SearchedBy } from '../search/searched-by.js';
import { Decision, DecisionAnswer, HeldDepartureList, HeldQuery } from './held-departure.dto.js';

@ManagementController('organizations/:organizationId/directories/:directoryId/held_departures', 'Directories')
export class HeldDeparturesController {
  constructor(
    @Inject(DirectoriesService) private readonly directories: DirectoriesService,
    @Inject(HeldDepartures) private readonly held: HeldDepartures,
    @Inject(Searches) private readonly searches: Searches,
  ) {}

  @Get()
  @Operation({
    id: 'HeldDepartures_list',
    summary: 'List departures that wait for approval',
    description:
      'With `hold` in the policy, a departure waits here if more than `mass_leave_limit` users leave within an hour.',
    scope: 'read',
    answer: HeldDepartureList,
    fails: [404],
  })
  async list(
    @Param('organizationId', organizationId) organization: string,
    @Param('directoryId', directoryId) directory: string,
    @Query(InputPipe) query: HeldQuery,
    @SearchedBy() searcher: Searcher,
  ): Promise<HeldDepartureList> {
    await this.directories.find(organization, directory);
    const list = `held_departures:${directory}`;
    const paging = pageRequest(query, list);
    const page = await this.searches.run(searcher, (on) => this.held.page(directory, query.state, paging, on));
    return { held_departures: page.items.map(({ id: _id, ...view }) => view), ...pageTail(page, list) };
  }

  @Verb(Post, 'approve')
  @Operation({
    id: 'HeldDepartures_approve',
    summary: 'Approve held departures',
    description: 'A background job sends the events within seconds. To approve a rejected departure, name the user.',
    scope: 'write',
    audit: 'held_departure.approve',
    answer: DecisionAnswer,
    fails: [404],
  })
  async approve(
    @Param('organizationId', organizationId) organization: string,
    @Param('directoryId', directoryId) directory: string,
    @Body(InputPipe) input: Decision,
  ): Promise<DecisionAnswer> {
    await this.directories.find(organization, directory);
    return { count: await this.decide(directory, 'approved', input) };
  }

  @Verb(Post, 'reject')
  @Operation({
    id: 'HeldDepartures_reject',
    summary: 'Reject held departures',
    description: 'The users stay active until the identity provider changes them again.',
    scope: 'write',
    audit: 'held_departure.reject',
    answer: DecisionAnswer,
    fails: [404],
  })
  async reject(
    @Param('organizationId', organizationId) organization: string,
    @Param('directoryId', directoryId) directory: string,
    @Body(InputPipe) input: Decision,
  ): Promise<DecisionAnswer> {
    await this.directories.find(organization, directory);
    return { count: await this.decide(directory, 'rejected', input) };
  }

  private decide(
    directory: string,
    decision: 'approved' | 'rejected',
    { user_ids, reason }: Decision,
  ): Promise<number> {
    return this.held.decide(directory, decision, { userIds: user_ids, reason: reason ?? undefined });
  }
}
