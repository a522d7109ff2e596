import { createParamDecorator, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Pool } from 'pg';
import { isId } from '#directory';
import { OwningOrganization } from '#persistence';
import { Problem } from '../../http/problem.js';
import { verbRoute } from '../../http/verb.js';
import { type ManagementRequest } from './acting.js';

/** The organizations that the caller's key is for; undefined: all. For the routes that list or find organizations themselves. */
export const OwnOrganizations = createParamDecorator(
  (_data: unknown, context: ExecutionContext): string[] | undefined =>
    context.switchToHttp().getRequest<ManagementRequest>().client?.organizationIds ?? undefined,
);

const PREFIX = '/api/v1/';
/** These routes ask for `OwnOrganizations`, or show what belongs to no organization. */
const OPEN = new Set([
  'GET organizations',
  verbRoute('search', { of: 'GET organizations' }),
  verbRoute('external', { of: 'GET organizations', below: ':externalId' }),
  'GET roles',
  'GET sessions/current',
  'DELETE sessions/current',
]);
/** What they show or make is chosen by `organization_id`. */
const NAMED_IN_QUERY = new Set([
  'GET events',
  'GET webhook_endpoints',
  'GET audit_logs',
  verbRoute('export', { of: 'GET audit_logs' }),
  'GET oversized_resources',
  'GET name_collisions',
]);
const NAMED_IN_BODY = new Set(['POST events', 'POST events/paginated', 'POST webhook_endpoints']);

type Fields = Record<string, unknown>;

/**
 * What a key that is for some organizations may ask. A route is closed to such a key unless it is known here how to tell what the route
 * is about: a new route opens no door. What belongs to others is not found, as if it did not exist.
 */
@Injectable()
export class OrganizationLimit {
  private readonly owner: OwningOrganization;

  constructor(@Inject(Pool) pool: Pool) {
    this.owner = new OwningOrganization(pool);
  }

  /** @throws Problem 403 or 404; a single organization that is not named is filled in */
  async check(request: ManagementRequest): Promise<void> {
    const own = request.client?.organizationIds ?? undefined;
    if (own === undefined) return;
    const path = request.routeOptions.url?.slice(PREFIX.length) ?? '';
    const route = `${request.method} ${path}`;
    const { organizationId, endpointId, deliveryId } = request.params as Record<string, string | undefined>;
    // A body says where an endpoint belongs, perhaps.
    refuseOthers(namedIn(request.body), own);
    if (organizationId !== undefined) {
      if (!own.includes(organizationId)) throw Problem.notFound('organization', organizationId);
    } else if (endpointId !== undefined && path.startsWith('webhook_endpoints/')) {
      const found = isId('ep', endpointId) && isAmong(own, await this.owner.ofEndpoint(endpointId));
      if (!found) throw Problem.notFound('webhook endpoint', endpointId);
    } else if (deliveryId !== undefined && path.startsWith('deliveries/')) {
      const found = isId('dlv', deliveryId) && isAmong(own, await this.owner.ofDelivery(deliveryId));
      if (!found) throw Problem.notFound('delivery', deliveryId);
    } else if (NAMED_IN_QUERY.has(route)) {
      this.name(request.query as Fields, own);
    } else if (NAMED_IN_BODY.has(route)) {
      request.body ??= {};
      this.name(request.body as Fields, own);
    } else if (!OPEN.has(route)) {
      throw Problem.fromStatus(403, 'this API key is for some organizations only, and this route is not about one');
    }
  }

  /** Left out or empty means "all" to these routes: then a single organization is filled in, wherever the route may look for it. */
  private name(fields: Fields, own: string[]): void {
    const named = namedIn(fields);
    refuseOthers(named, own);
    const chosen = named[0] ?? (own.length === 1 ? own[0] : undefined);
    if (chosen === undefined) {
      const description = 'this API key is for several organizations: name one of them';
      throw Problem.invalid([{ field: 'organization_id', description }]);
    }
    for (const place of placesOf(fields)) if (isUnnamed(place[FIELD])) place[FIELD] = chosen;
  }
}

const isAmong = (own: string[], id: string | undefined): boolean => id !== undefined && own.includes(id);

const FIELD = 'organization_id';
const isUnnamed = (id: unknown): boolean => id === undefined || id === '';

/** The fields in which the whole body of these routes may be wrapped (`wrapper` of its class): what is inside counts. */
const WRAPPERS = ['filter', 'endpoint'];

function placesOf(fields: unknown): Fields[] {
  if (!isObject(fields)) return [];
  return [fields, ...WRAPPERS.map((name) => fields[name]).filter(isObject)];
}

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const namedIn = (fields: unknown): unknown[] =>
  placesOf(fields)
    .map((place) => place[FIELD])
    .filter((id) => !isUnnamed(id));

function refuseOthers(named: unknown[], own: string[]): void {
  if (named.every((id) => typeof id === 'string' && own.includes(id))) return;
  throw Problem.fromStatus(403, 'this API key is for other organizations');
}
