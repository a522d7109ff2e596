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
