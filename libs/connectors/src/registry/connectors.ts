import { BAMBOOHR } from '../bamboohr/bamboohr-connector.js';
import { CSV } from '../csv/csv-definition.js';
import { GOOGLE } from '../google/google-connector.js';
import { HIBOB } from '../hibob/hibob-connector.js';
import { LDAP, MICROSOFT_AD } from '../ldap/ldap-connector.js';
import { WORKDAY } from '../workday/workday-connector.js';
import { type ConnectorDefinition } from './connector-definition.js';

/** Every kind of source that Rollcall can read. */
export const CONNECTORS: readonly ConnectorDefinition[] = [GOOGLE, BAMBOOHR, WORKDAY, HIBOB, LDAP, MICROSOFT_AD, CSV];
