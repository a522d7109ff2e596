import { SERVICE_PROVIDER_CONFIG_URN } from './urns.js';

export interface AuthenticationScheme {
  type: 'oauth' | 'oauth2' | 'oauthbearertoken' | 'httpbasic' | 'httpdigest';
  name: string;
  description: string;
  specUri?: string;
  documentationUri?: string;
  primary?: boolean;
}

export interface ServiceProviderOptions {
  bulk: boolean;
  /** Operations in one bulk request; authentik also takes it as its limit per PATCH (AUTH-R1). */
  maxOperations: number;
  /** Bytes of one bulk request. */
  maxPayloadSize: number;
  /** Resources in one answer. */
  maxResults: number;
  etag: boolean;
  sort: boolean;
  /** RFC 9865 §4; absent when only index paging is served. */
  cursor?: {
    defaultPageSize: number;
    maxPageSize: number;
    /** Seconds a cursor stays valid; absent = as long as the service decides. */
    timeoutSeconds?: number;
  };
  authenticationSchemes: AuthenticationScheme[];
  documentationUri?: string;
  /** The directory keeps the SCIM 2.0 Interoperability Profile (draft-zollner-scim-interop-profile-01 §4). */
  interopProfileConformant?: boolean;
  /** Absolute URI of this document. */
  location: string;
}

/** The ServiceProviderConfig document (RFC 7643 §5, `pagination` by RFC 9865 §4). */
export function serviceProviderConfig(options: ServiceProviderOptions): object {
  const { cursor } = options;
  return {
    schemas: [SERVICE_PROVIDER_CONFIG_URN],
    ...(options.documentationUri !== undefined && { documentationUri: options.documentationUri }),
    patch: { supported: true },
    bulk: {
      supported: options.bulk,
      maxOperations: options.maxOperations,
      maxPayloadSize: options.maxPayloadSize,
    },
    filter: { supported: true, maxResults: options.maxResults },
    changePassword: { supported: false },
    sort: { supported: options.sort },
    etag: { supported: options.etag },
    pagination: {
      cursor: cursor !== undefined,
      index: true,
      defaultPaginationMethod: 'index',
      ...(cursor && {
        defaultPageSize: cursor.defaultPageSize,
        maxPageSize: cursor.maxPageSize,
        ...(cursor.timeoutSeconds !== undefined && { cursorTimeout: cursor.timeoutSeconds }),
      }),
    },
    ...(options.interopProfileConformant && { interopProfileConformant: true }),
    authenticationSchemes: options.authenticationSchemes,
    meta: { resourceType: 'ServiceProviderConfig', location: options.location },
  };
}
