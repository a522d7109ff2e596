import { isObject, member } from '../path/read.js';
import { storableProblem } from '../resource/storable.js';
import { BULK_RESPONSE_URN } from '../schema/urns.js';
import { ScimError } from './error.js';

export type BulkMethod = 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** One operation of a bulk request (RFC 7644 §3.7). */
export interface BulkOperation {
  method: BulkMethod;
  /** With a leading slash, as sent otherwise: `/Users`, `/Groups/bulkId:g`. */
  path: string;
  bulkId?: string;
  /** The entity tag the resource must have, as in If-Match. */
  version?: string;
  data?: unknown;
}

export interface BulkRequest {
  /** Stop at this many failed operations; absent: never. RFC 7644 §3.7 lets a client accept none: 0 stops at the first, as 1 does. */
  failOnErrors?: number;
  /** In the order sent; a malformed operation fails alone. */
  operations: (BulkOperation | MalformedOperation)[];
}

/** What an operation says of itself, for its answer. */
type Told = Partial<Pick<BulkOperation, 'method' | 'path' | 'bulkId'>>;

/** An operation that is none; its answer names what could be read of it. */
export class MalformedOperation extends ScimError {
  constructor(
    readonly told: Told,
    problem: ScimError,
  ) {
    super(problem.status, problem.message, problem.scimType);
  }
}

/** The outcome of one operation, in the shape of the response. */
export interface BulkResult {
  method?: BulkMethod;
  bulkId?: string;
  version?: string;
  location?: string;
  /** The HTTP status as a string. */
  status: string;
  /** The error body of a failed operation, or the resource. */
  response?: object;
}

const METHODS: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/** Reads a BulkRequest. Throws invalidSyntax for no bulk body, 413 for more than `maxOperations`. */
export function parseBulkRequest(body: unknown, maxOperations: number): BulkRequest {
  const sent = isObject(body) ? member(body, 'Operations') : undefined;
  if (!isObject(body) || !Array.isArray(sent)) throw ScimError.invalidSyntax('Operations: expected an array');
  if (sent.length > maxOperations)
    throw ScimError.payloadTooLarge(`${sent.length} operations; at most ${maxOperations} are taken at once`);
  const failOnErrors = member(body, 'failOnErrors') ?? undefined;
  if (failOnErrors !== undefined && !(Number.isInteger(failOnErrors) && Number(failOnErrors) >= 0))
    throw ScimError.invalidValue('failOnErrors: expected an integer of at least 0');
  const bulkIds = new Set<string>();
  return {
    ...(failOnErrors !== undefined && { failOnErrors: Math.max(Number(failOnErrors), 1) }),
    operations: sent.map((operation: unknown, index) => parseOperation(operation, `Operations[${index}]`, bulkIds)),
  };
}

function parseOperation(sent: unknown, at: string, bulkIds: Set<string>): BulkOperation | MalformedOperation {
  const told: Told = {};
  const malformed = (problem: string) => new MalformedOperation(told, ScimError.invalidSyntax(`${at}${problem}`));
  if (!isObject(sent)) return malformed(': expected an object');
  const named = member(sent, 'method');
  const method = typeof named === 'string' ? named.toUpperCase() : '';
  const path = member(sent, 'path');
  const data = member(sent, 'data') ?? undefined;
  const bulkId = member(sent, 'bulkId') ?? undefined;
  const version = member(sent, 'version') ?? undefined;
  if (!METHODS.has(method)) return malformed('.method: expected POST, PUT, PATCH or DELETE');
  told.method = method as BulkMethod;
  if (typeof path !== 'string' || path === '') return malformed('.path: expected a string');
  // What is in `data` is its reader's.
  const unstorable = storableProblem({ path, bulkId, version }, at);
  if (unstorable !== undefined) return new MalformedOperation(told, unstorable);
  told.path = path.startsWith('/') ? path : `/${path}`;
  if (bulkId !== undefined && typeof bulkId !== 'string') return malformed('.bulkId: expected a string');
  if (bulkId !== undefined) told.bulkId = bulkId;
  if (version !== undefined && typeof version !== 'string') return malformed('.version: expected a string');
  if (method === 'POST' && bulkId === undefined) return malformed('.bulkId: a POST needs one');
  if (method !== 'DELETE' && data === undefined) return malformed(`.data: a ${method} needs it`);
  if (bulkId !== undefined && bulkIds.has(bulkId)) return malformed('.bulkId: used before');
  if (bulkId !== undefined) bulkIds.add(bulkId);
  return {
    method: told.method,
    path: told.path,
    ...(bulkId !== undefined && { bulkId }),
    ...(version !== undefined && { version }),
    ...(data !== undefined && { data: method === 'PATCH' ? patchBody(data) : data }),
  };
}

/** The example of RFC 7644 §3.7.3 sends a PATCH's `data` as the bare list of operations. */
function patchBody(data: unknown): unknown {
  return Array.isArray(data) ? { Operations: data } : data;
}

/** BulkResponse message (RFC 7644 §3.7.3) as text, of results that are JSON texts already. */
export function bulkResponse(results: string[]): string {
  return `{"schemas":["${BULK_RESPONSE_URN}"],"Operations":[${results.join(',')}]}`;
}
