import { Get, Inject, Param, Query } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Pool } from 'pg';
import { endpointStats, STATS_WINDOWS, type StatsBucket, type StatsWindow } from '#persistence';
import { ManagementController } from '../access/management-controller.js';
import { Choice } from '../input/fields.js';
import { endpointId } from '../input/id.pipe.js';
import { InputPipe } from '../input/input.pipe.js';
import { Operation } from '../openapi/operation.js';
import { EndpointsService } from './endpoints.service.js';

class StatsQuery {
  @Choice({
    description: 'How far back; `24h` by default.',
    of: Object.keys(STATS_WINDOWS),
    optional: true,
    example: '24h',
  })
  window?: StatsWindow;
}

const milliseconds = { type: 'integer', nullable: true, description: 'Null: there were no attempts.' } as const;

class BucketBody implements StatsBucket {
  @ApiProperty({ type: String, format: 'date-time', description: 'When the step begins.' })
  at!: string;

  @ApiProperty({ type: 'integer' })
  delivered!: number;

  @ApiProperty({ type: 'integer' })
  failed!: number;

  @ApiProperty({ type: 'integer' })
  interrupted!: number;

  @ApiProperty(milliseconds)
  p50_ms!: number | null;

  @ApiProperty(milliseconds)
  p95_ms!: number | null;
}

class EndpointStatsBody {
  @ApiProperty({ type: 'integer' })
  step_seconds!: number;

  @ApiProperty({ type: [BucketBody], description: 'Oldest first, steps without attempts included.' })
  buckets!: BucketBody[];
}

class EndpointStatsAnswer {
  @ApiProperty()
  stats!: EndpointStatsBody;
}

@ManagementController('webhook_endpoints/:endpointId/stats', 'Webhooks')
export class EndpointStatsController {
  constructor(
    @Inject(EndpointsService) private readonly endpoints: EndpointsService,
    @Inject(Pool) private readonly pool: Pool,
  ) {}

  @Get()
  @Operation({
    id: 'EndpointStats_get',
    summary: 'Get statistics of the attempts to an endpoint',
    scope: 'read',
    answer: EndpointStatsAnswer,
    fails: [404],
  })
  async get(
    @Param('endpointId', endpointId) id: string,
    @Query(InputPipe) query: StatsQuery,
  ): Promise<EndpointStatsAnswer> {
    await this.endpoints.find(id);
    const { stepSeconds, buckets } = await endpointStats(this.pool, id, query.window ?? '24h');
    return { stats: { step_seconds: stepSeconds, buckets } };
  }
}
