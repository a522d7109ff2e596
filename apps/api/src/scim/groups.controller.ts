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
import { type Change, DirectoryChanges, type GroupRecord } from '#directory';
import { DirectoryReads } from '#persistence';
import {
  applyPatch,
  etag,
  GROUP,
  membersOf,
  parsePatch,
  parseProjection,
  parseResource,
  project,
  ScimError,
  splitMembers,
  wants,
  type ScimResource,
} from '#scim';
import { DirectoryGuard, type ScimRequest, type ScimScope } from './directory.guard.js';
import { listBody, parseListRequest } from './list-request.js';
import { ifMatch, notModified } from './precondition.js';
import { groupRepresentation, scimBase } from './representation.js';
import { sendScim } from './scim-reply.js';

type RawQuery = Record<string, string | undefined>;

@ApiTags('SCIM')
@Controller('directory/:directoryId/scim/v2/Groups')
@UseGuards(DirectoryGuard)
export class GroupsController {
  constructor(
    @Inject(DirectoryChanges) private readonly changes: DirectoryChanges,
    @Inject(DirectoryReads) private readonly reads: DirectoryReads,
    @Inject(Environment) private readonly environment: Environment,
  ) {}

  @Get()
  async list(@Req() { scope }: ScimRequest, @Query() query: RawQuery, @Res() reply: FastifyReply): Promise<void> {
    const request = parseListRequest(GROUP, query);
    const page = await this.reads.groups(
      scope.directoryId,
      { filter: request.filter, offset: request.startIndex - 1, limit: request.count },
      wants(request.projection, 'members'),
    );
    const base = scimBase(this.environment.publicUrl, scope.directoryId);
    const resources = page.items.map((group) => project(GROUP, groupRepresentation(group, base), request.projection));
    sendScim(reply, 200, listBody(request, resources, page.total));
  }

  @Post()
  async create(
    @Req() { scope }: ScimRequest,
    @Body() body: unknown,
    @Query() query: RawQuery,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const resource = parseResource(GROUP, body);
    const members = membersOf(body) ?? [];
    const group = await this.submit(scope, { kind: 'create-group', resource, members, caller: scope });
    await this.send(reply, 201, group, scope, query);
  }

  @Get(':id')
  async read(
    @Req() { scope }: ScimRequest,
    @Param('id') id: string,
    @Query() query: RawQuery,
    @Headers('if-none-match') known: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const group = await this.reads.group(scope.directoryId, id, false);
    if (group === undefined) throw ScimError.notFound('Group', id);
    if (notModified(known, group.revision)) sendScim(reply, 304, undefined, { etag: etag(group.revision) });
    else await this.send(reply, 200, group, scope, query);
  }

  /** A body without `members` leaves them as they are; `[]` empties the group (OKTA-T14: RFC 7644 §3.5.1 leaves the choice). */
  @Put(':id')
  async replace(
    @Req() { scope }: ScimRequest,
    @Param('id') id: string,
    @Body() body: unknown,
    @Query() query: RawQuery,
    @Headers('if-match') match: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const resource = parseResource(GROUP, body);
    const members = membersOf(body);
    const group = await this.submit(scope, {
      kind: 'update-group',
      id,
      change: (current: ScimResource) => ({
        ...(current['externalId'] !== undefined && { externalId: current['externalId'] }),
        ...resource,
      }),
      members: members === undefined ? [] : [{ kind: 'replace', values: members }],
      guard: ifMatch(match),
      caller: scope,
    });
    await this.send(reply, 200, group, scope, query);
  }

  /** 204, so that nobody pays for a list of members; 200 where `attributes` asks for a body (contract section 6). */
  @Patch(':id')
  async patch(
    @Req() { scope }: ScimRequest,
    @Param('id') id: string,
    @Body() body: unknown,
    @Query() query: RawQuery,
    @Headers('if-match') match: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { members, attributes } = splitMembers(parsePatch(GROUP, body));
    const group = await this.submit(scope, {
      kind: 'update-group',
      id,
      change: (current: ScimResource) => applyPatch(GROUP, current, attributes),
      members,
      guard: ifMatch(match),
      caller: scope,
    });
    if (query['attributes'] !== undefined) await this.send(reply, 200, group, scope, query);
    else sendScim(reply, 204, undefined, { etag: etag(group.revision) });
  }

  @Delete(':id')
  async remove(
    @Req() { scope }: ScimRequest,
    @Param('id') id: string,
    @Headers('if-match') match: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.changes.submit(scope.directoryId, { kind: 'delete-group', id, guard: ifMatch(match), caller: scope });
    sendScim(reply, 204);
  }

  private async submit(scope: ScimScope, change: Change): Promise<GroupRecord> {
    const result = await this.changes.submit(scope.directoryId, change);
    return (result as { group: GroupRecord }).group;
  }

  /** Members are read only where the answer shows them. */
  private async send(
    reply: FastifyReply,
    status: number,
    group: GroupRecord,
    scope: ScimScope,
    query: RawQuery,
  ): Promise<void> {
    const base = scimBase(this.environment.publicUrl, scope.directoryId);
    const projection = parseProjection(GROUP, query);
    const full = wants(projection, 'members') ? await this.reads.group(scope.directoryId, group.id, true) : group;
    const body = project(GROUP, groupRepresentation(full ?? group, base), projection);
    const headers: Record<string, string> = { etag: etag(group.revision) };
    if (status === 201) headers['location'] = `${base}/Groups/${group.id}`;
    sendScim(reply, status, body, headers);
  }
}
