import { type Connector } from '../connector.js';
import { type SourcePorts } from '../source-ports.js';

/** How a setting or secret is read. `texts` is a list of texts, `map` an object of texts, `document` a JSON object or its text. */
export type FieldKind = 'text' | 'url' | 'boolean' | 'texts' | 'map' | 'document';

export interface Field {
  kind: FieldKind;
  required?: true;
  /** The only values (of each element, with `texts`). */
  values?: readonly string[];
  /** Schemes of a `url`, without colon; `https` and `http` unless given. */
  schemes?: readonly string[];
  description: string;
  example: unknown;
}

export type Settings = Record<string, unknown>;
export type Secrets = Record<string, unknown>;

export interface FieldProblem {
  /** `settings.api_base`, `secrets.service_account` */
  field: string;
  description: string;
}

/** One kind of source: what it has to be told, and what makes a connector of it. */
export interface ConnectorDefinition {
  provider: string;
  settings: Record<string, Field>;
  secrets: Record<string, Field>;
  /** What the fields alone do not show (one of two ways to sign in). Called only when each field by itself is right. */
  check?(settings: Settings, secrets: Secrets): FieldProblem[];
  /** The SCIM path of the departure date that the graceful policy takes where it names none of its own. */
  departureAttribute?(settings: Settings): string | undefined;
  /** The settings and secrets have been checked. */
  create(settings: Settings, secrets: Secrets, ports: SourcePorts): Connector;
}
