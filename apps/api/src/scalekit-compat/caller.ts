import { type IncomingMessage } from 'node:http';
import { type ContextValues, createContextKey, createContextValues, type HandlerContext } from '@connectrpc/connect';

const ADDRESS = createContextKey<string | undefined>(undefined);

/** What REST has to know of who calls: the credentials, and where the request came from. */
const PASSED_ON = [
  'authorization',
  'idempotency-key',
  'user-agent',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
];

export function callerContext(request: IncomingMessage): ContextValues {
  return createContextValues().set(ADDRESS, request.socket.remoteAddress);
}

/** The caller of an RPC, as the caller of a request. */
export function callerOf({ requestHeader, values }: HandlerContext): {
  remoteAddress?: string;
  headers: Record<string, string>;
} {
  const headers = callerHeaders((name) => requestHeader.get(name) ?? undefined);
  return { remoteAddress: values.get(ADDRESS), headers };
}

/** @param valueOf a header of the call */
export function callerHeaders(valueOf: (name: string) => string | undefined): Record<string, string> {
  const headers = PASSED_ON.map((name) => [name, valueOf(name)]).filter(([, value]) => value !== undefined);
  return Object.fromEntries(headers) as Record<string, string>;
}
