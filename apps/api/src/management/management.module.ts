import { Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { Pool } from 'pg';
import { Environment, VERSION } from '#config';
import {
  AuditLog,
  DashboardSessions,
  DeliveryLog,
  DeliveryStore,
  DirectoryContexts,
  DirectorySettingsStore,
  EventFeed,
  EventHistory,
  GroupList,
  HeldDepartureList,
  IdempotencyStore,
  MailStore,
  OrganizationMail,
  PersonalDataStore,
  PortalLinks,
  PortalSettingsStore,
  ProvisioningGates,
  ResendRequests,
  ScimRequestLog,
  SecretCipher,
  TestDeliveries,
  UnacknowledgedDeprovisionings,
  UserList,
} from '#persistence';
import { AddressPolicy, Sender } from '#webhooks';
import { Admission } from './access/admission.js';
import { ApiClients } from './access/api-clients.js';
import { ApiKeysController } from './access/api-keys.controller.js';
import { OrganizationLimit } from './access/organization-limit.js';
import { SigningKeysController } from './access/signing-keys.controller.js';
import { ApiKeysService } from './access/api-keys.service.js';
import { BootstrapKey } from './access/bootstrap-key.js';
import { AuditRefusals } from './audit/audit-refusals.js';
import { CONNECTION_CONTROLLERS, CONNECTION_PROVIDERS } from './connections/connection-providers.js';
import { AuditLogsController } from './audit/audit-logs.controller.js';
import { KeyTurns } from './limits/key-turns.js';
import { RateLimits } from './limits/rate-limits.js';
import { PortalEntryController } from '../portal/portal-entry.controller.js';
import { PortalLinksController } from './portal-links/portal-links.controller.js';
import { PortalLinksService } from './portal-links/portal-links.service.js';
import { PORTAL_CONTROLLERS } from '../portal/portal-controllers.js';
import { PortalAdmission } from '../portal/portal-admission.js';
import { OrganizationPortalSettingsController } from './portal-settings/organization-portal-settings.controller.js';
import { PortalSettingsController } from './portal-settings/portal-settings.controller.js';
import { PortalSettingsService } from './portal-settings/portal-settings.service.js';
import { CurrentSessionController } from './sessions/current-session.controller.js';
import { SessionsController } from './sessions/sessions.controller.js';
import { SessionsService } from './sessions/sessions.service.js';
import { SignInController } from './sessions/sign-in.controller.js';
import { SignInLinksController } from './sessions/sign-in-links.controller.js';
import { WebModule } from '../web/web.module.js';
import { RequestsController } from './requests/requests.controller.js';
import { AllowedMethods } from '../http/allowed-methods.js';
import { IpAllowlistController } from './directories/ip-allowlist.controller.js';
import { IpAllowlistService } from './directories/ip-allowlist.service.js';
import { OAuthController } from './access/oauth.controller.js';
import { TokensModule } from '../tokens/tokens.module.js';
import { DeliveriesController } from './deliveries/deliveries.controller.js';
import { DeprovisioningsController } from './deliveries/deprovisionings.controller.js';
import { DeliveriesService } from './deliveries/deliveries.service.js';
import { DirectoriesController } from './directories/directories.controller.js';
import { ContextsController } from './directories/contexts.controller.js';
import { DirectoriesService } from './directories/directories.service.js';
import { DirectoryLifecycle } from './directories/directory-lifecycle.js';
import { RestChanges } from './directories/rest-changes.js';
import { OAuthClientsService } from './directories/oauth-clients.service.js';
import { OAuthClientsController } from './directories/oauth-clients.controller.js';
import { SecretsController } from './directories/secrets.controller.js';
import { SecretsService } from './directories/secrets.service.js';
import { EndpointAddress } from './endpoints/endpoint-address.js';
import { EndpointSecrets } from './endpoints/endpoint-secrets.js';
import { EndpointTest } from './endpoints/endpoint-test.js';
import { EndpointHealthController } from './endpoints/endpoint-health.controller.js';
import { EndpointsController } from './endpoints/endpoints.controller.js';
import { EndpointsService } from './endpoints/endpoints.service.js';
import { StreamTokens } from './endpoints/stream-tokens.js';
import { EventsController } from './events/events.controller.js';
import { DirectoryGroupsController } from './groups/groups.controller.js';
import { TrackedGroupsController } from './groups/tracked-groups.controller.js';
import { GroupRulesController } from './group-rules/group-rules.controller.js';
import { GroupRulesService } from './group-rules/group-rules.service.js';
import { GroupsService } from './groups/groups.service.js';
import { MailController } from './mail/mail.controller.js';
import { ProvisioningGateController } from './gate/gate.controller.js';
import { GateService } from './gate/gate.service.js';
import { MailsController, OrganizationMailsController } from './mail/mails.controller.js';
import { MailsService } from './mail/mails.service.js';
import { MailService } from './mail/mail.service.js';
import { MappingsController } from './mappings/mappings.controller.js';
import { MappingCheck } from './mappings/mapping-check.js';
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
import { StreamAdmission } from './streams/stream-admission.js';
import { StreamsController, TransmitterController } from './streams/streams.controller.js';
import { StreamsService } from './streams/streams.service.js';
import { AssignmentsController } from './roles/assignments.controller.js';
import { RolesController } from './roles/roles.controller.js';
import { RolesService } from './roles/roles.service.js';
import { WATCHING_CONTROLLERS, WATCHING_PROVIDERS, WATCHING_STORES } from './watching.js';
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
  MailStore,
  OrganizationMail,
  PersonalDataStore,
  AuditLog,
  IdempotencyStore,
  PortalLinks,
  PortalSettingsStore,
  DashboardSessions,
  ScimRequestLog,
  ...WATCHING_STORES,
].map((Store) => ({
  provide: Store,
  inject: [Pool],
  useFactory: (pool: Pool) => new Store(pool),
}));

