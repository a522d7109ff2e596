import { createServer } from 'node:net';
import { type RunningWorker } from '../../apps/worker/src/main.js';
import { ManagementClient } from '../e2e/management-client.js';
import { Visit } from './browser.js';
import { type BrowserContextOptions } from 'playwright-core';

export interface RigDirectory {
  organizationId: string;
  directoryId: string;
  path: string;
  secret: string;
}

/** The real api under the address that it calls its own, a worker, and browsers that visit it. */
export class PortalRig {
  /** The link that was opened last. */
  lastLinkId = '';

  private constructor(
    readonly app: ManagementClient,
    private readonly worker: RunningWorker,
  ) {}

  /** @param variables of the environment, beside those that a browser needs */
  static async start(variables: Record<string, string> = {}): Promise<PortalRig> {
    const port = await freePort();
    const app = await ManagementClient.start({
      PORT: String(port),
      HOST: '127.0.0.1',
      ROLLCALL_PUBLIC_URL: `http://127.0.0.1:${port}`,
      ...variables,
    });
    return new PortalRig(app, await app.startWorker());
  }

  async stop(): Promise<void> {
    await this.worker.close();
    await this.app.stop();
  }

  get url(): string {
    return this.app.api.url;
  }

  async organization(name = 'Megasoft'): Promise<string> {
    return (await this.app.post('organizations', { display_name: name })).body.organization.id;
  }

  /** A link as an application makes it, and the browser of the person who gets it. */
  async open(organizationId: string, link: object = {}, options: BrowserContextOptions = {}): Promise<Visit> {
    const reply = await this.app.call('PUT', `/api/v1/organizations/${organizationId}/portal_links`, {
      expires_in: '1h',
      ...link,
    });
    this.lastLinkId = reply.body.link.id;
    const visit = await Visit.begin(this.url, options);
    await visit.page.goto(reply.body.link.location);
    await visit.page.getByRole('button', { name: 'Continue' }).click();
    await visit.page.getByRole('navigation', { name: 'Portal' }).waitFor({ state: 'attached' });
    return visit;
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
