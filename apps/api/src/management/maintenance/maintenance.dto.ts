import { ApiProperty } from '@nestjs/swagger';
import { type NameCollision, type OversizedResource } from '#persistence';
import { Text } from '../input/fields.js';
import { PageQuery } from '../input/page-query.js';
import { PageAnswer } from '../openapi/answers.js';

export class MaintenanceQuery extends PageQuery {
  @Text({ description: 'Only directories of this organization.', optional: true })
  organization_id?: string;
}

export class OversizedResourceBody implements OversizedResource {
  @ApiProperty({ example: 'diruser_01KB4Z7Q3M8XN5T2VWPE6RJVSR' })
  id!: string;

  @ApiProperty({ enum: ['user', 'group'] })
  type!: OversizedResource['type'];

  @ApiProperty()
  organization_id!: string;

  @ApiProperty()
  directory_id!: string;

  @ApiProperty({ type: 'integer', description: 'The bytes of its SCIM resource as JSON, members apart.' })
  size_bytes!: number;
}

export class OversizedResourceList {
  @ApiProperty({ type: [OversizedResourceBody] })
  oversized_resources!: OversizedResourceBody[];

  @ApiProperty({
    description: 'Empty on the last page. A page without entries says nothing about the pages behind it.',
  })
  next_page_token!: string;
}

export class NameCollisionBody implements NameCollision {
  @ApiProperty({
    example: 'diruser_01KB4Z7Q3M8XN5T2VWPE6RJVSR',
    description: 'The newer user. A lookup by name does not find this user.',
  })
  user_id!: string;

  @ApiProperty({ description: 'The older user. A lookup by name finds this user.' })
  other_user_id!: string;

  @ApiProperty()
  organization_id!: string;

  @ApiProperty()
  directory_id!: string;

  @ApiProperty({ type: String, format: 'date-time' })
  found_at!: string;
}

export class NameCollisionList extends PageAnswer {
  @ApiProperty({ type: [NameCollisionBody] })
  name_collisions!: NameCollisionBody[];
}
