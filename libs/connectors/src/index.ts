export type * from './connector.js';
export { ConnectorError, type ConnectorErrorCode, type ConnectorErrorDetails } from './connector-error.js';
export {
  type ConnectorDefinition,
  type Field,
  type FieldKind,
  type FieldProblem,
  type Secrets,
  type Settings,
} from './registry/connector-definition.js';
export { CONNECTORS } from './registry/connectors.js';
export { asDocument } from './registry/field-problems.js';
export { ConnectorRegistry } from './registry/registry.js';
export type * from './source-ports.js';
export { type Admission, type Arrival } from './reconcile/admission.js';
export { type DirectoryWriter } from './reconcile/application.js';
export { INTERNAL_ERROR, Reconciler, type SyncInput } from './reconcile/reconciler.js';
export { REVIEW_LIMITS } from './reconcile/review-guard.js';
export { type StagedGroup, stagedGroup, type StagedUser, stagedUser, withExternalId } from './reconcile/staged.js';
export { NOTHING } from './reconcile/sync-counts.js';
export { SyncLostError } from './reconcile/sync-lost-error.js';
export type * from './reconcile/sync-store.js';
export { createSourcePorts } from './egress/create-source-ports.js';
export { SourceAddressPolicy } from './egress/source-address-policy.js';
export { type CsvFault, CsvFaultsError } from './csv/csv-faults.js';
export { csvGroups } from './csv/csv-groups.js';
export { type CsvSettings } from './csv/csv-rows.js';
export { csvUsers } from './csv/csv-users.js';
export { formerId, underKnownId } from './csv/former-id.js';
export { WarningBook } from './reconcile/warning-book.js';
