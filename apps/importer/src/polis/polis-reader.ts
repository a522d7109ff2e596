import { type Listing } from '../source.js';

/** A directory connection as Polis keeps and shows it. */
export interface PolisDirectory {
  id: string;
  name: string;
  tenant: string;
  product: string;
  /** `okta-scim-v2`, `azure-scim-v2`, …, `google`. */
  type: string;
  deactivated?: boolean;
  scim: { path: string; secret: string };
  webhook: { endpoint: string; secret: string };
}

/** `raw`: what the identity provider sent; of Google, its own format. */
export interface PolisUser {
  id: string;
  first_name: string;
  last_name: string;
  email: string;
  active: boolean | string;
  raw?: Record<string, unknown>;
}

export interface PolisGroup {
  id: string;
  name: string;
  raw?: Record<string, unknown>;
}

/** Where Polis' data is read: its tables, or its REST API. */
export interface PolisReader {
  /** Without credentials. */
  readonly address: string;
  directories(): Listing<PolisDirectory>;
  users(directory: PolisDirectory, from?: string): Listing<PolisUser>;
  groups(directory: PolisDirectory, from?: string): Listing<PolisGroup>;
  /** The ids of its users; some may be of users who were deleted. */
  members(directory: PolisDirectory, groupId: string): Listing<string>;
  close(): Promise<void>;
}
