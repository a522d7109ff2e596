import { Body, Delete, Get, Headers, Param, Patch, Post, Put, Query, Req, Res } from '@nestjs/common';
import { type FastifyReply } from 'fastify';
import { idHere, type IdPrefix } from '#directory';
import { parseListQuery, parseSearchRequest, type ProjectionParameters, type SearchRequest } from '#scim';
import { type ScimRequest, type ScimScope } from './directory.guard.js';
import { type ScimAnswer } from './scim-answer.js';
import { sendScim } from './scim-reply.js';

/** What can be done with a type of resource. Users and groups differ only below this line. */
export interface ResourceOperations {
  list(scope: ScimScope, search: SearchRequest): Promise<ScimAnswer>;
  /** @param id allotted before, where something already refers to it */
  create(scope: ScimScope, body: unknown, parameters?: ProjectionParameters, id?: string): Promise<ScimAnswer>;
  read(scope: ScimScope, id: string, parameters: ProjectionParameters, known?: string): Promise<ScimAnswer>;
  replace(
    scope: ScimScope,
    id: string,
    body: unknown,
    parameters?: ProjectionParameters,
    match?: string,
  ): Promise<ScimAnswer>;
  patch(
    scope: ScimScope,
    id: string,
    body: unknown,
    parameters?: ProjectionParameters,
    match?: string,
  ): Promise<ScimAnswer>;
  remove(scope: ScimScope, id: string, match?: string): Promise<ScimAnswer>;
}

type RawQuery = Record<string, unknown>;

/** The routes of a resource type (RFC 7644 §3.2). */
export abstract class ResourceController {
  protected abstract readonly operations: ResourceOperations;
  protected abstract readonly prefix: IdPrefix;

  @Get()
  async list(@Req() { scope }: ScimRequest, @Query() query: RawQuery, @Res() reply: FastifyReply): Promise<void> {
    sendScim(reply, await this.operations.list(scope, parseListQuery(query)));
  }

  @Post('.search')
  async search(@Req() { scope }: ScimRequest, @Body() body: unknown, @Res() reply: FastifyReply): Promise<void> {
    sendScim(reply, await this.operations.list(scope, parseSearchRequest(body)));
  }

  @Post()
  async create(
    @Req() { scope }: ScimRequest,
    @Body() body: unknown,
    @Query() query: RawQuery,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    sendScim(reply, await this.operations.create(scope, body, parseListQuery(query)));
  }

  @Get(':id')
  async read(
    @Req() { scope }: ScimRequest,
    @Param('id') id: string,
    @Query() query: RawQuery,
    @Headers('if-none-match') known: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    sendScim(reply, await this.operations.read(scope, idHere(this.prefix, id), parseListQuery(query), known));
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
    sendScim(reply, await this.operations.replace(scope, idHere(this.prefix, id), body, parseListQuery(query), match));
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
    sendScim(reply, await this.operations.patch(scope, idHere(this.prefix, id), body, parseListQuery(query), match));
  }

  @Delete(':id')
  async remove(
    @Req() { scope }: ScimRequest,
    @Param('id') id: string,
    @Headers('if-match') match: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    sendScim(reply, await this.operations.remove(scope, idHere(this.prefix, id), match));
  }
}
