import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsArray } from 'class-validator';
import { type AttributeMapping, TRANSFORM_NAMES } from '#directory';
import { Field } from '../input/fields.js';

const MAP_TO = { oneOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }] };
const PLAIN = { oneOf: [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }] };

const MAPPING = {
  type: 'object' as const,
  required: ['key', 'map_to'],
  properties: {
    key: {
      type: 'string' as const,
      description: 'A field of the user, or `custom_attributes.<name>`. `active` is not mappable.',
    },
    map_to: { ...MAP_TO, description: 'A SCIM path, or several. The first path that has a value wins.' },
    default: { ...PLAIN, description: 'The value if no path has one.' },
    transforms: { type: 'array' as const, maxItems: 10, items: { type: 'string' as const, enum: TRANSFORM_NAMES } },
  },
};

export class UpdateAttributes {
  /** Also taken inside `{"attribute_mappings": …}`, as it is answered. */
  static readonly wrapper = 'attribute_mappings';

  /** Each mapping is checked where mappings are understood. `missing` comes from the answer of a GET. */
  static unreadFields({ attributes }: { attributes?: unknown }): string[] {
    return (Array.isArray(attributes) ? attributes : []).flatMap((mapping: unknown, index) =>
      Object.keys(typeof mapping === 'object' && mapping !== null ? mapping : {})
        .filter((name) => !(name in MAPPING.properties) && name !== 'missing')
        .map((name) => `attributes[${index}].${name}`),
    );
  }

  @Field(
    {
      description: 'The whole mapping. A field that it does not name keeps the default mapping.',
      schema: { type: 'array', items: MAPPING } as never,
      example: [
        { key: 'email', map_to: ['emails[type eq "work"].value', 'userName'], transforms: ['lower'] },
        { key: 'custom_attributes.badge', map_to: 'urn:example:2.0:User:badge', default: 'none' },
      ],
    },
    IsArray({ message: 'must be an array of mappings' }),
  )
  attributes!: unknown[];
}

export class MappingBody {
  @ApiProperty({ example: 'email' })
  key!: string;

  @ApiProperty(MAP_TO as never)
  map_to!: string | string[];

  @ApiPropertyOptional(PLAIN as never)
  default?: string | number | boolean;

  @ApiPropertyOptional({ type: [String], enum: TRANSFORM_NAMES })
  transforms?: string[];

  @ApiProperty({ type: 'integer', description: 'The number of active users for whom no path has a value.' })
  missing!: number;
}

export class PresetBody {
  @ApiProperty({ example: 'cost_center' })
  key!: string;

  @ApiProperty(MAP_TO as never)
  map_to!: string | string[];

  @ApiProperty({
    description: 'The name of the attribute in the console of the identity provider.',
    example: 'costCenter',
  })
  provider_attribute!: string;
}

export class MappingsBody {
  @ApiProperty({ type: [MappingBody] })
  attributes!: MappingBody[];
}

export class AttributesAnswer {
  @ApiProperty()
  attribute_mappings!: MappingsBody;

  @ApiProperty({ type: [PresetBody], description: 'A mapping to start from, for this identity provider.' })
  preset!: PresetBody[];
}

/** Only what a mapping has, in the order in which the documentation names it. */
export function storedMapping({ key, map_to, default: fallback, transforms }: AttributeMapping): AttributeMapping {
  return { key, map_to, ...(fallback !== undefined && { default: fallback }), ...(transforms && { transforms }) };
}
