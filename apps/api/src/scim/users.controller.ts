import {
  Body,
  Controller,
  Delete,
  Get,
  Headers,
  Inject,
  Param,
  Patch,
  Post,
  Put,
  Query,
  Req,
  Res,
  UseGuards,
} from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type FastifyReply } from 'fastify';
import { Environment } from '#config';
import { DirectoryChanges, type UserRecord } from '#directory';
import { DirectoryReads } from '#persistence';
import {
  applyPatch,
  etag,
  parsePatch,
  parseProjection,
  parseResource,
  project,
  ScimError,
  USER,
  type ScimResource,
} from '#scim';
import { DirectoryGuard, type ScimRequest, type ScimScope } from './directory.guard.js';
import { listBody, parseListRequest } from './list-request.js';
import { ifMatch, notModified } from './precondition.js';
import { scimBase, userRepresentation } from './representation.js';
import { sendScim } from './scim-reply.js';

type RawQuery = Record<string, string | undefined>;

@ApiTags('SCIM')
@Controller('directory/:directoryId/scim/v2/Users')
@UseGuards(DirectoryGuard)
export class UsersController {
  constructor(
    @Inject(DirectoryChanges) private readonly changes: DirectoryChanges,
    @Inject(DirectoryReads) private readonly reads: DirectoryReads,
    @Inject(Environment) private readonly environment: Environment,
  ) {}

  @Get()
  async list(@Req() { scope }: ScimRequest, @Query() query: RawQuery, @Res() reply: FastifyReply): Promise<void> {
    const request = parseListRequest(USER, query);
    const page = await this.reads.users(scope.directoryId, {
      filter: request.filter,
      offset: request.startIndex - 1,
      limit: request.count,
    });
    const base = scimBase(this.environment.publicUrl, scope.directoryId);
    const resources = page.items.map((user) => project(USER, userRepresentation(user, base), request.projection));
    sendScim(reply, 200, listBody(request, resources, page.total));
  }

  @Post()
  async create(
    @Req() { scope }: ScimRequest,
    @Body() body: unknown,
    @Query() query: RawQuery,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const resource = parseResource(USER, body);
    const user = await this.submit(scope, { kind: 'create-user', resource, caller: scope });
    this.send(reply, 201, user, scope, query);
  }

  @Get(':id')
  async read(
    @Req() { scope }: ScimRequest,
    @Param('id') id: string,
    @Query() query: RawQuery,
    @Headers('if-none-match') known: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const user = await this.reads.user(scope.directoryId, id);
    if (user === undefined) throw ScimError.notFound('User', id);
    if (notModified(known, user.revision)) sendScim(reply, 304, undefined, { etag: etag(user.revision) });
    else this.send(reply, 200, user, scope, query);
  }

  @Put(':id')
  async replace(
    @Req() { scope }: ScimRequest,
    @Param('id') id: string,
    @Body() body: unknown,
    @Query() query: RawQuery,
    @Headers('if-match') match: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const resource = parseResource(USER, body);
    const change = (current: ScimResource) => replaceUser(current, resource);
    const user = await this.submit(scope, { kind: 'update-user', id, change, guard: ifMatch(match), caller: scope });
    this.send(reply, 200, user, scope, query);
  }

  @Patch(':id')
  async patch(
    @Req() { scope }: ScimRequest,
    @Param('id') id: string,
    @Body() body: unknown,
    @Query() query: RawQuery,
    @Headers('if-match') match: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const operations = parsePatch(USER, body);
    const change = (current: ScimResource) => applyPatch(USER, current, operations);
    const user = await this.submit(scope, { kind: 'update-user', id, change, guard: ifMatch(match), caller: scope });
    this.send(reply, 200, user, scope, query);
  }

  @Delete(':id')
  async remove(
    @Req() { scope }: ScimRequest,
    @Param('id') id: string,
    @Headers('if-match') match: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.changes.submit(scope.directoryId, { kind: 'delete-user', id, guard: ifMatch(match), caller: scope });
    sendScim(reply, 204);
  }

  private async submit(scope: ScimScope, change: Parameters<DirectoryChanges['submit']>[1]): Promise<UserRecord> {
    const result = await this.changes.submit(scope.directoryId, change);
    return (result as { user: UserRecord }).user;
  }

  private send(reply: FastifyReply, status: number, user: UserRecord, scope: ScimScope, query: RawQuery): void {
    const base = scimBase(this.environment.publicUrl, scope.directoryId);
    const projection = parseProjection(USER, query);
    const body = project(USER, userRepresentation(user, base), projection);
    const headers: Record<string, string> = { etag: etag(user.revision) };
    if (status === 201) headers['location'] = `${base}/Users/${user.id}`;
    sendScim(reply, status, body, headers);
  }
}

/**
 * RFC 7644 §3.5.1 lets us choose what happens to attributes that a PUT leaves out. They are cleared, but for two: a template without
 * `active` (OneLogin) must not bring a leaver back, and one without `externalId` must not cut the tie to the IdP's person.
 */
function replaceUser(current: ScimResource, resource: ScimResource): ScimResource {
  const kept: ScimResource = {};
  for (const name of ['active', 'externalId']) {
    if (resource[name] === undefined && current[name] !== undefined) kept[name] = current[name];
  }
  return { ...resource, ...kept };
}
