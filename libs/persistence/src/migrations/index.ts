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
import { AuditChain0001700000000031 as AuditChain } from './0031-audit-chain.js';

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
  AuditChain,
];
