import { Body, Delete, Get, Headers, Param, Patch, Post, Put, Query, Req, Res } from '@nestjs/common';
import { type FastifyReply } from 'fastify';
import { type Guard, idHere, type IdPrefix } from '#directory';
import { parseListQuery, parseSearchRequest, type ProjectionParameters, ScimError, type SearchRequest } from '#scim';
import { type ScimRequest, type ScimScope } from './directory.guard.js';
import { type Conditions, writeCondition } from './precondition.js';
import { type ScimAnswer } from './scim-answer.js';
import { sendScim } from './scim-reply.js';
import { searching } from './searching.js';

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
    guard?: Guard,
  ): Promise<ScimAnswer>;
  patch(
    scope: ScimScope,
    id: string,
    body: unknown,
    parameters?: ProjectionParameters,
    guard?: Guard,
  ): Promise<ScimAnswer>;
  remove(scope: ScimScope, id: string, guard?: Guard): Promise<ScimAnswer>;
}

type RawQuery = Record<string, unknown>;

/** The routes of a resource type (RFC 7644 §3.2). */
export abstract class ResourceController {
  protected abstract readonly operations: ResourceOperations;
  protected abstract readonly prefix: IdPrefix;

  @Get()
  async list(@Req() { scope }: ScimRequest, @Query() query: RawQuery, @Res() reply: FastifyReply): Promise<void> {
    await sendScim(reply, await this.operations.list(searching(scope, reply), parseListQuery(query)));
  }

  @Post('.search')
  async search(@Req() { scope }: ScimRequest, @Body() body: unknown, @Res() reply: FastifyReply): Promise<void> {
    await sendScim(reply, await this.operations.list(searching(scope, reply), parseSearchRequest(body)));
  }

  @Post()
  async create(
    @Req() { scope }: ScimRequest,
    @Body() body: unknown,
    @Query() query: RawQuery,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await sendScim(reply, await this.operations.create(scope, body, parseListQuery(query)));
  }

  @Get(':id')
  async read(
    @Req() { scope }: ScimRequest,
    @Param('id') id: string,
    @Query() query: RawQuery,
    @Headers('if-none-match') known: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await sendScim(
      reply,
      await this.byId(id, (here) => this.operations.read(searching(scope, reply), here, parseListQuery(query), known)),
    );
  }

  @Put(':id')
  async replace(
    @Req() { scope }: ScimRequest,
    @Param('id') id: string,
    @Body() body: unknown,
    @Query() query: RawQuery,
    @Headers() conditions: Conditions,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await sendScim(
      reply,
      await this.byId(id, (here) =>
        this.operations.replace(scope, here, body, parseListQuery(query), writeCondition(conditions)),
      ),
    );
  }

  @Patch(':id')
  async patch(
    @Req() { scope }: ScimRequest,
    @Param('id') id: string,
    @Body() body: unknown,
    @Query() query: RawQuery,
    @Headers() conditions: Conditions,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await sendScim(
      reply,
      await this.byId(id, (here) =>
        this.operations.patch(scope, here, body, parseListQuery(query), writeCondition(conditions)),
      ),
    );
  }

  @Delete(':id')
  async remove(
    @Req() { scope }: ScimRequest,
    @Param('id') id: string,
    @Headers() conditions: Conditions,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await sendScim(
      reply,
      await this.byId(id, (here) => this.operations.remove(scope, here, writeCondition(conditions))),
    );
  }

  /** What is not found is called what the client calls it. */
  private async byId(id: string, work: (here: string) => Promise<ScimAnswer>): Promise<ScimAnswer> {
    const here = idHere(this.prefix, id);
    try {
      return await work(here);
    } catch (error) {
      const unknown = error instanceof ScimError && error.status === 404;
      throw unknown ? new ScimError(404, error.message.replace(here, id)) : error;
    }
  }
}
