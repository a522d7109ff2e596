import { Okta, WriteLog } from '#simulation';
import { LOOPBACK, PulledDirectory } from '../e2e/pulled-directory.js';
import { BambooHrEmulator } from '../emulators/bamboohr/bamboohr-emulator.js';
import { bambooEmployee } from '../emulators/bamboohr/bamboohr-employees.js';
import { Receiver, until } from '../support/index.js';
import { ADA, HOSTILE } from './people.js';
import { PortalRig, type RigDirectory } from './portal-rig.js';

const EMPLOYEES = 20;

/** A deployment in which every page has something to show: a directory that is pushed, one that is pulled, one of files, and webhooks. */
export class ExampleWorld {
  private constructor(
    readonly rig: PortalRig,
    readonly directory: RigDirectory,
    private readonly receiver: Receiver,
    private readonly bamboo: BambooHrEmulator,
    /** Ids by name, as addresses in `{…}` call them. */
    readonly ids: Readonly<Record<string, string>>,
  ) {}

  static async create(): Promise<ExampleWorld> {
    const receiver = await Receiver.start();
    receiver.answer = () => ({ status: 503, body: 'down for maintenance' });
    const rig = await PortalRig.start(LOOPBACK);
    const { app } = rig;
    const directory = await app.directory();
    const { organizationId: organization } = directory;
    await app.call('PUT', `/api/v1/organizations/${organization}/portal_settings`, { allow_invites: true });
    await app.call('PUT', '/api/v1/roles', {
      roles: [
        { name: 'admin', display_name: 'Administrator', priority: 1, privileged: true },
        { name: 'viewer', display_name: 'Viewer', priority: 2, default: true },
      ],
    });
    const { endpoint } = (await app.post('webhook_endpoints', { url: receiver.url, description: 'The app' })).body;
    const { inbox } = (await app.post('inboxes', { name: 'Test inbox' })).body;
    await app.post('webhook_endpoints', { url: inbox.url, organization_id: organization });
    const okta = new Okta(`${rig.url}/directory/${directory.directoryId}/scim/v2`, directory.secret, new WriteLog());
    await fetch(`${rig.url}/directory/${directory.directoryId}/scim/v2/Users`, {
      headers: { authorization: 'Bearer wrong' },
    });
    for (const person of [ADA, HOSTILE]) await okta.assign(person);
    await okta.createGroup('Engineering', [ADA]);
    await okta.deactivate(HOSTILE);
    await app.post(`webhook_endpoints/${endpoint.id}:test`);
    await app.post(`webhook_endpoints/${endpoint.id}:replay`, { since: new Date(0).toISOString() });

    const bamboo = await new BambooHrEmulator().listen();
    for (let id = 1; id <= EMPLOYEES; id++) {
      bamboo.employees.add(bambooEmployee(String(id), ['Ada', `Number${id}`], { department: 'Engineering' }));
    }
    const pulled = await PulledDirectory.create(app, 'BAMBOOHR', 'POLL', organization);
    await pulled.connect(bamboo.settings, bamboo.secrets);
    const first = await pulled.sync();
    for (let id = 1; id <= 15; id++) bamboo.employees.remove(String(id));
    const review = await pulled.sync();
    const csv = await PulledDirectory.create(app, 'CSV', 'POLL', organization);
    const google = await PulledDirectory.create(app, 'GOOGLE', 'POLL', organization);
    const ldap = await PulledDirectory.create(app, 'LDAP', 'LDAP', organization);
    const workday = await PulledDirectory.create(app, 'WORKDAY', 'POLL', organization);
    const { directory: sandbox } = (
      await app.post(`organizations/${organization}/directories`, { directory_provider: 'OKTA', sandbox: true })
    ).body;

    const { users } = (await app.get(`${directory.path}/users`)).body;
    const { groups } = (await app.get(`${directory.path}/groups`)).body;
    const { deliveries } = (await app.get(`webhook_endpoints/${endpoint.id}/deliveries`)).body;
    const [event] = await app.events('', 3);
    await until(async () => {
      const { requests } = (await app.get(`inboxes/${inbox.id}`)).body.inbox;
      if (requests.length < 3) throw new Error(`${requests.length} requests have arrived`);
    });
    return new ExampleWorld(rig, directory, receiver, bamboo, {
      organization,
      bare: await rig.organization('Nothing yet'),
      directory: directory.directoryId,
      user: users[0].id,
      group: groups[0].id,
      endpoint: endpoint.id,
      inbox: inbox.id,
      delivery: deliveries.at(-1).id,
      event: event!.id,
      pulled: pulled.id,
      sync: first.id,
      review: review.id,
      csv: csv.id,
      google: google.id,
      ldap: ldap.id,
      workday: workday.id,
      sandbox: sandbox.id,
    });
  }

  /** `/d/{directory}/users` with its ids. */
  address(path: string): string {
    return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => this.ids[name]!);
  }

  async stop(): Promise<void> {
    await this.rig.stop();
    await this.bamboo.close();
    await this.receiver.close();
  }
}
