import {
  listResponse,
  parseFilter,
  parseListQuery,
  parseProjection,
  type FilterNode,
  type Projection,
  type ResourceType,
} from '#scim';

/** Pages of what clients ask for, within reason: larger counts are clamped, never refused. */
export const DEFAULT_COUNT = 100;
export const MAX_COUNT = 1_000;

export interface ListRequest {
  filter: FilterNode | undefined;
  projection: Projection;
  startIndex: number;
  count: number;
}

/** The query string of a list (RFC 7644 §3.4.2). */
export function parseListRequest(type: ResourceType, query: Record<string, unknown>): ListRequest {
  const search = parseListQuery(query);
  return {
    filter: search.filter === undefined ? undefined : parseFilter(search.filter, type),
    projection: parseProjection(type, search),
    startIndex: search.startIndex,
    count: Math.min(search.count ?? DEFAULT_COUNT, MAX_COUNT),
  };
}

export function listBody(request: ListRequest, resources: object[], total: number): object {
  return listResponse(resources, {
    totalResults: total,
    startIndex: request.startIndex,
    itemsPerPage: resources.length,
  });
}
