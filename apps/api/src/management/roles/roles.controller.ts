import { Body, Get, Inject, Put } from '@nestjs/common';
import { ManagementController } from '../access/management-controller.js';
import { InputPipe } from '../input/input.pipe.js';
import { Operation } from '../openapi/operation.js';
import { RolesAnswer, UpdateRoles } from './role.dto.js';
import { RolesService } from './roles.service.js';

@ManagementController('roles', 'Roles')
export class RolesController {
  constructor(@Inject(RolesService) private readonly roles: RolesService) {}

  @Get()
  @Operation({ id: 'Roles_list', summary: "List the application's roles", scope: 'read', answer: RolesAnswer })
  async list(): Promise<RolesAnswer> {
    return { roles: await this.roles.list() };
  }

  @Put()
  @Operation({
    id: 'Roles_replace',
    summary: "Replace the application's roles",
    description: 'A background job sends `user_updated` for each user whose roles change.',
    scope: 'admin',
    audit: 'role.replace',
    answer: RolesAnswer,
    fails: [409],
  })
  async replace(@Body(InputPipe) input: UpdateRoles): Promise<RolesAnswer> {
    return { roles: await this.roles.replace(input.roles) };
  }
}
