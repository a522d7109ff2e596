import { EventsApi } from './events/events-api.js';
import { textLines } from './ndjson.js';
import { type CallOptions, type CreateOptions, type RollcallOptions } from './options.js';
import { DeliveriesApi } from './resources/deliveries-api.js';
import { DirectoriesApi } from './resources/directories-api.js';
import { EndpointsApi } from './resources/endpoints-api.js';
import { GroupsApi } from './resources/groups-api.js';
import { OrganizationsApi } from './resources/organizations-api.js';
import { UsersApi } from './resources/users-api.js';
import { type Method, Transport } from './transport.js';

/** A Rollcall broker. One of these serves a whole application. */
export class Rollcall {
  readonly organizations: OrganizationsApi;
  readonly directories: DirectoriesApi;
  readonly users: UsersApi;
  readonly groups: GroupsApi;
  readonly endpoints: EndpointsApi;
  readonly deliveries: DeliveriesApi;
  readonly events: EventsApi;
  private readonly transport: Transport;

  constructor(options: RollcallOptions) {
    this.transport = new Transport(options);
    this.organizations = new OrganizationsApi(this.transport);
    this.directories = new DirectoriesApi(this.transport);
    this.users = new UsersApi(this.transport);
    this.groups = new GroupsApi(this.transport);
    this.endpoints = new EndpointsApi(this.transport);
    this.deliveries = new DeliveriesApi(this.transport);
    this.events = new EventsApi(this.transport);
  }

  /**
   * Any other call of the API, with the same retries and errors.
   *
   * @param path below `/api/v1`, its ids encoded: `/roles`
   */
  request<T = unknown>(
    method: Method,
    path: string,
    { query, body, ...options }: CreateOptions & { query?: object; body?: unknown } = {},
  ): Promise<T> {
    return this.transport.json<T>({ method, path, query, body }, options);
  }

  /**
   * The lines of an answer that is a stream (NDJSON), as they come.
   *
   * @param path below `/api/v1`, its ids encoded: `/audit_logs:export`
   */
  lines(path: string, { query, ...options }: CallOptions & { query?: object } = {}): AsyncGenerator<string, void> {
    return textLines(this.transport.stream({ method: 'GET', path, query }, options));
  }
}
