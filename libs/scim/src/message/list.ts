import { LIST_RESPONSE_URN } from '../schema/urns.js';

export interface ListPage {
  totalResults: number;
  /** 1-based; left out of cursor pages (RFC 9865 §2). */
  startIndex?: number;
  /** Defaults to the number of resources. */
  itemsPerPage?: number;
  nextCursor?: string;
  previousCursor?: string;
}

export interface ListResponse {
  schemas: string[];
  totalResults: number;
  startIndex?: number;
  itemsPerPage: number;
  nextCursor?: string;
  previousCursor?: string;
  Resources: object[];
}

/** ListResponse message (RFC 7644 §3.4.2). `Resources` is always there: Entra and Okta read it on empty answers. */
export function listResponse(resources: object[], page: ListPage): ListResponse {
  return {
    schemas: [LIST_RESPONSE_URN],
    totalResults: page.totalResults,
    ...(page.startIndex !== undefined && { startIndex: page.startIndex }),
    itemsPerPage: page.itemsPerPage ?? resources.length,
    ...(page.nextCursor !== undefined && { nextCursor: page.nextCursor }),
    ...(page.previousCursor !== undefined && { previousCursor: page.previousCursor }),
    Resources: resources,
  };
}
