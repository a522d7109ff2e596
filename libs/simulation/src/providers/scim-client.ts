import { Agent, request } from 'undici';
import { type WriteLog } from './write-log.js';

export type ScimBody = Record<string, unknown>;
type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface ScimClientOptions {
  /** Without a slash at its end. */
  base: string;
  /** On every request. */
  headers: Record<string, string>;
  /** On requests with a body. */
  contentType: string;
  writes: WriteLog;
}

/** Sends SCIM requests as an identity provider does; anything but a 2xx is a failure of the demo. */
export class ScimClient {
  private readonly agent = new Agent();

  constructor(private readonly options: ScimClientOptions) {}

  /** @param path with its query, encoded the way the provider does it */
  async send(method: Method, path: string, body?: ScimBody): Promise<ScimBody> {
    const { base, headers, contentType, writes } = this.options;
    const answered = method === 'GET' ? undefined : writes.begin();
    const response = await request(`${base}${path}`, {
      dispatcher: this.agent,
      method,
      headers: { ...headers, ...(body && { 'content-type': contentType }) },
      body: body && JSON.stringify(body),
    });
    const text = await response.body.text();
    answered?.();
    if (response.statusCode >= 300)
      throw new Error(`${method} ${path} answered ${response.statusCode}: ${detailOf(text)}`);
    return text === '' ? {} : (JSON.parse(text) as ScimBody);
  }

  /** The first resource that a list finds. */
  async first(path: string): Promise<ScimBody | undefined> {
    const list = (await this.send('GET', path)) as { Resources?: ScimBody[] };
    return list.Resources?.[0];
  }
}

/** The sentence of a SCIM error (RFC 7644 section 3.12). What answers otherwise is shown as it is. */
function detailOf(text: string): string {
  try {
    const { detail } = JSON.parse(text) as { detail?: unknown };
    return typeof detail === 'string' ? detail : text;
  } catch {
    return text;
  }
}
