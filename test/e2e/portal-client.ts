import { type ManagementClient, type Reply } from './management-client.js';

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

/** An IT administrator's browser, signed in to the portal of an organization. */
export class PortalClient {
  private constructor(
    private readonly app: ManagementClient,
    readonly cookie: string,
  ) {}

  /** Opens a link that is made for this. @param body of the link */
  static async open(app: ManagementClient, organizationId: string, body: object = {}): Promise<PortalClient> {
    const { link } = (await app.call('PUT', `/api/v1/organizations/${organizationId}/portal_links`, body)).body;
    const { pathname } = new URL(link.location);
    const entered = await fetch(`${app.api.url}${pathname}`, { method: 'POST', headers: FORM, redirect: 'manual' });
    return new PortalClient(app, entered.headers.get('set-cookie')!.split(';')[0]!);
  }

  /** @param cookie of a session */
  static of(app: ManagementClient, cookie: string): PortalClient {
    return new PortalClient(app, cookie);
  }

  /** Below /portal/api. */
  call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Reply> {
    const own = { authorization: '', cookie: this.cookie, 'x-rollcall-client': 'portal' };
    return this.app.call(method, `/portal/api/${path}`, body, { ...own, ...headers });
  }

  get(path: string): Promise<Reply> {
    return this.call('GET', path);
  }
}
