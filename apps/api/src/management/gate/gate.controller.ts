import { Body, Delete, Get, Inject, Param, Put } from '@nestjs/common';
import { ManagementController } from '../access/management-controller.js';
import { organizationId } from '../input/id.pipe.js';
import { InputPipe } from '../input/input.pipe.js';
import { Operation } from '../openapi/operation.js';
import { GateAnswer, UpdateGate } from './gate.dto.js';
import { GateService } from './gate.service.js';

@ManagementController('organizations/:organizationId/provisioning_gate', 'Organizations')
export class ProvisioningGateController {
  constructor(@Inject(GateService) private readonly gates: GateService) {}

  @Get()
  @Operation({
    id: 'ProvisioningGate_get',
    summary: 'Get the provisioning gate of an organization',
    scope: 'read',
    answer: GateAnswer,
    fails: [404],
  })
  async get(@Param('organizationId', organizationId) organization: string): Promise<GateAnswer> {
    return { provisioning_gate: await this.gates.get(organization) };
  }

  @Put()
  @Operation({
    id: 'ProvisioningGate_update',
    summary: 'Set the provisioning gate of an organization',
    description:
      'Rollcall asks your application before a user is created or becomes active. A field that you leave out gets its default. The answer has the `secret` only if the gate is new.',
    scope: 'write',
    audit: 'provisioning_gate.update',
    answer: GateAnswer,
    fails: [404],
  })
  async update(
    @Param('organizationId', organizationId) organization: string,
    @Body(InputPipe) input: UpdateGate,
  ): Promise<GateAnswer> {
    return { provisioning_gate: await this.gates.update(organization, input) };
  }

  @Delete()
  @Operation({
    id: 'ProvisioningGate_remove',
    summary: 'Remove the provisioning gate of an organization',
    scope: 'write',
    audit: 'provisioning_gate.remove',
    fails: [404],
  })
  async remove(@Param('organizationId', organizationId) organization: string): Promise<void> {
    await this.gates.remove(organization);
  }
}
