import { Module } from '@nestjs/common';
import { AccessInForce } from './access-in-force.js';
import { BulkGate } from './bulk-gate.js';
import { BulkOperations } from './bulk-operations.js';
import { BearerAccess } from './bearer-access.js';
import { ClientAuthentication } from './client-authentication.js';
import { GateCheck } from './gate-check.js';
import { DirectoryGuard } from './directory.guard.js';
import { DiscoveryController } from './discovery.controller.js';
import { ExtensionRegistry } from './extension-registry.js';
import { GroupOperations } from './group-operations.js';
import { GroupsController } from './groups.controller.js';
import { InboundLog } from '../inbound-log/inbound-log.js';
import { ProfileCheck } from './profile-check.js';
import { RequestLog } from './request-log.js';
import { ScimAdmission } from './scim-admission.js';
import { ScimChanges } from './scim-changes.js';
import { DirectoryTurns } from './directory-turns.js';
import { RefusedWrites } from './refused-writes.js';
import { ScimRateLimits } from './scim-rate-limits.js';
import { SearchOperation } from './search-operation.js';
import { ServiceController } from './service.controller.js';
import { TokensModule } from '../tokens/tokens.module.js';
import { TokenController } from './token.controller.js';
import { UserOperations } from './user-operations.js';
import { UsersController } from './users.controller.js';

/** SCIM 2.0 at `/directory/{directory}/scim/v2` (docs/scim.md). */
@Module({
  imports: [TokensModule],
  controllers: [UsersController, GroupsController, DiscoveryController, ServiceController, TokenController],
  providers: [
    ExtensionRegistry,
    BearerAccess,
    ClientAuthentication,
    DirectoryGuard,
    ScimAdmission,
    AccessInForce,
    RefusedWrites,
    ScimRateLimits,
    DirectoryTurns,
    InboundLog,
    RequestLog,
    ScimChanges,
    UserOperations,
    GroupOperations,
    BulkOperations,
    BulkGate,
    GateCheck,
    ProfileCheck,
    SearchOperation,
  ],
})
export class ScimModule {}
