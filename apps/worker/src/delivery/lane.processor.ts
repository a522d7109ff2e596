import { type Type } from '@nestjs/common';
import { OnWorkerEvent, Processor, WorkerHost } from '@nestjs/bullmq';
import { type Job, type WorkerOptions } from 'bullmq';
import { type DrainJob, laneOf, type LaneQueue } from '#queue';
import { Dispatcher } from './dispatcher.js';
import { QueueErrors } from './queue-errors.js';

/**
 * How many endpoints of a lane run at once: many, as a lane mostly waits, and what it waits for is rationed elsewhere. Places that one
 * lane leaves free are never lent to the other.
 */
const CONCURRENCY: Record<LaneQueue, number> = { deliveries: 64, deprovisioning: 32 };

/** The processor of one queue; a class per worker, as the options come from the environment. */
export function laneProcessor(queue: LaneQueue, options: WorkerOptions): Type<WorkerHost> {
  @Processor(queue, { ...options, concurrency: CONCURRENCY[queue] })
  class LaneProcessor extends WorkerHost {
    constructor(
      private readonly dispatcher: Dispatcher,
      private readonly errors: QueueErrors,
    ) {
      super();
    }

    async process({ data }: Job<DrainJob>): Promise<void> {
      await this.dispatcher.wake(laneOf(queue), data.endpointId);
    }

    @OnWorkerEvent('error')
    onError(error: Error): void {
      this.errors.report(error);
    }
  }
  return LaneProcessor;
}
