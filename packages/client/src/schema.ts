import { type components, type operations } from './generated/openapi.js';

type Schemas = components['schemas'];

/** What an operation of the API takes in its query. */
export type QueryOf<Id extends keyof operations> = NonNullable<operations[Id]['parameters']['query']>;

/** The same for a list, whose pages the client turns by itself. */
export type ListQuery<Id extends keyof operations> = Omit<QueryOf<Id>, 'page_token'>;

export type Organization = Schemas['OrganizationBody'];
export type CreateOrganization = Schemas['CreateOrganization'];
export type UpdateOrganization = Schemas['UpdateOrganization'];
export type Feature = Schemas['FeatureInput'];
export type PortalLink = Schemas['PortalLinkAnswer']['link'];

export type Directory = Schemas['DirectoryBody'];
export type CreateDirectory = Schemas['CreateDirectory'];
export type UpdateDirectory = Schemas['UpdateDirectory'];
export type Secret = Schemas['SecretBody'];
export type CreatedSecret = Schemas['CreatedSecret'];
export type Policy = Schemas['PolicyBody'];
export type UpdatePolicy = Schemas['UpdatePolicy'];
export type HeldDeparture = Schemas['HeldDepartureBody'];
export type Sync = Schemas['SyncBody'];
export type SyncChange = Schemas['SyncChangeBody'];
export type Resend = Schemas['ResendBody'];
export type InboundRequest = Schemas['RequestBody'];

export type User = Schemas['UserBody'];
export type PersonalData = Schemas['PersonalDataBody'];
export type Group = Schemas['GroupBody'];

export type Endpoint = Schemas['EndpointBody'];
export type EndpointWithSecret = Schemas['EndpointWithSecret'];
export type CreateEndpoint = Schemas['CreateEndpoint'];
export type UpdateEndpoint = Schemas['UpdateEndpoint'];
export type EndpointTest = Schemas['TestAnswer'];
export type Replay = Schemas['Replay'];

export type Delivery = Schemas['DeliveryBody'];
export type DeliveryDetail = Schemas['DeliveryDetailBody'];
export type DeliveryState = Delivery['state'];
export type Deprovisioning = Schemas['DeprovisioningBody'];

export type EventType = Schemas['EventBody']['type'];

/** Any `Directory` will do, or its two ids. */
export type DirectoryRef = Pick<Directory, 'id' | 'organization_id'>;
