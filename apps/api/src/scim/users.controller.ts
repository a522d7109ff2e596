import { Controller, Inject, UseGuards } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { DirectoryGuard } from './directory.guard.js';
import { UserOperations } from './user-operations.js';
import { ResourceController } from './resource.controller.js';

@ApiTags('SCIM')
@Controller('directory/:directoryId/scim/v2/Users')
@UseGuards(DirectoryGuard)
export class UsersController extends ResourceController {
  protected readonly prefix = 'diruser';

  constructor(@Inject(UserOperations) protected readonly operations: UserOperations) {
    super();
  }
}
