import { Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { Pool } from 'pg';
import { Environment } from '#config';
import {
  AuditLog,
  DeliveryLog,
  DirectoryContexts,
  DirectorySettingsStore,
  EventFeed,
  EventHistory,
  GroupList,
  HeldDepartureList,
  IdempotencyStore,
  OrganizationMail,
  PersonalDataStore,
  PortalLinks,
  ResendRequests,
  ScimRequestLog,
  TestDeliveries,
  UnacknowledgedDeprovisionings,
  UserList,
} from '#persistence';
import { AddressPolicy, Sender } from '#webhooks';
import { VERSION } from '../version.js';
import { Admission } from './access/admission.js';
import { ApiClients } from './access/api-clients.js';
import { ApiKeysController } from './access/api-keys.controller.js';
import { OrganizationLimit } from './access/organization-limit.js';
import { SigningKeysController } from './access/signing-keys.controller.js';
import { ApiKeysService } from './access/api-keys.service.js';
import { BootstrapKey } from './access/bootstrap-key.js';
import { AuditRefusals } from './audit/audit-refusals.js';
import { AuditLogsController } from './audit/audit-logs.controller.js';
import { RateLimits } from './limits/rate-limits.js';
import { PortalEntryController } from './portal-links/portal-entry.controller.js';
import { PortalLinksController } from './portal-links/portal-links.controller.js';
import { PortalLinksService } from './portal-links/portal-links.service.js';
import { RequestsController } from './requests/requests.controller.js';
import { Retention } from './retention.js';
import { KnownMethods } from '../http/known-methods.js';
import { IpAllowlistController } from './directories/ip-allowlist.controller.js';
import { IpAllowlistService } from './directories/ip-allowlist.service.js';
import { OAuthController } from './access/oauth.controller.js';
import { TokensModule } from '../tokens/tokens.module.js';
import { DeliveriesController } from './deliveries/deliveries.controller.js';
import { DeprovisioningsController } from './deliveries/deprovisionings.controller.js';
import { DeliveriesService } from './deliveries/deliveries.service.js';
import { DirectoriesController } from './directories/directories.controller.js';
import { ContextsController } from './directories/contexts.controller.js';
import { SyncController } from './directories/sync.controller.js';
import { DirectoriesService } from './directories/directories.service.js';
import { DirectoryLifecycle } from './directories/directory-lifecycle.js';
import { OAuthClientsController } from './directories/oauth-clients.controller.js';
import { SecretsController } from './directories/secrets.controller.js';
import { SecretsService } from './directories/secrets.service.js';
import { EndpointAddress } from './endpoints/endpoint-address.js';
import { EndpointSecrets } from './endpoints/endpoint-secrets.js';
import { EndpointTest } from './endpoints/endpoint-test.js';
import { EndpointHealthController } from './endpoints/endpoint-health.controller.js';
import { EndpointsController } from './endpoints/endpoints.controller.js';
import { EndpointsService } from './endpoints/endpoints.service.js';
import { EventsController } from './events/events.controller.js';
import { DirectoryGroupsController } from './groups/groups.controller.js';
import { TrackedGroupsController } from './groups/tracked-groups.controller.js';
import { GroupRulesController } from './group-rules/group-rules.controller.js';
import { GroupRulesService } from './group-rules/group-rules.service.js';
import { GroupsService } from './groups/groups.service.js';
import { MailController } from './mail/mail.controller.js';
import { MailService } from './mail/mail.service.js';
import { MappingsController } from './mappings/mappings.controller.js';
import { MappingsService } from './mappings/mappings.service.js';
import { SettingsPass } from './mappings/settings-pass.js';
import { OrganizationRemoval } from './organizations/organization-removal.js';
import { OrganizationsController } from './organizations/organizations.controller.js';
import { SignInSettingsController } from './organizations/sign-in-settings.controller.js';
import { OrganizationsService } from './organizations/organizations.service.js';
import { ReplayController } from './resend/replay.controller.js';
import { ResendService } from './resend/resend.service.js';
import { ResendsController } from './resend/resends.controller.js';
import { ResyncController } from './resend/resync.controller.js';
import { SnapshotController } from './snapshot/snapshot.controller.js';
import { SnapshotService } from './snapshot/snapshot.service.js';
import { PersonalDataController } from './personal-data/personal-data.controller.js';
import { PersonalDataService } from './personal-data/personal-data.service.js';
import { HeldDeparturesController } from './policy/held-departures.controller.js';
import { PolicyController } from './policy/policy.controller.js';
import { PolicyService } from './policy/policy.service.js';
import { AssignmentsController } from './roles/assignments.controller.js';
import { RolesController } from './roles/roles.controller.js';
import { RolesService } from './roles/roles.service.js';
import { DirectoryUsersController } from './users/users.controller.js';
import { UsersService } from './users/users.service.js';

/** Tests of endpoints are single requests by people. */
const TEST_CONNECTIONS = 4;

const STORES = [
  UserList,
  GroupList,
  DeliveryLog,
  TestDeliveries,
  UnacknowledgedDeprovisionings,
  EventFeed,
  EventHistory,
  HeldDepartureList,
  ResendRequests,
  DirectoryContexts,
  DirectorySettingsStore,
  OrganizationMail,
  PersonalDataStore,
  AuditLog,
  IdempotencyStore,
  PortalLinks,
  ScimRequestLog,
].map((Store) => ({
  provide: Store,
  inject: [Pool],
  useFactory: (pool: Pool) => new Store(pool),
}));

/** The REST API for the application, at `/api/v1` (docs/api.md). */
@Module({
  imports: [TokensModule],
  controllers: [
    OAuthClientsController,
    OAuthController,
    ApiKeysController,
    SigningKeysController,
    OrganizationsController,
    SignInSettingsController,
    DirectoriesController,
    ContextsController,
    SyncController,
    SecretsController,
    IpAllowlistController,
    RequestsController,
    PortalLinksController,
    PortalEntryController,
    AuditLogsController,
    DirectoryUsersController,
    DirectoryGroupsController,
    TrackedGroupsController,
    EndpointsController,
    EndpointHealthController,
    DeliveriesController,
    DeprovisioningsController,
    EventsController,
    GroupRulesController,
    MailController,
    MappingsController,
    PersonalDataController,
    PolicyController,
    HeldDeparturesController,
    AssignmentsController,
    RolesController,
    ReplayController,
    ResendsController,
    ResyncController,
    SnapshotController,
  ],
  providers: [
    ...STORES,
    KnownMethods,
    ApiClients,
    RateLimits,
    Admission,
    AuditRefusals,
    ApiKeysService,
    OrganizationLimit,
    BootstrapKey,
    OrganizationsService,
    OrganizationRemoval,
    DirectoriesService,
    DirectoryLifecycle,
    SecretsService,
    IpAllowlistService,
    PortalLinksService,
    Retention,
    UsersService,
    GroupsService,
    EndpointAddress,
    EndpointSecrets,
    EndpointsService,
    EndpointTest,
    DeliveriesService,
    GroupRulesService,
    MailService,
    MappingsService,
    SettingsPass,
    PersonalDataService,
    PolicyService,
    RolesService,
    ResendService,
    SnapshotService,
    {
      provide: AddressPolicy,
      inject: [Environment],
      useFactory: (environment: Environment) => new AddressPolicy({ allowPrivate: environment.allowPrivateEndpoints }),
    },
    {
      provide: Sender,
      inject: [Environment, AddressPolicy],
      useFactory: (environment: Environment, addressPolicy: AddressPolicy) =>
        new Sender({
          addressPolicy,
          timeoutMs: environment.requestTimeoutMs,
          userAgent: `Rollcall/${VERSION}`,
          connectionsPerOrigin: TEST_CONNECTIONS,
        }),
    },
  ],
})
export class ManagementModule implements OnApplicationShutdown {
  constructor(@Inject(Sender) private readonly sender: Sender) {}

  async onApplicationShutdown(): Promise<void> {
    await this.sender.close();
  }
}
