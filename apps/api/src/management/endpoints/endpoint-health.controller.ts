import { Get, Inject, Param } from '@nestjs/common';
import { Pool } from 'pg';
import { endpointBacklog, endpointPausedUntil, endpointWait } from '#persistence';
import { ManagementController } from '../access/management-controller.js';
import { endpointId } from '../input/id.pipe.js';
import { Operation } from '../openapi/operation.js';
import { EndpointHealthAnswer } from './endpoint-health.dto.js';
import { EndpointsService } from './endpoints.service.js';

@ManagementController('webhook_endpoints/:endpointId/health', 'Webhooks')
export class EndpointHealthController {
  constructor(
    @Inject(EndpointsService) private readonly endpoints: EndpointsService,
    @Inject(Pool) private readonly pool: Pool,
  ) {}

  @Get()
  @Operation({
    id: 'EndpointHealth_get',
    summary: 'Get the health of an endpoint',
    scope: 'read',
    answer: EndpointHealthAnswer,
    fails: [404],
  })
  async get(@Param('endpointId', endpointId) id: string): Promise<EndpointHealthAnswer> {
    const { enabled, failingSince, disabledReason } = await this.endpoints.find(id);
    const backlog = await endpointBacklog(this.pool, id);
    const wait = await endpointWait(this.pool, id);
    const pausedUntil = enabled ? await endpointPausedUntil(this.pool, id) : null;
    const status = !enabled ? 'disabled' : failingSince !== null ? 'failing' : 'healthy';
    return {
      health: {
        status,
        failing_since: failingSince,
        paused_until: pausedUntil,
        disabled_reason: disabledReason,
        waiting_for: wait?.waiting_for ?? null,
        waiting_until: wait?.waiting_until ?? null,
        backlog,
      },
    };
  }
}
