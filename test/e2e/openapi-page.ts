import { API_KEY, type ManagementClient } from './management-client.js';
import { type ApiDocument, type Json, type Operation } from './openapi-document.js';
import { type ExampleScene, type Setting } from './openapi-scene.js';

export interface PageReply {
  status: number;
  text: string;
  type: string;
}

/** Which parameter has an id of that prefix. */
const PARAMETER_OF: Record<string, string> = {
  org: 'organization_id',
  dir: 'directory_id',
  ep: 'endpoint_id',
  dirgroup: 'group_id',
  diruser: 'user_id',
  sec: 'secret_id',
  lnk: 'link_id',
  dlv: 'delivery_id',
  evt: 'event_id',
  inb: 'inbox_id',
  sim: 'simulation_id',
  rsd: 'resend_id',
  sync: 'sync_id',
  mail: 'mail_id',
  key: 'key_id',
};

/** Sends examples as the API page does: from the same origin, with what its fields show. */
export class ApiPage {
  constructor(
    private readonly app: ManagementClient,
    private readonly document: ApiDocument,
    private readonly scene: ExampleScene,
  ) {}

  /** @param all ticks every parameter that has an example, in place of those that are needed */
  async send(operation: Operation, all = false, setting: Setting = {}): Promise<PageReply> {
    const { words } = operation;
    const where = `${operation.method} ${operation.path}`;
    const ids = { ...this.scene.ids, ...setting.ids };
    const parameters = (words.parameters ?? []) as Json[];
    const shown = (parameter: Json): string => {
      const value = this.document.shownIn(parameter);
      if (value === undefined) throw new Error(`${where}: ${parameter.name} has no example`);
      return String(this.withOwnIds(value, ids));
    };
    const path = operation.path.replace(/\{(\w+)\}/g, (_match, name: string) => {
      const value = shown(parameters.find((one) => one.in === 'path' && one.name === name));
      return ids[name] ?? encodeURIComponent(value);
    });
    const sent = (place: string) =>
      parameters
        .filter((one) => one.in === place && (one.required || (all && this.document.shownIn(one) !== undefined)))
        .map((one) => [one.name, shown(one)] as [string, string]);
    const query = new URLSearchParams(sent('query'));
    const [[media, content] = []] = Object.entries((words.requestBody?.content ?? {}) as Record<string, Json>);
    if (media !== undefined && content.example === undefined) throw new Error(`${where}: the body has no example`);
    const body =
      media === undefined ? undefined : this.encoded(operation, media, this.withOwnIds(content.example, ids));
    const response = await fetch(`${this.app.api.url}${path}${query.size > 0 ? `?${query}` : ''}`, {
      method: operation.method.toUpperCase(),
      headers: {
        accept: '*/*',
        origin: this.app.api.url,
        'sec-fetch-site': 'same-origin',
        ...this.credential(operation, setting),
        ...Object.fromEntries(sent('header')),
        ...(media !== undefined && { 'content-type': media }),
      },
      ...(body !== undefined && { body }),
    });
    const type = response.headers.get('content-type') ?? '';
    return { status: response.status, text: await response.text(), type };
  }

  private credential({ path }: Operation, { headers }: Setting): Record<string, string> {
    if (headers !== undefined) return headers;
    return { authorization: `Bearer ${path.startsWith('/directory/') ? this.scene.directory.secret : API_KEY}` };
  }

  /** A text is sent as shown, an image in base64 as well. */
  private encoded({ path }: Operation, media: string, body: Json): string | URLSearchParams {
    if (media === 'application/x-www-form-urlencoded') {
      const own = { client_id: 'rollcall', client_secret: API_KEY };
      const { client_id, client_secret } = path.startsWith('/directory/') ? this.scene.oauthClient : own;
      return new URLSearchParams({ ...body, client_id, client_secret });
    }
    return typeof body === 'string' && !media.endsWith('json') ? body : JSON.stringify(body);
  }

  /** Ids and keys of examples are nobody's: in their place, those of the scene. Bodies name only ids that their request needs. */
  private withOwnIds(value: Json, ids: Record<string, string>): Json {
    if (Array.isArray(value)) return value.map((one) => this.withOwnIds(one, ids));
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, this.withOwnIds(one, ids)]));
    }
    if (typeof value !== 'string') return value;
    if (value.startsWith('rk_')) return API_KEY;
    const prefix = /^([a-z]+)_01K[0-9A-Z]+$/.exec(value)?.[1];
    if (prefix === undefined) return value;
    const own = ids[PARAMETER_OF[prefix] ?? ''];
    if (own === undefined) throw new Error(`the scene has no ${prefix}_…`);
    return own;
  }
}
