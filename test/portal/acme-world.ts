import { Entra, fullName, type IdentityProvider, Okta, type Person, WriteLog } from '#simulation';
import { entraCast, oktaCast } from '../../apps/demo/src/cast.js';
import { LOOPBACK, PulledDirectory } from '../e2e/pulled-directory.js';
import { BambooHrEmulator } from '../emulators/bamboohr/bamboohr-emulator.js';
import { bambooEmployee } from '../emulators/bamboohr/bamboohr-employees.js';
import { Receiver, until } from '../support/index.js';
import { type Visit } from './browser.js';
import { PortalRig } from './portal-rig.js';

/** What pictures show in place of addresses of this machine. */
const PUBLIC = 'https://rollcall.acme.example';
const RECEIVER = 'https://app.acme.example';
/** A time in any answer. Pictures are of the same morning whenever they are made. */
const TIME = /"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z)"/g;
const MORNING = Date.parse('2026-03-02T09:30:00Z');

interface Directory {
  id: string;
  path: string;
  base: string;
  secret: string;
}

/** Acme, the company of the demo, as the pictures of the documentation show it: the same people in every run. */
export class AcmeWorld {
  private readonly madeAt = Date.now();

  private constructor(
    readonly rig: PortalRig,
    readonly ids: Record<string, string>,
    private readonly receiver: Receiver,
    private readonly bamboo: BambooHrEmulator,
  ) {}

  static async create(): Promise<AcmeWorld> {
    const rig = await PortalRig.start(LOOPBACK);
    const { app } = rig;
    const organization = await rig.organization('Acme');
    await app.call('PUT', `/api/v1/organizations/${organization}/portal_settings`, {
      application_name: 'Northwind',
      allow_invites: true,
    });
    await app.call('PUT', '/api/v1/roles', {
      roles: [
        { name: 'admin', display_name: 'Administrator', priority: 1, privileged: true },
        { name: 'editor', display_name: 'Editor', priority: 2 },
        { name: 'viewer', display_name: 'Viewer', priority: 3, default: true },
      ],
    });
    const { inbox } = (await app.post('inboxes', { name: 'Test inbox' })).body;
    await app.post('webhook_endpoints', { url: inbox.url, description: 'Test inbox', organization_id: organization });
    const receiver = await Receiver.start();
    const { endpoint } = (
      await app.post('webhook_endpoints', {
        url: `${receiver.url}/hooks`,
        description: 'Northwind',
        organization_id: organization,
      })
    ).body;

    const directory = async (provider: string): Promise<Directory> => {
      const { directory: made } = (
        await app.post(`organizations/${organization}/directories`, { directory_provider: provider })
      ).body;
      const path = `organizations/${organization}/directories/${made.id}`;
      const secret = (await app.post(`${path}/secrets`)).body.plain_secret;
      return { id: made.id, path, base: `${rig.url}/directory/${made.id}/scim/v2`, secret };
    };
    const [okta, entra] = [await directory('OKTA'), await directory('MICROSOFT_AD')];
    const cast = oktaCast();
    const idp = new Okta(okta.base, okta.secret, new WriteLog());
    await fill(idp, cast.groups, cast.firstDay);
    await fill(new Entra(entra.base, entra.secret, new WriteLog()), entraCast().groups, entraCast().firstDay);
    for (const { person, to } of cast.movers) await idp.update(person, to);
    // Another person takes a name that is taken, which is refused.
    await new Okta(okta.base, okta.secret, new WriteLog()).testConnection();
    await takenName(okta, cast.firstDay[0]!);
    const leaver = cast.leavers[0]!;
    await until(async () => {
      const { total_size } = (await app.get(`webhook_endpoints/${endpoint.id}/deliveries?state=pending`)).body;
      if (total_size > 0) throw new Error(`${total_size} deliveries wait`);
    }, 30_000);
    receiver.answer = ({ rawBody }) =>
      rawBody.includes('user_updated') ? { status: 503, body: 'down for maintenance' } : {};
    await idp.deactivate(leaver);
    await idp.update(cast.firstDay[20]!, { title: 'Head of Support' });

    const draft = await directory('ONELOGIN');
    await new Okta(draft.base, draft.secret, new WriteLog()).testConnection();
    const context = { portal_set_up: { ticked: [1, 2, 3], tokenSaved: true } };
    await app.call('PUT', `/api/v1/${draft.path}/contexts`, context);

    const bamboo = await new BambooHrEmulator().listen();
    for (const [index, { given, family, department, title }] of entraCast().firstDay.entries()) {
      bamboo.employees.add(bambooEmployee(String(index + 1), [given, family], { department, jobTitle: title }));
    }
    const pulled = await PulledDirectory.create(app, 'BAMBOOHR', 'POLL', organization);
    await pulled.connect(bamboo.settings, bamboo.secrets, '30m');
    await pulled.sync();
    for (let id = 1; id <= 14; id++) bamboo.employees.remove(String(id));
    const review = await pulled.sync();

    // Somebody has looked into the portal: the last of the first steps.
    await (await rig.open(organization)).end();
    const { users } = (await app.get(`${okta.path}/users?email=${leaver.userName}`)).body;
    const { requests } = (await app.get(`${okta.path}/requests?failed=true`)).body;
    const delivery = await until(async () => {
      const { deliveries } = (await app.get(`webhook_endpoints/${endpoint.id}/deliveries?state=retrying`)).body;
      if (deliveries.length === 0) throw new Error('nothing was refused yet');
      return deliveries[0];
    }, 30_000);
    const ids = {
      organization,
      okta: okta.id,
      entra: entra.id,
      draft: draft.id,
      bamboo: pulled.id,
      review: review.id,
      inbox: inbox.id,
      endpoint: endpoint.id,
      delivery: delivery.id,
      leaver: users[0].id,
      leaverName: leaver.userName,
      refused: requests[0].id,
    };
    return new AcmeWorld(rig, ids, receiver, bamboo);
  }

  /** `/d/{okta}/users` with its ids. */
  address(path: string): string {
    return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => this.ids[name]!);
  }

  /** Addresses of this machine, and the day, become those of an example. */
  async disguise({ page }: Visit): Promise<void> {
    await page.clock.setFixedTime(MORNING + 4 * 60_000);
    await page.route(/\/(portal\/api|api\/v1)\//, async (route) => {
      const answer = await route.fetch();
      const body = (await answer.text())
        .replaceAll(this.rig.url, PUBLIC)
        .replaceAll(this.receiver.url, RECEIVER)
        .replaceAll(TIME, (_, time: string) => `"${this.shifted(time)}"`);
      await route.fulfill({ response: answer, body });
    });
  }

  async stop(): Promise<void> {
    await this.rig.stop();
    await this.bamboo.close();
    await this.receiver.close();
  }

  private shifted(time: string): string {
    return new Date(Date.parse(time) - this.madeAt + MORNING).toISOString();
  }
}

async function fill(idp: IdentityProvider, groups: string[], people: Person[]): Promise<void> {
  await idp.testConnection();
  for (const person of people) await idp.assign(person);
  for (const group of groups) {
    await idp.createGroup(
      group,
      people.filter(({ department }) => department === group),
    );
  }
}

async function takenName({ base, secret }: Directory, person: Person): Promise<void> {
  await fetch(`${base}/Users`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/scim+json' },
    body: JSON.stringify({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
      userName: person.userName,
      externalId: '00u9999acme',
      name: { givenName: person.given, familyName: person.family },
      displayName: fullName(person),
      active: true,
    }),
  });
}
