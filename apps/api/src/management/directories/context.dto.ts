import { ApiProperty } from '@nestjs/swagger';

export class ContextAnswer {
  @ApiProperty({ type: 'object', additionalProperties: true, example: { setup_step: 'groups' } })
  context!: Record<string, unknown>;
}
