import { Get, Inject, Param } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { EventHistory } from '#persistence';
import { Problem } from '../../http/problem.js';
import { ManagementController } from '../access/management-controller.js';
import { DeliveriesService } from '../deliveries/deliveries.service.js';
import { DeliveryBody } from '../deliveries/delivery.dto.js';
import { IdPipe } from '../input/id.pipe.js';
import { Operation } from '../openapi/operation.js';
import { EventBody } from './event.dto.js';

/** More endpoints than this hardly hear of the same event. */
const MOST_DELIVERIES = 100;

class EventAnswer {
  @ApiProperty()
  event!: EventBody;

  @ApiProperty({ type: [DeliveryBody], description: 'Its deliveries, newest first, up to 100.' })
  deliveries!: DeliveryBody[];
}

@ManagementController('events/:eventId', 'Events')
export class EventController {
  constructor(
    @Inject(EventHistory) private readonly history: EventHistory,
    @Inject(DeliveriesService) private readonly deliveries: DeliveriesService,
  ) {}

  @Get()
  @Operation({
    id: 'Event_get',
    summary: 'Get an event with its deliveries',
    scope: 'read',
    answer: EventAnswer,
    fails: [404],
  })
  async get(@Param('eventId', new IdPipe('evt', 'event')) id: string): Promise<EventAnswer> {
    const body = await this.history.find(id);
    if (body === undefined) throw Problem.notFound('event', id);
    const { items } = await this.deliveries.list({ eventId: id }, { size: MOST_DELIVERIES });
    return { event: JSON.parse(body) as EventBody, deliveries: items };
  }
}
