import { type ConnectorDefinition } from './connector-definition.js';

/** Every kind of source that Rollcall can read. */
export const CONNECTORS: readonly ConnectorDefinition[] = [];
