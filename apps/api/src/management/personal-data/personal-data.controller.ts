import { Delete, Get, Inject, Param, Res } from '@nestjs/common';
import { type FastifyReply } from 'fastify';
import { Pool } from 'pg';
import { type Searcher, writeAct } from '#persistence';
import { ManagementController } from '../access/management-controller.js';
import { directoryId, IdPipe, organizationId } from '../input/id.pipe.js';
import { Operation } from '../openapi/operation.js';
import { SearchedBy } from '../search/searched-by.js';
import { PersonalDataAnswer } from './personal-data.dto.js';
import { PersonalDataService } from './personal-data.service.js';

const userId = new IdPipe('diruser', 'user');

@ManagementController(
  'organizations/:organizationId/directories/:directoryId/users/:userId/personal_data',
  'Users and groups',
)
export class PersonalDataController {
  constructor(
    @Inject(PersonalDataService) private readonly personalData: PersonalDataService,
    @Inject(Pool) private readonly pool: Pool,
  ) {}

  @Get()
  @Operation({
    id: 'PersonalData_export',
    summary: 'Export the data of a person',
    description: 'The export holds the record, the groups, the mails, the events, and their deliveries and attempts.',
    scope: 'admin',
    audit: 'personal_data.export',
    answer: PersonalDataAnswer,
    fails: [404],
  })
  async export(
    @Param('organizationId', organizationId) organization: string,
    @Param('directoryId', directoryId) directory: string,
    @Param('userId', userId) id: string,
    @SearchedBy() searcher: Searcher,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const scope = { organizationId: organization, directoryId: directory };
    const text = await this.personalData.export(scope, id, searcher);
    // First: what was handed out cannot be taken back.
    await writeAct(this.pool, { targetId: id, organizationId: organization, directoryId: directory });
    // Not waited for: whoever breaks off has read as well, and is in the audit log.
    void reply.type('application/json; charset=utf-8').send(text);
  }

  @Delete()
  @Operation({
    id: 'PersonalData_erase',
    summary: "Erase a person's data",
    description:
      'Rollcall erases the data from the record, the events, deliveries, attempts, mails and the request log. It deactivates an active user first and sends `user_deleted`. Ids and audit entries stay.',
    scope: 'admin',
    audit: 'personal_data.erase',
    fails: [404],
  })
  async erase(
    @Param('organizationId', organizationId) organization: string,
    @Param('directoryId', directoryId) directory: string,
    @Param('userId', userId) id: string,
  ): Promise<void> {
    await this.personalData.erase({ organizationId: organization, directoryId: directory }, id);
  }
}
