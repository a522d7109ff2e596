import { Module } from '@nestjs/common';
import { BearerAccess } from './bearer-access.js';
import { DirectoryGuard } from './directory.guard.js';
import { DiscoveryController } from './discovery.controller.js';
import { GroupsController } from './groups.controller.js';
import { UsersController } from './users.controller.js';

/** SCIM 2.0 at `/directory/{directory}/scim/v2` (contract section 6). */
@Module({
  controllers: [UsersController, GroupsController, DiscoveryController],
  providers: [BearerAccess, DirectoryGuard],
})
export class ScimModule {}
