import { ApiKey } from './api-key.js';
import { Directory } from './directory.js';
import { DirectoryCounters } from './directory-counters.js';
import { DirectorySecret } from './directory-secret.js';
import { EndpointSecret } from './endpoint-secret.js';
import { Organization, type Feature } from './organization.js';
import { type PayloadFormat, WebhookEndpoint } from './webhook-endpoint.js';

export {
  ApiKey,
  Directory,
  DirectoryCounters,
  DirectorySecret,
  EndpointSecret,
  Organization,
  WebhookEndpoint,
  type Feature,
  type PayloadFormat,
};

export const ENTITIES: (new () => object)[] = [
  ApiKey,
  Directory,
  DirectoryCounters,
  DirectorySecret,
  EndpointSecret,
  Organization,
  WebhookEndpoint,
];
