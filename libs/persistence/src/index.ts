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
  SigningKey,
  WebhookEndpoint,
  type Feature,
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
export { indexedSort } from './sort-to-sql.js';
export { UserList, type UserCriteria } from './user-list.js';
export { GroupList, type CountedGroup, type GroupCriteria } from './group-list.js';
export {
  DeliveryLog,
  type AttemptView,
  type DeliveryDetail,
  type DeliveryState,
  type DeliveryView,
} from './delivery-log.js';
export { EventFeed, type FeedCriteria, type FeedPage } from './event-feed.js';
export { DirectorySnapshot, type SnapshotHead } from './directory-snapshot.js';
export { ResendRequests, type ReplayCriteria, type ResendView } from './resend-requests.js';
export { MOST_UNDELIVERED, ResendWork, type OpenResend } from './resend-work.js';
export { EventHistory, type HistoryCriteria } from './event-history.js';
export { type DeliveryEndpoint } from './delivery-endpoint.js';
export { type DeliveryAttempt, type DeliveryOutcome, type RecordedOutcome } from './delivery-outcome.js';
export {
  DeliveryStore,
  type Claim,
  type ClaimCursor,
  LANE_START,
  type ClaimedDelivery,
  type ClaimRequest,
  type OverdueLane,
} from './delivery-store.js';
export { type FailedAttempt } from './overtaken-failures.js';
export { TestDeliveries, type BegunTest } from './test-deliveries.js';
export { loadExtensionAttributes, saveExtensionAttributes, type ExtensionAttribute } from './extension-attributes.js';
export { directoriesWithDeferredAnnouncements } from './deferred-announcements.js';
export { type AuditChanges, changesBetween, listChange } from './audit-changes.js';
export { type AuditActor, type AuditEntry } from './audit-entry.js';
export { AuditLog, type AuditCriteria, type AuditView } from './audit-log.js';
export { type ActDetails, AuditedAct, noteAct, writeAct } from './audited-act.js';
export { IdempotencyStore, type IdempotencyClaim, type IdempotentRequest } from './idempotency-store.js';
export { loadIpAllowlist, saveIpAllowlist } from './ip-allowlist.js';
export { FailedGuesses } from './failed-guesses.js';
export { PortalLinks, type PortalLink, type PortalSession } from './portal-links.js';
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
export { type MailSettings, OrganizationMail } from './organization-mail.js';
export { type PendingErasure, type PersonalData, PersonalDataStore } from './personal-data.js';
export { type MassLeave, UpkeepWork } from './upkeep-work.js';
export { OperationalEvents } from './operational-events.js';
export { Retention, type RetentionReport } from './retention.js';
export { UnacknowledgedDeprovisionings, type UnacknowledgedDeprovisioning } from './unacknowledged-deprovisionings.js';
export { Reencryption } from './reencryption.js';
export { type DeliveryWait, WAITING_FOR } from './delivery-wait.js';
export { endpointPausedUntil } from './endpoint-pause.js';
export { endpointBacklog, type EndpointBacklog } from './endpoint-backlog.js';
export { EndpointRemovals } from './endpoint-removals.js';
export { ENDPOINT_CORRECTED } from './endpoint-resume.js';
export { CANCEL_STRAYED, CANCEL_WAITING, HOLD_WAITING } from './endpoint-move.js';
