import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsUrl, Matches, Validate, ValidateNested } from 'class-validator';
import { type Organization } from '#persistence';
import { FEATURE_NAMES } from './features.js';
import { regionCode } from './region-code.js';
import { Choice, Field, type FieldOptions, Flag, Text } from '../input/fields.js';
import { PageQuery } from '../input/page-query.js';
import { PageAnswer } from '../openapi/answers.js';
import { IsMetadata } from './is-metadata.js';

const metadata = {
  description: 'Your own pairs of text: at most 50, with keys of up to 100 and values of up to 1,000 characters.',
  optional: true,
  schema: { type: 'object' as const, additionalProperties: { type: 'string' as const } },
  example: { plan: 'enterprise' },
};
const logo = {
  description: 'The URL of a logo for the admin portal.',
  optional: true,
  nullable: true,
  schema: { type: String, format: 'uri' },
};
const IsLogo = IsUrl({ protocols: ['https', 'http'], require_tld: false }, { message: 'must be an http(s) URL' });

const SLUG = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** Part of an address sooner or later, so it is spelled like one (RFC 1123 §2.1). */
function Slug(options: FieldOptions): PropertyDecorator {
  const message = 'must be 1 to 63 lower-case letters, digits and hyphens, no hyphen first or last';
  return Field({ ...options, schema: { type: String, pattern: SLUG.source } }, Matches(SLUG, { message }));
}

export class CreateOrganization {
  /** Also taken inside `{"organization": …}`. */
  static readonly wrapper = 'organization';

  @Text({ description: 'The name of the customer.', max: 200, example: 'Megasoft Inc' })
  display_name!: string;

  @Text({
    description: 'Your own id of the organization, such as `customer_42`. It must be unique.',
    optional: true,
    nullable: true,
  })
  external_id?: string | null;

  @Text({
    description: 'The region of this deployment (`ROLLCALL_REGION`), in any case. Another region is refused.',
    optional: true,
  })
  region_code?: string;

  @Field(metadata, Validate(IsMetadata))
  metadata?: Record<string, string>;

  @Slug({ description: 'A short unique name.', optional: true, nullable: true })
  slug?: string | null;

  @Field(logo, IsLogo)
  logo_url?: string | null;
}

export class UpdateOrganization {
  /** Also taken inside `{"organization": …}`. */
  static readonly wrapper = 'organization';

  @Text({ description: 'The name of the customer.', max: 200, optional: true, example: 'Megasoft Inc' })
  display_name?: string;

  @Text({
    description: 'Your own id of the organization. It must be unique. Null clears it.',
    optional: true,
    nullable: true,
  })
  external_id?: string | null;

  @Text({
    description: 'The region of this deployment. Data does not move, so another region is refused.',
    optional: true,
  })
  region_code?: string;

  @Field({ ...metadata, description: `${metadata.description} Replaces what is stored.` }, Validate(IsMetadata))
  metadata?: Record<string, string>;

  @Slug({ description: 'A short unique name. Null clears it.', optional: true, nullable: true })
  slug?: string | null;

  @Field(logo, IsLogo)
  logo_url?: string | null;
}

export class FeatureInput {
  @Choice({
    description:
      '`dir_sync`, `scim` and `directory_sync` all mean directory sync. Rollcall stores the other names as given, for clients of Scalekit.',
    of: FEATURE_NAMES,
    example: 'dir_sync',
  })
  name!: string;

  @Flag({
    description: 'Whether the organization has the feature. Rollcall only stores this; SCIM works either way.',
    example: true,
  })
  enabled!: boolean;
}

export class UpdateSettings {
  /** Also taken inside `{"settings": …}`. */
  static readonly wrapper = 'settings';

  @Field(
    { description: 'The features to change.', schema: { type: [FeatureInput] } },
    IsArray({ message: 'must be an array of {name, enabled}' }),
    ArrayMaxSize(20),
    ValidateNested({ each: true, message: 'must be an array of {name, enabled}' }),
    Type(() => FeatureInput),
  )
  features!: FeatureInput[];
}

export class OrganizationQuery extends PageQuery {
  @Text({ description: 'Only the organization with this `external_id`.', optional: true })
  external_id?: string;
}

export class OrganizationSearch extends PageQuery {
  @Text({ description: 'A part of the name, slug or external id, in any case.', max: 100, example: 'mega' })
  query!: string;
}

export class FeatureBody {
  @ApiProperty({ example: 'dir_sync' })
  name!: string;

  @ApiProperty()
  enabled!: boolean;
}

export class SettingsBody {
  @ApiProperty({ type: [FeatureBody] })
  features!: FeatureBody[];
}

export class OrganizationBody {
  @ApiProperty({ example: 'org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG' })
  id!: string;

  @ApiProperty({ type: String, format: 'date-time' })
  create_time!: string;

  @ApiProperty({ type: String, format: 'date-time' })
  update_time!: string;

  @ApiProperty()
  display_name!: string;

  @ApiProperty({ example: 'US', description: '`US`, `EU`, or the name of another region.' })
  region_code!: string;

  @ApiProperty({ type: String, nullable: true })
  external_id!: string | null;

  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  metadata!: Record<string, string>;

  @ApiProperty()
  settings!: SettingsBody;

  @ApiProperty({ type: String, nullable: true })
  slug!: string | null;

  @ApiProperty({ type: String, nullable: true })
  logo_url!: string | null;

  static of(organization: Organization): OrganizationBody {
    return {
      id: organization.id,
      create_time: organization.createdAt,
      update_time: organization.updatedAt,
      display_name: organization.displayName,
      region_code: regionCode(organization.regionCode),
      external_id: organization.externalId,
      metadata: organization.metadata,
      settings: { features: organization.features },
      slug: organization.slug,
      logo_url: organization.logoUrl,
    };
  }
}

export class OrganizationAnswer {
  @ApiProperty()
  organization!: OrganizationBody;

  static of(organization: Organization): OrganizationAnswer {
    return { organization: OrganizationBody.of(organization) };
  }
}

export class OrganizationList extends PageAnswer {
  @ApiProperty({ type: [OrganizationBody] })
  organizations!: OrganizationBody[];
}
