import { ApiProperty } from '@nestjs/swagger';
import { type ScimRequestCriteria, type ScimRequestView } from '#persistence';
import { Choice, Instant, Text } from '../input/fields.js';
import { PageQuery } from '../input/page-query.js';
import { PageAnswer } from '../openapi/answers.js';
import { REQUEST_ACTIONS } from '../../inbound-log/request-action.js';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

export class RequestQuery extends PageQuery {
  @Choice({ description: 'Only requests with this method.', of: METHODS, optional: true })
  method?: string;

  @Text({ description: 'Only requests with this HTTP status.', optional: true, max: 3, example: '409' })
  status?: string;

  @Choice({ description: '`true`: only requests that were refused or failed.', of: ['true', 'false'], optional: true })
  failed?: string;

  @Choice({ description: 'Only requests for this.', of: REQUEST_ACTIONS, optional: true })
  action?: string;

  @Text({ description: 'Only requests about this user or group.', optional: true, max: 36 })
  resource_id?: string;

  @Instant({ description: 'Only requests from this time on.', optional: true })
  start_time?: string;

  @Instant({ description: 'Only requests before this time.', optional: true })
  end_time?: string;

  static criteria({ method, status, failed, ...others }: RequestQuery): ScimRequestCriteria {
    return {
      method,
      status: status === undefined ? undefined : Number.parseInt(status, 10) || 0,
      failed: failed === undefined ? undefined : failed === 'true',
      action: others.action,
      resourceId: others.resource_id,
      startTime: others.start_time,
      endTime: others.end_time,
    };
  }
}

const body = {
  type: 'object' as const,
  additionalProperties: true,
  nullable: true,
  description: 'The body with masked values. Null: there was no body, or many requests came at once.',
  example: { userName: '[text]', active: true },
};

export class RequestBody implements ScimRequestView {
  @ApiProperty({ example: 'req_01KB4Z7Q3M8XN5T2VWPE6RJREQ' })
  id!: string;

  @ApiProperty({ type: String, format: 'date-time' })
  at!: string;

  @ApiProperty({ example: 'POST' })
  method!: string;

  @ApiProperty({
    description: 'The path below the directory. Values in filters are masked.',
    example: '/scim/v2/Users',
  })
  path!: string;

  @ApiProperty({ type: 'integer', example: 409 })
  status!: number;

  @ApiProperty({ example: 4.2 })
  duration_ms!: number;

  @ApiProperty({ description: 'The `x-request-id` of the response.' })
  request_id!: string;

  @ApiProperty({ type: String, nullable: true, description: 'The secret or OAuth client of the request.' })
  secret_id!: string | null;

  @ApiProperty({ type: String, nullable: true })
  ip!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'What was wrong, in plain words.' })
  error!: string | null;

  @ApiProperty({
    type: [String],
    description:
      'What Rollcall did not understand in a request that it carried out: details that it left aside so that a user could leave, and departure dates that are no dates.',
  })
  warnings!: string[];

  @ApiProperty({
    type: String,
    enum: REQUEST_ACTIONS,
    nullable: true,
    description: 'What the request was for. Null: an older version of Rollcall recorded it.',
  })
  action!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'The user or group that the request was about.' })
  resource_id!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'The present name of that user or group. The log does not hold it.',
  })
  resource_name!: string | null;

  @ApiProperty(body)
  request_body!: unknown;

  @ApiProperty(body)
  response_body!: unknown;
}

export class RequestList extends PageAnswer {
  @ApiProperty({ type: [RequestBody] })
  requests!: RequestBody[];

  @ApiProperty({ type: 'integer', description: 'How many requests came too fast to be recorded.' })
  dropped!: number;
}
