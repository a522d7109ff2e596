export { createDataSource } from './data-source.js';
export { admitApplicationRole, ApplicationRoleError } from './application-role.js';
export { migrate, NotMigratedError } from './migrate.js';
export { createPool } from './pool.js';
export { lockKey, PostgresDirectoryTransactions } from './directory-transactions.js';
export { DirectoryClaimedError } from './directory-claimed-error.js';
export { Notifications } from './notifications.js';
export { UPKEEP_CHANNEL, wakeUpkeep } from './upkeep-work.js';
export { changesAreOver, type ChangeScope } from './running-changes.js';
export { SecretCipher } from './secret-cipher.js';
export { compileGroupFilter, compileUserFilter } from './filter-to-sql.js';
export {
  DirectoryReads,
  type GroupMember,
  type GroupWithMembers,
  type ListQuery,
  type Page,
} from './directory-reads.js';
export {
  CLIENT_AUTH_METHODS,
  type ClientAuthMethod,
  type StoredSecret,
  endBearerSecrets,
  hashSecret,
  loadDirectoryAccess,
  requireFullSync,
  touchSecret,
  type DirectoryAccess,
} from './directory-secrets.js';
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
} from './import-store.js';
export { keysetPage, type Cursor, type KeysetPage, type PageRequest } from './keyset.js';
export { findPage } from './find-page.js';
export { managerOn } from './manager-on.js';
export { indexedSort } from './sort-to-sql.js';
export { isUserLookup, UserList, type UserCriteria } from './user-list.js';
export { findsFewGroups, findsFewUsers, NotFewError } from './user-lookup.js';
export { createSearchPool, Searches } from './searches.js';
export { type Searcher } from './search-room.js';
export { SearchAbandonedError, SearchBusyError, SearchTooLongError } from './search-errors.js';
export { GroupList, type CountedGroup, type GroupCriteria } from './group-list.js';
export {
  DeliveryLog,
  type AttemptView,
  type DeliveryCriteria,
  type DeliveryDetail,
  type DeliverySource,
  type DeliveryState,
  type DeliveryView,
} from './delivery-log.js';
export { EventFeed, type FeedCriteria, type FeedPage } from './event-feed.js';
export { DirectorySnapshot, type SnapshotHead } from './directory-snapshot.js';
export { ResendRequests, type ReplayCriteria, type ResendView } from './resend-requests.js';
export { MOST_UNDELIVERED, ResendWork, type OpenResend } from './resend-work.js';
export { EventHistory, type HistoryCriteria } from './event-history.js';
export { type Rotation, SigningKeyStore } from './signing-key-store.js';
export { type SigningKey } from './signing-key.js';
export { type Signer, TokenSigner } from './token-signer.js';
export {
  DeliveryStore,
  type Claim,
  type ClaimCursor,
  LANE_START,
  type ClaimRequest,
  type OverdueLane,
} from './delivery-store.js';
export { TestDeliveries, type BegunTest, STREAM_PAUSED, type StreamToken } from './test-deliveries.js';
export { loadExtensionAttributes, saveExtensionAttributes, type ExtensionAttribute } from './extension-attributes.js';
export { type AuditChanges, changesBetween, listChange } from './audit-changes.js';
export { type AuditActor, type AuditEntry } from './audit-entry.js';
export { AuditLog, type AuditCriteria, type AuditView } from './audit-log.js';
export { type ActDetails, AuditedAct, besideAct, noteAct, queryAct, takeBackAct, writeAct } from './audited-act.js';
export { IdempotencyStore, type IdempotencyClaim, type IdempotentRequest } from './idempotency-store.js';
export { loadIpAllowlist, saveIpAllowlist } from './ip-allowlist.js';
export { ClientAssertions } from './client-assertions.js';
export { FailedGuesses } from './failed-guesses.js';
export { PortalLinks, type PortalGrant, type PortalLink, type PortalSession } from './portal-links.js';
export {
  DEPLOYMENT,
  type Logo,
  type LogoHashes,
  type LogoTheme,
  PortalSettingsStore,
  type StoredPortalSettings,
} from './portal-settings-store.js';
export {
  DirectoryPulse,
  type PulseView,
  type SeenAction,
  type SeenRequestRef,
  type SelfTestResult,
  type SelfTestState,
} from './directory-pulse.js';
export { UserSamples, type UserSample } from './user-samples.js';
export { UserTimeline, type TimelineRow } from './user-timeline.js';
export {
  AllDirectories,
  DIRECTORY_HEALTH,
  type DirectoryHealth,
  type ListedDirectory,
  type ListedDirectoryCriteria,
} from './all-directories.js';
export { endpointStats, STATS_WINDOWS, type StatsBucket, type StatsWindow } from './endpoint-stats.js';
export { type AttentionView, FIRST_STEPS, Overview, type OverviewView } from './overview.js';
export { type LaneView, QueueLanes, type WorkerView } from './queue-lanes.js';
export { type Inbox, type InboxRequest, type InboxSignature, InboxStore } from './inbox-store.js';
export { SimulationStore, type SimulationView } from './simulation-store.js';
export { DashboardSessions, type DashboardSession } from './dashboard-sessions.js';
export {
  ScimRequestLog,
  type ScimRequestCriteria,
  type ScimRequestRecord,
  type ScimRequestView,
} from './scim-request-log.js';
export { DirectorySettingsStore, type StoredRole } from './directory-settings.js';
export { countMissingValues } from './missing-values.js';
export { countUnreadDepartures } from './unread-departures.js';
export { HeldDepartureList, type HeldView } from './held-departures.js';
export { DirectoryContexts } from './directory-contexts.js';
export {
  atMost,
  GATE_REQUESTS_AT_ONCE,
  GateAdmission,
  type GateAdmissionOptions,
  type GatedArrival,
  type GatedChange,
  type GateVerdict,
} from './gate-admission.js';
export {
  GATE_CHANGES,
  type GateChange,
  type GateSettings,
  ProvisioningGates,
  type StoredGate,
} from './provisioning-gates.js';
export { OrganizationMail } from './organization-mail.js';
export { DeprovisioningReminders } from './deprovisioning-reminders.js';
export { type ItMail, MailQueue } from './mail-queue.js';
export {
  type ClaimedMail,
  MAIL_STATES,
  type MailAttemptView,
  type MailCriteria,
  type MailState,
  MailStore,
  type MailView,
} from './mail-store.js';
export { type PendingErasure, PersonalDataStore } from './personal-data.js';
export { PersonalDataExport, type PersonalRecord, type RunPage } from './personal-data-export.js';
export { type MassLeave, UpkeepWork } from './upkeep-work.js';
export { OperationalEvents, type PausedStream } from './operational-events.js';
export { Retention, type RetentionReport } from './retention.js';
export { type NameCollision, NameCollisions } from './name-collisions.js';
export { type OversizedResource, OversizedResources } from './oversized-resources.js';
export { UnacknowledgedDeprovisionings, type UnacknowledgedDeprovisioning } from './unacknowledged-deprovisionings.js';
export { Reencryption } from './reencryption.js';
export { countLiveDeliveries, countSyncs, type SyncCounts } from './live-counts.js';
export { LiveApiKeys, type LiveApiKey } from './live-api-keys.js';
export { endSigningSecrets } from './endpoint-signing-secrets.js';
export { OwningOrganization } from './owning-organization.js';
export { StreamVerifications } from './stream-verifications.js';
export { countWaitingDeliveries } from './waiting-deliveries.js';
export { type DeliveryWait, endpointWait, WAITING_FOR } from './delivery-wait.js';
export { endpointPausedUntil } from './endpoint-pause.js';
export { endpointBacklog, type EndpointBacklog } from './endpoint-backlog.js';
export { EndpointRemovals } from './endpoint-removals.js';
export { ENDPOINT_CORRECTED } from './endpoint-resume.js';
export { CANCEL_STATUS, CANCEL_STRAYED, CANCEL_WAITING, HOLD_WAITING } from './endpoint-move.js';
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
