import { ApiProperty } from '@nestjs/swagger';

export class SnapshotHeadLine {
  @ApiProperty({ type: 'integer', description: "The directory's last sequence that is contained." })
  sequence!: number;

  @ApiProperty({
    description: 'The `after` of `GET /events` from which on nothing is missing; empty for its beginning.',
  })
  after!: string;
}

export class SnapshotEndLine {
  @ApiProperty({ enum: ['End'] })
  object!: 'End';

  @ApiProperty({ type: 'integer' })
  groups!: number;

  @ApiProperty({ type: 'integer' })
  users!: number;
}
