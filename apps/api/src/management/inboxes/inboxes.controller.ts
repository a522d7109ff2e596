import { Body, Delete, Get, Inject, Param, Patch, Post } from '@nestjs/common';
import { Environment } from '#config';
import { InboxStore } from '#persistence';
import { Problem } from '../../http/problem.js';
import { randomToken } from '../../tokens/random-token.js';
import { ManagementController } from '../access/management-controller.js';
import { IdPipe } from '../input/id.pipe.js';
import { InputPipe } from '../input/input.pipe.js';
import { Operation } from '../openapi/operation.js';
import { CreateInbox, InboxAnswer, InboxBody, InboxList, UpdateInbox } from './inbox.dto.js';

const inboxId = new IdPipe('inb', 'inbox');

@ManagementController('inboxes', 'Webhooks')
export class InboxesController {
  constructor(
    @Inject(InboxStore) private readonly inboxes: InboxStore,
    @Inject(Environment) private readonly environment: Environment,
  ) {}

  @Post()
  @Operation({
    id: 'Inboxes_create',
    summary: 'Create a test inbox',
    description:
      'A receiver without code, for 24 hours: use its `url` as that of an endpoint. It keeps the last 100 requests of at most 256 KiB each.',
    scope: 'write',
    audit: 'inbox.create',
    answer: InboxAnswer,
    status: 201,
  })
  async create(@Body(InputPipe) { name }: CreateInbox): Promise<InboxAnswer> {
    const inbox = await this.inboxes.create(name ?? '', randomToken());
    return { inbox: InboxBody.of(inbox, this.environment.publicUrl, []) };
  }

  @Get()
  @Operation({ id: 'Inboxes_list', summary: 'List test inboxes, newest first', scope: 'read', answer: InboxList })
  async list(): Promise<InboxList> {
    const inboxes = await this.inboxes.list();
    return { inboxes: inboxes.map((inbox) => InboxBody.of(inbox, this.environment.publicUrl, [])) };
  }

  @Get(':inboxId')
  @Operation({
    id: 'Inboxes_get',
    summary: 'Get a test inbox with its requests',
    description: 'The newest requests first, at most 4 MiB of them.',
    scope: 'read',
    answer: InboxAnswer,
    fails: [404],
  })
  async get(@Param('inboxId', inboxId) id: string): Promise<InboxAnswer> {
    const inbox = await this.inboxes.find(id);
    if (inbox === undefined) throw Problem.notFound('inbox', id);
    return { inbox: InboxBody.of(inbox, this.environment.publicUrl, await this.inboxes.requests(id)) };
  }

  @Patch(':inboxId')
  @Operation({
    id: 'Inboxes_update',
    summary: 'Change what a test inbox answers',
    scope: 'write',
    audit: 'inbox.update',
    answer: InboxAnswer,
    fails: [404],
  })
  async update(@Param('inboxId', inboxId) id: string, @Body(InputPipe) input: UpdateInbox): Promise<InboxAnswer> {
    const changes = {
      ...(input.name !== undefined && { name: input.name }),
      ...(input.answer !== undefined && { status: input.answer.status, delayMs: input.answer.delay_ms ?? 0 }),
    };
    if ((await this.inboxes.update(id, changes)) === undefined) throw Problem.notFound('inbox', id);
    return await this.get(id);
  }

  @Delete(':inboxId')
  @Operation({
    id: 'Inboxes_remove',
    summary: 'Delete a test inbox with its requests',
    scope: 'write',
    audit: 'inbox.remove',
    fails: [404],
  })
  async remove(@Param('inboxId', inboxId) id: string): Promise<void> {
    if (!(await this.inboxes.remove(id))) throw Problem.notFound('inbox', id);
  }
}
