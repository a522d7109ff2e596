import { Initial0001700000000001 as Initial } from './0001-initial.js';
import { Replay0001700000000002 as Replay } from './0002-replay.js';
import { Management0001700000000003 as Management } from './0003-management.js';
import { MappingAndRoles0001700000000004 as MappingAndRoles } from './0004-mapping-and-roles.js';
import { ContextsAndHolds0001700000000005 as ContextsAndHolds } from './0005-contexts-and-holds.js';
import { EndpointPace0001700000000006 as EndpointPace } from './0006-endpoint-pace.js';
import { ComparisonKey0001700000000007 as ComparisonKey } from './0007-comparison-key.js';
import { StoredKeys0001700000000008 as StoredKeys } from './0008-stored-keys.js';
import { ListIndexes0001700000000009 as ListIndexes } from './0009-list-indexes.js';
import { RequestWarnings0001700000000010 as RequestWarnings } from './0010-request-warnings.js';
import { EndpointPauses0001700000000012 as EndpointPauses } from './0012-endpoint-pauses.js';
import { FailedGuesses0001700000000015 as FailedGuesses } from './0015-failed-guesses.js';
import { ScimRateLimit0001700000000016 as ScimRateLimit } from './0016-scim-rate-limit.js';
import { ApplicationRole0001700000000020 as ApplicationRole } from './0020-application-role.js';
import { KeysAndOrganizations0001700000000021 as KeysAndOrganizations } from './0021-keys-and-organizations.js';
import { Portal0001700000000022 as Portal } from './0022-portal.js';
import { Watching0001700000000023 as Watching } from './0023-watching.js';
import { Connections0001700000000024 as Connections } from './0024-connections.js';
import { Mails0001700000000027 as Mails } from './0027-mails.js';
import { ProvisioningGates0001700000000028 as ProvisioningGates } from './0028-provisioning-gates.js';
import { PushStreams0001700000000029 as PushStreams } from './0029-push-streams.js';
import { ClientKeys0001700000000030 as ClientKeys } from './0030-client-keys.js';
import { AuditChain0001700000000031 as AuditChain } from './0031-audit-chain.js';
import { ProfilesAndDenials0001700000000032 as ProfilesAndDenials } from './0032-profiles-and-denials.js';
import { SourceReferences0001700000000033 as SourceReferences } from './0033-source-references.js';
import { InvitationsAndReasons0001700000000034 as InvitationsAndReasons } from './0034-invitations-and-reasons.js';
import { Lookups0001700000000035 as Lookups } from './0035-lookups.js';
import { LightStaging0001700000000036 as LightStaging } from './0036-light-staging.js';
import { ErasedEvents0001700000000038 as ErasedEvents } from './0038-erased-events.js';
import { ListedSource0001700000000040 as ListedSource } from './0040-listed-source.js';
import { UnreadDepartures0001700000000041 as UnreadDepartures } from './0041-unread-departures.js';
import { RareFilters0001700000000044 as RareFilters } from './0044-rare-filters.js';
import { LeaversByDate0001700000000045 as LeaversByDate } from './0045-leavers-by-date.js';
import { ShortIndexRows0001700000000046 as ShortIndexRows } from './0046-short-index-rows.js';
import { AnnouncedGroups0001700000000047 as AnnouncedGroups } from './0047-announced-groups.js';
import { ComparableNames0001700000000048 as ComparableNames } from './0048-comparable-names.js';
import { OldestAnnouncements0001700000000049 as OldestAnnouncements } from './0049-oldest-announcements.js';

export const MIGRATIONS = [
  Initial,
  Replay,
  Management,
  MappingAndRoles,
  ContextsAndHolds,
  EndpointPace,
  ComparisonKey,
  StoredKeys,
  ListIndexes,
  RequestWarnings,
  EndpointPauses,
  FailedGuesses,
  ScimRateLimit,
  ApplicationRole,
  KeysAndOrganizations,
  Portal,
  Watching,
  Connections,
  Mails,
  ProvisioningGates,
  PushStreams,
  ClientKeys,
  AuditChain,
  ProfilesAndDenials,
  SourceReferences,
  InvitationsAndReasons,
  Lookups,
  LightStaging,
  ErasedEvents,
  ListedSource,
  UnreadDepartures,
  RareFilters,
  LeaversByDate,
  ShortIndexRows,
  AnnouncedGroups,
  ComparableNames,
  OldestAnnouncements,
];
