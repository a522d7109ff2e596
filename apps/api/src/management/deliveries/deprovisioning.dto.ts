import { ApiProperty, PickType } from '@nestjs/swagger';
import { type UnacknowledgedDeprovisioning } from '#persistence';
import { PageAnswer } from '../openapi/answers.js';
import { DeliveryBody } from './delivery.dto.js';

export class DeprovisioningBody
  extends PickType(DeliveryBody, [
    'id',
    'event_id',
    'event_type',
    'endpoint_id',
    'state',
    'attempts',
    'last_status',
    'created_at',
    'next_attempt_at',
  ])
  implements UnacknowledgedDeprovisioning
{
  @ApiProperty({ example: 'diruser_01KB4Z7Q3M8XN5T2VWPE6RJVSR', description: 'The user who left.' })
  user_id!: string;

  @ApiProperty({ type: String, nullable: true })
  organization_id!: string | null;
}

export class DeprovisioningListAnswer extends PageAnswer {
  @ApiProperty({ type: [DeprovisioningBody] })
  deprovisionings!: DeprovisioningBody[];
}
