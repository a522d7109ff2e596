import { Get, Inject } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Environment } from '#config';
import { type LaneView, QueueLanes, type WorkerView } from '#persistence';
import { Doorbell, LANES } from '#queue';
import { ManagementController } from '../access/management-controller.js';
import { Operation } from '../openapi/operation.js';

const time = { type: String, format: 'date-time', nullable: true } as const;

class LaneBody implements LaneView {
  @ApiProperty({ enum: LANES, description: 'Deprovisionings have a lane of their own.' })
  lane!: string;

  @ApiProperty({ type: 'integer', description: 'Due, and not begun.' })
  waiting!: number;

  @ApiProperty({ type: 'integer', description: 'A request is under way.' })
  active!: number;

  @ApiProperty({ type: 'integer', description: 'The next attempt is later, or the endpoint is disabled.' })
  delayed!: number;

  @ApiProperty({ ...time, description: 'The time since which the oldest due delivery has waited.' })
  oldest_due_at!: string | null;
}

class WorkerBody implements WorkerView {
  @ApiProperty()
  id!: string;

  @ApiProperty()
  version!: string;

  @ApiProperty({ type: String, format: 'date-time' })
  last_seen_at!: string;

  @ApiProperty({ type: 'integer', description: 'Endpoints that it is sending to.' })
  in_flight!: number;
}

class QueuesBody {
  @ApiProperty({ enum: ['redis', 'postgres'] })
  backend!: 'redis' | 'postgres';

  @ApiProperty({ description: 'Whether this process reaches the queue. Without it, workers look by themselves.' })
  reachable!: boolean;

  @ApiProperty({ type: [LaneBody] })
  lanes!: LaneBody[];

  @ApiProperty({ type: [WorkerBody], description: 'The workers that reported within the last minute.' })
  workers!: WorkerBody[];

  @ApiProperty(time)
  oldest_unacknowledged_deprovisioning_at!: string | null;
}

class QueuesAnswer {
  @ApiProperty()
  queues!: QueuesBody;
}

@ManagementController('queues', 'Health')
export class QueuesController {
  constructor(
    @Inject(QueueLanes) private readonly queues: QueueLanes,
    @Inject(Doorbell) private readonly doorbell: Doorbell,
    @Inject(Environment) private readonly environment: Environment,
  ) {}

  @Get()
  @Operation({ id: 'Queues_get', summary: 'Get what waits to be delivered', scope: 'read', answer: QueuesAnswer })
  async get(): Promise<QueuesAnswer> {
    const [lanes, workers, oldest] = await Promise.all([
      this.queues.lanes(LANES),
      this.queues.workers(),
      this.queues.oldestUnacknowledged(),
    ]);
    return {
      queues: {
        backend: this.environment.redisUrl === undefined ? 'postgres' : 'redis',
        reachable: this.doorbell.isConnected,
        lanes,
        workers,
        oldest_unacknowledged_deprovisioning_at: oldest,
      },
    };
  }
}
