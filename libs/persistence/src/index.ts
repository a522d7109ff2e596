export { createDataSource } from './schema/data-source.js';
export { admitApplicationRole, ApplicationRoleError } from './schema/application-role.js';
export { migrate, NotMigratedError } from './schema/migrate.js';
export { HOLD_CREATIONS } from './connection/creation-lock.js';
export { createPool } from './connection/pool.js';
export { createWorkerPool } from './connection/worker-pool.js';
export { lockKey, PostgresDirectoryTransactions } from './changes/directory-transactions.js';
export { DirectoryClaimedError } from './changes/directory-claimed-error.js';
export { Notifications } from './connection/notifications.js';
export { UPKEEP_CHANNEL, wakeUpkeep } from './maintenance/upkeep-work.js';
export { changesAreOver, type ChangeScope } from './changes/running-changes.js';
export { SecretCipher } from './secrets/secret-cipher.js';
export { compileGroupFilter, compileUserFilter } from './filter/filter-to-sql.js';
export { DirectoryReads, type GroupWithMembers, type ListQuery, type Page } from './resources/directory-reads.js';
export { type GroupMember } from './resources/group-members.js';
export {
  CLIENT_AUTH_METHODS,
  type ClientAuthMethod,
  type StoredKeys,
  type StoredSecret,
  clientKeys,
  endBearerSecrets,
  hashSecret,
  loadDirectoryAccess,
  requireFullSync,
  touchSecret,
  type DirectoryAccess,
} from './access/directory-secrets.js';
export {
  ApiKey,
  Directory,
  DirectoryCounters,
  DirectorySecret,
  EndpointSecret,
  Organization,
  WebhookEndpoint,
  type Feature,
  type PayloadFormat,
} from './entities/index.js';
export {
  type ImportedDirectory,
  type ImportedEndpoint,
  type ImportedOrganization,
  type ImportedRole,
  ImportStore,
  type Stored,
} from './import/import-store.js';
export { keysetPage, type Cursor, type KeysetPage, type PageRequest } from './paging/keyset.js';
export { findPage } from './paging/find-page.js';
export { MOST_COUNTED } from './paging/most-counted.js';
export { managerOn } from './connection/manager-on.js';
export { indexedSort } from './filter/sort-to-sql.js';
export { isUserLookup, UserList, type UserCriteria } from './users/user-list.js';
export { findsFewGroups, findsFewUsers, NotFewError } from './search/user-lookup.js';
export { createSearchPool, Searches } from './search/searches.js';
export { type Searcher } from './search/search-room.js';
export { SearchAbandonedError, SearchBusyError, SearchTooLongError } from './search/search-errors.js';
export { GroupList, type CountedGroup, type GroupCriteria } from './groups/group-list.js';
export { type DeliveryCriteria, type DeliveryState } from './deliveries/delivery-criteria.js';
export {
  DeliveryLog,
  type AttemptView,
  type DeliveryDetail,
  type DeliverySource,
  type DeliveryView,
} from './deliveries/delivery-log.js';
export { EventFeed, type FeedCriteria, type FeedPage } from './events/event-feed.js';
export { DirectorySnapshot, type SnapshotHead } from './events/directory-snapshot.js';
export { ResendRequests, type ReplayCriteria, type ResendView } from './resends/resend-requests.js';
export { MOST_UNDELIVERED, ResendWork, type OpenResend } from './resends/resend-work.js';
export { EventHistory, type HistoryCriteria } from './events/event-history.js';
export { type Rotation, SigningKeyStore } from './signing/signing-key-store.js';
export { type SigningKey } from './signing/signing-key.js';
export { type Signer, TokenSigner } from './signing/token-signer.js';
export {
  DeliveryStore,
  type Claim,
  type ClaimCursor,
  LANE_START,
  type ClaimRequest,
  type OverdueLane,
} from './deliveries/delivery-store.js';
export { TestDeliveries, type BegunTest, STREAM_PAUSED, type StreamToken } from './deliveries/test-deliveries.js';
export {
  loadExtensionAttributes,
  saveExtensionAttributes,
  type ExtensionAttribute,
} from './directories/extension-attributes.js';
export { type AuditChanges, changesBetween, listChange } from './audit/audit-changes.js';
export { type AuditActor, type AuditEntry, type StatementRunner } from './audit/audit-entry.js';
export { AuditLog, type AuditCriteria, type AuditView } from './audit/audit-log.js';
export {
  type ActDetails,
  AuditedAct,
  besideAct,
  noteAct,
  queryAct,
  takeBackAct,
  writeAct,
} from './audit/audited-act.js';
export { IdempotencyStore, type IdempotencyClaim, type IdempotentRequest } from './requests/idempotency-store.js';
export { loadIpAllowlist, saveIpAllowlist } from './access/ip-allowlist.js';
export { ClientAssertions } from './access/client-assertions.js';
export { FailedGuesses } from './access/failed-guesses.js';
export { PortalLinks, type PortalGrant, type PortalLink, type PortalSession } from './portal/portal-links.js';
export {
  DEPLOYMENT,
  type Logo,
  type LogoHashes,
  type LogoTheme,
  PortalSettingsStore,
  type StoredPortalSettings,
} from './portal/portal-settings-store.js';
export {
  DirectoryPulse,
  type PulseView,
  type SeenAction,
  type SeenRequestRef,
  type SelfTestResult,
  type SelfTestState,
} from './directories/directory-pulse.js';
export { UserSamples, type UserSample } from './users/user-samples.js';
export { UserTimeline, type TimelineRow } from './users/user-timeline.js';
export {
  AllDirectories,
  DIRECTORY_HEALTH,
  type DirectoryHealth,
  type ListedDirectory,
  type ListedDirectoryCriteria,
} from './directories/all-directories.js';
export { endpointStats, STATS_WINDOWS, type StatsBucket, type StatsWindow } from './endpoints/endpoint-stats.js';
export { type AttentionView, FIRST_STEPS, Overview, type OverviewView } from './dashboard/overview.js';
export { type LaneView, QueueLanes, type WorkerView } from './deliveries/queue-lanes.js';
export { type Inbox, type InboxRequest, type InboxSignature, InboxStore } from './dashboard/inbox-store.js';
export { SimulationStore, type SimulationView } from './dashboard/simulation-store.js';
export { DashboardSessions, type DashboardSession } from './access/dashboard-sessions.js';
export {
  ScimRequestLog,
  type ScimRequestCriteria,
  type ScimRequestRecord,
  type ScimRequestView,
} from './requests/scim-request-log.js';
export { DirectorySettingsStore, type StoredRole } from './directories/directory-settings.js';
export { logLostConnections } from './connection/log-lost-connections.js';
export { countMissingFields, countMissingValues, MOST_USERS_COUNTED } from './users/missing-values.js';
export { countUnreadDepartures } from './users/unread-departures.js';
export { HeldDepartureList, type HeldView } from './maintenance/held-departures.js';
export { DirectoryContexts } from './directories/directory-contexts.js';
export {
  atMost,
  GATE_REQUESTS_AT_ONCE,
  GateAdmission,
  type GateAdmissionOptions,
  type GatedArrival,
  type GatedChange,
  type GateVerdict,
} from './gates/gate-admission.js';
export {
  GATE_CHANGES,
  type GateChange,
  type GateSettings,
  ProvisioningGates,
  type StoredGate,
} from './gates/provisioning-gates.js';
export { OrganizationMail } from './mail/organization-mail.js';
export { DeprovisioningReminders } from './mail/deprovisioning-reminders.js';
export { type ItMail, MailQueue } from './mail/mail-queue.js';
export {
  type ClaimedMail,
  MAIL_STATES,
  type MailAttemptView,
  type MailCriteria,
  type MailState,
  MailStore,
  type MailView,
} from './mail/mail-store.js';
export { type PendingErasure, PersonalDataStore } from './personal-data/personal-data.js';
export { PersonalDataExport, type PersonalRecord, type RunPage } from './personal-data/personal-data-export.js';
export { type MassLeave, UpkeepWork } from './maintenance/upkeep-work.js';
export { OperationalEvents, type PausedStream } from './events/operational-events.js';
export { Retention, type RetentionReport } from './maintenance/retention.js';
export { type NameCollision, NameCollisions } from './directories/name-collisions.js';
export { type OversizedResource, OversizedResources } from './resources/oversized-resources.js';
export {
  UnacknowledgedDeprovisionings,
  type UnacknowledgedDeprovisioning,
} from './deliveries/unacknowledged-deprovisionings.js';
export { Reencryption } from './secrets/reencryption.js';
export { countLiveDeliveries, countSyncs, type SyncCounts } from './deliveries/live-counts.js';
export { LiveApiKeys, type LiveApiKey } from './access/live-api-keys.js';
export { endSigningSecrets } from './endpoints/endpoint-signing-secrets.js';
export { OwningOrganization } from './access/owning-organization.js';
export { StreamVerifications } from './endpoints/stream-verifications.js';
export { measureWaitingDeliveries } from './deliveries/waiting-deliveries.js';
export { type DeliveryWait, endpointWait, WAITING_FOR } from './deliveries/delivery-wait.js';
export { endpointPausedUntil } from './endpoints/endpoint-pause.js';
export { endpointBacklog, type EndpointBacklog } from './endpoints/endpoint-backlog.js';
export { EndpointRemovals } from './endpoints/endpoint-removals.js';
export { ENDPOINT_CORRECTED } from './endpoints/endpoint-resume.js';
export { CANCEL_STATUS, CANCEL_STRAYED, CANCEL_WAITING, HOLD_WAITING } from './endpoints/endpoint-move.js';
export { Connections, type StoredConnection } from './sync/connections.js';
export { PostgresSyncStore } from './sync/sync-store.js';
export {
  type Decision,
  SyncHistory,
  type SyncChangeView,
  type Upload,
  type UploadStaging,
} from './sync/sync-history.js';
export { type ClaimedSync, SYNC_CHANNEL, SyncQueue } from './sync/sync-queue.js';
export { type SyncState, type SyncView } from './sync/sync-view.js';
