import { Get, Inject, Param, Post } from '@nestjs/common';
import { Environment } from '#config';
import { DirectoryPulse, type PulseView } from '#persistence';
import { Problem } from '../../http/problem.js';
import { Verb } from '../../http/verb.js';
import { ManagementController } from '../access/management-controller.js';
import { directoryId, organizationId } from '../input/id.pipe.js';
import { Operation } from '../openapi/operation.js';
import { ChecksAnswer, type SelfTestBody } from './pulse.dto.js';
import { seenChecks } from './seen-checks.js';
import { noSelfTest, selfTest } from './self-test.js';

@ManagementController('organizations/:organizationId/directories/:directoryId/checks', 'Directories')
export class ChecksController {
  constructor(
    @Inject(DirectoryPulse) private readonly pulses: DirectoryPulse,
    @Inject(Environment) private readonly environment: Environment,
  ) {}

  @Get()
  @Operation({
    id: 'Checks_get',
    summary: 'Get what of a set-up was seen to work',
    scope: 'read',
    answer: ChecksAnswer,
    fails: [404],
  })
  async get(
    @Param('organizationId', organizationId) organization: string,
    @Param('directoryId', directoryId) directory: string,
  ): Promise<ChecksAnswer> {
    return await this.answer(directory, await this.find(organization, directory));
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
  ): Promise<ChecksAnswer> {
    const pulse = await this.find(organization, directory);
    await this.pulses.saveSelfTest(directory, await selfTest(this.environment, directory));
    return await this.answer(directory, pulse);
  }

  private async find(organization: string, directory: string): Promise<PulseView> {
    const pulse = await this.pulses.pulse(organization, directory);
    if (pulse === undefined) throw Problem.notFound('directory', directory);
    return pulse;
  }

  private async answer(directory: string, pulse: PulseView): Promise<ChecksAnswer> {
    const [actions, results] = await Promise.all([this.pulses.seen(directory), this.pulses.selfTest(directory)]);
    return { seen: seenChecks(actions, pulse), self: (results ?? noSelfTest()) as SelfTestBody[] };
  }
}
