import type { IncomingHttpHeaders } from 'node:http';

/** A request as a source sees it: the body is read whole, the query is decoded by `url`. */
export interface EmulatedRequest {
  method: string;
  url: URL;
  headers: IncomingHttpHeaders;
  body: string;
}

/** What a source answers. A body in pieces is sent as they come, so that 100,000 people need no memory. */
export interface EmulatedAnswer {
  status: number;
  headers?: Record<string, string>;
  body?: string | Iterable<string>;
}

export const json = (status: number, value: unknown, headers: Record<string, string> = {}): EmulatedAnswer => ({
  status,
  headers: { 'content-type': 'application/json; charset=UTF-8', ...headers },
  body: JSON.stringify(value),
});

/** `{"<key>":[…]}` without ever holding the whole text. */
export function* jsonList(key: string, records: Iterable<unknown>, before = ''): Iterable<string> {
  let text = `{${before}${JSON.stringify(key)}:[`;
  let first = true;
  for (const record of records) {
    text += (first ? '' : ',') + JSON.stringify(record);
    first = false;
    if (text.length < 64 * 1024) continue;
    yield text;
    text = '';
  }
  yield `${text}]}`;
}

/** User name and password of HTTP Basic (RFC 7617), or undefined where the header is missing or malformed. */
export function basicCredentials({ headers }: EmulatedRequest): [string, string] | undefined {
  const [scheme, encoded = ''] = (headers.authorization ?? '').split(' ');
  if (scheme !== 'Basic') return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 0 ? undefined : [text.slice(0, colon), text.slice(colon + 1)];
}

export function bearerToken({ headers }: EmulatedRequest): string | undefined {
  const [scheme, token] = (headers.authorization ?? '').split(' ');
  return scheme === 'Bearer' ? token : undefined;
}
