import { Get, Inject, Param, Post } from '@nestjs/common';
import { Environment } from '#config';
import { type PoolClient } from 'pg';
import { DirectoryPulse, type PulseView, type Searcher, Searches } from '#persistence';
import { Problem } from '../../http/problem.js';
import { Verb } from '../../http/verb.js';
import { ManagementController } from '../access/management-controller.js';
import { directoryId, organizationId } from '../input/id.pipe.js';
import { Operation } from '../openapi/operation.js';
import { SearchedBy } from '../search/searched-by.js';
import { ChecksAnswer, type SelfTestBody } from './pulse.dto.js';
import { seenChecks } from './seen-checks.js';
import { noSelfTest, selfTest } from './self-test.js';

@ManagementController('organizations/:organizationId/directories/:directoryId/checks', 'Directories')
export class ChecksController {
  constructor(
    @Inject(DirectoryPulse) private readonly pulses: DirectoryPulse,
    @Inject(Searches) private readonly searches: Searches,
    @Inject(Environment) private readonly environment: Environment,
  ) {}

  @Get()
  @Operation({
    id: 'Checks_get',
    summary: 'Show which set-up steps have worked',
    scope: 'read',
    answer: ChecksAnswer,
    fails: [404],
  })
  async get(
    @Param('organizationId', organizationId) organization: string,
    @Param('directoryId', directoryId) directory: string,
    @SearchedBy() searcher: Searcher,
  ): Promise<ChecksAnswer> {
    return await this.searches.run(searcher, async (on) =>
      this.answer(directory, await this.find(organization, directory, on), on),
    );
  }

  @Verb(Post, 'run')
  @Operation({
    id: 'Checks_run',
    summary: 'Try the SCIM endpoint by its public URL',
    description:
      'Rollcall calls itself as an identity provider does, with a token that lives for 60 seconds. It only reads, and the requests are in no log.',
    scope: 'write',
    audit: 'check.run',
    answer: ChecksAnswer,
    fails: [404],
  })
  async run(
    @Param('organizationId', organizationId) organization: string,
    @Param('directoryId', directoryId) directory: string,
    @SearchedBy() searcher: Searcher,
  ): Promise<ChecksAnswer> {
    const pulse = await this.searches.run(searcher, (on) => this.find(organization, directory, on));
    await this.pulses.saveSelfTest(directory, await selfTest(this.environment, directory));
    return await this.searches.run(searcher, (on) => this.answer(directory, pulse, on));
  }

  private async find(organization: string, directory: string, on: PoolClient): Promise<PulseView> {
    const pulse = await this.pulses.pulse(organization, directory, on);
    if (pulse === undefined) throw Problem.notFound('directory', directory);
    return pulse;
  }

  private async answer(directory: string, pulse: PulseView, on: PoolClient): Promise<ChecksAnswer> {
    const [actions, results] = await Promise.all([this.pulses.seen(directory, on), this.pulses.selfTest(directory)]);
    return { seen: seenChecks(actions, pulse), self: (results ?? noSelfTest()) as SelfTestBody[] };
  }
}
