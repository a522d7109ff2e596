import { ArrayMaxSize, IsArray, IsString } from 'class-validator';
import { Field } from '../input/fields.js';

export class AssignGroups {
  @Field(
    {
      description: "The source's own ids of the groups to track. Empty: every group.",
      optional: true,
      schema: { type: [String] },
      example: [],
    },
    IsArray({ message: 'must be an array of strings' }),
    IsString({ each: true, message: 'must be an array of strings' }),
    ArrayMaxSize(5_000, { message: 'must have at most 5000 entries' }),
  )
  external_ids?: string[];
}
