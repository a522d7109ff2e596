import { type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import {
  type DescMethodUnary,
  fromJson,
  type JsonObject,
  type JsonValue,
  type Message,
  toJson,
} from '@bufbuild/protobuf';
import { Code, ConnectError, type HandlerContext, type MethodImpl } from '@connectrpc/connect';
import inject, { type Response } from 'light-my-request';
import { Problem } from '../http/problem.js';
import { NOTHING } from './admitted-callers.js';
import { callerOf } from './caller.js';
import { restRequest } from './rest-request.js';
import { type ProblemAnswer, rpcError } from './rpc-error.js';
import { type RpcRoute } from './rpc-routes.js';

/** Told to the caller of an RPC as to that of a REST request. */
const PASSED_BACK = /^(x-request-id|retry-after|ratelimit.*)$/;

const EXTERNAL: RpcRoute = { rest: 'GET /organizations:external/{external_id}' };

/** An RPC's implementation: its REST request, handled in this process. */
export function restCall(rest: RequestListener, method: DescMethodUnary, route: RpcRoute): MethodImpl<DescMethodUnary> {
  return async (message, context) => {
    const given = readable(method, message);
    const fields = route.rest.includes('{id}') ? await withId(rest, given, context) : given;
    const answer = await send(rest, route, route.toRest?.(fields) ?? fields, context);
    return fromJson(method.output, route.fromRest?.(answer) ?? answer, { ignoreUnknownFields: true });
  };
}

/** @throws ConnectError for what has no words: a time after the year 9999. */
function readable(method: DescMethodUnary, message: Message): JsonObject {
  try {
    return toJson(method.input, message, { useProtoFieldName: true }) as JsonObject;
  } catch (error) {
    throw rpcError(Problem.fromStatus(400, (error as Error).message).toBody(), '');
  }
}

/** Organizations can be named by the application's own id instead of ours. */
async function withId(rest: RequestListener, fields: JsonObject, context: HandlerContext): Promise<JsonObject> {
  const { external_id: externalId, ...others } = fields;
  if (others['id'] !== undefined || externalId === undefined) return fields;
  const known = await send(rest, EXTERNAL, { external_id: externalId }, context);
  return { ...others, id: (known['organization'] as JsonObject)['id']! };
}

/** @returns the answer's body. @throws ConnectError where REST answers an error. */
async function send(
  rest: RequestListener,
  route: RpcRoute,
  fields: JsonObject,
  context: HandlerContext,
): Promise<JsonObject> {
  const { missing, ...request } = restRequest(route, fields);
  const response = await dispatch(rest, missing.length === 0 ? request : NOTHING, context);
  passBack(response, (name, value) => context.responseHeader.set(name, value));
  if (missing.length > 0 && response.statusCode === 404) {
    const violations = missing.map((field) => ({ field, description: 'is required' }));
    throw rpcError(Problem.invalid(violations).toBody(), requestIdOf(response));
  }
  if (response.statusCode >= 400) throw refusalIn(response, route.body);
  return response.payload === '' ? {} : response.json<JsonObject>();
}

/** Hands a REST answer's headers to an RPC's. */
export function passBack({ headers }: Response, set: (name: string, value: string) => void): void {
  for (const [name, value] of Object.entries(headers)) if (PASSED_BACK.test(name)) set(name, String(value));
}

export const refusalIn = (response: Response, bodyField?: string): ConnectError =>
  rpcError(response.json<ProblemAnswer>(), requestIdOf(response), bodyField);

const requestIdOf = ({ headers }: Response): string => String(headers['x-request-id']);

async function dispatch(
  rest: RequestListener,
  { method, url, body }: { method: string; url: string; body?: JsonValue | undefined },
  context: HandlerContext,
): Promise<Response> {
  const { remoteAddress, headers } = callerOf(context);
  const { signal } = context;
  let end: (() => void) | undefined;
  try {
    return await inject(
      (request, response) => {
        // Not the signal of `inject`, which has no effect once the body was read: whoever searches learns of it by the response.
        end = (): void => void response.destroy();
        if (signal.aborted) return end();
        signal.addEventListener('abort', end);
        rest(request as unknown as IncomingMessage, response as unknown as ServerResponse);
      },
      {
        method: method as 'GET',
        url,
        remoteAddress,
        headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
        ...(body !== undefined && { payload: JSON.stringify(body) }),
      },
    );
  } catch (error) {
    if (signal.aborted) throw new ConnectError('the client went away', Code.Canceled);
    throw error;
  } finally {
    if (end !== undefined) signal.removeEventListener('abort', end);
  }
}
