import { Body, Get, Inject, Post, Query } from '@nestjs/common';
import { type PoolClient } from 'pg';
import { isId } from '#directory';
import { EventFeed, EventHistory, type HistoryCriteria, MOST_COUNTED, Searches, type Searcher } from '#persistence';
import { Problem } from '../../http/problem.js';
import { ManagementController } from '../access/management-controller.js';
import { InputPipe } from '../input/input.pipe.js';
import { clamp, PageQuery, pageRequest, pageTail } from '../input/page-query.js';
import { Operation } from '../openapi/operation.js';
import { SearchedBy } from '../search/searched-by.js';
import {
  CountedEventListAnswer,
  EVENT_TYPE_NAMES,
  type EventBody,
  EventFilter,
  EventListAnswer,
  FeedAnswer,
  FeedQuery,
} from './event.dto.js';

@ManagementController('events', 'Events')
export class EventsController {
  constructor(
    @Inject(EventFeed) private readonly feed: EventFeed,
    @Inject(EventHistory) private readonly history: EventHistory,
    @Inject(Searches) private readonly searches: Searches,
  ) {}

  @Get()
  @Operation({
    id: 'Events_read',
    summary: 'Read the feed',
    description: 'All events in commit order, oldest first. The feed skips nothing and repeats nothing.',
    scope: 'read',
    answer: FeedAnswer,
    fails: [410],
  })
  async read(@Query(InputPipe) query: FeedQuery, @SearchedBy() searcher: Searcher): Promise<FeedAnswer> {
    const after = query.after === '' ? undefined : query.after;
    if (after !== undefined && !isId('evt', after)) {
      throw Problem.invalid([{ field: 'after', description: 'must be the id of an event, or empty' }]);
    }
    const { organization_id: organizationId, directory_id: directoryId } = query;
    const criteria = { types: readTypes(query.types), organizationId, directoryId };
    const limit = clamp(query.limit, 100, 1_000);
    const page = await this.searches.run(searcher, (on) => this.feed.read(after, criteria, limit, on));
    if (page === undefined)
      throw new Problem(410, 'CURSOR_EXPIRED', `the event "${after}" is not kept any more: take a snapshot`);
    return {
      events: page.bodies.map((body) => JSON.parse(body) as EventBody),
      next_after: page.nextAfter ?? after ?? '',
      has_more: page.hasMore,
      ...(directoryId !== undefined && { latest_sequence: await this.feed.latestSequence(directoryId) }),
    };
  }

  @Post()
  @Operation({
    id: 'Events_count',
    summary: 'List events, newest first, and count them',
    followsScalekit: true,
    description: 'For clients of Scalekit. `POST /events/paginated` is the same without the count.',
    scope: 'read',
    answer: CountedEventListAnswer,
  })
  async count(
    @Query(InputPipe) query: PageQuery,
    @Body(InputPipe) filter: EventFilter,
    @SearchedBy() searcher: Searcher,
  ): Promise<CountedEventListAnswer> {
    const page = await this.list(query, filter, searcher);
    const count = (on: PoolClient) => this.history.count(criteriaOf(filter), MOST_COUNTED, on);
    return { ...page, total_size: await this.searches.run(searcher, count) };
  }

  @Post('paginated')
  @Operation({
    id: 'Events_list',
    summary: 'List events, newest first',
    scope: 'read',
    followsScalekit: true,
    answer: EventListAnswer,
  })
  async list(
    @Query(InputPipe) query: PageQuery,
    @Body(InputPipe) filter: EventFilter,
    @SearchedBy() searcher: Searcher,
  ): Promise<EventListAnswer> {
    const paging = pageRequest({
      page_size: query.page_size ?? filter.page_size,
      page_token: query.page_token ?? filter.page_token,
    });
    const page = await this.searches.run(searcher, (on) => this.history.page(criteriaOf(filter), paging, on));
    const { next_page_token, prev_page_token } = pageTail({ ...page, total: 0 });
    return { events: page.items.map(({ body }) => JSON.parse(body) as EventBody), next_page_token, prev_page_token };
  }
}

function criteriaOf(filter: EventFilter): HistoryCriteria {
  return {
    types: filter.event_types ?? [],
    organizationId: filter.organization_id || undefined,
    startTime: filter.start_time ?? undefined,
    endTime: filter.end_time ?? undefined,
    source: filter.source === 'DIR_SYNC' ? 'directory' : filter.source === 'SCALEKIT' ? 'rollcall' : undefined,
  };
}

function readTypes(given: unknown): string[] | undefined {
  const types = [given]
    .flat()
    .flatMap((entry) => (typeof entry === 'string' ? entry.split(',') : []))
    .map((type) => type.trim())
    .filter((type) => type !== '');
  const unknown = types.find((type) => !EVENT_TYPE_NAMES.includes(type));
  if (unknown !== undefined) {
    throw Problem.invalid([{ field: 'types', description: `there is no event type ${JSON.stringify(unknown)}` }]);
  }
  return types.length === 0 ? undefined : types;
}
