import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsObject, ValidateNested } from 'class-validator';
import { Field, Text } from '../input/fields.js';

const MOST_RULES = 100;

export class GroupRuleInput {
  @Text({ description: 'A name for people. It must be unique among the rules.', max: 200, example: 'Sales' })
  name!: string;

  @Text({
    description: 'A SCIM filter (RFC 7644 §3.4.2.2) over the fields that events show, such as `department`.',
    max: 4_096,
    example: 'department eq "Sales" and active eq true',
  })
  filter!: string;

  @Text({
    description: 'The display name of the group. Several rules can fill one group.',
    max: 255,
    example: 'Everybody in sales',
  })
  group!: string;
}

export class UpdateGroupRules {
  @Field(
    { description: 'All rules of the directory.', schema: { type: [GroupRuleInput] } },
    IsArray({ message: 'must be an array of rules' }),
    ArrayMaxSize(MOST_RULES, { message: `must have at most ${MOST_RULES} entries` }),
    IsObject({ each: true, message: 'must contain only objects {name, filter, group}' }),
    ValidateNested({ each: true }),
    Type(() => GroupRuleInput),
  )
  rules!: GroupRuleInput[];
}

export class GroupRuleBody {
  @ApiProperty()
  name!: string;

  @ApiProperty()
  filter!: string;

  @ApiProperty()
  group!: string;

  @ApiProperty({ description: 'The group that the rule fills.', example: 'dirgroup_01KB4Z7Q3M8XN5T2VWPE6RJGRP' })
  group_id!: string;
}

export class GroupRulesAnswer {
  @ApiProperty({ type: [GroupRuleBody] })
  rules!: GroupRuleBody[];
}