/** The REST API for the application, at `/api/v1` (docs/api.md). */
@Module({
  imports: [TokensModule, WebModule],
  controllers: [
    OAuthClientsController,
    OAuthController,
    ApiKeysController,
    SigningKeysController,
    OrganizationsController,
    SignInSettingsController,
    DirectoriesController,
    ContextsController,
    ...CONNECTION_CONTROLLERS,
    SecretsController,
    IpAllowlistController,
    RequestsController,
    PortalLinksController,
    PortalEntryController,
    PortalSettingsController,
    OrganizationPortalSettingsController,
    SessionsController,
    CurrentSessionController,
    SignInLinksController,
    SignInController,
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
    ProvisioningGateController,
    OrganizationMailsController,
    MailsController,
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
    ...WATCHING_CONTROLLERS,
    ...PORTAL_CONTROLLERS,
    StreamsController,
    TransmitterController,
  ],
  providers: [
    ...STORES,
    ...WATCHING_PROVIDERS,
    AllowedMethods,
    ApiClients,
    RateLimits,
    KeyTurns,
    Admission,
    PortalAdmission,
    SessionsService,
    PortalSettingsService,
    AuditRefusals,
    ApiKeysService,
    OrganizationLimit,
    BootstrapKey,
    // The portal lists and creates directories through it.
    DirectoriesController,
    OrganizationsService,
    OrganizationRemoval,
    DirectoriesService,
    DirectoryLifecycle,
    RestChanges,
    ...CONNECTION_PROVIDERS,
    SecretsService,
    IpAllowlistService,
    PortalLinksService,
    UsersService,
    GroupsService,
    EndpointAddress,
    EndpointSecrets,
    EndpointsService,
    EndpointTest,
    DeliveriesService,
    GroupRulesService,
    MailService,
    GateService,
    {
      provide: ProvisioningGates,
      inject: [Pool, SecretCipher],
      useFactory: (pool: Pool, cipher: SecretCipher) => new ProvisioningGates(pool, cipher),
    },
    MailsService,
    MappingCheck,
    MappingsService,
    SettingsPass,
    PersonalDataService,
    OAuthClientsService,
    PolicyService,
    RolesService,
    ResendService,
    SnapshotService,
    StreamAdmission,
    StreamsService,
    StreamTokens,
    {
      provide: DeliveryStore,
      inject: [Pool, SecretCipher],
      useFactory: (pool: Pool, cipher: SecretCipher) => new DeliveryStore(pool, cipher),
    },
    {
      provide: AddressPolicy,
      inject: [Environment],
      useFactory: (environment: Environment) =>
        new AddressPolicy({
          allowPrivate: environment.allowPrivateEndpoints,
          inboxPrefix: `${environment.publicUrl}/inbox/`,
        }),
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
  constructor(
    @Inject(Sender) private readonly sender: Sender,
    @Inject(StreamTokens) private readonly streamTokens: StreamTokens,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    await this.sender.close();
    await this.streamTokens.settled();
  }
}
