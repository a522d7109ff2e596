import { Controller, Get, Inject, Param, Query, Req, Res, UseGuards } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type FastifyReply } from 'fastify';
import { Environment } from '#config';
import {
  type AuthenticationScheme,
  DISCOVERY_SCHEMAS,
  GROUP,
  listResponse,
  resourceTypeDocument,
  schemaDocument,
  ScimError,
  serviceProviderConfig,
  USER,
} from '#scim';
import { BearerAccess, directoryUrl } from './bearer-access.js';
import { DirectoryGuard, type ScimRequest } from './directory.guard.js';
import { MAX_BULK_BYTES } from '../http/body-limits.js';
import { MAX_BULK_OPERATIONS } from './bulk-operations.js';
import { ExtensionRegistry } from './extension-registry.js';
import { DEFAULT_COUNT, MAX_COUNT } from './page-limits.js';
import { scimBase } from './representation.js';
import { sendScim } from './scim-reply.js';

const TYPES = [USER, GROUP];

const BEARER: AuthenticationScheme = {
  type: 'oauthbearertoken',
  name: 'Bearer token',
  description: 'The secret of the directory, as `Authorization: Bearer <secret>`.',
  specUri: 'https://www.rfc-editor.org/info/rfc6750',
  primary: true,
};

/** RFC 7644 §4. Truthful: authentik and Keycloak act on what it says. */
@ApiTags('SCIM')
@Controller('directory/:directoryId/scim/v2')
@UseGuards(DirectoryGuard)
export class DiscoveryController {
  constructor(
    @Inject(ExtensionRegistry) private readonly extensions: ExtensionRegistry,
    @Inject(Environment) private readonly environment: Environment,
    @Inject(BearerAccess) private readonly bearers: BearerAccess,
  ) {}

  @Get('ServiceProviderConfig')
  async config(@Req() { scope }: ScimRequest, @Res() reply: FastifyReply): Promise<void> {
    // Not from memory, which knows of a new profile within a moment. Rollcall's own self-test has no secret.
    const { profile } = (await this.bearers.now(scope.directoryId, scope.secretId)) ?? scope;
    const oauth: AuthenticationScheme = {
      type: 'oauth2',
      name: 'OAuth 2.0 client credentials',
      description: `Access tokens from ${directoryUrl(this.environment.publicUrl, scope.directoryId)}/oauth/token.`,
      specUri: 'https://www.rfc-editor.org/info/rfc6749',
    };
    const body = serviceProviderConfig({
      bulk: true,
      maxOperations: MAX_BULK_OPERATIONS,
      maxPayloadSize: MAX_BULK_BYTES,
      maxResults: MAX_COUNT,
      etag: true,
      sort: true,
      cursor: { defaultPageSize: DEFAULT_COUNT, maxPageSize: MAX_COUNT },
      interopProfileConformant: profile !== 'default',
      authenticationSchemes: profile === 'ipsie' ? [{ ...oauth, primary: true }] : [BEARER, oauth],
      location: `${scimBase(this.environment.publicUrl, scope.directoryId)}/ServiceProviderConfig`,
    });
    void sendScim(reply, { status: 200, body });
  }

  @Get('ResourceTypes')
  async resourceTypes(
    @Req() { scope }: ScimRequest,
    @Query() query: object,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    refuseFilter(query);
    this.sendList(reply, await this.typeDocuments(scope.directoryId));
  }

  @Get('ResourceTypes/:id')
  async resourceType(
    @Req() { scope }: ScimRequest,
    @Param('id') id: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const document = (await this.typeDocuments(scope.directoryId)).find((candidate) => candidate.id === id);
    if (document === undefined) throw ScimError.notFound('ResourceType', id);
    void sendScim(reply, { status: 200, body: document });
  }

  @Get('Schemas')
  async schemas(@Req() { scope }: ScimRequest, @Query() query: object, @Res() reply: FastifyReply): Promise<void> {
    refuseFilter(query);
    this.sendList(reply, await this.schemaDocuments(scope.directoryId));
  }

  @Get('Schemas/:id')
  async schema(@Req() { scope }: ScimRequest, @Param('id') id: string, @Res() reply: FastifyReply): Promise<void> {
    const documents = await this.schemaDocuments(scope.directoryId);
    const document = documents.find((candidate) => candidate.id.toLowerCase() === id.toLowerCase());
    if (document === undefined) throw ScimError.notFound('Schema', id);
    void sendScim(reply, { status: 200, body: document });
  }

  private async typeDocuments(directoryId: string): Promise<{ id: string }[]> {
    const types = await Promise.all(TYPES.map((type) => this.extensions.extend(directoryId, type)));
    const base = scimBase(this.environment.publicUrl, directoryId);
    return types.map((type) => ({ id: type.id, ...resourceTypeDocument(type, `${base}/ResourceTypes/${type.id}`) }));
  }

  private async schemaDocuments(directoryId: string): Promise<{ id: string }[]> {
    const types = await Promise.all(TYPES.map((type) => this.extensions.extend(directoryId, type)));
    const resourceSchemas = types.flatMap(({ schema, extensions }) => [
      schema,
      ...extensions.map((extension) => extension.schema),
    ]);
    // An extension that users and groups share is one schema.
    const schemas = new Map([...resourceSchemas, ...DISCOVERY_SCHEMAS].map((schema) => [schema.id, schema]));
    const base = scimBase(this.environment.publicUrl, directoryId);
    return [...schemas.values()].map((schema) => ({
      id: schema.id,
      ...schemaDocument(schema, `${base}/Schemas/${schema.id}`),
    }));
  }

  private sendList(reply: FastifyReply, documents: object[]): void {
    void sendScim(reply, {
      status: 200,
      body: listResponse(documents, { totalResults: documents.length, startIndex: 1 }),
    });
  }
}

/** RFC 7644 §4: discovery endpoints answer a filter with 403, so that nobody takes the whole list for the filtered one. */
function refuseFilter(query: object): void {
  if ('filter' in query && query.filter !== '') throw ScimError.forbidden('discovery endpoints take no filter');
}
