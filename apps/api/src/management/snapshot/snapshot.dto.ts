import { ApiProperty } from '@nestjs/swagger';

export class SnapshotHeadLine {
  @ApiProperty({ type: 'integer', description: 'The last `sequence` of the directory that the snapshot contains.' })
  sequence!: number;

  @ApiProperty({
    description: 'Use it as `after` in `GET /events` to continue without a gap. Empty: start at the beginning.',
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
