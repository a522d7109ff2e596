import { Body, Get, Inject, Param, Post } from '@nestjs/common';
import { Verb } from '../../http/verb.js';
import { ManagementController } from '../access/management-controller.js';
import { DirectoriesService } from '../directories/directories.service.js';
import { directoryId, IdPipe, organizationId } from '../input/id.pipe.js';
import { InputPipe } from '../input/input.pipe.js';
import { Operation } from '../openapi/operation.js';
import { Simulate, SimulationAnswer } from './simulation.dto.js';
import { SimulationsService } from './simulations.service.js';

@ManagementController('organizations/:organizationId/directories/:directoryId', 'Directories')
export class SimulationsController {
  constructor(
    @Inject(DirectoriesService) private readonly directories: DirectoriesService,
    @Inject(SimulationsService) private readonly simulations: SimulationsService,
  ) {}

  @Verb(Post, 'simulate')
  @Operation({
    id: 'Simulations_begin',
    summary: 'Simulate an identity provider',
    description:
      'Only for a sandbox directory. Sends the requests of Okta or Entra ID to the public SCIM URL, in the background. The people are the same in every run.',
    scope: 'write',
    audit: 'simulation.begin',
    answer: SimulationAnswer,
    status: 201,
    fails: [404, 409],
  })
  async begin(
    @Param('organizationId', organizationId) organization: string,
    @Param('directoryId', directoryId) directory: string,
    @Body(InputPipe) input: Simulate,
  ): Promise<SimulationAnswer> {
    const found = await this.directories.find(organization, directory);
    return { simulation: await this.simulations.begin(found, input) };
  }

  @Get('simulations/:simulationId')
  @Operation({
    id: 'Simulations_get',
    summary: 'Get the progress of a simulation',
    scope: 'read',
    answer: SimulationAnswer,
    fails: [404],
  })
  async get(
    @Param('organizationId', organizationId) organization: string,
    @Param('directoryId', directoryId) directory: string,
    @Param('simulationId', new IdPipe('sim', 'simulation')) id: string,
  ): Promise<SimulationAnswer> {
    await this.directories.find(organization, directory);
    return { simulation: await this.simulations.find(directory, id) };
  }
}
