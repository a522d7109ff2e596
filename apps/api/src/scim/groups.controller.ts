import { Controller, Inject, UseGuards } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { DirectoryGuard } from './directory.guard.js';
import { GroupOperations } from './group-operations.js';
import { ResourceController } from './resource.controller.js';

@ApiTags('SCIM')
@Controller('directory/:directoryId/scim/v2/Groups')
@UseGuards(DirectoryGuard)
export class GroupsController extends ResourceController {
  protected readonly prefix = 'dirgroup';

  constructor(@Inject(GroupOperations) protected readonly operations: GroupOperations) {
    super();
  }
}
