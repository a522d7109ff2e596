import { once } from 'node:events';
import { Agent, request, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';

export interface ScimRequest {
  method: string;
  /** The whole URL; its path and query go out byte for byte. */
  url: string;
  /** null takes a header away that would be sent otherwise. */
  headers?: Record<string, string | null>;
  body?: string | Buffer;
}

export interface ScimAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
  /** The parsed body; undefined when there is none. */
  json: unknown;
}

const agent = new Agent({ keepAlive: true });

/** Sends exactly what it is given: no normalised URL, no header that was not asked for. */
export async function send({ method, url, headers = {}, body }: ScimRequest): Promise<ScimAnswer> {
  const origin = new URL(url).origin;
  const { hostname, port } = new URL(origin);
  const outgoing = request({ agent, method, hostname, port, path: url.slice(origin.length) });
  for (const [name, value] of Object.entries(headers)) if (value !== null) outgoing.setHeader(name, value);
  if (body !== undefined) outgoing.setHeader('content-length', Buffer.byteLength(body));
  outgoing.end(body);
  const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  return {
    status: answer.statusCode ?? 0,
    headers: answer.headers,
    text,
    json: text === '' ? undefined : (JSON.parse(text) as unknown),
  };
}
