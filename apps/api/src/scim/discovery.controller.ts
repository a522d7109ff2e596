import { Controller, Get, Inject, Param, Req, Res, UseGuards } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type FastifyReply } from 'fastify';
import { Environment } from '#config';
import {
  GROUP,
  listResponse,
  resourceTypeDocument,
  schemaDocument,
  ScimError,
  serviceProviderConfig,
  USER,
  type Schema,
} from '#scim';
import { DirectoryGuard, type ScimRequest } from './directory.guard.js';
import { MAX_BULK_BYTES, MAX_BULK_OPERATIONS } from './bulk-operations.js';
import { DEFAULT_COUNT, MAX_COUNT } from './page-limits.js';
import { scimBase } from './representation.js';
import { sendScim } from './scim-reply.js';

const TYPES = [USER, GROUP];
const SCHEMAS: Schema[] = TYPES.flatMap(({ schema, extensions }) => [
  schema,
  ...extensions.map((entry) => entry.schema),
]);

/** RFC 7644 §4. Truthful: authentik and Keycloak act on what it says. */
@ApiTags('SCIM')
@Controller('directory/:directoryId/scim/v2')
@UseGuards(DirectoryGuard)
export class DiscoveryController {
  constructor(@Inject(Environment) private readonly environment: Environment) {}

  @Get('ServiceProviderConfig')
  config(@Req() { scope }: ScimRequest, @Res() reply: FastifyReply): void {
    const body = serviceProviderConfig({
      bulk: true,
      maxOperations: MAX_BULK_OPERATIONS,
      maxPayloadSize: MAX_BULK_BYTES,
      maxResults: MAX_COUNT,
      etag: true,
      sort: true,
      cursor: { defaultPageSize: DEFAULT_COUNT, maxPageSize: MAX_COUNT },
      authenticationSchemes: [
        {
          type: 'oauthbearertoken',
          name: 'Bearer token',
          description: 'The secret of the directory, as `Authorization: Bearer <secret>`.',
          specUri: 'https://www.rfc-editor.org/info/rfc6750',
          primary: true,
        },
      ],
      location: `${this.base(scope.directoryId)}/ServiceProviderConfig`,
    });
    sendScim(reply, { status: 200, body: body });
  }

  @Get('ResourceTypes')
  resourceTypes(@Req() { scope }: ScimRequest, @Res() reply: FastifyReply): void {
    const documents = TYPES.map((type) =>
      resourceTypeDocument(type, `${this.base(scope.directoryId)}/ResourceTypes/${type.id}`),
    );
    sendScim(reply, { status: 200, body: listResponse(documents, { totalResults: documents.length, startIndex: 1 }) });
  }

  @Get('ResourceTypes/:id')
  resourceType(@Req() { scope }: ScimRequest, @Param('id') id: string, @Res() reply: FastifyReply): void {
    const type = TYPES.find((candidate) => candidate.id === id);
    if (type === undefined) throw ScimError.notFound('ResourceType', id);
    sendScim(reply, {
      status: 200,
      body: resourceTypeDocument(type, `${this.base(scope.directoryId)}/ResourceTypes/${id}`),
    });
  }

  @Get('Schemas')
  schemas(@Req() { scope }: ScimRequest, @Res() reply: FastifyReply): void {
    const documents = SCHEMAS.map((schema) =>
      schemaDocument(schema, `${this.base(scope.directoryId)}/Schemas/${schema.id}`),
    );
    sendScim(reply, { status: 200, body: listResponse(documents, { totalResults: documents.length, startIndex: 1 }) });
  }

  @Get('Schemas/:id')
  schema(@Req() { scope }: ScimRequest, @Param('id') id: string, @Res() reply: FastifyReply): void {
    const schema = SCHEMAS.find((candidate) => candidate.id.toLowerCase() === id.toLowerCase());
    if (schema === undefined) throw ScimError.notFound('Schema', id);
    sendScim(reply, {
      status: 200,
      body: schemaDocument(schema, `${this.base(scope.directoryId)}/Schemas/${schema.id}`),
    });
  }

  private base(directoryId: string): string {
    return scimBase(this.environment.publicUrl, directoryId);
  }
}
