import { type JsonObject, type JsonValue } from '@bufbuild/protobuf';
import { type RpcRoute } from './rpc-routes.js';

export interface RestRequest {
  method: string;
  /** Below the host, with its query. */
  url: string;
  body: JsonValue | undefined;
  /** Fields of the path that the message does not have: the answer is about something else, if there is one. */
  missing: string[];
}

/** The REST request that an RPC stands for. `fields` are its message in JSON, by the names that the messages have. */
export function restRequest({ rest, body }: RpcRoute, fields: JsonObject): RestRequest {
  const [method, template] = rest.split(' ') as [string, string];
  const left = new Map(Object.entries(fields));
  const missing: string[] = [];
  const path = template.replace(/\{(\w+)\}/g, (_match, name: string) => {
    const value = left.get(name);
    left.delete(name);
    if (typeof value === 'string' && isSegment(value)) return encodeURIComponent(value.toWellFormed());
    missing.push(name);
    return '-';
  });
  const payload = body === undefined ? undefined : takeBody(left, body);
  const query = new URLSearchParams(
    [...left].flatMap(([name, value]) => [value].flat().map((entry): [string, string] => [name, String(entry)])),
  ).toString();
  return { method, url: `/api/v1${path}${query && `?${query}`}`, body: payload, missing };
}

/** What is the body is not in the query. */
function takeBody(left: Map<string, JsonValue>, name: string): JsonValue {
  const body = name === '*' ? Object.fromEntries(left) : (left.get(name) ?? {});
  if (name === '*') left.clear();
  else left.delete(name);
  return body;
}

/** An empty one or dots would name another object: `DELETE …/directories/..` is `DELETE` of the organization. */
function isSegment(value: string): boolean {
  return !/^\.{0,2}$/.test(value);
}
