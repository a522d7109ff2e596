import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

export class FieldViolationBody {
  @ApiProperty({ description: "The field's path in the body or query.", example: 'display_name' })
  field!: string;

  @ApiProperty({ example: 'must be a string of 1 to 200 characters' })
  description!: string;
}

export class ProblemDetail {
  @ApiProperty({ example: 'type.googleapis.com/scalekit.v1.errdetails.ErrorInfo' })
  '@type'!: string;

  @ApiProperty({ example: 'VALIDATION_ERROR' })
  error_code!: string;

  @ApiPropertyOptional({ type: [FieldViolationBody] })
  field_violations?: FieldViolationBody[];
}

/** Every error of the REST API. */
export class ProblemBody {
  @ApiProperty({ type: 'integer', description: 'The gRPC status code. It follows from `error_code`.', example: 3 })
  code!: number;

  @ApiProperty({ example: 'display_name: must be a string of 1 to 200 characters' })
  message!: string;

  @ApiProperty({ type: [ProblemDetail] })
  details!: ProblemDetail[];
}

/** What every list answers beside its items. */
export class PageAnswer {
  @ApiProperty({ type: 'integer', description: 'How many items match, on all pages.' })
  total_size!: number;

  @ApiProperty({ description: 'Empty on the last page.' })
  next_page_token!: string;

  @ApiProperty({ description: 'Empty on the first page.' })
  prev_page_token!: string;
}
