import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { type TimelineRow } from '#persistence';
import { PageAnswer } from '../openapi/answers.js';

export class TimelineEntryBody {
  @ApiProperty({ type: String, format: 'date-time' })
  at!: string;

  @ApiProperty({ enum: ['request', 'event', 'delivery'] })
  kind!: TimelineRow['kind'];

  @ApiProperty({ description: 'What happened, in plain words.', example: 'The application was told: it answered 204.' })
  summary!: string;

  @ApiPropertyOptional({ description: 'Only for a request: the `x-request-id`.' })
  request_id?: string;

  @ApiPropertyOptional({ description: 'Only for an event and its deliveries.' })
  event_id?: string;

  @ApiPropertyOptional({ example: 'organization.directory.user_updated' })
  event_type?: string;

  @ApiPropertyOptional({ type: [String], description: 'Only for an event: the fields that changed.' })
  changed?: string[];

  @ApiPropertyOptional({ type: 'integer' })
  sequence?: number;

  @ApiPropertyOptional({ description: 'Only for a delivery.', example: 'delivered' })
  state?: string;

  @ApiPropertyOptional({ type: 'integer', description: 'The HTTP status of a request, or of the last attempt.' })
  status?: number;
}

export class TimelineAnswer extends PageAnswer {
  @ApiProperty({ type: [TimelineEntryBody] })
  entries!: TimelineEntryBody[];
}

export function timelineEntry(row: TimelineRow): TimelineEntryBody {
  const { at, kind, what } = row;
  return {
    at,
    kind,
    summary: summaryOf(row),
    ...(row.request_id !== null && { request_id: row.request_id }),
    ...(row.event_id !== null && { event_id: row.event_id }),
    ...(kind !== 'request' && { event_type: what }),
    ...(row.changed !== null && { changed: row.changed }),
    ...(row.sequence !== null && { sequence: Number(row.sequence) }),
    ...(row.state !== null && { state: row.state }),
    ...(row.status !== null && { status: row.status }),
  };
}

function summaryOf({ kind, what, status, state, error }: TimelineRow): string {
  if (kind === 'request') {
    const words = `The identity provider sent: ${what.replaceAll('_', ' ')}`;
    return status !== null && status >= 400
      ? `${words}. It was refused with ${status}${error ? `: ${error}` : '.'}`
      : `${words}.`;
  }
  if (kind === 'event') return `Event ${what.split('.').at(-1)!}.`;
  if (state === 'delivered') return `The application was told: it answered ${status}.`;
  if (state === 'exhausted') return 'The application was not told: every attempt failed.';
  if (state === 'superseded') return 'Rollcall sent the application a later state instead.';
  if (state === 'canceled') return 'The application was not told: the delivery was canceled.';
  return status === null
    ? 'The application is being told.'
    : `The application answered ${status}: it will be told again.`;
}
